"""How many rows each table holds."""

from typing import Any

from psycopg import sql

TABLES = """
    SELECT c.relname FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
    WHERE n.nspname = 'public' AND c.relkind = 'r' ORDER BY c.relname
"""


def row_counts(cursor: Any) -> dict[str, int]:
    """Count every table of ours, exactly."""
    cursor.execute(TABLES)
    counts = {}
    for (table,) in cursor.fetchall():
        cursor.execute(sql.SQL("SELECT count(*) FROM public.{}").format(sql.Identifier(table)))
        (counts[table],) = cursor.fetchone()
    return counts
