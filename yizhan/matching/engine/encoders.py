"""What turns a text into a vector; without one, everything works by words alone."""

from collections.abc import Sequence
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from yizhan.matching.engine.bags import Prepared


class EncoderUnavailable(Exception):
    """Say that vectors cannot be had now; the search goes on by words."""


class Encoder(Protocol):
    """Map texts to vectors of length one, so that the inner product is the cosine."""

    @property
    def version(self) -> str:
        """Name the model so that vectors of another model are never compared with these."""
        ...

    @property
    def dimensions(self) -> int:
        """Tell how long the vectors are."""
        ...

    def encode_documents(self, documents: Sequence[Prepared]) -> NDArray[np.float32]:
        """Give one row per document; a row of zeros where there is nothing to say."""
        ...

    def encode_query(self, query: Prepared) -> NDArray[np.float32]:
        """Give the vector of one need, prepared as a document is."""
        ...


def unit_rows(vectors: NDArray[np.floating]) -> NDArray[np.float32]:
    """Scale every row to length one; rows of zeros stay."""
    lengths = np.linalg.norm(vectors, axis=1, keepdims=True)
    scaled = np.divide(vectors, lengths, out=np.zeros_like(vectors), where=lengths > 0)
    return np.asarray(scaled, dtype=np.float32)
