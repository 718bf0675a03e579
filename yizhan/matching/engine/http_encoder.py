"""An embeddings endpoint as many model servers offer it: POST {address} {model, input}.

The address comes from the operator's environment and from nowhere else; redirects are not
followed, so that no answer can send requests to another place.
"""

from collections.abc import Sequence
from typing import Any, Final

import httpx
import numpy as np
from numpy.typing import NDArray

from yizhan.matching.engine.bags import Prepared
from yizhan.matching.engine.encoders import EncoderUnavailable, unit_rows

BATCH: Final = 64
LONGEST: Final = 4_000  # characters sent per text
QUERY_SECONDS: Final = 0.5  # a page does not wait longer; it goes on by words
BUILD_SECONDS: Final = 60.0


class HttpEncoder:
    """Ask a model server for vectors; slow or broken answers mean no vectors."""

    def __init__(self, address: str, *, model: str, key: str = "") -> None:
        """Ask once, to learn how long the vectors are."""
        if not address.startswith(("http://", "https://")):
            raise EncoderUnavailable("the address of the encoder must begin with http")
        headers = {"Authorization": f"Bearer {key}"} if key else {}
        self._client = httpx.Client(headers=headers, follow_redirects=False, trust_env=False)
        self._address, self._model = address, model
        self._dimensions = int(self._ask(["维度"], BUILD_SECONDS).shape[1])

    @property
    def version(self) -> str:
        """Name the model as the operator does."""
        return f"http-{self._model}-{self._dimensions}"

    @property
    def dimensions(self) -> int:
        """Tell how long the vectors are."""
        return self._dimensions

    def encode_documents(self, documents: Sequence[Prepared]) -> NDArray[np.float32]:
        """Encode title and text, many at a time."""
        texts = [document.source[:LONGEST] for document in documents]
        batches = [texts[at : at + BATCH] for at in range(0, len(texts), BATCH)]
        parts = [self._ask(batch, BUILD_SECONDS) for batch in batches]
        return np.concatenate(parts or [np.zeros((0, self._dimensions), np.float32)])

    def encode_query(self, query: Prepared) -> NDArray[np.float32]:
        """Encode one need, or give up quickly."""
        return np.asarray(self._ask([query.source[:LONGEST]], QUERY_SECONDS)[0])

    def _ask(self, texts: Sequence[str], seconds: float) -> NDArray[np.float32]:
        body = {"model": self._model, "input": list(texts)}
        try:
            answer = self._client.post(self._address, json=body, timeout=seconds)
            answer.raise_for_status()
            rows = _rows(answer.json())
        except (httpx.HTTPError, KeyError, TypeError, ValueError) as error:
            raise EncoderUnavailable(f"the embeddings endpoint failed: {error}") from error
        known = getattr(self, "_dimensions", None)
        if rows.shape[0] != len(texts) or (known and rows.shape[1] != known):
            raise EncoderUnavailable(f"the embeddings endpoint sent {rows.shape}")
        return unit_rows(rows)


def _rows(answer: Any) -> NDArray[np.float32]:
    ordered = sorted(answer["data"], key=lambda item: int(item["index"]))
    rows = np.array([item["embedding"] for item in ordered], dtype=np.float32)
    if rows.ndim != 2 or not np.isfinite(rows).all():
        raise ValueError("the vectors are not all of one length and finite")
    return rows
