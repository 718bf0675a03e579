"""Plain BM25 over bags of tokens: the baseline of every measurement."""

import math
from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_matrix

from yizhan.matching.relevance.likeness import K1, B

_LEAST: Final = 1e-9


class Bm25:
    """Scores a whole collection at once."""

    def __init__(self, documents: Sequence[Sequence[str]]) -> None:
        """Count the tokens of every document."""
        counts = [Counter(tokens) for tokens in documents]
        lengths = np.array([len(tokens) for tokens in documents], dtype=np.float64)
        self.documents = len(counts)
        self.mean_length = float(lengths.mean()) if len(lengths) else 0.0
        self.frequencies: Counter[str] = Counter(term for count in counts for term in count)
        self._places = {term: place for place, term in enumerate(self.frequencies)}
        norms = K1 * (1 - B + B * lengths / (self.mean_length or 1.0))
        self._matrix = self._weighed(counts, norms)

    def _weighed(self, counts: Sequence[Counter[str]], norms: NDArray[np.float64]) -> Any:
        rows = [row for row, count in enumerate(counts) for _ in count]
        columns = [self._places[term] for count in counts for term in count]
        times = np.array([value for count in counts for value in count.values()], dtype=float)
        values = times * (K1 + 1) / (times + norms[rows] + _LEAST) if rows else times
        shape = (self.documents, len(self._places))
        return csr_matrix((values, (rows, columns)), shape=shape)

    def frequency(self, term: str) -> int:
        """Tell in how many documents a term occurs."""
        return self.frequencies.get(term, 0)

    def rarity(self, term: str) -> float:
        """Weigh a term by its rarity."""
        times = self.frequency(term)
        return math.log(1 + (self.documents - times + 0.5) / (times + 0.5))

    def scores(self, query: Mapping[str, float]) -> NDArray[np.float64]:
        """Score every document."""
        vector = np.zeros(len(self._places))
        for term, weight in query.items():
            place = self._places.get(term)
            if place is not None:
                vector[place] = weight * self.rarity(term)
        scores: NDArray[np.float64] = self._matrix @ vector
        return scores
