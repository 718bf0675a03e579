"""Words of the trade that the dictionary does not know, found in the corpus itself.

A sequence of two to five Chinese characters becomes a word when it occurs often enough,
its parts cling together (pointwise mutual information at the weakest joint), its neighbours
vary on both sides (branching entropy), and the segmenter would otherwise cut it. Thresholds
were set by reading the words found in 4,000 patents and 2,000 papers.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from yizhan.matching.engine.stopwords import STOP_WORDS
from yizhan.matching.engine.text import HAN_RUN, Analyzer, normalise

LONGEST: Final = 5
LEAST_TIMES: Final = 8
LEAST_TEXTS_SHARE: Final = 2e-5
LEAST_COHESION: Final = 5.0  # nats at the weakest joint
LEAST_FREEDOM: Final = 1.3  # nats, the poorer of the two sides
MOST_WORDS: Final = 20_000
_LOOSE: Final = frozenset(
    "的了和与及或在是有为对将以中上下内外其该此这那个种类所被使由从向到于并且而但也又都很更最再"
    "可能要会应须不无未没非各每某另等之者们我你他她它得地着过把让给比如若即则因当第一二三四五六七八九十两"
    "多少几年月日时后前来去进行"
)
_BITS: Final = 12  # neighbours are hashed into 4096 classes, enough to measure their variety


@dataclass(frozen=True, slots=True)
class FoundWord:
    """A candidate with what speaks for it."""

    word: str
    times: int
    cohesion: float
    freedom: float


def learn_lexicon(texts: Iterable[str], *, limit: int = MOST_WORDS) -> list[str]:
    """List the domain words of a corpus, most frequent first; deterministic."""
    return [found.word for found in find_words(texts, limit=limit)]


def find_words(texts: Iterable[str], *, limit: int = MOST_WORDS) -> list[FoundWord]:
    """Find the domain words with their figures; a hundred thousand texts take a minute."""
    runs = [run for text in texts for run in HAN_RUN.findall(normalise(text)) if len(run) > 1]
    joined = "\n" + "\n".join(runs) + "\n"
    codes = np.frombuffer(joined.encode("utf-32-le"), dtype="<u4").astype(np.uint64)
    found = _candidates(codes, joined)
    found.sort(key=lambda one: (-one.times, one.word))
    segmenter = Analyzer()
    kept = [one for one in found if segmenter.words(one.word) != [one.word]]
    return _without_fragments(kept)[:limit]


def _candidates(codes: NDArray[np.uint64], joined: str) -> list[FoundWord]:
    breaks = codes == 10
    total = int((~breaks).sum())
    if not total:
        return []
    least = max(LEAST_TIMES, int(total * LEAST_TEXTS_SHARE / 10))
    counts = [_occurrences(codes, breaks, size) for size in range(1, LONGEST + 1)]
    found: list[FoundWord] = []
    for size in range(2, LONGEST + 1):
        times, group = counts[size - 1]
        places = np.flatnonzero(times >= least)
        if not len(places):
            continue
        _groups, first = np.unique(group[places], return_index=True)
        heads = places[first]
        cohesion = _cohesion(counts, heads, size, total)
        freedom = _freedom(codes, group, places, size)[group[heads]]
        good = (cohesion >= LEAST_COHESION) & (freedom >= LEAST_FREEDOM)
        for at, close, free in zip(heads[good], cohesion[good], freedom[good], strict=True):
            word = joined[at : at + size]
            if _may_be_word(word):
                found.append(FoundWord(word, int(times[at]), float(close), float(free)))
    return found


def _may_be_word(word: str) -> bool:
    loose = word[0] in _LOOSE or word[-1] in _LOOSE or "的" in word
    return not loose and word not in STOP_WORDS


def _occurrences(
    codes: NDArray[np.uint64], breaks: NDArray[np.bool_], size: int
) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Give for every position how often its n-gram occurs (0 across a break), and its group."""
    length = len(codes) - size + 1
    keys = np.zeros(length, dtype=np.uint64)
    broken = np.zeros(length, dtype=np.bool_)
    for offset in range(size):
        keys = keys * np.uint64(0x9E3779B97F4A7C15) + codes[offset : offset + length]
        broken |= breaks[offset : offset + length]
    _keys, group, counts = np.unique(keys, return_inverse=True, return_counts=True)
    times = counts[group]
    times[broken] = 0
    return times.astype(np.int64), group.astype(np.int64)


def _cohesion(
    counts: Sequence[tuple[NDArray[np.int64], NDArray[np.int64]]],
    heads: NDArray[np.int64],
    size: int,
    total: int,
) -> NDArray[np.float64]:
    whole = np.log(counts[size - 1][0][heads] / total)
    weakest = np.full(len(heads), np.inf)
    for cut in range(1, size):
        left = np.log(counts[cut - 1][0][heads] / total)
        right = np.log(counts[size - cut - 1][0][heads + cut] / total)
        weakest = np.minimum(weakest, whole - left - right)
    return weakest


def _freedom(
    codes: NDArray[np.uint64],
    group: NDArray[np.int64],
    places: NDArray[np.int64],
    size: int,
) -> NDArray[np.float64]:
    """Measure the entropy of the neighbours, the poorer side, for every group."""
    sides = []
    for neighbour in (codes[places - 1], codes[places + size]):
        # A line end is a neighbour that differs each time: it leaves the word free.
        lines = np.arange(len(places), dtype=np.uint64)
        varied = np.where(neighbour == 10, lines, neighbour) % np.uint64(1 << _BITS)
        pairs = (group[places].astype(np.uint64) << np.uint64(_BITS)) | varied
        kinds, times = np.unique(pairs, return_counts=True)
        owner = (kinds >> np.uint64(_BITS)).astype(np.int64)
        size_of = int(group.max()) + 1
        sums = np.bincount(owner, weights=times, minlength=size_of)
        logs = np.bincount(owner, weights=times * np.log(times), minlength=size_of)
        with np.errstate(divide="ignore", invalid="ignore"):
            sides.append(np.where(sums > 0, np.log(sums) - logs / sums, 0.0))
    return np.minimum(*sides)


def _without_fragments(found: Sequence[FoundWord]) -> list[FoundWord]:
    """Drop a word that hardly ever stands outside one longer word."""
    inside: dict[str, int] = {}
    for one in found:
        for size in range(2, len(one.word)):
            for at in range(len(one.word) - size + 1):
                part = one.word[at : at + size]
                inside[part] = max(inside.get(part, 0), one.times)
    return [one for one in found if inside.get(one.word, 0) < 0.7 * one.times]
