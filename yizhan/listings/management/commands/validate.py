"""`yizhan validate FILE`: hold a file against the publication standard; nothing is stored."""

import json
import sys
from pathlib import Path
from typing import Annotated

import typer
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django_typer.management import TyperCommand
from rich.console import Console
from rich.markup import escape

from yizhan.listings.standard.files import LARGEST_FILE, Record, Report, check_bytes
from yizhan.listings.standard.problems import Level, Problem

_OUT = Console(highlight=False, soft_wrap=True)
_COLOURS = {Level.FORM: "red", Level.RULE: "red", Level.ADVICE: "yellow"}
_MOST = 1_000_000


class Command(TyperCommand):
    """Check a file."""

    help = gettext_lazy("按信息发布标准检查文件（JSON、JSON Lines、CSV、XLSX）")

    def handle(
        self,
        file: Annotated[Path, typer.Argument(help="要检查的文件，- 表示标准输入")],
        kind: Annotated[str, typer.Option(help="need、offer 或 service；表格必填")] = "",
        json_: Annotated[bool, typer.Option("--json", help="输出 JSON")] = False,
    ) -> None:
        """Exit with 0 when every record may be published, 1 when not, 2 without a file."""
        raw = _read(file)
        report = check_bytes(raw, today=timezone.localdate(), kind=kind, most=_MOST)
        if json_:
            sys.stdout.write(json.dumps(report.as_json(), ensure_ascii=False, indent=2) + "\n")
        else:
            _print(report)
        raise typer.Exit(0 if report.is_sound else 1)


def _read(file: Path) -> bytes:
    try:
        if str(file) == "-":
            return sys.stdin.buffer.read(LARGEST_FILE + 1)
        with file.open("rb") as stream:
            return stream.read(LARGEST_FILE + 1)
    except OSError as error:
        sys.stderr.write(
            _("无法读取 %(file)s：%(reason)s") % {"file": file, "reason": error.strerror}
        )
        sys.stderr.write("\n")
        raise typer.Exit(2) from error


def _print(report: Report) -> None:
    for problem in report.problems:
        _line(problem)
    for record in report.records:
        if record.problems:
            _head(record)
            for problem in record.problems:
                _line(problem)
    if report.left_out:
        names = "、".join(report.left_out)
        _OUT.print(escape(_("没有对应字段的列：%(names)s") % {"names": names}))
    total = len(report.records)
    words = _("共 %(total)s 条，其中可发布 %(sound)s 条。")
    _OUT.print(escape(words % {"total": total, "sound": report.sound}))


def _head(record: Record) -> None:
    title = _("第 %(number)s 条 %(title)s") % {"number": record.number, "title": record.title}
    _OUT.print(f"[bold]{escape(title)}[/bold]")


def _line(problem: Problem) -> None:
    colour = _COLOURS[problem.level]
    text = problem.sentence
    if problem.label:
        text = _("%(label)s：%(text)s") % {"label": problem.label, "text": text}
    place = escape(problem.pointer)
    _OUT.print(
        f"  [{colour}]{escape(problem.weight)}[/{colour}] {escape(text)} [dim]{place}[/dim]"
    )
