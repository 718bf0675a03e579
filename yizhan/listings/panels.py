"""What this context hangs on the review page: claims without proof, and the evidence grade."""

from collections.abc import Mapping
from typing import Any

from django.http import HttpRequest

from yizhan.listings.models import Listing
from yizhan.listings.queries import content_of
from yizhan.listings.standard.marks import card_of, marks_of
from yizhan.web.panels import Panel, register


def declare() -> None:
    """Register the panels."""
    register(
        "listings.review",
        Panel(
            name="evidence",
            template="listings/parts/evidence.html",
            provide=evidence,
            order=20,
        ),
    )


def evidence(_request: HttpRequest, listing: Listing) -> Mapping[str, Any]:
    """Return what the reviewer sees: every claim with its place, and the grade explained."""
    content = content_of(listing)
    return {"marks": marks_of(content), "grade": card_of(content)}
