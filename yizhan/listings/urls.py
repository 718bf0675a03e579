"""Addresses of listings: the same set for needs, offers and services, and the two desks."""

from collections.abc import Iterator

from django.urls import URLPattern, path

from yizhan.listings.terms import Kind
from yizhan.listings.views import (
    confirming,
    desk,
    editing,
    many,
    newest,
    pages,
    pairs,
    queue,
    review,
    standard,
    steps,
    turnaround,
    versions,
)

app_name = "listings"


def _addresses(kind: str, plural: str) -> Iterator[URLPattern]:
    given = {"kind": kind}
    one = f"{plural}/<uuid:listing_id>/"
    yield path(f"{plural}/", pages.listing_list, given, name=f"{kind}-list")
    yield path(f"{plural}/newest.atom", newest.listing_atom, given, name=f"{kind}-atom")
    yield path(f"{plural}/new/", editing.listing_new, given, name=f"{kind}-new")
    yield path(f"{plural}/new/autosave/", editing.listing_autosave, given, name=f"{kind}-keep")
    yield path(f"{plural}/new/check/", editing.listing_check, given, name=f"{kind}-check")
    yield path(one, pages.listing_detail, given, name=f"{kind}-detail")
    yield path(f"{one}edit/", editing.listing_edit, given, name=f"{kind}-edit")
    yield path(f"{one}autosave/", editing.listing_autosave, given, name=f"{kind}-autosave")
    for step in steps.VERBS:
        yield path(
            f"{one}{step}/", steps.listing_step, {**given, "step": step}, name=f"{kind}-{step}"
        )


def _review() -> Iterator[URLPattern]:
    """Give each act on the desk an address: take it, decide on it."""
    for acts, view in ((review.DESK, review.review_desk), (review.VERBS, review.review_decide)):
        for step in acts:
            yield path(
                f"review/<uuid:listing_id>/{step}/", view, {"step": step}, name=f"review-{step}"
            )


def _standard() -> Iterator[URLPattern]:
    yield path("standard/", standard.standard_home, name="standard")
    yield path("standard/validate/", standard.standard_validate, name="standard-validate")
    yield path("standard/mappings/", standard.standard_mappings, name="standard-mappings")
    for kind in Kind.values:
        given = {"kind": kind}
        yield path(f"standard/{kind}/", standard.standard_kind, given, name=f"standard-{kind}")
    yield path(
        "standard/<str:version>/<path:name>.json", standard.standard_file, name="standard-file"
    )


urlpatterns = [
    *_standard(),
    *_addresses(Kind.NEED, "needs"),
    *_addresses(Kind.OFFER, "offers"),
    *_addresses(Kind.SERVICE, "services"),
    path("my/listings/submitting/", many.submit_many, name="submit-many"),
    path("my/listings/submitting/submit/", many.submit_ticked, name="submit-ticked"),
    path("review/many/", many.review_many, name="review-many"),
    path("review/many/decide/", many.review_ticked, name="review-ticked"),
    path("my/listings/", desk.my_listings, name="mine"),
    path(
        "my/listings/<uuid:listing_id>/alike/<uuid:other_id>/",
        pairs.pair_answer,
        name="pair-answer",
    ),
    path("review/alike/", pairs.pair_queue, name="pair-queue"),
    path("review/alike/<uuid:pair_id>/", pairs.pair_detail, name="pair-detail"),
    path("review/alike/<uuid:pair_id>/decide/", pairs.pair_decide, name="pair-decide"),
    path("my/listings/fading/", confirming.fading, name="fading"),
    path("my/listings/fading/confirm/", confirming.confirm_all, name="fading-confirm"),
    path("freshness/", confirming.freshness, name="freshness"),
    path("still-true/<str:token>/", confirming.still_true, name="still-true"),
    path(
        "still-true/<str:token>/answer/", confirming.still_true_answer, name="still-true-answer"
    ),
    path("my/listings/price-words/", editing.price_words, name="price-words"),
    path("listings/<uuid:listing_id>/versions/", versions.listing_versions, name="versions"),
    path("turnaround/", turnaround.review_turnaround, name="turnaround"),
    path("review/", queue.review_queue, name="review-queue"),
    path("review/<uuid:listing_id>/", review.review_detail, name="review-detail"),
    *_review(),
]
