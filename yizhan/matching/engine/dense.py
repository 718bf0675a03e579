"""Nearest vectors under a filter: faiss for what was built, brute force for what came since.

LSA vectors lie in tight clusters with near-ties, which hurts graphs and coarse codes; an
inverted file with half-precision codes was the best of everything measured. Under a filter
the number of lists probed grows with 1/selectivity, up to all of them: 5 ms at a million.
"""

import math
from pathlib import Path
from typing import Any, Final

import faiss
import numpy as np
from numpy.typing import NDArray

from yizhan.matching.engine.port import IndexUnavailable
from yizhan.matching.engine.store import ForwardReader

DENSE_FILE: Final = "dense.faiss"
FLAT_BELOW: Final = 20_000
PROBES: Final = 16
_TRAIN_PER_LIST: Final = 64
_CHUNK: Final = 50_000

_faiss: Any = faiss  # the stub knows the C++ signatures, not those of the wrappers

Slots = NDArray[np.int64]
Scores = NDArray[np.float32]


def build_dense(folder: Path, vectors: NDArray[np.float16], *, threads: int = 2) -> None:
    """Write the faiss file of a generation; small ones need none."""
    total, dimensions = vectors.shape
    if total < FLAT_BELOW:
        return
    faiss.omp_set_num_threads(threads)
    lists = int(min(4096, max(64, 2 * math.sqrt(total))))
    coarse = faiss.IndexFlatIP(dimensions)
    index = faiss.IndexIVFScalarQuantizer(
        coarse,
        dimensions,
        lists,
        faiss.ScalarQuantizer.QT_fp16,
        faiss.METRIC_INNER_PRODUCT,
        False,  # noqa: FBT003 - the binding takes no keywords; residuals would blur fp16
    )
    picked = np.random.default_rng(7).choice(
        total, min(total, lists * _TRAIN_PER_LIST), replace=False
    )
    index.train(np.asarray(vectors[np.sort(picked)], dtype=np.float32))
    for first in range(0, total, _CHUNK):
        part = np.asarray(vectors[first : first + _CHUNK], dtype=np.float32)
        index.add_with_ids(part, np.arange(first, first + len(part), dtype=np.int64))
    faiss.write_index(index, str(folder / DENSE_FILE))


class DenseIndex:
    """Search the vectors of one generation; knows nothing of which slots are still live."""

    def __init__(self, folder: Path) -> None:
        """Load the faiss file if the generation was large enough to have one."""
        self._index: Any = None
        path = folder / DENSE_FILE
        if path.exists():
            try:
                self._index = faiss.read_index(str(path))
            except RuntimeError as error:
                raise IndexUnavailable(f"the vector index cannot be read: {error}") from error

    @property
    def covered(self) -> int:
        """Tell how many slots the faiss file holds; later ones are compared one by one."""
        return int(self._index.ntotal) if self._index is not None else 0

    def search(
        self,
        query: NDArray[np.float32],
        forward: ForwardReader,
        fits: NDArray[np.bool_] | None,
        limit: int,
    ) -> tuple[Slots, Scores]:
        """Give the nearest of the slots that fit, best first."""
        if forward.vectors is None or not np.any(query):
            return np.zeros(0, np.int64), np.zeros(0, np.float32)
        slots, scores = self._recent(query, forward, fits)
        if self._index is not None:
            old_slots, old_scores = self._built(query, fits, limit)
            slots = np.concatenate((old_slots, slots))
            scores = np.concatenate((old_scores, scores))
        best = np.argsort(-scores, kind="stable")[:limit]
        return slots[best], scores[best]

    def _recent(
        self, query: NDArray[np.float32], forward: ForwardReader, fits: NDArray[np.bool_] | None
    ) -> tuple[Slots, Scores]:
        first, last = self.covered, forward.extent.slots
        slots = np.arange(first, last, dtype=np.int64)
        if fits is not None:
            slots = slots[fits[first:last]]
        if forward.vectors is None or not len(slots):
            return np.zeros(0, np.int64), np.zeros(0, np.float32)
        scores = np.asarray(forward.vectors[slots], dtype=np.float32) @ query
        return slots, scores

    def _built(
        self, query: NDArray[np.float32], fits: NDArray[np.bool_] | None, limit: int
    ) -> tuple[Slots, Scores]:
        probes, selector = PROBES, None
        if fits is not None:
            inside = fits[: self.covered]
            share = float(inside.mean())
            if not share:
                return np.zeros(0, np.int64), np.zeros(0, np.float32)
            probes = math.ceil(PROBES / share)
            packed = np.packbits(inside, bitorder="little")
            selector = _faiss.IDSelectorBitmap(packed)
        parameters = _faiss.SearchParametersIVF()
        parameters.nprobe = min(probes, self._index.nlist)
        if selector is not None:
            parameters.sel = selector
        scores, slots = self._index.search(query[None, :], limit, params=parameters)
        found = slots[0] >= 0
        return slots[0][found].astype(np.int64), scores[0][found]
