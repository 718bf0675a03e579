"""`yizhan export LIST`: any list, filtered as on its page, to CSV, XLSX or JSON Lines."""

import sys
from collections import defaultdict
from pathlib import Path
from typing import Annotated

import typer
from django.utils import timezone
from django.utils.translation import gettext_lazy
from django_typer.management import TyperCommand
from rich.markup import escape

from yizhan.imports.management.terminal import ERR, acting_actor, refusals_as_lines
from yizhan.imports.services import export_chunks, export_of
from yizhan.imports.targets import all_exports


class Command(TyperCommand):
    """Take a list out."""

    help = gettext_lazy("导出列表为 CSV、XLSX 或 JSON Lines")

    def handle(
        self,
        name: Annotated[str, typer.Argument(help="导出什么，不填则列出可选项")] = "",
        form: Annotated[str, typer.Option("--format", help="csv、xlsx 或 jsonl")] = "csv",
        out: Annotated[Path | None, typer.Option(help="写入此文件，不填则输出到终端")] = None,
        filters: Annotated[
            list[str] | None, typer.Option("--filter", help="筛选项=值，可多次")
        ] = None,
        organisation: Annotated[str, typer.Option(help="以此机构的身份导出")] = "",
    ) -> None:
        """Write to a file or to standard output."""
        if not name:
            for known in all_exports():
                ERR.print(f"[bold]{known.code}[/bold]  {escape(str(known.label))}")
            raise typer.Exit(2)
        wanted: dict[str, list[str]] = defaultdict(list)
        for pair in filters or ():
            key, _sign, value = pair.partition("=")
            wanted[key].append(value)
        with refusals_as_lines(as_json=False):
            actor = acting_actor(organisation, export_of(name).permission)
            chunks = export_chunks(
                actor=actor, code=name, form=form, filters=wanted, at=timezone.now()
            )
            with out.open("wb") if out else sys.stdout.buffer as file:
                for chunk in chunks:
                    file.write(chunk)
