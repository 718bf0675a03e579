"""From times to positions, for readers who ask by the clock.

The time at which a change was written says nothing about when it could first be read. A tick
notes that at this moment everything below this transaction could be. The date of a change is
the first tick above it: who asks for everything since the moment of the last answer misses
nothing, however long a transaction took.
"""

from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from typing import Final

from django.db import connection

from yizhan.web.feeds.epochs import current_epoch

_TAKE: Final = """
INSERT INTO web_tick (position, at)
SELECT pg_snapshot_xmin(pg_current_snapshot())::text::bigint, clock_timestamp()
ON CONFLICT DO NOTHING
"""
_LAST: Final = "SELECT coalesce(max(position), 0) FROM web_tick"
_BEFORE: Final = "SELECT coalesce(max(position), 0) FROM web_tick WHERE at < %s"
_DATES: Final = """
SELECT wanted, (SELECT at FROM web_tick WHERE position > wanted ORDER BY position LIMIT 1)
FROM unnest(%s::bigint[]) AS wanted
"""
_FIRST: Final = "SELECT min(at) FROM web_tick"
_THIN: Final = """
DELETE FROM web_tick AS old WHERE at < %s AND EXISTS (
    SELECT 1 FROM web_tick AS kept WHERE kept.position > old.position
    AND date_trunc('minute', kept.at) = date_trunc('minute', old.at))
"""
_FULL_FOR: Final = timedelta(days=1)


def take_tick() -> int:
    """Note the moment, and return the position below which everything can now be read."""
    current_epoch()  # a copied database would begin a new one after the bound was taken
    with connection.cursor() as cursor:
        cursor.execute(_TAKE)
        cursor.execute(_LAST)
        return int(cursor.fetchone()[0])


def position_before(moment: datetime) -> int:
    """Return the position up to which everything had its date before the moment."""
    return _one(_BEFORE, moment)


def position_until(moment: datetime) -> int:
    """Return the position up to which everything has its date in this second or before."""
    return _one(_BEFORE, moment.replace(microsecond=0) + timedelta(seconds=1))


def dates_of(positions: Iterable[int]) -> dict[int, datetime]:
    """Date positions, to the second."""
    with connection.cursor() as cursor:
        cursor.execute(_DATES, [sorted(set(positions))])
        found = cursor.fetchall()
    return {position: at.astimezone(UTC).replace(microsecond=0) for position, at in found if at}


def first_date() -> datetime | None:
    """Return the earliest date that any change can have."""
    with connection.cursor() as cursor:
        cursor.execute(_FIRST)
        at = cursor.fetchone()[0]
    return at.astimezone(UTC).replace(microsecond=0) if at else None


def thin_ticks(*, at: datetime) -> int:
    """Keep one tick a minute of what is older than a day; dates move by less than that."""
    with connection.cursor() as cursor:
        cursor.execute(_THIN, [at - _FULL_FOR])
        return int(cursor.rowcount)


def _one(statement: str, moment: datetime) -> int:
    with connection.cursor() as cursor:
        cursor.execute(statement, [moment])
        return int(cursor.fetchone()[0])
