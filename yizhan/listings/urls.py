"""Addresses of listings: the same set for needs, offers and services, and the two desks."""

from collections.abc import Iterator

from django.urls import URLPattern, path

from yizhan.listings.terms import Kind
from yizhan.listings.views import desk, editing, pages, review, steps

app_name = "listings"


def _addresses(kind: str, plural: str) -> Iterator[URLPattern]:
    given = {"kind": kind}
    one = f"{plural}/<uuid:listing_id>/"
    yield path(f"{plural}/", pages.listing_list, given, name=f"{kind}-list")
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


urlpatterns = [
    *_addresses(Kind.NEED, "needs"),
    *_addresses(Kind.OFFER, "offers"),
    *_addresses(Kind.SERVICE, "services"),
    path("my/listings/", desk.my_listings, name="mine"),
    path("my/listings/price-words/", editing.price_words, name="price-words"),
    path("review/", review.review_queue, name="review-queue"),
    path("review/<uuid:listing_id>/", review.review_detail, name="review-detail"),
    path("review/<uuid:listing_id>/publish/", review.review_publish, name="review-publish"),
    path("review/<uuid:listing_id>/return/", review.review_return, name="review-return"),
]
