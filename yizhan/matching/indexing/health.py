"""What `yizhan doctor` asks: is there an index, and does it agree with the database."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any, Final

from django.db.models import Min

from yizhan.listings.queries import public_counts
from yizhan.matching.engine.bags import prepare
from yizhan.matching.engine.facets import Filters
from yizhan.matching.engine.generations import Generation
from yizhan.matching.engine.port import Document, IndexUnavailable
from yizhan.matching.engine.tantivy_reader import TantivyReader
from yizhan.matching.engine.text import ANALYZER_VERSION
from yizhan.matching.indexing.documents import KIND_CODES, newest_documents
from yizhan.matching.indexing.gateway import encoder_of, index_home
from yizhan.matching.models import Change

ALLOWED_LAG: Final = timedelta(seconds=5)
SAMPLE: Final = 50
WASTE: Final = 3  # slots per document beyond which a rebuild is worth its time


@dataclass(frozen=True, slots=True)
class Finding:
    """One answer: what was looked at, whether it is well, and the figures."""

    code: str
    ok: bool
    values: dict[str, Any] = field(default_factory=dict)


def index_findings(*, at: datetime) -> list[Finding]:
    """Look at the index; the first thing that prevents looking further ends the list."""
    try:
        generation = index_home().current()
        meta = generation.meta()
        reader = generation.reader()
    except IndexUnavailable as error:
        return [Finding("index.missing", ok=False, values={"reason": str(error)})]
    found = [Finding("index.missing", ok=True, values={"name": generation.name})]
    same = meta.analyzer.split("+")[0] == ANALYZER_VERSION
    values = {"index": meta.analyzer, "program": ANALYZER_VERSION}
    found.append(Finding("index.analyzer", ok=same, values=values))
    found.append(_encoder(generation))
    found.append(_lag(reader, at))
    found.append(_counts(reader))
    found.append(_waste(reader))
    if same:
        found.append(_sample(generation, reader))
    return found


def _encoder(generation: Generation) -> Finding:
    wanted = generation.meta().encoder
    well = not wanted or encoder_of(generation) is not None
    return Finding("index.encoder", ok=well, values={"encoder": wanted})


def _lag(reader: TantivyReader, at: datetime) -> Finding:
    waiting = Change.objects.filter(position__gt=reader.checkpoint())
    oldest = waiting.aggregate(at=Min("at"))["at"]
    seconds = max(0.0, (at - oldest).total_seconds()) if oldest else 0.0
    return Finding(
        "index.lag", ok=seconds <= ALLOWED_LAG.total_seconds(), values={"seconds": seconds}
    )


def _counts(reader: TantivyReader) -> Finding:
    wanted = public_counts()
    found = {
        str(kind): reader.count(Filters(any_of={"kind": (code,)}))
        for kind, code in KIND_CODES.items()
    }
    differing = {
        kind: {"database": wanted.get(kind, 0), "index": number}
        for kind, number in found.items()
        if wanted.get(kind, 0) != number
    }
    return Finding(
        "index.counts", ok=not differing, values=differing or {"documents": sum(found.values())}
    )


def _waste(reader: TantivyReader) -> Finding:
    documents, slots = reader.count(), reader.forward.extent.slots
    well = slots <= 1_000 + WASTE * documents
    return Finding("index.waste", ok=well, values={"documents": documents, "slots": slots})


def _sample(generation: Generation, reader: TantivyReader) -> Finding:
    analyzer = generation.analyzer()
    differing = [
        str(document.identity)
        for document in newest_documents(SAMPLE)
        if not _is_stored(prepare(document, analyzer).row, document, reader)
    ]
    return Finding("index.sample", ok=not differing, values={"differing": differing[:5]})


def _is_stored(row: bytes, document: Document, reader: TantivyReader) -> bool:
    rows = [reader.forward.raw(found.slot) for found in reader.find(document.number)]
    return rows == [row]
