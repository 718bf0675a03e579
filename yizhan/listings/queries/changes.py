"""Reading the change feed of listings, whole or for one kind, field or province."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import F, Max, QuerySet

from yizhan.listings.models import ListingChange
from yizhan.web.feeds import Cursor, FeedPage, Lag, lag_of, read_page

FEED = "listings"


@dataclass(frozen=True, slots=True, kw_only=True)
class FeedFilter:
    """What part of the feed a reader follows; empty means all of it."""

    kind: str = ""
    field: str = ""
    province: str = ""


def listing_changes(asked: FeedFilter | None = None) -> QuerySet[ListingChange]:
    """Return the changes of everything that is or was public, each with its listing."""
    rows = ListingChange.objects.select_related("listing__organisation")
    if asked is None:
        return rows
    if asked.kind:
        rows = rows.filter(kind=asked.kind)
    if asked.field:
        rows = rows.filter(fields__contains=[asked.field])
    return rows.filter(province=asked.province) if asked.province else rows


def changes_page(
    asked: FeedFilter | None = None,
    *,
    cursor: Cursor | None,
    limit: int,
    descending: bool = False,
) -> FeedPage[ListingChange]:
    """Return a page of the feed; see `yizhan.web.feeds`."""
    return read_page(listing_changes(asked), cursor=cursor, limit=limit, descending=descending)


def changes_lag() -> Lag:
    """Say what waits for a transaction that still runs."""
    return lag_of(ListingChange.objects.all())


def listing_parts(size: int) -> list[tuple[int, datetime]]:
    """Name the ranges of so many internal numbers that hold public listings, with last change.

    A number says nothing to anybody; the ranges only keep the addresses of the maps stable.
    """
    number = F("listing__serial") / size
    rows = ListingChange.objects.filter(is_public=True, listing__isnull=False)
    parts = rows.order_by().annotate(part=number).values_list("part").annotate(last=Max("at"))
    return sorted((int(part), last) for part, last in parts if part is not None)


def listing_pages(first: int, end: int) -> Iterator[tuple[str, UUID, datetime]]:
    """Yield (kind, id, last change) of the public listings of a range of internal numbers."""
    rows = ListingChange.objects.filter(
        is_public=True, listing__serial__gte=first, listing__serial__lt=end
    ).order_by("listing__serial")
    return rows.values_list("kind", "record_id", "at").iterator(chunk_size=500)
