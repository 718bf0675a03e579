"""The live figures: cells and pending movements in one statement, hence exact at any moment."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, NamedTuple

from django.db import connection

from yizhan.statistics import cubes
from yizhan.statistics.terms import NATION, Axis, Grain, Side

_PERIOD: Mapping[Grain, str] = {
    Grain.YEAR: "month / 100",
    Grain.QUARTER: "month / 100 * 10 + (month %% 100 + 2) / 3",
    Grain.MONTH: "month",
}


@dataclass(frozen=True, slots=True)
class Figure:
    """How many contracts, and for how much, in fen: integers, so that sums are exact."""

    contracts: int = 0
    value_fen: int = 0
    technology_fen: int = 0

    @property
    def value(self) -> Decimal:
        """Return the contract value in yuan."""
        return Decimal(self.value_fen) / 100

    @property
    def technology(self) -> Decimal:
        """Return the technology amount in yuan."""
        return Decimal(self.technology_fen) / 100

    def __add__(self, other: "Figure") -> "Figure":
        """Add two figures."""
        return Figure(
            self.contracts + other.contracts,
            self.value_fen + other.value_fen,
            self.technology_fen + other.technology_fen,
        )


class Row(NamedTuple):
    """One cell of an answer; `period` is 2010, 20104 (fourth quarter) or 201012."""

    place: str
    axis: Axis
    period: int
    code: str
    figure: Figure


def figures(
    axes: Sequence[Axis],
    places: Iterable[str],
    *,
    since: int,
    until: int,
    grain: Grain = Grain.YEAR,
    side: Side = Side.SELLER,
) -> list[Row]:
    """Read the cells of some axes and places from one month to another, both included.

    A whole year is from month 00 to month 12: that is where cities keep most of their cells.
    """
    wanted: dict[str, Any] = {
        "side": side.value,
        "axes": [axis.value for axis in axes],
        "places": list(places),
        "since": since,
        "until": until,
    }
    with connection.cursor() as cursor:
        cursor.execute(_sql(axes, side, _PERIOD[grain]), wanted)
        return [
            Row(place, Axis(axis), period, code, Figure(*sums))
            for place, axis, period, code, *sums in cursor.fetchall()
        ]


def _sql(axes: Sequence[Axis], side: Side, period: str) -> str:
    # Put together from constants; every value is a parameter.
    return f"""
        SELECT place, axis, period, code, sum(n)::bigint, sum(v)::bigint, sum(t)::bigint
        FROM (
            SELECT place, axis, {period} AS period, code,
                contracts AS n, value_fen AS v, technology_fen AS t
            FROM statistics_cell
            WHERE side = %(side)s AND axis = ANY(%(axes)s::varchar[])
                AND place = ANY(%(places)s::varchar[])
                AND month BETWEEN %(since)s AND %(until)s
            UNION ALL
            SELECT place, axis, {period}, code, n, v, t FROM (
                SELECT p.place, a.axis, {cubes.CELL_MONTH} AS month, a.code, l.sign AS n,
                    l.sign * l.value_fen AS v, l.sign * l.technology_fen AS t
                FROM statistics_pending l
                CROSS JOIN LATERAL (VALUES {cubes.place_values(side, "l.")}) p(place, is_city)
                CROSS JOIN LATERAL (VALUES {cubes.axis_values(side, axes, "l.")}) a(axis, code)
                WHERE p.place = ANY(%(places)s)
            ) waiting
            WHERE month BETWEEN %(since)s AND %(until)s
        ) together
        GROUP BY 1, 2, 3, 4
        HAVING sum(n) <> 0 OR sum(v) <> 0 OR sum(t) <> 0
    """  # noqa: S608 -- constants


def totals(
    places: Iterable[str], *, since: int, until: int, grain: Grain = Grain.YEAR
) -> dict[tuple[str, int], Figure]:
    """Read the totals of places by period."""
    rows = figures([Axis.TOTAL], places, since=since, until=until, grain=grain)
    return {(row.place, row.period): row.figure for row in rows}


def years_counted() -> list[int]:
    """List the years that have contracts, the newest first."""
    found = figures([Axis.TOTAL], [NATION], since=0, until=999_912)
    return sorted({row.period for row in found if row.figure.contracts}, reverse=True)


def last_movement() -> int:
    """Return the number of the last movement that can be read."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT coalesce(max(id), 0) FROM statistics_movement")
        return int(cursor.fetchone()[0])
