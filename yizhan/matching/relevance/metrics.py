"""Measures of a ranking, and intervals that say how far they can be trusted."""

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

DEPTH: Final = 10
RESAMPLES: Final = 10_000

Gain = Callable[[int], float]


def exponential_gain(level: int) -> float:
    """Give 2^(level-1) - 1: levels 1, 2, 3, 4 are worth 0, 1, 3, 7."""
    return float(2 ** max(level - 1, 0) - 1)


def linear_gain(level: int) -> float:
    """Give level - 1: levels 1, 2, 3, 4 are worth 0, 1, 2, 3."""
    return float(max(level - 1, 0))


def discounted(gains: Sequence[float], depth: int = DEPTH) -> float:
    """Add up gains, each divided by the logarithm (base 2) of its place plus one."""
    return math.fsum(gain / math.log2(place + 2) for place, gain in enumerate(gains[:depth]))


def ndcg(
    ordered: Sequence[int],
    *,
    depth: int = DEPTH,
    gain: Gain = exponential_gain,
    known: Sequence[int] | None = None,
) -> float | None:
    """Divide the discounted gain by the best possible one; None where that is zero.

    `known` are all judged levels, where the ranking holds more or fewer than those.
    """
    ideal = discounted(sorted(map(gain, known or ordered), reverse=True), depth)
    return discounted([gain(level) for level in ordered], depth) / ideal if ideal else None


def precision(ordered: Sequence[int], *, depth: int, least: int) -> float:
    """Give the share of the first `depth` places that hold at least this level."""
    return sum(level >= least for level in ordered[:depth]) / depth


def reciprocal_rank(ordered: Sequence[int], *, least: int) -> float:
    """Give one over the place of the first of at least this level; 0 if there is none."""
    return next(
        (1 / place for place, level in enumerate(ordered, start=1) if level >= least), 0.0
    )


def recall(ordered: Sequence[str], wanted: frozenset[str], *, depth: int) -> float:
    """Give the share of the wanted that stands among the first `depth`."""
    return len(wanted.intersection(ordered[:depth])) / len(wanted)


@dataclass(frozen=True, slots=True)
class Interval:
    """A mean difference and the middle 95 % of its resampled means."""

    mean: float
    low: float
    high: float

    @property
    def above_zero(self) -> bool:
        """Tell whether zero lies below the interval."""
        return self.low > 0


def paired_bootstrap(
    first: Sequence[float] | NDArray[np.float64],
    second: Sequence[float] | NDArray[np.float64],
    *,
    resamples: int = RESAMPLES,
    seed: int = 2359,
) -> Interval:
    """Resample needs, not pairs: the same needs are drawn for both systems."""
    differences: NDArray[np.float64] = np.asarray(first, float) - np.asarray(second, float)
    if not len(differences):
        return Interval(0.0, 0.0, 0.0)
    random = np.random.default_rng(seed)
    drawn = random.integers(0, len(differences), (resamples, len(differences)))
    low, high = np.percentile(differences[drawn].mean(axis=1), (2.5, 97.5))
    return Interval(float(differences.mean()), float(low), float(high))
