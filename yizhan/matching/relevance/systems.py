"""The rankings that are measured against each other: chance, words, pairs, the score."""

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final, Protocol

import numpy as np
from numpy.typing import NDArray

from yizhan.matching.engine.text import Analyzer, bigrams
from yizhan.matching.relevance.bm25 import Bm25
from yizhan.matching.relevance.evidence import Evidence, Measurer, Sample, Side
from yizhan.matching.relevance.judged import Collection
from yizhan.matching.relevance.scoring import semantic_similarity, term_similarity
from yizhan.matching.relevance.weights import weights

CANDIDATES: Final = 500
TITLE_TIMES: Final = 3

Scores = NDArray[np.float64]
Vectors = tuple[NDArray[np.float32], NDArray[np.float32]]


class System(Protocol):
    """Something that can put offers in order."""

    name: str

    def judged(self, need: str, offers: Sequence[str]) -> Scores:
        """Score the given offers for a need."""
        ...

    def pool(self, need: str) -> list[str]:
        """Rank the whole pool for a need, best first."""
        ...


@dataclass(frozen=True, slots=True)
class Places:
    """The order of needs and offers in all matrices."""

    needs: Mapping[str, int]
    offers: Mapping[str, int]

    @classmethod
    def of(cls, collection: Collection) -> "Places":
        """Number both sides in the order of the files."""
        return cls(
            {key: place for place, key in enumerate(collection.needs)},
            {key: place for place, key in enumerate(collection.offers)},
        )


class Lexical:
    """BM25 with a tokeniser; the title of a need counts three times."""

    def __init__(
        self, name: str, collection: Collection, tokens: Callable[[str], Sequence[str]]
    ) -> None:
        """Index the offers and the needs' queries."""
        self.name = name
        self._places = Places.of(collection)
        self._keys = list(collection.offers)
        self.index = Bm25(
            [[*tokens(view.title), *tokens(view.text)] for view in collection.offers.values()]
        )
        self._queries = {
            key: Counter([*list(tokens(view.title)) * TITLE_TIMES, *tokens(view.text)])
            for key, view in collection.needs.items()
        }
        self._cache: tuple[str, Scores] | None = None

    def all(self, need: str) -> Scores:
        """Score every offer."""
        if self._cache is None or self._cache[0] != need:
            self._cache = (need, self.index.scores(self._queries[need]))
        return self._cache[1]

    def judged(self, need: str, offers: Sequence[str]) -> Scores:
        """Score the given offers."""
        return self.all(need)[[self._places.offers[offer] for offer in offers]]

    def pool(self, need: str) -> list[str]:
        """Rank everything."""
        return [self._keys[place] for place in np.argsort(-self.all(need), kind="stable")]


class Default:
    """The score of the product; in the pool it rescores the best 500 by words."""

    def __init__(
        self, collection: Collection, words: Lexical, vectors: Vectors | None = None
    ) -> None:
        """Count all texts once."""
        self.name = "score"
        self._places, self._words, self._vectors = Places.of(collection), words, vectors
        analyzer = Analyzer()
        lengths = [
            len(analyzer.tokens(view.text)) + TITLE_TIMES * len(analyzer.tokens(view.title))
            for view in collection.offers.values()
        ]
        self._measurer = Measurer(
            corpus=_Index(words.index, sum(lengths) / max(len(lengths), 1)),
            sample=Sample.learn(
                f"{view.title}\n{view.text}" for view in collection.offers.values()
            ),
            tokenise=analyzer.tokens,
            encoder="sentence" if vectors is not None else "",
            analyzer=analyzer.version,
        )
        self._offers = {
            key: self._measurer.offer(view) for key, view in collection.offers.items()
        }
        self._needs: dict[str, Side] = {}
        self._views = collection.needs

    def evidence(self, need: str, offer: str) -> Evidence:
        """Measure one pair."""
        if need not in self._needs:
            self._needs[need] = self._measurer.need(self._views[need])
        return self._measurer.measure(
            self._needs[need], self._offers[offer], self._similarity(need, offer)
        )

    def length(self, offer: str) -> int:
        """Tell how many words an offer has."""
        return self._offers[offer].profile.length

    def _similarity(self, need: str, offer: str) -> float | None:
        if self._vectors is None:
            return None
        needs, offers = self._vectors
        return float(needs[self._places.needs[need]] @ offers[self._places.offers[offer]])

    def judged(self, need: str, offers: Sequence[str]) -> Scores:
        """Score by the two parts that texts alone can exercise."""
        chosen = weights()
        scores = []
        for offer in offers:
            found = self.evidence(need, offer)
            scores.append(
                chosen.parts["semantic"] * semantic_similarity(found, chosen)
                + chosen.parts["terms"] * term_similarity(found, chosen)
            )
        return np.array(scores)

    def pool(self, need: str) -> list[str]:
        """Rescore the best by words; the rest keeps its order behind them."""
        ranked = self._words.pool(need)
        first = ranked[:CANDIDATES]
        scores = self.judged(need, first)
        return [first[place] for place in np.argsort(-scores, kind="stable")] + ranked[
            CANDIDATES:
        ]


class Dense:
    """Nothing but the cosine of given vectors."""

    def __init__(self, collection: Collection, vectors: Vectors) -> None:
        """Keep the vectors in the order of the files."""
        self.name = "vectors"
        self._places, self._vectors = Places.of(collection), vectors
        self._keys = list(collection.offers)

    def _all(self, need: str) -> Scores:
        needs, offers = self._vectors
        return np.asarray(offers @ needs[self._places.needs[need]], dtype=np.float64)

    def judged(self, need: str, offers: Sequence[str]) -> Scores:
        """Score the given offers."""
        return self._all(need)[[self._places.offers[offer] for offer in offers]]

    def pool(self, need: str) -> list[str]:
        """Rank everything."""
        return [self._keys[place] for place in np.argsort(-self._all(need), kind="stable")]


@dataclass(frozen=True, slots=True)
class _Index:
    """The word index with the mean length as the product counts it, titles three times."""

    index: Bm25
    mean_length: float

    @property
    def documents(self) -> int:
        return self.index.documents

    def frequency(self, term: str) -> int:
        return self.index.frequency(term)


def word_system(collection: Collection) -> Lexical:
    """Search-mode words, as the index has them."""
    return Lexical("words BM25", collection, Analyzer().tokens)


def bigram_system(collection: Collection) -> Lexical:
    """Overlapping pairs of characters."""
    return Lexical("bigrams BM25", collection, bigrams)
