"""What a generation measures likeness with: its statistics, its sample, its segmenter."""

import json
import threading
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final
from weakref import WeakKeyDictionary

from yizhan.matching.engine.generations import Generation
from yizhan.matching.engine.port import IndexUnavailable
from yizhan.matching.engine.retrieval import Retriever
from yizhan.matching.engine.tantivy_reader import TantivyReader
from yizhan.matching.indexing.gateway import retriever
from yizhan.matching.relevance.evidence import Measurer, Sample
from yizhan.matching.relevance.outline import Plane

_SAMPLE: Final = "sample.json"


def save_sample(generation: Generation, sample: Sample) -> None:
    """Keep the counted sample beside the index it was taken for."""
    text = json.dumps(sample.to_json(), ensure_ascii=False)
    (generation.folder / _SAMPLE).write_text(text)


def load_sample(reader: TantivyReader) -> Sample:
    """Read the sample of the index that a reader looks at."""
    try:
        return Sample.from_json(json.loads((reader.folder / _SAMPLE).read_text()))
    except (OSError, ValueError, KeyError) as error:
        raise IndexUnavailable("the index has no sample: run `yizhan reindex`") from error


@dataclass(frozen=True, slots=True)
class Corpus:
    """The statistics of the index as the score wants them."""

    reader: TantivyReader

    @property
    def documents(self) -> int:
        """How many documents the index holds."""
        return self.reader.statistics().documents

    @property
    def mean_length(self) -> float:
        """The mean number of words in a document."""
        return self.reader.statistics().average_length

    def frequency(self, term: str) -> int:
        """In how many documents the term occurs."""
        return int(self.reader.document_frequencies([term])[0])


@dataclass(frozen=True, slots=True)
class Yardstick:
    """A retriever with what measuring its candidates needs."""

    retriever: Retriever
    sample: Sample
    plane: Plane
    measurer: Callable[[], Measurer]

    def similarity(self, title: str, body: str, other: str, text: str) -> float | None:
        """Give the cosine of two texts' vectors; None where no encoder is at work."""
        return self.retriever.similarity((title, body), (other, text))


_made: "WeakKeyDictionary[Retriever, Yardstick]" = WeakKeyDictionary()
_lock = threading.Lock()


def yardstick() -> Yardstick:
    """Give the yardstick of the index that answers now; raises IndexUnavailable without one."""
    current = retriever()
    with _lock:
        known = _made.get(current)
        if known is None:
            known = _made[current] = _make(current)
        return known


def _make(current: Retriever) -> Yardstick:
    sample = load_sample(current.reader)
    corpus = Corpus(current.reader)
    encoder = current.encoder.version if current.encoder else ""
    first = Measurer(
        corpus=corpus,
        sample=sample,
        tokenise=current.analyzer.tokens,
        encoder=encoder,
        analyzer=current.analyzer.version,
    )
    return Yardstick(current, sample, Plane.of(first.characters), first.renewed)
