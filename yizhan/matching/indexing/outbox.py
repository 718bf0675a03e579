"""Read the outbox without ever passing over a row.

Ids are given out before commit, so a row with a small id may appear after one with a larger
id was read. The bound of a snapshot is the oldest transaction still running: every row of an
earlier transaction is visible, and none can appear any more. Rows at or beyond the bound are
read too, at once, and remembered; only the stored position waits for the bound. So nothing
is missed, nothing waits for a stranger's long transaction, and after a crash some rows are
dealt with twice, which changes nothing: dealing with a row means indexing its listing as it
stands now.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final
from uuid import UUID

from django.db import connection, transaction

from yizhan.matching.models import Change, Horizon

PAGE: Final = 1_000
KEPT_FOR: Final = timedelta(days=7)

_PAGE_SQL: Final = """
SELECT pg_snapshot_xmin(pg_current_snapshot())::text::bigint, c.id, c.kind, c.listing_id,
       c.serial, c.position
FROM (SELECT 1) AS one
LEFT JOIN (
    SELECT id, kind, listing_id, serial, position FROM matching_change
    WHERE (position, id) >= (%s, %s) ORDER BY position, id LIMIT %s
) AS c ON true
ORDER BY c.position, c.id
"""


@dataclass(frozen=True, slots=True)
class Noted:
    """One row of the outbox."""

    id: int
    kind: str
    listing_id: UUID
    serial: int
    position: int


@dataclass(frozen=True, slots=True)
class Page:
    """Some rows, and the position that may be stored once they are dealt with."""

    rows: list[Noted]
    position: int


class Outbox:
    """Follow the outbox from a position; one per consumer, remembers what it has handed out."""

    def __init__(self, position: int) -> None:
        """Start where the index stands."""
        self.position = position
        self._dealt: dict[int, int] = {}

    def pages(self) -> Iterator[Page]:
        """Hand out what is new, a page at a time; the last position is safe to keep."""
        after, bound = (self.position, 0), 0
        while True:
            current, rows = _read(after)
            bound = bound or current  # what was true at the first look holds for all pages
            fresh = [row for row in rows if row.id not in self._dealt]
            ended = len(rows) < PAGE
            reached = bound if ended else min(bound, rows[-1].position)
            if fresh:
                yield Page(fresh, max(reached, self.position))
            self._dealt |= {row.id: row.position for row in fresh}
            if ended:
                break
            after = (rows[-1].position, rows[-1].id + 1)
        self.position = max(bound, self.position)
        self._dealt = {id_: at for id_, at in self._dealt.items() if at >= self.position}


def present_position() -> int:
    """Give the position from which on nothing has been missed by who reads from now."""
    return _read((0, 0), limit=0)[0]


def reaches_back_to(position: int) -> bool:
    """Tell whether an index at this position can still catch up."""
    horizon = Horizon.objects.first()
    behind = horizon is not None and position < horizon.cleared
    return not behind and position <= present_position()


@transaction.atomic
def clear(*, before: int, at: datetime) -> int:
    """Remove old rows that the index is past; say how many."""
    old = Change.objects.filter(position__lt=before, at__lt=at - KEPT_FOR)
    last = old.order_by("-position").values_list("position", flat=True).first()
    if last is None:
        return 0
    Horizon.objects.update_or_create(id=1, defaults={"cleared": last + 1})
    count, _by_model = old.filter(position__lte=last).delete()
    return count


def _read(after: tuple[int, int], limit: int = PAGE) -> tuple[int, list[Noted]]:
    with connection.cursor() as cursor:
        cursor.execute(_PAGE_SQL, [*after, limit])
        found = cursor.fetchall()
    bound = int(found[0][0])
    return bound, [Noted(*row[1:]) for row in found if row[1] is not None]
