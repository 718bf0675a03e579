"""`yizhan reindex`: build a new index beside the one that answers, then switch."""

import json
import time
from contextlib import nullcontext
from dataclasses import asdict
from datetime import UTC, datetime
from typing import Annotated

import typer
from django.utils.translation import gettext as _
from django_typer.management import TyperCommand
from rich.console import Console
from rich.progress import BarColumn, Progress, TaskID, TextColumn, TimeElapsedColumn

from yizhan.listings.queries import public_counts
from yizhan.matching.engine.port import IndexUnavailable
from yizhan.matching.indexing.rebuild import Rebuilt, rebuild


class Command(TyperCommand):
    """Rebuild the index from the database; the old one answers until the new one is ready."""

    help = "重建检索索引：新索引建成之前，旧索引照常应答"

    def handle(
        self,
        as_json: Annotated[bool, typer.Option("--json", help="输出 JSON")] = False,
        workers: Annotated[
            int | None, typer.Option(help="分词进程数；不填则为处理器核数减一")
        ] = None,
    ) -> None:
        """Build, catch up, switch; exit with 1 when that cannot be done."""
        started = time.monotonic()
        try:
            rebuilt = _rebuild(quiet=as_json, workers=workers)
        except (IndexUnavailable, OSError) as error:
            self.stderr.write(str(error))
            raise typer.Exit(1) from error
        seconds = time.monotonic() - started
        if as_json:
            self.stdout.write(json.dumps({**asdict(rebuilt), "seconds": round(seconds, 2)}))
            return
        sentence = _("索引 %(name)s 已启用：%(documents)d 条信息，用时 %(seconds).1f 秒")
        values = {"name": rebuilt.name, "documents": rebuilt.documents, "seconds": seconds}
        self.stdout.write(sentence % values)


def _rebuild(*, quiet: bool, workers: int | None) -> Rebuilt:
    at = datetime.now(UTC)
    if quiet:
        return rebuild(at=at, workers=workers)
    total = sum(public_counts().values())
    columns = (
        TextColumn("{task.description}"),
        BarColumn(),
        TextColumn("{task.completed:,.0f}"),
    )
    phases = {
        "lexicon": _("学习专业词汇"),
        "write": _("分词并写入"),
        "learn": _("学习语义向量"),
        "vectors": _("建立向量索引"),
        "switch": _("切换"),
    }
    tasks: dict[str, TaskID] = {}
    bar = Progress(*columns, TimeElapsedColumn(), console=Console(stderr=True))

    def show(phase: str, done: int) -> None:
        if phase not in tasks:
            tasks[phase] = bar.add_task(phases[phase], total=total or None)
        bar.update(tasks[phase], completed=done)

    with bar if total else nullcontext():
        return rebuild(at=at, workers=workers, progress=show)
