"""Vectors learned from the installation's own texts: tf-idf, then a truncated SVD.

No download, no labels: it finds that two words appear in the same company. It is learned
from the forward store of a generation that is being built, so no text is segmented twice.
"""

import hashlib
from collections.abc import Sequence
from pathlib import Path
from typing import Final

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_matrix

from yizhan.matching.engine.bags import COLUMNS, Prepared
from yizhan.matching.engine.encoders import unit_rows
from yizhan.matching.engine.port import Rows
from yizhan.matching.engine.store import ForwardReader

DIMENSIONS: Final = 128
SAMPLE: Final = 100_000
MOST_WORDS: Final = 60_000
LEAST_DOCUMENTS: Final = 3  # a word in fewer documents says nothing about company
MOST_SHARE: Final = 0.3  # a word in more of them says nothing at all
_OVERSAMPLING: Final = 16
_PASSES: Final = 3
_CHUNK: Final = 20_000


class LsaEncoder:
    """Project counted words onto what was learned."""

    def __init__(
        self,
        words: NDArray[np.uint32],
        rarity: NDArray[np.float32],
        axes: NDArray[np.float32],
    ) -> None:
        """Take the sorted word hashes, their idf, and one row of axes per word."""
        self.words, self.rarity, self.axes = words, rarity, axes
        digest = hashlib.sha256(words.tobytes() + np.ascontiguousarray(axes).tobytes())
        self._version = f"lsa-{axes.shape[1]}-{digest.hexdigest()[:12]}"

    @property
    def version(self) -> str:
        """Name the model by its content."""
        return self._version

    @property
    def dimensions(self) -> int:
        """Tell how long the vectors are."""
        return int(self.axes.shape[1])

    def encode_documents(self, documents: Sequence[Prepared]) -> NDArray[np.float32]:
        """Project the counted words of the documents."""
        bags = [_bag(document) for document in documents]
        starts = np.concatenate(([0], np.cumsum([len(words) for words, _ in bags])))
        words = np.concatenate([words for words, _ in bags] or [np.zeros(0, np.uint32)])
        counts = np.concatenate([times for _, times in bags] or [np.zeros(0, np.uint8)])
        return self.encode_bags(starts.astype(np.int64), words, counts)

    def encode_query(self, query: Prepared) -> NDArray[np.float32]:
        """Project one need."""
        return np.asarray(self.encode_documents([query])[0])

    def encode_rows(self, rows: Rows) -> NDArray[np.float32]:
        """Project forward rows."""
        return self.encode_bags(rows.starts, rows.words, rows.counts)

    def encode_bags(
        self, starts: NDArray[np.int64], words: NDArray[np.uint32], counts: NDArray[np.uint8]
    ) -> NDArray[np.float32]:
        """Project bags that stand one after another."""
        matrix = _matrix(starts, words, counts, self.words, self.rarity)
        return unit_rows(np.asarray(matrix @ self.axes))

    def save(self, path: Path) -> None:
        """Write the model into a generation."""
        with path.open("wb") as file:
            np.savez(file, words=self.words, rarity=self.rarity, axes=self.axes)

    @classmethod
    def load(cls, path: Path) -> "LsaEncoder":
        """Read what `save` wrote."""
        with np.load(path, allow_pickle=False) as saved:
            return cls(saved["words"], saved["rarity"], saved["axes"])


def learn_lsa(
    forward: ForwardReader, *, dimensions: int = DIMENSIONS, sample: int = SAMPLE, seed: int = 7
) -> LsaEncoder | None:
    """Learn from a sample of the slots; None where there is too little to learn from."""
    slots = np.arange(forward.extent.slots, dtype=np.int64)
    if len(slots) > sample:
        slots = np.sort(np.random.default_rng(seed).choice(slots, sample, replace=False))
    rows = forward.rows(slots)
    words, frequency = np.unique(rows.words, return_counts=True)
    useful = (frequency >= LEAST_DOCUMENTS) & (frequency <= max(3, MOST_SHARE * len(slots)))
    words, frequency = words[useful], frequency[useful]
    if len(words) > MOST_WORDS:
        kept = np.sort(np.argsort(-frequency, kind="stable")[:MOST_WORDS])
        words, frequency = words[kept], frequency[kept]
    rank = min(dimensions, len(words) - 1, len(slots) - 1)
    if rank < 2:
        return None
    rarity = np.log((1.0 + len(slots)) / (1.0 + frequency)).astype(np.float32) + 1.0
    matrix = _matrix(rows.starts, rows.words, rows.counts, words, rarity)
    axes = np.zeros((len(words), dimensions), dtype=np.float32)
    axes[:, :rank] = _right_axes(matrix, rank, seed)
    return LsaEncoder(words, rarity, axes)


def project_all(
    encoder: LsaEncoder, forward: ForwardReader, vectors: NDArray[np.float16]
) -> None:
    """Fill the vector file of a generation, chunk by chunk."""
    for first in range(0, forward.extent.slots, _CHUNK):
        slots = np.arange(first, min(first + _CHUNK, forward.extent.slots), dtype=np.int64)
        vectors[slots] = encoder.encode_rows(forward.rows(slots)).astype(np.float16)


def _bag(document: Prepared) -> tuple[NDArray[np.uint32], NDArray[np.uint8]]:
    size = int(np.frombuffer(document.column, dtype=COLUMNS)["words"][0])
    words = np.frombuffer(document.row, dtype="<u4", count=size)
    return words, np.frombuffer(document.row, dtype=np.uint8, count=size, offset=4 * size)


def _matrix(
    starts: NDArray[np.int64],
    words: NDArray[np.uint32],
    counts: NDArray[np.uint8],
    known: NDArray[np.uint32],
    rarity: NDArray[np.float32],
) -> csr_matrix:
    """Weigh the bags: logarithm of the count times idf, each row scaled to length one."""
    at = np.searchsorted(known, words)
    at[at == len(known)] = 0
    hit = known[at] == words
    ends = np.concatenate(([0], np.cumsum(hit)))[starts]
    columns = at[hit]
    values = (1.0 + np.log(counts[hit].astype(np.float32))) * rarity[columns]
    sizes = np.diff(ends)
    owner = np.repeat(np.arange(len(sizes)), sizes)
    lengths = np.sqrt(np.bincount(owner, weights=values**2, minlength=len(sizes)))
    values = (values / lengths[owner]).astype(np.float32)
    return csr_matrix((values, columns, ends), shape=(len(sizes), len(known)))


def _right_axes(matrix: csr_matrix, rank: int, seed: int) -> NDArray[np.float32]:
    """Find the leading right singular vectors by a randomised subspace iteration."""
    width = min(rank + _OVERSAMPLING, *matrix.shape)
    noise = np.random.default_rng(seed).standard_normal((matrix.shape[1], width))
    basis = np.asarray(matrix @ noise.astype(np.float32))
    turned = matrix.T.tocsr()
    for _ in range(_PASSES):
        back = _orthonormal(np.asarray(turned @ _orthonormal(basis)))
        basis = np.asarray(matrix @ back)
    found = _orthonormal(np.asarray(turned @ _orthonormal(basis)))[:, :rank]
    axes = np.zeros((matrix.shape[1], rank), dtype=np.float32)
    axes[:, : found.shape[1]] = found
    return axes


def _orthonormal(columns: NDArray[np.float32]) -> NDArray[np.float32]:
    """Give an orthonormal basis of the columns, the strongest direction first.

    By way of the small Gram matrix: ten times cheaper than QR on tall matrices, and what is
    lost of precision is far below what half-precision vectors keep.
    """
    gram = columns.T.astype(np.float64) @ columns.astype(np.float64)
    values, turns = np.linalg.eigh(gram)
    strong = np.flatnonzero(values > values.max() * 1e-9)[::-1]
    scaled = turns[:, strong] / np.sqrt(values[strong])
    return np.asarray(columns @ scaled.astype(np.float32), dtype=np.float32)
