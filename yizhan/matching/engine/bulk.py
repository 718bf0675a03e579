"""Build a generation as fast as the machine allows: segmentation beside writing."""

import multiprocessing
import os
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from dataclasses import dataclass
from itertools import islice
from typing import Final

import numpy as np

from yizhan.matching.engine.bags import Prepared, prepare
from yizhan.matching.engine.dense import build_dense
from yizhan.matching.engine.encoders import Encoder
from yizhan.matching.engine.generations import LAYOUT, Generation, Meta
from yizhan.matching.engine.lsa import DIMENSIONS, learn_lsa, project_all
from yizhan.matching.engine.port import Document
from yizhan.matching.engine.store import VECTOR_FILE, VECTOR_TYPE
from yizhan.matching.engine.tantivy_engine import TantivyEngine
from yizhan.matching.engine.text import Analyzer

BATCH: Final = 1_000
AHEAD: Final = 8  # batches per worker that may wait: the writer stops now and then to flush
MOST_WORKERS: Final = 4  # one process writes, and no faster than these segment

Progress = Callable[[str, int], None]
"""Told the phase and how many documents it has dealt with so far."""

Complete = Callable[[Document], Document]
"""Adds to a document what is better worked out beside the segmentation; a plain function."""


def as_it_is(document: Document) -> Document:
    """Add nothing."""
    return document


@dataclass(frozen=True, slots=True)
class Helpers:
    """The worker processes of a build: how many, and what each adds to a document."""

    workers: int | None = None
    complete: Complete = as_it_is

    def number(self) -> int:
        """Give the number asked for, or as many as there are processors, within reason."""
        if self.workers is not None:
            return self.workers
        return min(MOST_WORKERS, os.cpu_count() or 1)


ALONE: Final = Helpers(workers=0)
_worker: list[tuple[Analyzer, Complete]] = []


def _start_worker(lexicon: tuple[str, ...], complete: Complete) -> None:
    _worker[:] = [(Analyzer(lexicon), complete)]


def _prepare_batch(documents: list[Document]) -> list[Prepared]:
    analyzer, complete = _worker[0]
    return [prepare(complete(document), analyzer) for document in documents]


def write_documents(
    generation: Generation,
    documents: Iterable[Document],
    analyzer: Analyzer,
    *,
    checkpoint: int,
    encoder: Encoder | None = None,
    progress: Progress = lambda _phase, _done: None,
    helpers: Helpers = ALONE,
) -> int:
    """Fill an empty generation; a document number may come only once.

    LSA is learned afterwards from what was written; any other encoder is passed in here.
    """
    engine = TantivyEngine(generation.folder, analyzer, encoder=encoder, bulk=True)
    done = 0
    try:
        for batch in _prepared(documents, analyzer, helpers):
            engine.stage(batch)
            done += len(batch)
            progress("write", done)
        engine.write([], checkpoint=checkpoint)
        engine.merge()
    finally:
        engine.close()
    return done


def _prepared(
    documents: Iterable[Document], analyzer: Analyzer, helpers: Helpers
) -> Iterator[list[Prepared]]:
    """Segment in other processes, in order, never more than a few batches ahead."""
    source = iter(documents)
    first = list(islice(source, BATCH))
    number = helpers.number()
    if len(first) < BATCH or not number:
        # Starting processes costs more than a thousand documents do.
        while first:
            yield [prepare(helpers.complete(document), analyzer) for document in first]
            first = list(islice(source, BATCH))
        return
    context = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(
        number,
        mp_context=context,
        initializer=_start_worker,
        initargs=(analyzer.lexicon, helpers.complete),
    ) as pool:
        queue: deque[Future[list[Prepared]]] = deque()
        while first or queue:
            while first and len(queue) < AHEAD * number:
                queue.append(pool.submit(_prepare_batch, first))
                first = list(islice(source, BATCH))
            yield queue.popleft().result()


def learn_vectors(
    generation: Generation, *, progress: Progress = lambda _phase, _done: None
) -> Encoder | None:
    """Learn the LSA model from what was written and fill the vector file by it."""
    engine = TantivyEngine(generation.folder, Analyzer())
    try:
        forward = engine.forward
        progress("learn", 0)
        encoder = learn_lsa(forward, dimensions=DIMENSIONS)
        if encoder is None:
            return None
        generation.save_lsa(encoder)
        shape = (forward.extent.slots, encoder.dimensions)
        path = generation.folder / VECTOR_FILE
        vectors = np.memmap(path, dtype=VECTOR_TYPE, mode="w+", shape=shape)
        project_all(encoder, forward, vectors)
        vectors.flush()
        progress("vectors", shape[0])
        build_dense(generation.folder, vectors)
    finally:
        engine.close()
    return encoder


def finish(
    generation: Generation,
    *,
    analyzer: Analyzer,
    encoder: Encoder | None,
    built_at: str,
    documents: int,
) -> None:
    """Write down what the generation was made with; from now on it may be switched to."""
    generation.finish(
        Meta(
            layout=LAYOUT,
            analyzer=analyzer.version,
            encoder=encoder.version if encoder else "",
            dimensions=encoder.dimensions if encoder else 0,
            built_at=built_at,
            documents=documents,
        )
    )
