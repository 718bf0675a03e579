"""The filters once more, over columns instead of postings: for broad filters and vectors."""

from collections.abc import Iterator, Mapping
from typing import Any

import numpy as np
from numpy.typing import NDArray

from yizhan.matching.engine.facets import MULTIPLE, NO_PRICE, Filters, bits

_SAMPLE = 4096
_HIGHEST = (1 << 63) - 1


Columns = NDArray[Any] | Mapping[str, NDArray[Any]]
"""Records, or columns by name: both give a column by its name."""


def mask(columns: Columns, filters: Filters) -> NDArray[np.bool_]:
    """Tell for every column record whether it fits; agrees with the engine's own filter."""
    fits = columns["number"] > 0
    for name, codes in filters.any_of.items():
        fits &= _has_any(columns, name, codes)
    for name, codes in filters.none_of.items():
        fits &= ~_has_any(columns, name, codes)
    for name, (low, high) in filters.ranges.items():
        fits &= columns[name] >= (1 if low is None else low)  # a missing value never fits
        fits &= columns[name] <= (_HIGHEST if high is None else high)
    fits &= _overlaps(columns, "price", filters.price, missing=NO_PRICE)
    fits &= _overlaps(columns, "trl", filters.trl, missing=0)
    if filters.without:
        fits &= ~np.isin(columns["number"], list(filters.without))
    return np.asarray(fits, dtype=np.bool_)


def selectivity(columns: Columns, filters: Filters, slots: int) -> float:
    """Estimate from a few thousand evenly spread slots which share of documents fits."""
    if not slots:
        return 1.0
    step = max(1, slots // _SAMPLE)
    return float(mask(_Every(columns, step), filters).mean())


class _Every(Mapping[str, NDArray[Any]]):
    """Columns of every n-th slot."""

    def __init__(self, columns: Columns, step: int) -> None:
        self._columns, self._step = columns, step

    def __getitem__(self, name: str) -> NDArray[Any]:
        return np.asarray(self._columns[name])[:: self._step]

    def __iter__(self) -> Iterator[str]:
        return iter(())

    def __len__(self) -> int:
        return 0


def _has_any(columns: Columns, name: str, codes: tuple[int, ...]) -> NDArray[np.bool_]:
    column = columns[name]
    if name in MULTIPLE:
        return np.asarray(column & np.uint64(bits(codes)) != 0)
    if len(codes) == 1:
        return np.asarray(column == codes[0])
    return np.asarray(np.isin(column, codes))


def _overlaps(
    columns: Columns,
    name: str,
    wanted: tuple[int | None, int | None] | None,
    missing: int,
) -> NDArray[np.bool_] | np.bool_:
    if wanted is None:
        return np.True_
    low, high = wanted
    fits = np.ones(len(columns[f"{name}_low"]), dtype=np.bool_)
    if high is not None:
        fits &= columns[f"{name}_low"] <= high
    if low is not None:
        fits &= columns[f"{name}_high"] >= low
    return np.asarray(fits | (columns[f"{name}_low"] == missing))
