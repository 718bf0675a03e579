"""A page of a feed, and how far the feed is behind."""

from dataclasses import dataclass
from datetime import datetime
from typing import Generic, TypeVar
from uuid import UUID

from django.db import connection
from django.db.models import Count, Min, QuerySet

from yizhan.web.feeds.cursors import Cursor, CursorRefused
from yizhan.web.feeds.epochs import current_epoch
from yizhan.web.feeds.rows import Bound, FeedRow

Row = TypeVar("Row", bound=FeedRow)


@dataclass(frozen=True, slots=True)
class FeedPage(Generic[Row]):
    """Some rows; `after` is where to go on, `is_last` whether that is the end for now.

    `newest` is where to go on forwards once a feed read backwards has come to its end.
    """

    rows: list[Row]
    after: Cursor
    is_last: bool
    newest: Cursor


@dataclass(frozen=True, slots=True)
class Lag:
    """How many committed changes wait for a transaction that still runs, and since when."""

    waiting: int
    since: datetime | None

    def seconds(self, at: datetime) -> int:
        """Say for how long readers have been kept waiting."""
        return max(0, int((at - self.since).total_seconds())) if self.since else 0


def read_page(
    rows: QuerySet[Row],
    *,
    cursor: Cursor | None,
    limit: int,
    descending: bool = False,
    until: int | None = None,
) -> FeedPage[Row]:
    """Return the rows behind the cursor that no late commit can get in front of.

    Rows, the records joined to them and the bound come from one statement and so from one
    snapshot: a record is never newer than the change it is shown for. `until` is a position
    that ends the feed earlier.
    """
    epoch = current_epoch()
    start = Cursor.last(epoch) if descending else Cursor.first(epoch)
    here = cursor or start
    if here.epoch != epoch:
        raise CursorRefused("feeds.foreign")
    model = rows.model
    order = ("-position", "-record_id") if descending else ("position", "record_id")
    behind = model.before(here.place) if descending else model.after(here.place)
    bounded = rows.filter(behind, position__lt=Bound())
    if until is not None:
        bounded = bounded.filter(position__lt=until)
    found = list(bounded.order_by(*order)[: limit + 1])
    if cursor and not found and not descending:
        _refuse_ahead(cursor)
    shown = found[:limit]
    after = _at(epoch, shown[-1]) if shown else here
    newest = _at(epoch, shown[0]) if shown and cursor is None else here
    return FeedPage(shown, after, len(found) <= limit, newest)


def lag_of(rows: QuerySet[Row]) -> Lag:
    """Count what is committed but waits for an older transaction."""
    found = rows.filter(position__gte=Bound()).aggregate(waiting=Count("*"), since=Min("at"))
    return Lag(found["waiting"], found["since"])


def _refuse_ahead(cursor: Cursor) -> None:
    """Refuse a position that this database has not reached: it was set back in place."""
    with connection.cursor() as asked:
        asked.execute("SELECT pg_snapshot_xmax(pg_current_snapshot())::text::bigint")
        if cursor.position >= int(asked.fetchone()[0]):
            raise CursorRefused("feeds.foreign")


def _at(epoch: UUID, row: FeedRow) -> Cursor:
    return Cursor(epoch, row.position, row.record_id)
