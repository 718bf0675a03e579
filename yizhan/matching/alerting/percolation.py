"""Saved searches asked of a handful of documents: the search page's answer, turned around.

Cost is searches times changed documents of numpy comparisons, whatever the corpus holds.
Words and filters are those of the index: the same segmenter, the same share of words that
must occur, the same columns.
"""

import math
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from yizhan.matching.engine.bags import COLUMNS, prepare
from yizhan.matching.engine.facets import Filters
from yizhan.matching.engine.masks import mask
from yizhan.matching.engine.port import Document
from yizhan.matching.engine.text import Analyzer

Frequency = Callable[[str], int]


@dataclass(frozen=True, slots=True)
class Asked:
    """A search as the index would be asked: distinct words, and filters."""

    words: Sequence[str]
    filters: Filters


class Percolator:
    """Some documents, ready to be asked many searches."""

    def __init__(
        self, documents: Sequence[Document], analyzer: Analyzer, frequency: Frequency
    ) -> None:
        """Segment the documents once; `frequency` tells which words the index knows at all."""
        prepared = [prepare(document, analyzer) for document in documents]
        raw = bytearray(b"".join(one.column for one in prepared))
        self._columns = np.frombuffer(raw, dtype=COLUMNS)
        self._size = len(prepared)
        self._frequency = frequency
        self._known: dict[str, bool] = {}
        places: dict[str, list[int]] = {}
        for place, one in enumerate(prepared):
            for word in set(one.text.split(" ")):
                places.setdefault(word, []).append(place)
        self._places: Mapping[str, NDArray[np.int64]] = {
            word: np.array(found, dtype=np.int64) for word, found in places.items()
        }

    def ask(self, asked: Asked, *, share: float) -> Iterator[int]:
        """Give the places of the documents that the search finds."""
        fits = mask(self._columns, asked.filters)
        if asked.words:
            fits &= self._with_words(asked.words, share)
        yield from np.flatnonzero(fits).tolist()

    def _with_words(self, words: Sequence[str], share: float) -> NDArray[np.bool_]:
        known = [word for word in words if self._is_known(word)]
        if not known:
            return np.zeros(self._size, dtype=np.bool_)
        count = np.zeros(self._size, dtype=np.int64)
        for word in known:
            if word in self._places:
                count[self._places[word]] += 1
        return np.asarray(count >= max(1, math.ceil(share * len(known))))

    def _is_known(self, word: str) -> bool:
        if word in self._places:  # a new document's words are known from now on
            return True
        if word not in self._known:
            self._known[word] = self._frequency(word) > 0
        return self._known[word]
