"""The content of an open edition, from live figures or from those of a past moment."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db import connection

from yizhan.directory.queries import children_of, provinces
from yizhan.statistics import cubes
from yizhan.statistics.queries.cells import Row, figures
from yizhan.statistics.rules import Cut, OpenRow, Sums, open_cut, open_rows, with_rest
from yizhan.statistics.terms import (
    FOREIGN,
    LEAST,
    NATION,
    OPEN_AXES,
    UNKNOWN,
    Axis,
    Grain,
    Side,
)

# Cut by quarter as if quarters were codes: one more table that shares only totals.
QUARTER = "quarter"
Content = Mapping[str, Any]


def tree() -> dict[str, list[str]]:
    """Return what lies below the nation and below every province."""
    first = [row.code for row in provinces()]
    below = {NATION: [*first, FOREIGN, UNKNOWN]}
    below |= {code: [row.code for row in children_of(code)] for code in first}
    return below


@dataclass(frozen=True, slots=True, kw_only=True)
class Read:
    """What an open edition is made of."""

    cuts: Mapping[str, Cut]
    quarters: Cut
    below: Mapping[str, Sequence[str]]


def live_content(read: Read) -> Content:
    """Build the open content of a year from what was counted."""
    return content_of(read.cuts, read.quarters, read.below)


def live_figures(year: int) -> Read:
    """Read what is counted now in a year."""
    below = tree()
    places = [
        NATION,
        *below[NATION],
        *(city for code in below[NATION] for city in below.get(code, ())),
    ]
    span = {"since": year * 100, "until": year * 100 + 12}
    rows = figures([Axis.TOTAL, *OPEN_AXES], places, since=span["since"], until=span["until"])
    quarters = figures(
        [Axis.TOTAL], places, since=span["since"], until=span["until"], grain=Grain.QUARTER
    )
    return Read(cuts=_cuts(rows), quarters=_quarters(quarters), below=below)


def past_cut(year: int, axis: Axis, *, upto: int) -> dict[str, dict[str, Sums]]:
    """Count a table of a year as it stood at a past movement."""
    sql = (
        "SELECT place, code, sum(contracts)::bigint, sum(value_fen)::bigint,"  # noqa: S608 -- constants
        f" sum(technology_fen)::bigint FROM ({cubes.contributions('past')}) counted"
        " WHERE side = %(side)s AND axis = %(axis)s GROUP BY 1, 2 HAVING sum(contracts) <> 0"
    )
    with connection.cursor() as cursor:
        cursor.execute(
            "WITH past AS MATERIALIZED (SELECT * FROM statistics_movement WHERE"  # noqa: S608 -- constants
            " month BETWEEN %(since)s AND %(until)s AND id <= %(upto)s) " + sql,
            {
                "since": year * 100,
                "until": year * 100 + 12,
                "upto": upto,
                "side": Side.SELLER.value,
                "axis": axis.value,
            },
        )
        cut: dict[str, dict[str, Sums]] = {}
        for place, code, *sums in cursor.fetchall():
            cut.setdefault(place, {})[code] = (sums[0], sums[1], sums[2])
        return cut


def content_of(
    cuts: Mapping[str, Cut], quarters: Cut, below: Mapping[str, Sequence[str]]
) -> Content:
    """Merge, blank, and lay the tables out for storing."""
    totals = {place: codes[""] for place, codes in cuts[Axis.TOTAL].items()}
    rows = open_rows(totals, below, root=NATION, least=LEAST)
    tables = {axis: cuts.get(axis, {}) for axis in OPEN_AXES} | {QUARTER: quarters}
    return {
        "rows": [[row.id, row.parent, list(row.members), list(row.total)] for row in rows],
        "cells": {
            str(axis): open_cut(_rows_for(axis, rows), with_rest(cut, below), least=LEAST)
            for axis, cut in tables.items()
        },
    }


def _rows_for(axis: str, rows: Sequence[OpenRow]) -> list[OpenRow]:
    # Flows go between provinces: cities would be a table of a hundred thousand cells.
    if axis != Axis.PARTNER:
        return list(rows)
    return [row for row in rows if row.parent in {"", NATION}]


def _cuts(rows: Sequence[Row]) -> dict[str, dict[str, dict[str, Sums]]]:
    cuts: dict[str, dict[str, dict[str, Sums]]] = {Axis.TOTAL: {}}
    for row in rows:
        sums = (row.figure.contracts, row.figure.value_fen, row.figure.technology_fen)
        cuts.setdefault(row.axis, {}).setdefault(row.place, {})[row.code] = sums
    return cuts


def _quarters(rows: Sequence[Row]) -> dict[str, dict[str, Sums]]:
    cut: dict[str, dict[str, Sums]] = {}
    for row in rows:
        sums = (row.figure.contracts, row.figure.value_fen, row.figure.technology_fen)
        cut.setdefault(row.place, {})[str(row.period % 10)] = sums
    return cut
