"""What the house of a listing is told about its review: until when, by whom, why it is gone."""

from typing import Any

from django.urls import reverse
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from yizhan.listings import queries, tables
from yizhan.listings.models import Listing
from yizhan.listings.stages import IN_REVIEW, Stage
from yizhan.listings.terms import SuspendedFor


def progress_of(listing: Listing) -> dict[str, Any] | None:
    """Return the clock of a review, the cause of a suspension, and the way to the versions."""
    if listing.submitted_at is None:
        return None
    return {
        "clock": _clock(listing) if listing.stage in IN_REVIEW else None,
        "suspended": _suspended(listing) if listing.stage == Stage.SUSPENDED else None,
        "versions_url": reverse("listings:versions", args=[listing.id]),
    }


def _clock(listing: Listing) -> dict[str, Any] | None:
    review = queries.review_of(listing)
    if review is None:
        return None
    is_second = listing.stage == Stage.PROPOSED
    return {
        "due_on": review.due_on,
        "target": review.target,
        "badge": tables.due_badge(review.due_on, localdate()),
        "words": _("初审已通过，正在由另一人复核。") if is_second else "",
    }


def _suspended(listing: Listing) -> dict[str, Any] | None:
    found = queries.suspension_of(listing)
    if found is None:
        return None
    cause = SuspendedFor(found.cause).label
    return {"cause": cause, "said": found.said, "since": found.began_at}
