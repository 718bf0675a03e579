"""Official tables: what they rest on, recounted from the history of movements."""

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db import connection, transaction
from django.db.models import QuerySet

from yizhan.statistics import cubes
from yizhan.statistics.models import Movement, PublishedTable
from yizhan.statistics.queries.opening import content_of, past_cut, tree
from yizhan.statistics.rules import Cut
from yizhan.statistics.terms import Axis

# Changes when the same movements would give another table: what counts, merging, blanking.
RULES = "2026-11"
_CHUNK = 5_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Verification:
    """What a recount of a table found."""

    table: PublishedTable
    digest: str
    rows: int
    wrong: Sequence[str]

    @property
    def holds(self) -> bool:
        """Say whether the table is what its rows say."""
        return not self.wrong


@dataclass(frozen=True, slots=True, kw_only=True)
class Since:
    """What has moved in a table's year since its cut-off: not yet in any edition."""

    contracts: int


def published_tables() -> QuerySet[PublishedTable]:
    """List every edition, the newest first."""
    return PublishedTable.objects.select_related("revises", "revision")


def table_for(table_id: UUID) -> PublishedTable:
    """Return one edition; everybody may see all of them."""
    return published_tables().get(pk=table_id)


def digest_of(year: int, *, upto: int) -> tuple[str, int]:
    """Hash the lines that a year's tables rest on, as they stood at a movement.

    One line of text for each contract, in the order of its id: id, version, dimensions and
    amounts, divided by tabs. Anybody with the rows can compute it again.
    """
    names = ", ".join(f"l.{name}" for name in cubes.LINE)
    sql = (
        f"SELECT {names} FROM statistics_movement l WHERE l.month BETWEEN %s AND %s"  # noqa: S608 -- constants
        " AND l.id <= %s AND l.sign = 1 AND NOT EXISTS (SELECT 1 FROM statistics_movement n"
        " WHERE n.contract_id = l.contract_id AND n.id > l.id AND n.id <= %s)"
        " ORDER BY l.contract_id"
    )
    digest, rows = hashlib.sha256(), 0
    # A named cursor lives in a transaction.
    with transaction.atomic(), connection.chunked_cursor() as cursor:
        cursor.execute(sql, [year * 100, year * 100 + 12, upto, upto])
        while chunk := cursor.fetchmany(_CHUNK):
            rows += len(chunk)
            for line in chunk:
                digest.update("\t".join(str(value) for value in line).encode() + b"\n")
    return digest.hexdigest(), rows


def past_content(year: int, axis: Axis, *, upto: int) -> dict[str, Any]:
    """Build the public content of one table as it stood at a movement."""
    cuts: dict[str, Cut] = {
        name: past_cut(year, name, upto=upto) for name in (Axis.TOTAL, axis)
    }
    content = content_of(cuts, {}, tree()) if cuts[Axis.TOTAL] else {"rows": [], "cells": {}}
    # As it is stored: JSON knows lists only.
    told = {"rows": content["rows"], "cells": content["cells"].get(axis)}
    stored: dict[str, Any] = json.loads(json.dumps(told))
    return stored


def verify_table(table_id: UUID) -> Verification:
    """Recount an edition from the movements below its cut-off."""
    table = table_for(table_id)
    digest, rows = digest_of(table.year, upto=table.upto)
    wrong = []
    if digest != table.digest:
        wrong.append("digest")
    if rows != table.rows:
        wrong.append("rows")
    if table.rules == RULES:
        content = past_content(table.year, Axis(table.axis), upto=table.upto)
        wrong += _different(table.content, content)
    return Verification(table=table, digest=digest, rows=rows, wrong=wrong)


def moved_since(table: PublishedTable) -> Since:
    """Count the contracts of the table's year that have moved since its cut-off."""
    moved = Movement.objects.filter(
        month__gte=table.year * 100, month__lte=table.year * 100 + 12, id__gt=table.upto
    )
    return Since(contracts=moved.values("contract_id").distinct().count())


def _different(told: Mapping[str, Any], counted: Mapping[str, Any]) -> list[str]:
    return [name for name in ("rows", "cells") if told.get(name) != counted.get(name)]
