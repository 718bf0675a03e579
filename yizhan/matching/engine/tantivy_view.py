"""One commit of the embedded index, frozen, with what was worked out on it."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, Final, NamedTuple

import numpy as np
from numpy.typing import NDArray
from tantivy import Index, Searcher, TextAnalyzerBuilder, Tokenizer
from tantivy import Query as TantivyQuery

from yizhan.matching.engine import tantivy_queries as build
from yizhan.matching.engine.facets import Filters
from yizhan.matching.engine.masks import mask
from yizhan.matching.engine.port import CHECKPOINT_ID
from yizhan.matching.engine.store import Extent, ForwardReader

WORD_FOLDER: Final = "words"
_KEPT_FILTERS: Final = 8
_KEPT_COUNTS: Final = 64


class Fitting(NamedTuple):
    """Which slots fit a filter, replaced and removed documents included, and how many."""

    mask: NDArray[np.bool_]
    size: int


def open_index(folder: Path) -> Index:
    """Open or make the tantivy index with our words as its only tokens."""
    index = Index(build.build_schema(), path=str(folder / WORD_FOLDER))
    tokenizer = TextAnalyzerBuilder(Tokenizer.whitespace()).build()
    index.register_tokenizer(build.TOKENIZER, tokenizer)
    return index


class View:
    """One commit, frozen: searcher, forward reader, and what was counted on them."""

    def __init__(
        self, index: Index, folder: Path, dimensions: int, earlier: "View | None"
    ) -> None:
        """Look at the index as it is now; `earlier` saves copying columns anew."""
        self.searcher: Searcher = index.searcher()
        self.schema = index.schema
        query = TantivyQuery.term_query(self.schema, "number", CHECKPOINT_ID, "basic")
        hits = self.searcher.search(query, 1, count=False).hits
        place = [hits[0][1]] if hits else []
        read = {
            name: int((self.searcher.fast_field_values(name, place)[0] if place else 0) or 0)
            for name in ("sequence", "slots", "row_end")
        }
        self.checkpoint = read["sequence"]
        self.extent = Extent(read["slots"], read["row_end"])
        self.documents = self.searcher.num_docs - len(hits)
        before: ForwardReader | None = earlier.forward if earlier else None
        self.forward: ForwardReader = ForwardReader(
            folder, self.extent, dimensions, earlier=before
        )
        self._frequencies: dict[str, int] = {}
        self._fitting: dict[str, Fitting] = {}
        self.counted: dict[str, dict[str, Mapping[int, int]]] = {}
        self._average = 0.0

    def remember(
        self, key: str, counts: dict[str, Mapping[int, int]]
    ) -> dict[str, Mapping[int, int]]:
        """Keep facet counts for those who ask the same before the next commit."""
        if len(self.counted) >= _KEPT_COUNTS:
            self.counted.clear()
        self.counted[key] = counts
        return counts

    def fitting(self, filters: Filters) -> "Fitting":
        """Work out which slots fit, once per commit and filter: a page asks several times."""
        key = repr(filters)
        known = self._fitting.get(key)
        if known is None:
            if len(self._fitting) >= _KEPT_FILTERS:
                self._fitting.clear()
            found = mask(self.forward.table, filters)
            known = self._fitting[key] = Fitting(found, int(np.count_nonzero(found)))
        return known

    def frequency(self, word: str) -> int:
        """Count the documents with a word, once per commit."""
        known = self._frequencies.get(word)
        if known is None:
            known = self._frequencies[word] = self.searcher.doc_freq(build.TEXT, word)
        return known

    def slots(self, hits: Sequence[tuple[Any, Any]]) -> NDArray[np.int64]:
        """Read the slots of hits."""
        found = self.searcher.fast_field_values("slot", [place for _, place in hits])
        return np.array(found, dtype=np.int64)

    def average_length(self) -> float:
        """Average over all slots, replaced ones included: they are like the others."""
        if not self._average and self.extent.slots:
            self._average = float(self.forward.table["length"].mean())
        return self._average
