"""From a text to candidates with everything the score reads: the way a page searches.

Words and vectors each bring candidates; the union is rescored by exact BM25 over all words
of the need. What order people see is for the score to decide.
"""

import time
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final
from uuid import UUID

import numpy as np
from numpy.typing import NDArray

from yizhan.matching.engine.bags import TITLE_WEIGHT, Prepared, prepare
from yizhan.matching.engine.dense import DenseIndex
from yizhan.matching.engine.encoders import Encoder, EncoderUnavailable
from yizhan.matching.engine.facets import Filters
from yizhan.matching.engine.port import Candidate, Document, Query, Rows, Statistics
from yizhan.matching.engine.rescore import bm25, word_weights
from yizhan.matching.engine.tantivy_reader import TantivyReader
from yizhan.matching.engine.text import Analyzer

CANDIDATES: Final = 500
NEIGHBOURS: Final = 200
LONGEST_TEXT: Final = 20_000  # characters of a need that are read; more says nothing new
_NOBODY: Final = UUID(int=0)


@dataclass(frozen=True, slots=True)
class Retrieval:
    """The candidates of one need, as columns in the same order."""

    rows: Rows
    lexical: NDArray[np.float64]
    """Exact BM25 over all words of the need."""
    similarity: NDArray[np.float32] | None
    """Cosine of the vectors, None without an encoder."""
    words: Mapping[str, float]
    """The need's words and how often each is said, title words counted more."""
    frequencies: Mapping[str, int]
    """In how many documents each of those words occurs."""
    statistics: Statistics
    seconds: Mapping[str, float] = field(default_factory=dict)
    """Where the time went, for measuring."""


class Retriever:
    """Candidates for texts, from one generation of the index."""

    def __init__(
        self,
        reader: TantivyReader,
        analyzer: Analyzer,
        *,
        encoder: Encoder | None = None,
        dense: DenseIndex | None = None,
    ) -> None:
        """Join what belongs to one generation."""
        self.reader = reader
        self.analyzer = analyzer
        self.encoder = encoder
        self.dense = dense

    def retrieve(
        self, *, title: str, body: str, filters: Filters, limit: int = CANDIDATES
    ) -> Retrieval:
        """Find candidates for a need in plain words."""
        clock = [time.perf_counter()]
        need = self._prepare(title, body)
        words = dict(Counter(need.text.split(" "))) if need.text else {}
        weights = {word: float(times) for word, times in words.items()}
        clock.append(time.perf_counter())
        found = self.reader.search(Query(weights, filters, limit))
        clock.append(time.perf_counter())
        vector = self._vector(need)
        if vector is not None:
            found = self._with_neighbours(found, vector, filters)
        clock.append(time.perf_counter())
        rows = self.reader.rows(found)
        clock.append(time.perf_counter())
        counted = self.reader.document_frequencies(list(weights)).tolist()
        frequencies = dict(zip(weights, counted, strict=True))
        statistics = self.reader.statistics()
        keyed = word_weights(weights, frequencies, statistics.documents)
        lexical = bm25(rows, keyed, statistics)
        similarity = None
        if vector is not None and rows.vectors is not None:
            similarity = np.asarray(rows.vectors @ vector, dtype=np.float32)
        clock.append(time.perf_counter())
        phases = ("segment", "words", "vectors", "rows", "rescore")
        seconds = dict(zip(phases, np.diff(clock).tolist(), strict=True))
        return Retrieval(rows, lexical, similarity, weights, frequencies, statistics, seconds)

    def similarity(self, need: tuple[str, str], other: tuple[str, str]) -> float | None:
        """Give the cosine of two texts (title, body); None where no encoder is at work."""
        vector = self._vector(self._prepare(*need))
        if vector is None or self.encoder is None:
            return None
        return float(self.encoder.encode_documents([self._prepare(*other)])[0] @ vector)

    def _prepare(self, title: str, body: str) -> Prepared:
        text = body[:LONGEST_TEXT]
        need = Document(1, _NOBODY, title[:LONGEST_TEXT], text, {})
        return prepare(need, self.analyzer)

    def _vector(self, need: Prepared) -> NDArray[np.float32] | None:
        if self.encoder is None or self.reader.forward.vectors is None:
            return None
        try:
            return self.encoder.encode_query(need)
        except EncoderUnavailable:
            return None

    def _with_neighbours(
        self, found: Sequence[Candidate], vector: NDArray[np.float32], filters: Filters
    ) -> list[Candidate]:
        if self.dense is None:
            return list(found)
        forward, fits = self.reader.fitting(filters)
        slots, _scores = self.dense.search(vector, forward, fits, NEIGHBOURS)
        known = {candidate.slot for candidate in found}
        fresh = np.array([slot for slot in slots.tolist() if slot not in known], np.int64)
        return [*found, *self.reader.live(fresh, filters)]


__all__ = ["CANDIDATES", "TITLE_WEIGHT", "Retrieval", "Retriever"]
