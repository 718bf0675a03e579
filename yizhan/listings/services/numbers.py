"""Numbers for people: XQ-33-2026-000017, given out without gaps from one row for each range."""

from collections import Counter as Tally
from collections.abc import Sequence

from django.db import connection

from yizhan.listings.terms import Kind

PREFIXES = {Kind.NEED: "XQ", Kind.OFFER: "CG", Kind.SERVICE: "FW"}

_TAKE = """
INSERT INTO listings_counter (key, last) VALUES (%s, %s)
ON CONFLICT (key) DO UPDATE SET last = listings_counter.last + EXCLUDED.last
RETURNING last
"""


def next_number(*, kind: str, region: str, year: int) -> str:
    """Return the next number; its range stays locked until the transaction ends."""
    return next_numbers([(kind, region, year)])[0]


def next_numbers(wanted: Sequence[tuple[str, str, int]]) -> list[str]:
    """Return one number for each (kind, region, year), taking each range in one block."""
    keys = [f"{PREFIXES[Kind(kind)]}-{region[:2]}-{year}" for kind, region, year in wanted]
    upcoming = {}
    # Sorted, so that two imports take their locks in the same order.
    for key, count in sorted(Tally(keys).items()):
        upcoming[key] = _take(key, count)
    numbers = []
    for key in keys:
        numbers.append(f"{key}-{upcoming[key]:06d}")
        upcoming[key] += 1
    return numbers


def _take(key: str, count: int) -> int:
    with connection.cursor() as cursor:
        cursor.execute(_TAKE, [key, count])
        return int(cursor.fetchone()[0]) - count + 1
