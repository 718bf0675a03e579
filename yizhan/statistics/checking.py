"""What `yizhan verify statistics` and `yizhan verify table` print."""

import json
import sys
from collections.abc import Callable
from uuid import UUID

from django.core.management import CommandError
from django.utils.translation import gettext as _
from rich.progress import Progress

from yizhan.statistics.models import PublishedTable
from yizhan.statistics.queries import Difference, cell_differences
from yizhan.statistics.queries.official import verify_table

Write = Callable[[str], object]
_MOST = 100


def tell_cells(write: Write, *, as_json: bool) -> bool:
    """Recount every cell, print the first hundred that differ, say whether all hold."""
    with Progress(disable=as_json or not sys.stderr.isatty(), transient=True) as progress:
        task = progress.add_task(_("重算"), total=None)

        def tell(done: int, of: int) -> None:
            progress.update(task, completed=done, total=of)

        found = list(cell_differences(tell=tell))
    if as_json:
        write(json.dumps({"wrong": len(found), "cells": [_plain(d) for d in found[:_MOST]]}))
        return not found
    for one in found[:_MOST]:
        told, counted = one.told, one.counted
        write(
            f"✗ {one.side} {one.place} {one.axis}={one.code or '-'} {one.month}:"
            f" {told.contracts} / {told.value_fen} / {told.technology_fen}"
            f" ≠ {counted.contracts} / {counted.value_fen} / {counted.technology_fen}"
        )
    if found:
        write(_("✗ %(count)s 个单元与重算不符") % {"count": len(found)})
    else:
        write(_("✓ 全部单元与逐项重算一致"))
    return not found


def tell_table(write: Write, table_id: UUID, *, as_json: bool) -> bool:
    """Recount an edition up to its cut-off and say whether it holds."""
    try:
        found = verify_table(table_id)
    except PublishedTable.DoesNotExist as error:
        raise CommandError(_("没有这张统计表")) from error
    if as_json:
        answer = {"holds": found.holds, "digest": found.digest, "rows": found.rows}
        write(json.dumps({**answer, "wrong": list(found.wrong)}))
        return found.holds
    values = {"table": str(found.table), "rows": found.rows, "digest": found.digest}
    if found.holds:
        write(_("✓ %(table)s：%(rows)s 项合同，散列 %(digest)s") % values)
    else:
        wrong = ", ".join(found.wrong)
        write(_("✗ %(table)s 与重算不符：%(wrong)s") % {**values, "wrong": wrong})
    return found.holds


def _plain(one: Difference) -> dict[str, object]:
    return {
        "side": one.side.value,
        "axis": one.axis.value,
        "place": one.place,
        "month": one.month,
        "code": one.code,
        "told": [one.told.contracts, one.told.value_fen, one.told.technology_fen],
        "counted": [one.counted.contracts, one.counted.value_fen, one.counted.technology_fen],
    }
