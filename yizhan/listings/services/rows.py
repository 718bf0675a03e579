"""Many rows in one statement: PostgreSQL reads them from one JSON value.

Django's bulk_create sends a placeholder for each value, 49 to a row; most of an import's time
went into counting them.
"""

import json
from collections.abc import Iterable, Sequence

from django.db import connection
from psycopg import sql

from yizhan.listings.models import Listing

_TABLE = sql.Identifier(Listing._meta.db_table)  # noqa: SLF001 -- Django's documented way
_COLUMNS = [field.attname for field in Listing._meta.concrete_fields]  # noqa: SLF001
_LEFT_TO_THE_DATABASE = frozenset({"serial"})


def insert_rows(rows: Sequence[Listing]) -> None:
    """Insert new rows; the database numbers them."""
    if not rows:
        return
    columns = [name for name in _COLUMNS if name not in _LEFT_TO_THE_DATABASE]
    names = sql.SQL(", ").join(map(sql.Identifier, columns))
    _execute(
        sql.SQL(
            "INSERT INTO {table} ({names})"
            " SELECT {names} FROM jsonb_populate_recordset(NULL::{table}, %s)"
        ).format(table=_TABLE, names=names),
        rows,
        columns,
    )


def update_rows(rows: Sequence[Listing], columns: Iterable[str]) -> None:
    """Write the named columns of rows that exist."""
    if not rows:
        return
    changed = list(columns)
    pairs = [sql.SQL("{name} = r.{name}").format(name=sql.Identifier(name)) for name in changed]
    _execute(
        sql.SQL(
            "UPDATE {table} AS t SET {pairs}"
            " FROM jsonb_populate_recordset(NULL::{table}, %s) AS r WHERE t.id = r.id"
        ).format(table=_TABLE, pairs=sql.SQL(", ").join(pairs)),
        rows,
        ["id", *changed],
    )


def _execute(statement: sql.Composed, rows: Sequence[Listing], columns: Sequence[str]) -> None:
    values = [{name: getattr(row, name) for name in columns} for row in rows]
    text = json.dumps(values, ensure_ascii=False, default=str)
    with connection.cursor() as cursor:
        cursor.execute(statement, [text])
