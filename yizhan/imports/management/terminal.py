"""What the commands share: who acts, how a mapping is given and shown, progress."""

import json
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

import typer
from django.utils.translation import gettext as _
from rich.console import Console
from rich.markup import escape
from rich.progress import (
    BarColumn,
    MofNCompleteColumn,
    Progress,
    TextColumn,
    TimeRemainingColumn,
)
from rich.table import Table

from yizhan.imports.messages import say
from yizhan.imports.models import Run
from yizhan.imports.rules import FieldSource, Guess, Plan
from yizhan.imports.services import find_organisation, target_of
from yizhan.kernel.actors import Actor, machine
from yizhan.kernel.refusals import Refusal, Refused

ERR = Console(stderr=True)
_MARKS = {"sure": "[green]●[/green]", "likely": "[yellow]◐[/yellow]", "": " "}


def acting_actor(organisation: str, *permissions: str) -> Actor:
    """Return the command line acting, for an organisation if one is named."""
    actor = machine(_("命令行"), *permissions)
    if not organisation:
        return actor
    found = find_organisation(organisation)
    if found is None:
        raise Refused([Refusal("imports.unknown_organisation", {"organisation": organisation})])
    identity, name = found
    return replace(actor, organisation_id=identity, label=f"{name} · {actor.label}")


def planned(
    base: Plan, *, mapping: Path | None, maps: Sequence[str], sets: Sequence[str]
) -> Plan:
    """Return the proposed mapping with what the command line says instead."""
    if mapping is not None:
        base = _plan_from(mapping)
    sources = {source.field: source for source in base.sources}
    for pair in maps:
        column, _sign, field = pair.rpartition("=")
        sources = {f: s for f, s in sources.items() if f != field}
        if column:
            sources[field] = replace(base.source(field), column=column, constant="")
    for pair in sets:
        field, _sign, constant = pair.partition("=")
        sources[field] = replace(
            sources.get(field, FieldSource(field=field)), constant=constant
        )
    return Plan(sources=tuple(sources.values()))


def show_mapping(run: Run, plan: Plan) -> None:
    """Print which column feeds which field, with a first value, and which are left out."""
    samples = {column.name: column.samples for column in run.look.columns}
    guess = Guess(plan=plan, confidence=run.confidence)
    table = Table(
        _("字段"), "", _("列"), _("首个值"), title=escape(run.file_name), title_justify="left"
    )
    left_out = []
    for field in target_of(run.target).fields:
        source = plan.source(field.code)
        if not source.column and not source.constant:
            left_out.append(f"{field.label} {field.code}")
            continue
        first = next(iter(samples.get(source.column, ())), source.constant)
        is_guess = source == run.mapping.source(field.code)
        mark = _MARKS[guess.grade(field.code) if is_guess else "sure"]
        fed = source.column or _("（统一填写）")
        label = f"{escape(str(field.label))} [dim]{field.code}[/dim]"
        table.add_row(label, mark, escape(fed), escape(first[:40]))
    ERR.print(table)
    if left_out:
        ERR.print(_("不导入：%(fields)s") % {"fields": "、".join(left_out)}, style="dim")


def show_counts(run: Run) -> None:
    """Print what became of the rows."""
    table = Table.grid(padding=(0, 2))
    for label, value in (
        (_("新增"), run.created),
        (_("更新"), run.updated),
        (_("未变"), run.unchanged),
        (_("未通过"), run.refused),
    ):
        table.add_row(label, f"{value:,}")
    ERR.print(table)


@contextmanager
def drawn_progress(run: Run, *, quiet: bool) -> Iterator[Any]:
    """Draw a bar that follows the checkpoint; yields what `perform_run` calls."""
    if quiet:
        yield None
        return
    columns = (
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TextColumn("{task.percentage:>3.0f}%"),
        TimeRemainingColumn(),
    )
    with Progress(*columns, console=ERR) as progress:
        task = progress.add_task(
            str(run.get_stage_display()), total=run.total, completed=run.done
        )
        yield lambda seen: progress.update(task, completed=seen.done)


@contextmanager
def refusals_as_lines(*, as_json: bool) -> Iterator[None]:
    """End the command with one line for each refusal instead of a traceback."""
    try:
        yield
    except Refused as refused:
        found = [
            {"code": refusal.code, "message": say(refusal)} for refusal in refused.refusals
        ]
        if as_json:
            sys.stdout.write(json.dumps({"refusals": found}, ensure_ascii=False) + "\n")
        for line in found:
            ERR.print(f"[red]✗[/red] {escape(line['message'])} [dim]{line['code']}[/dim]")
        raise typer.Exit(1) from refused


def _plan_from(path: Path) -> Plan:
    values = json.loads(path.read_text(encoding="utf-8"))
    if isinstance(values, dict):
        return Plan(sources=tuple(FieldSource(field=f, column=c) for f, c in values.items()))
    return Plan.from_json(values)
