"""`yizhan match`: who may solve this problem; the same matching as the page."""

import csv
import json
import sys
import time
from pathlib import Path
from typing import Annotated, Any

import typer
from django.core.management import CommandError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django_typer.management import TyperCommand
from rich.console import Console
from rich.text import Text

from yizhan.kernel.actors import anonymous
from yizhan.matching import queries, tables
from yizhan.matching.relevance.views import NeedView

_TITLES = ("title", "标题", "需求名称")
_TEXTS = ("content", "text", "summary", "内容", "需求内容", "说明")
_LONGEST = 1 << 20


class Command(TyperCommand):
    """Match one need from a text, a table or the platform."""

    help = gettext_lazy("为一段难题找成果：文本文件、表格中的一行，或平台上的需求编号")

    def handle(
        self,
        source: Annotated[
            str, typer.Argument(help="文本文件、CSV、需求编号，或 - 表示标准输入")
        ],
        row: Annotated[str, typer.Option(help="CSV 中第一列等于此值的一行")] = "",
        limit: Annotated[int, typer.Option(min=1, max=50, help="显示几项")] = 5,
        as_json: Annotated[bool, typer.Option("--json", help="输出 JSON")] = False,
    ) -> None:
        """Print the best candidates with their reasons."""
        started = time.perf_counter()
        need = _need(source, row)
        found = queries.matches_of_need(need, limit=limit)
        took = (time.perf_counter() - started) * 1000
        if found.is_unavailable:
            raise CommandError(_("检索索引不可用，请运行 yizhan reindex。"))
        rows = [tables.card(one) for one in found.rows]
        if as_json:
            report = {
                "candidates": found.candidates,
                "milliseconds": round(took),
                "matches": rows,
            }
            self.stdout.write(json.dumps(report, ensure_ascii=False, default=str))
            return
        _print(need, rows, found.candidates, took)


def _need(source: str, row: str) -> NeedView:
    if source == "-":
        return _read(sys.stdin.read(_LONGEST))
    path = Path(source)
    if path.is_file():
        text = path.read_bytes()[: _LONGEST * 4].decode("utf-8-sig", "replace")
        return _of_table(text, row) if path.suffix.lower() == ".csv" else _read(text)
    listed = queries.need_by_number(actor=anonymous(), number=source)
    if listed is None:
        raise CommandError(
            _("没有文件“%(source)s”，也没有这个编号的公开需求。") % {"source": source}
        )
    return queries.need_view(listed)


def _read(text: str, title: str = "") -> NeedView:
    if not text.strip():
        raise CommandError(_("没有读到文字。"))
    return queries.read_problem(f"{title}\n{text}" if title else text).as_need()


def _of_table(text: str, row: str) -> NeedView:
    for line in csv.DictReader(text.splitlines(keepends=True)):
        values = {str(name).strip().lower(): value or "" for name, value in line.items()}
        if not row or next(iter(values.values()), "") == row:
            title = next((values[name] for name in _TITLES if name in values), "")
            body = next((values[name] for name in _TEXTS if name in values), "")
            return _read(body or title, title)
    raise CommandError(_("表格中没有第一列为“%(row)s”的行。") % {"row": row})


def _print(need: NeedView, rows: list[dict[str, Any]], candidates: int, took: float) -> None:
    out = Console(soft_wrap=True)
    if need.title:
        out.print(Text(need.title, style="bold"))
    values = {"candidates": candidates, "milliseconds": round(took)}
    out.print(_("比较了 %(candidates)s 项候选，用时 %(milliseconds)s ms") % values, style="dim")
    for row in rows:
        out.print()
        out.print(Text(f"{row['score']:>5}  {row['title']}", style="bold"))
        out.print(Text("       " + " · ".join(row["parties"]), style="dim"))
        parts = "  ".join(f"{p['name']} {p['points']}/{p['weight']}" for p in row["parts"])
        out.print(Text("       " + parts))
        if row["quote"]:
            quote = Text("       “")
            for piece, is_marked in row["quote"]:
                quote.append(piece, style="bold yellow" if is_marked else "")
            out.print(quote.append("”"))
        for line in row["agree"]:
            sign = {"yes": "✓", "part": "△", "no": "✗"}[line["verdict"]]
            out.print(Text(f"       {sign} {line['name']} {line['text']}"))
