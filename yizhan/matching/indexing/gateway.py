"""Where the index lives and how this process looks at it."""

import threading
import time
from pathlib import Path
from typing import Final

from django.conf import settings

from yizhan.matching.engine.encoders import Encoder
from yizhan.matching.engine.generations import Generation, IndexHome
from yizhan.matching.engine.http_encoder import HttpEncoder
from yizhan.matching.engine.onnx_encoder import OnnxEncoder
from yizhan.matching.engine.port import IndexUnavailable
from yizhan.matching.engine.retrieval import Retriever

LSA: Final = "lsa"
NONE: Final = "none"
_LOOK_AFTER: Final = 0.05  # seconds between looks at the pointer


def index_home() -> IndexHome:
    """Give the folder of all generations, as the settings say."""
    return IndexHome(Path(settings.YIZHAN_INDEX))


def configured_encoder() -> Encoder | None:
    """Load the encoder that the settings name; None for LSA, which each generation learns.

    `lsa` (the default), `none`, `onnx:<folder>`, or the address of an embeddings endpoint.
    """
    choice = str(settings.YIZHAN_ENCODER)
    if choice in {LSA, NONE, ""}:
        return None
    if choice.startswith("onnx:"):
        return OnnxEncoder(Path(choice.removeprefix("onnx:")))
    return HttpEncoder(
        choice, model=settings.YIZHAN_ENCODER_MODEL, key=settings.YIZHAN_ENCODER_KEY
    )


def encoder_of(generation: Generation) -> Encoder | None:
    """Give the encoder whose vectors the generation holds, or none if it cannot be had."""
    wanted = generation.meta().encoder
    if not wanted:
        return None
    encoder: Encoder | None = (
        generation.lsa() if wanted.startswith("lsa-") else configured_encoder()
    )
    return encoder if encoder is not None and encoder.version == wanted else None


def open_retriever(generation: Generation) -> Retriever:
    """Open a generation for searching; words made by another analyzer would never meet."""
    analyzer = generation.analyzer()
    if analyzer.version != generation.meta().analyzer:
        raise IndexUnavailable("the index was made by another analyzer: run `yizhan reindex`")
    return Retriever(
        generation.reader(),
        analyzer,
        encoder=encoder_of(generation),
        dense=generation.dense(),
    )


class _Current:
    """The retriever of the current generation, opened once per process and generation."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._looked = 0.0
        self._key = ("", "")
        self._retriever: Retriever | None = None

    def get(self) -> Retriever:
        now = time.monotonic()
        if self._retriever is not None and now - self._looked < _LOOK_AFTER:
            return self._retriever
        home = index_home()
        key = (str(home.root), home.pointer())
        with self._lock:
            if self._retriever is None or key != self._key:
                self._retriever = open_retriever(home.current())
                self._key = key
            self._looked = now
            return self._retriever

    def forget(self) -> None:
        with self._lock:
            self._retriever, self._key, self._looked = None, ("", ""), 0.0


_current = _Current()


def retriever() -> Retriever:
    """Give the retriever of the index that answers now; raises IndexUnavailable without one."""
    return _current.get()


def forget_retriever() -> None:
    """Open anew at the next look; for tests and after a restore."""
    _current.forget()
