"""`yizhan train`: learn a ranker from judged pairs; the model stays in the data folder."""

from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated

import typer
from django.conf import settings
from django.utils.translation import gettext as _
from django_typer.management import TyperCommand

from yizhan.matching.messages import defect
from yizhan.matching.relevance.evaluating import LEAST_JUDGED, examples, usable_needs
from yizhan.matching.relevance.judged import BadCollection, Collection, read_collection
from yizhan.matching.relevance.learning import Extractor, train
from yizhan.matching.relevance.systems import Default, bigram_system, word_system


class Command(TyperCommand):
    """Train on whole needs; the same folder gives the same model."""

    help = "用人工判定的配对训练排序模型，存入数据文件夹（不随软件分发）"

    def handle(
        self,
        folder: Annotated[Path, typer.Argument(help="needs.csv、offers.csv、judgements.csv")],
        out: Annotated[Path | None, typer.Option(help="模型文件，默认在数据文件夹")] = None,
    ) -> None:
        """Write the model; exit with 2 when the input cannot be used."""
        path = out or Path(settings.DATA) / "ranker.json"
        try:
            collection, needs = _usable(folder)
        except BadCollection as error:
            self.stderr.write(defect(error))
            raise typer.Exit(2) from error
        words = word_system(collection)
        default = Default(collection, words)
        extractor = Extractor(default, words, bigram_system(collection))
        found = examples(collection, needs, extractor)
        path.parent.mkdir(parents=True, exist_ok=True)
        about = {
            "collection": collection.name,
            "needs": len(needs),
            "pairs": sum(len(one.levels) for one in found.values()),
            "trained_on": datetime.now(UTC).date().isoformat(),
        }
        train(list(found.values())).save(path, about=about)
        self.stdout.write(
            _("模型写入 %(path)s（%(needs)d 条需求，%(pairs)d 对判定）")
            % {**about, "path": path}
        )


def _usable(folder: Path) -> tuple[Collection, list[str]]:
    collection = read_collection(folder)
    needs = usable_needs(collection)
    if not needs or collection.layout != "needs":
        raise BadCollection("nothing_usable", path=folder, least=LEAST_JUDGED)
    return collection, needs
