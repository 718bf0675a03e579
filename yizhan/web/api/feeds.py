"""What the change feeds of all contexts ask and answer."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime
from typing import Any, Final, TypeVar
from uuid import UUID

from django.db.models import QuerySet
from django.utils.timezone import now
from pydantic import Field

from yizhan.web.api.problems import Problematic
from yizhan.web.api.types import Asked, AskedMoment, Moment, Told
from yizhan.web.feeds import (
    Act,
    Cursor,
    CursorRefused,
    FeedRow,
    lag_of,
    position_before,
    read_page,
    take_tick,
)

MOST: Final = 200
Row = TypeVar("Row", bound=FeedRow)
_CODES: Final = {
    "feeds.unreadable": "api.cursor_invalid",
    "feeds.foreign": "api.cursor_foreign",
}


class ChangesQuery(Asked):
    """From where to go on."""

    limit: int = Field(100, ge=1, le=MOST, description="Records of one page.")
    cursor: str = Field(
        "",
        max_length=200,
        pattern=r"^[A-Za-z0-9_.\-]*$",
        description="The `next` of the page before. Keep it: it stays good for years.",
    )
    since: AskedMoment | None = Field(
        None, description="Begin with what could first be read at this time or later."
    )
    descending: bool = Field(
        default=False, description="Newest first; go on forwards with `forward` afterwards."
    )


class ChangeOut(Told):
    """The latest change of one record."""

    id: UUID
    change: Act
    is_public: bool = Field(description="False: take it out of your copy.")
    changed_at: Moment
    record: dict[str, Any] | None = Field(description="As everybody may read it now.")


class ChangesOut(Told):
    """A page of changes: each record once, with its latest change, in order of commit."""

    items: list[ChangeOut]
    next: str = Field(description="Where to go on, also when there is nothing more now.")
    forward: str = Field(description="Where to follow forwards after reading backwards.")
    has_more: bool
    waiting: int = Field(description="Committed changes held back by an older transaction.")
    waiting_seconds: int


def changes(
    rows: QuerySet[Row],
    asked: ChangesQuery,
    *,
    feed: str,
    record: Callable[[Row], dict[str, Any]],
) -> ChangesOut:
    """Answer one page of a feed; `record` writes what is public of a row."""
    with refusals():
        cursor = Cursor.decode(asked.cursor, feed=_name(feed, asked)) if asked.cursor else None
        bounded = rows.filter(position__gte=_position(asked.since)) if asked.since else rows
        page = read_page(bounded, cursor=cursor, limit=asked.limit, descending=asked.descending)
    lag = lag_of(rows)
    return ChangesOut(
        items=[_told(row, record) for row in page.rows],
        next=page.after.encode(feed=_name(feed, asked)),
        forward=page.newest.encode(feed=feed),
        has_more=not page.is_last,
        waiting=lag.waiting,
        waiting_seconds=lag.seconds(now()),
    )


@contextmanager
def refusals() -> Iterator[None]:
    """Put a refused cursor into the words of the API."""
    try:
        yield
    except CursorRefused as error:
        raise Problematic(422, _CODES[error.code]) from None


def _position(since: datetime) -> int:
    take_tick()
    return position_before(since)


def _name(feed: str, asked: ChangesQuery) -> str:
    # A place means something else when reading backwards.
    return f"{feed}.descending" if asked.descending else feed


def _told(row: Row, record: Callable[[Row], dict[str, Any]]) -> ChangeOut:
    return ChangeOut(
        id=row.record_id,
        change=Act(row.act),
        is_public=row.is_public,
        changed_at=row.at,
        record=record(row) if row.is_public else None,
    )
