"""Exact BM25 over all words of the query, from forward rows: a millisecond for 500 rows."""

import math
from collections.abc import Mapping
from typing import Final

import numpy as np
from numpy.typing import NDArray

from yizhan.matching.engine.bags import word_hash
from yizhan.matching.engine.port import Rows, Statistics

K1: Final = 1.2  # as tantivy and Lucene have them, so that the three agree
B: Final = 0.75
_SIEVE: Final = 1 << 16


def inverse_frequency(documents: int, frequency: int) -> float:
    """Weigh a word by its rarity, never below zero."""
    return math.log(1.0 + (documents - frequency + 0.5) / (frequency + 0.5))


def word_weights(
    words: Mapping[str, float], frequencies: Mapping[str, int], documents: int
) -> dict[int, float]:
    """Join the weight in the query with the rarity in the collection, by word hash."""
    weights: dict[int, float] = {}
    for word, weight in words.items():
        frequency = frequencies.get(word, 0)
        if frequency:
            key = word_hash(word)
            rarity = inverse_frequency(documents, frequency)
            weights[key] = weights.get(key, 0.0) + weight * rarity
    return weights


def shared_words(
    rows: Rows, keys: NDArray[np.uint32]
) -> tuple[NDArray[np.int64], NDArray[np.int64], NDArray[np.int64]]:
    """Find the query's words in the rows: position in the rows, document, index in `keys`.

    `keys` must be sorted. A 64k sieve throws out nine tenths before the binary search.
    """
    sieve = np.zeros(_SIEVE, dtype=bool)
    sieve[keys & np.uint32(_SIEVE - 1)] = True
    places = np.flatnonzero(sieve[rows.words & np.uint32(_SIEVE - 1)])
    found = rows.words[places]
    at = np.searchsorted(keys, found)
    at[at == len(keys)] = 0
    exact = keys[at] == found
    places = places[exact]
    documents = np.searchsorted(rows.starts, places, side="right") - 1
    return places, documents, at[exact]


def bm25(
    rows: Rows, weights: Mapping[int, float], statistics: Statistics
) -> NDArray[np.float64]:
    """Score every row against all words, with the lengths unrounded."""
    size = len(rows.numbers)
    if not weights or not size:
        return np.zeros(size)
    keys = np.array(sorted(weights), dtype=np.uint32)
    worth = np.array([weights[int(key)] for key in keys])
    places, documents, at = shared_words(rows, keys)
    times = rows.counts[places].astype(np.float64)
    average = statistics.average_length or 1.0
    norms = K1 * (1.0 - B + B * rows.lengths[documents] / average)
    parts = worth[at] * times * (K1 + 1.0) / (times + norms)
    scores: NDArray[np.float64] = np.bincount(documents, weights=parts, minlength=size).astype(
        np.float64
    )
    return scores
