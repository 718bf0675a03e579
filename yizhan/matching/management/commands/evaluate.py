"""`yizhan evaluate`: measure the score on people's judgements, against baselines."""

import json
from contextlib import nullcontext
from pathlib import Path
from typing import Annotated

import numpy as np
import typer
from django.utils.translation import gettext as _
from django_typer.management import TyperCommand
from rich.console import Console
from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn
from rich.table import Table

from yizhan.matching.messages import defect
from yizhan.matching.relevance.evaluating import Report, evaluate
from yizhan.matching.relevance.judged import BadCollection, Collection, read_collection
from yizhan.matching.relevance.learning import BadModel, Ranker
from yizhan.matching.relevance.systems import Vectors

MEASURES = ("nDCG@10", "nDCG@10 linear", "P@5", "MRR", "recall@10", "recall@50", "recall@200")


class Command(TyperCommand):
    """Rank judged offers with the score and with baselines; change nothing."""

    help = "用人工判定的配对评测匹配质量（只读，不写任何数据）"

    def handle(
        self,
        folder: Annotated[Path, typer.Argument(help="needs.csv、offers.csv、judgements.csv")],
        as_json: Annotated[bool, typer.Option("--json", help="输出 JSON")] = False,
        model: Annotated[Path | None, typer.Option(help="yizhan train 训练的模型文件")] = None,
        vectors: Annotated[
            Path | None, typer.Option(help="needs.npy 与 offers.npy 所在文件夹，逐行对应")
        ] = None,
    ) -> None:
        """Print the table; exit with 2 when the input cannot be used."""
        try:
            collection = read_collection(folder)
            ranker = Ranker.load(model) if model else None
            given = read_vectors(vectors, collection) if vectors else None
            report = _run(collection, ranker, given, quiet=as_json)
        except BadCollection as error:
            self.stderr.write(defect(error))
            raise typer.Exit(2) from error
        except BadModel as error:
            self.stderr.write(_("模型文件不可用：%(reason)s") % {"reason": error})
            raise typer.Exit(2) from error
        if as_json:
            self.stdout.write(json.dumps(report.to_json(), ensure_ascii=False, indent=2))
            return
        console = Console(width=110)
        with console.capture() as printed:
            _print(report, console)
        self.stdout.write(printed.get())


def read_vectors(folder: Path, collection: Collection) -> Vectors:
    """Read one row of numbers per need and per offer, in the order of the files."""
    tables = []
    for name, count in (("needs", len(collection.needs)), ("offers", len(collection.offers))):
        path = folder / f"{name}.npy"
        try:
            table = np.load(path, allow_pickle=False)
        except (OSError, ValueError) as error:
            raise BadCollection("bad_vectors", file=path, reason=error) from error
        if table.ndim != 2 or len(table) != count:
            reason = f"{table.shape} / {count}"
            raise BadCollection("bad_vectors", file=path, reason=reason)
        tables.append(table.astype(np.float32))
    return tables[0], tables[1]


def _run(
    collection: Collection, ranker: Ranker | None, vectors: Vectors | None, *, quiet: bool
) -> Report:
    columns = (TextColumn("{task.description}"), BarColumn(), TimeElapsedColumn())
    bar = Progress(*columns, console=Console(stderr=True), disable=quiet)
    task = bar.add_task(_("读取并分词"), total=1.0)

    def show(name: str, share: float) -> None:
        bar.update(task, description=name, completed=share)

    with nullcontext() if quiet else bar:
        return evaluate(collection, ranker=ranker, vectors=vectors, progress=show)


def _print(report: Report, console: Console) -> None:
    counts = ", ".join(f"{name} {count}" for name, count in report.counts.items())
    console.print(f"{report.collection}: {counts}")
    console.print(report.note, style="bold")
    table = Table("", *MEASURES)
    for system in report.systems:
        cells = [
            f"{system.means[name]:.3f}" if name in system.means else "–" for name in MEASURES
        ]
        table.add_row(system.name, *cells)
    console.print(table)
    differences = Table(_("与基线之差"), _("指标"), _("均值"), "95 %", _("区间高于零"))
    for row in report.intervals:
        differences.add_row(
            f"{row['system']} − {row['against']}",
            row["measure"],
            f"{row['mean']:+.3f}",
            f"[{row['low']:+.3f}, {row['high']:+.3f}]",
            _("是") if row["above_zero"] else _("否"),
        )
    console.print(differences)
    for name, text in report.definitions.items():
        console.print(f"{name}: {text}", style="dim")
    console.print(_("这些数据没有检验到的部分："), style="bold")
    for name, text in report.not_exercised.items():
        console.print(f"  {name}: {text}")
