"""Reading the change feed of listings, whole or for one kind, field or province."""

from dataclasses import dataclass

from django.db.models import QuerySet

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
