"""Keeping what was handed in, and the clock that starts with it."""

from collections.abc import Iterable, Sequence
from datetime import datetime

from django.db.models import Max

from yizhan.listings import rules
from yizhan.listings.checklists import clock_on
from yizhan.listings.models import Listing, Origin, Review, Submission, Suspension
from yizhan.listings.queries import content_of
from yizhan.listings.stages import IN_REVIEW


def keep_submission(listing: Listing, *, at: datetime) -> Submission:
    """Keep the text that was just handed in, and start the clock of its review."""
    return keep_submissions([listing], at=at)[0]


def keep_submissions(listings: Sequence[Listing], *, at: datetime) -> list[Submission]:
    """Keep many texts with two statements."""
    last = _last_numbers(listings)
    kept = [
        _submission(listing, number=last.get(listing.id, 0) + 1, at=at) for listing in listings
    ]
    Submission.objects.bulk_create(kept)
    clock = clock_on(rules.day_of(at))
    due_on = rules.review_due_on(at, clock.working_days)
    Review.objects.bulk_create(
        Review(
            submission=submission,
            listing_id=submission.listing_id,
            began_at=at,
            due_on=due_on,
            target=clock.working_days,
        )
        for submission in kept
    )
    return kept


def keep_public(listing: Listing, *, at: datetime) -> None:
    """Keep what stands in public when no review has kept it: imports publish in bulk."""
    if listing.published_at is None:
        return
    latest = listing.submissions.order_by("-number").first()
    content = content_of(listing).model_dump(mode="json")
    if latest is None or latest.content != content:
        number = latest.number + 1 if latest else 1
        _submission(listing, number=number, at=at, origin=Origin.PUBLIC).save(force_insert=True)


def close_review(listing: Listing, *, at: datetime) -> None:
    """Stop the clock of what is taken back before anybody has decided."""
    if listing.stage in IN_REVIEW:
        Review.objects.filter(listing=listing, closed_at=None).update(closed_at=at)


def end_suspension(listing: Listing, *, at: datetime) -> None:
    """Note that a listing is no longer suspended."""
    Suspension.objects.filter(listing=listing, ended_at=None).update(ended_at=at)


def _submission(
    listing: Listing, *, number: int, at: datetime, origin: str = Origin.HANDED_IN
) -> Submission:
    return Submission(
        listing=listing,
        number=number,
        origin=origin,
        listing_version=listing.version,
        content=content_of(listing).model_dump(mode="json"),
        at=at,
    )


def _last_numbers(listings: Iterable[Listing]) -> dict[object, int]:
    rows = Submission.objects.filter(listing__in=list(listings)).order_by()
    return dict(rows.values_list("listing_id").annotate(last=Max("number")))
