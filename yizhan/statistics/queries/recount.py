"""Count every contract anew and say which cell differs."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from django.db import connection, transaction

from yizhan.statistics import cubes
from yizhan.statistics.queries.cells import Figure
from yizhan.statistics.terms import CUBE, Axis, Side


@dataclass(frozen=True, slots=True, kw_only=True)
class Difference:
    """A cell that does not say what a recount says."""

    side: Side
    axis: Axis
    place: str
    month: int
    code: str
    told: Figure
    counted: Figure


def cell_differences(*, tell: Callable[[int, int], None] | None = None) -> Iterator[Difference]:
    """Compare every cell (with what is pending) with a full recount, in one snapshot.

    `tell(done, of)` is called after each axis.
    """
    with transaction.atomic(), connection.cursor() as cursor:
        if not connection.in_atomic_block or len(connection.savepoint_ids) == 0:
            cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ")
        cursor.execute(
            "CREATE TEMPORARY TABLE statistics_counted ON COMMIT DROP AS"
            f" {cubes.lines_of('contracts_contract')}"
        )
        cursor.execute(
            "CREATE TEMPORARY TABLE statistics_waiting ON COMMIT DROP AS"
            f" {cubes.contributions('statistics_pending')}"
        )
        pairs = [(side, axis) for side, axes in CUBE.items() for axis in axes]
        for done, (side, axis) in enumerate(pairs, start=1):
            cursor.execute(_compare(side, axis))
            for place, month, code, *sums in cursor.fetchall():
                yield Difference(
                    side=side,
                    axis=axis,
                    place=place,
                    month=month,
                    code=code,
                    told=Figure(*sums[:3]),
                    counted=Figure(*sums[3:]),
                )
            if tell is not None:
                tell(done, len(pairs))
        # A caller's own transaction may look again.
        cursor.execute("DROP TABLE statistics_counted, statistics_waiting")


def _compare(side: Side, axis: Axis) -> str:
    where = f"WHERE side = '{side.value}' AND axis = '{axis.value}'"
    told = " UNION ALL ".join(
        f"SELECT place, month, code, contracts, value_fen, technology_fen FROM {table} {where}"  # noqa: S608 -- constants
        for table in ("statistics_cell", "statistics_waiting")
    )
    return (
        "SELECT place, month, code, coalesce(n, 0), coalesce(v, 0), coalesce(t, 0),"  # noqa: S608 -- constants
        " coalesce(contracts, 0), coalesce(value_fen, 0), coalesce(technology_fen, 0) FROM"
        " (SELECT place, month, code, sum(contracts) n, sum(value_fen) v,"
        f" sum(technology_fen) t FROM ({told}) both_parts GROUP BY 1, 2, 3) told FULL JOIN"
        f" ({cubes.recount(side, axis, 'statistics_counted')}) counted"
        " USING (place, month, code)"
        " WHERE (coalesce(n, 0), coalesce(v, 0), coalesce(t, 0)) IS DISTINCT FROM"
        " (coalesce(contracts, 0), coalesce(value_fen, 0), coalesce(technology_fen, 0))"
        " ORDER BY 1, 2, 3"
    )
