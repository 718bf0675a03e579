"""A sentence encoder from a folder: `model.onnx` with `tokenizer.json`, nothing downloaded."""

import hashlib
import threading
from collections.abc import Sequence
from pathlib import Path
from typing import Any, Final

import numpy as np
import onnxruntime
from numpy.typing import NDArray
from tokenizers import Tokenizer

from yizhan.matching.engine.bags import Prepared
from yizhan.matching.engine.encoders import EncoderUnavailable, unit_rows

LONGEST: Final = 512  # tokens
BATCH: Final = 32


class OnnxEncoder:
    """Run the model on the processor; texts are averaged over their tokens."""

    def __init__(self, folder: Path, *, threads: int = 1) -> None:
        """Load model and tokenizer; whatever is wrong with them is said in one sentence."""
        try:
            options = onnxruntime.SessionOptions()
            options.intra_op_num_threads = threads
            model = folder / "model.onnx"
            self._session: Any = onnxruntime.InferenceSession(
                str(model), options, providers=["CPUExecutionProvider"]
            )
            self._tokenizer: Any = Tokenizer.from_file(str(folder / "tokenizer.json"))
            digest = hashlib.sha256(model.read_bytes()).hexdigest()[:12]
        except Exception as error:
            raise EncoderUnavailable(
                f"no encoder can be loaded from {folder}: {error}"
            ) from error
        self._tokenizer.enable_truncation(LONGEST)
        self._tokenizer.enable_padding()
        self._inputs = {item.name for item in self._session.get_inputs()}
        self._lock = threading.Lock()  # padding and truncation are state of the tokenizer
        self._version = f"onnx-{folder.name}-{digest}"
        self._dimensions = int(self._encode(["维度"]).shape[1])

    @property
    def version(self) -> str:
        """Name the model by its content."""
        return self._version

    @property
    def dimensions(self) -> int:
        """Tell how long the vectors are."""
        return self._dimensions

    def encode_documents(self, documents: Sequence[Prepared]) -> NDArray[np.float32]:
        """Encode title and text."""
        texts = [document.source for document in documents]
        parts = [self._encode(texts[at : at + BATCH]) for at in range(0, len(texts), BATCH)]
        return np.concatenate(parts or [np.zeros((0, self._dimensions), np.float32)])

    def encode_query(self, query: Prepared) -> NDArray[np.float32]:
        """Encode one need."""
        return np.asarray(self._encode([query.source])[0])

    def _encode(self, texts: Sequence[str]) -> NDArray[np.float32]:
        with self._lock:
            encoded = self._tokenizer.encode_batch(list(texts))
        mask = np.array([one.attention_mask for one in encoded], dtype=np.int64)
        feed = {
            "input_ids": np.array([one.ids for one in encoded], dtype=np.int64),
            "attention_mask": mask,
            "token_type_ids": np.array([one.type_ids for one in encoded], dtype=np.int64),
        }
        try:
            wanted = {name: feed[name] for name in self._inputs}
            answer = np.asarray(self._session.run(None, wanted)[0], dtype=np.float32)
        except Exception as error:
            raise EncoderUnavailable(f"the encoder failed: {error}") from error
        if answer.ndim == 3:  # one vector per token: average those that are not padding
            weights = mask[:, :, None].astype(np.float32)
            answer = (answer * weights).sum(axis=1) / np.maximum(weights.sum(axis=1), 1e-9)
        return unit_rows(answer)
