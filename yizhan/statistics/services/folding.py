"""Bring the pending movements into the cells; readers see both, so nothing is ever missing."""

from django.db import connection, transaction

from yizhan.statistics import cubes
from yizhan.statistics.terms import CUBE

_BATCH = 20_000
_KEY = "side, place, axis, month, code"
_SUMS = "contracts, value_fen, technology_fen"

_FOLD = f"""
WITH gone AS (
    DELETE FROM statistics_pending
    WHERE id IN (SELECT id FROM statistics_pending ORDER BY id LIMIT %s) RETURNING *
), added AS MATERIALIZED ({cubes.contributions("gone")}), kept AS (
    INSERT INTO statistics_cell ({_KEY}, {_SUMS}) SELECT {_KEY}, {_SUMS} FROM added
    ON CONFLICT ({_KEY}) DO UPDATE SET
        contracts = statistics_cell.contracts + excluded.contracts,
        value_fen = statistics_cell.value_fen + excluded.value_fen,
        technology_fen = statistics_cell.technology_fen + excluded.technology_fen
)
SELECT count(*) FROM gone
"""  # noqa: S608 -- constants


def fold_pending(*, most: int = _BATCH) -> int:
    """Fold up to `most` movements and return how many; 0 also while another process folds."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_xact_lock(%s)", [cubes.FOLDERS])
        if not cursor.fetchone()[0]:
            return 0
        cursor.execute(_FOLD, [most])
        return int(cursor.fetchone()[0])


def rebuild_cells() -> int:
    """Count every contract anew and return how many cells there are; writers wait meanwhile."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [cubes.FOLDERS])
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [cubes.WRITERS])
        cursor.execute("SET LOCAL work_mem = '256MB'")
        cursor.execute(
            f"CREATE TEMPORARY TABLE statistics_counted ON COMMIT DROP AS"
            f" {cubes.lines_of('contracts_contract')}"
        )
        cursor.execute("DELETE FROM statistics_pending")
        cursor.execute("DELETE FROM statistics_cell")
        for side, axes in CUBE.items():
            for axis in axes:
                cursor.execute(
                    "INSERT INTO statistics_cell (side, axis, place, month, code,"  # noqa: S608 -- constants
                    f" {_SUMS}) SELECT '{side.value}', '{axis.value}', counted.* FROM"
                    f" ({cubes.recount(side, axis, 'statistics_counted')}) counted"
                )
        cursor.execute("DROP TABLE statistics_counted")
        cursor.execute("SELECT count(*) FROM statistics_cell")
        return int(cursor.fetchone()[0])
