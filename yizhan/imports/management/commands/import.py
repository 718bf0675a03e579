# ruff: noqa: N999 - the module is named after the command
"""`yizhan import FILE --target …`: the services of the page, with a bar in the terminal."""

import json
import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Annotated

import typer
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django_typer.management import TyperCommand
from rich.markup import escape

from yizhan.imports.management.terminal import (
    ERR,
    acting_actor,
    drawn_progress,
    planned,
    refusals_as_lines,
    show_counts,
    show_mapping,
)
from yizhan.imports.messages import say_reason, teller
from yizhan.imports.models import Run
from yizhan.imports.queries import unfinished_run
from yizhan.imports.rules import Plan
from yizhan.imports.services import (
    check_run,
    create_run,
    delete_run,
    error_sheet,
    map_columns,
    perform_run,
    reread_file,
    start_run,
    target_of,
)
from yizhan.imports.stages import RUN, Stage
from yizhan.imports.targets import all_targets
from yizhan.kernel.actors import Actor


class Command(TyperCommand):
    """Bring a table in."""

    help = gettext_lazy("导入表格（CSV、XLSX、JSON Lines）；中断后重复同一命令即可继续")

    def handle(
        self,
        file: Annotated[Path, typer.Argument(exists=True, dir_okay=False, help="表格文件")],
        *,
        target: Annotated[str, typer.Option(help="导入到哪里，不填则列出可选项")] = "",
        organisation: Annotated[str, typer.Option(help="机构的信用代码或编号")] = "",
        mapping: Annotated[Path | None, typer.Option(help="列对应文件（JSON）")] = None,
        map_: Annotated[list[str] | None, typer.Option("--map", help="列=字段，可多次")] = None,
        set_: Annotated[list[str] | None, typer.Option("--set", help="字段=统一的值")] = None,
        sheet: Annotated[str, typer.Option(help="工作表名称")] = "",
        header_row: Annotated[int, typer.Option(help="表头所在行，0 表示没有表头")] = -1,
        encoding: Annotated[str, typer.Option(help="文字编码")] = "",
        dry_run: Annotated[bool, typer.Option("--dry-run", help="试运行，不写入")] = False,
        yes: Annotated[bool, typer.Option("--yes", help="不再询问")] = False,
        errors: Annotated[Path | None, typer.Option(help="未通过的行写入此文件")] = None,
        as_json: Annotated[bool, typer.Option("--json", help="输出 JSON")] = False,
    ) -> None:
        """Exit with 1 when the import was refused or broke off."""
        if not target:
            for known in all_targets():
                ERR.print(f"[bold]{known.code}[/bold]  {escape(str(known.label))}")
            raise typer.Exit(2)
        with refusals_as_lines(as_json=as_json):
            actor = acting_actor(organisation, RUN, target_of(target).permission)
            run = _uploaded(actor, file, target)
            run = _reread(actor, run, sheet=sheet, header_row=header_row, encoding=encoding)
            plan = planned(run.mapping, mapping=mapping, maps=map_ or (), sets=set_ or ())
            if not as_json:
                show_mapping(run, plan)
            run = _mapped_or_broken_off(actor, run, plan, dry_run=dry_run)
            if run.done and not as_json:
                ERR.print(_("从上次中断处（已处理 %(done)s 行）继续") % {"done": run.done})
            if not (yes or as_json or typer.confirm(_("按以上对应关系开始？"), err=True)):
                raise typer.Exit(1)
            begun = time.monotonic()
            done = _performed(actor, run, dry_run=dry_run, quiet=as_json)
        self._report(done, time.monotonic() - begun, errors=errors, as_json=as_json)

    def _report(self, run: Run, seconds: float, *, errors: Path | None, as_json: bool) -> None:
        if errors is not None and run.refused:
            form = errors.suffix.lstrip(".") or "csv"
            with errors.open("wb") as file:
                for chunk in error_sheet(run=run, form=form, say=teller(run)):
                    file.write(chunk)
        if as_json:
            self.stdout.write(json.dumps(_summary(run, seconds), ensure_ascii=False))
        else:
            show_counts(run)
            ERR.print(
                _("%(rows)s 行，用时 %(seconds)s 秒")
                % {"rows": f"{run.done:,}", "seconds": f"{seconds:.1f}"}
            )
            if run.stage == Stage.FAILED:
                ERR.print(f"[red]✗[/red] {escape(say_reason(run))}")
        if run.stage == Stage.FAILED:
            raise typer.Exit(1)


def _uploaded(actor: Actor, file: Path, target: str) -> Run:
    return create_run(
        actor=actor,
        target_code=target,
        file_name=file.name,
        chunks=_chunks(file),
        at=timezone.now(),
    )


def _reread(actor: Actor, run: Run, *, sheet: str, header_row: int, encoding: str) -> Run:
    layout = run.layout
    if sheet:
        layout = replace(layout, sheet=sheet)
    if header_row >= 0:
        layout = replace(layout, header_row=header_row)
    if encoding:
        layout = replace(layout, encoding=encoding)
    if layout == run.layout:
        return run
    return reread_file(actor=actor, run_id=run.id, layout=layout)


def _mapped_or_broken_off(actor: Actor, run: Run, plan: Plan, *, dry_run: bool) -> Run:
    """Return the run that broke off over the same file and mapping, else the new one."""
    broken = unfinished_run(actor=actor, target=run.target, sha256=run.file_sha256, plan=plan)
    if broken is None or dry_run:
        return map_columns(actor=actor, run_id=run.id, plan=plan, at=timezone.now())
    delete_run(actor=actor, run_id=run.id, at=timezone.now())
    return broken


def _performed(actor: Actor, run: Run, *, dry_run: bool, quiet: bool) -> Run:
    begin = check_run if dry_run else start_run
    if run.stage != Stage.RUNNING:
        run = begin(actor=actor, run_id=run.id, at=timezone.now(), in_background=False)
    with drawn_progress(run, quiet=quiet) as progress:
        return perform_run(run_id=run.id, clock=timezone.now, progress=progress)


def _summary(run: Run, seconds: float) -> dict[str, object]:
    return {
        "run": str(run.id),
        "stage": run.stage,
        "rows": run.done,
        "created": run.created,
        "updated": run.updated,
        "unchanged": run.unchanged,
        "refused": run.refused,
        "seconds": round(seconds, 3),
        "reason": run.reason,
        "plan": run.plan,
    }


def _chunks(file: Path) -> Iterator[bytes]:
    with file.open("rb") as stream:
        while data := stream.read(1 << 20):
            yield data
