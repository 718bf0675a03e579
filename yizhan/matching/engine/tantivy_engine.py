"""The writing half of the embedded engine: one commit binds words, rows and position."""

from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Final

import numpy as np
from tantivy import Document as Entry
from tantivy import IndexWriter

from yizhan.matching.engine import tantivy_queries as build
from yizhan.matching.engine.bags import COLUMNS, Prepared, prepare
from yizhan.matching.engine.encoders import Encoder, EncoderUnavailable
from yizhan.matching.engine.port import (
    CHECKPOINT_ID,
    Document,
    Drop,
    IndexLocked,
    IndexUnavailable,
    Operation,
    Put,
)
from yizhan.matching.engine.store import (
    COLUMN_FILE,
    ROW_FILE,
    VECTOR_FILE,
    Extent,
    ForwardWriter,
)
from yizhan.matching.engine.tantivy_reader import TantivyReader, unavailable
from yizhan.matching.engine.tantivy_view import WORD_FOLDER, open_index
from yizhan.matching.engine.text import Analyzer

LIVE_HEAP: Final = 64 << 20
BULK_HEAP: Final = 384 << 20


class TantivyEngine(TantivyReader):
    """Write and search one index folder; there is one such process at a time."""

    def __init__(
        self,
        folder: Path,
        analyzer: Analyzer,
        *,
        encoder: Encoder | None = None,
        dimensions: int = 0,
        bulk: bool = False,
    ) -> None:
        """Make the index if it is not there, and hold its lock until `close`."""
        self.analyzer = analyzer
        self.encoder = encoder
        self._bulk = bulk
        self._heap, self._threads = (BULK_HEAP, 2) if bulk else (LIVE_HEAP, 1)
        self._writer: IndexWriter | None = None
        self._forward: ForwardWriter | None = None
        (folder / WORD_FOLDER).mkdir(parents=True, exist_ok=True)
        for name in (COLUMN_FILE, ROW_FILE, VECTOR_FILE):
            (folder / name).touch()
        with unavailable("the index cannot be opened"):
            open_index(folder)
        super().__init__(folder, dimensions=encoder.dimensions if encoder else dimensions)
        self._open_writer()

    def apply(self, operations: Iterable[Operation], *, checkpoint: int) -> None:
        """Write the operations and the position in one commit, all or nothing."""
        last: dict[int, Operation] = {}
        for operation in operations:
            number = (
                operation.number if isinstance(operation, Drop) else operation.document.number
            )
            last[number] = operation  # within a batch only the last word counts
        puts = [op.document for op in last.values() if isinstance(op, Put)]
        prepared = [prepare(document, self.analyzer) for document in puts]
        self.write(prepared, drops=list(last), checkpoint=checkpoint)

    def upsert(self, document: Document) -> None:
        """Write one document and leave the position as it is."""
        self.apply([Put(document)], checkpoint=self._view.checkpoint)

    def delete(self, number: int) -> None:
        """Remove one document and leave the position as it is."""
        self.apply([Drop(number)], checkpoint=self._view.checkpoint)

    def write(
        self, prepared: Sequence[Prepared], *, drops: Sequence[int] = (), checkpoint: int
    ) -> None:
        """Write prepared documents in one commit; `drops` first, also of what they replace."""
        with self._lock:
            writer, forward = self._writing()
            before = self._view.extent
            try:
                for number in drops:
                    writer.delete_documents_by_term("number", number)
                self._add(writer, forward, prepared)
                forward.sync()
                self._mark(writer, forward.extent, checkpoint)
                writer.commit()
            except BaseException as error:
                self._roll_back(before)
                if isinstance(error, OSError | ValueError | RuntimeError):
                    raise IndexUnavailable(f"the index cannot be written: {error}") from error
                raise
            self.reload()

    def stage(self, prepared: Sequence[Prepared]) -> None:
        """Take prepared documents without a commit; the next `write` makes them visible."""
        with self._lock:
            self._add(*self._writing(), prepared)

    def merge(self) -> None:
        """Wait for the merges of a bulk build; the next write opens a new writer."""
        with self._lock:
            writer, _ = self._writing()
            writer.wait_merging_threads()
            self._writer = None
            self._close_forward()
            self.reload()

    def close(self) -> None:
        """Let go of the lock and the files."""
        with self._lock:
            if self._writer is not None:
                self._writer.rollback()
                self._writer = None
            self._close_forward()

    # inside

    def _open_writer(self) -> IndexWriter:
        try:
            self._writer = self._index.writer(heap_size=self._heap, num_threads=self._threads)
        except ValueError as error:
            if "LockBusy" in str(error):
                raise IndexLocked("another process writes to this index") from error
            raise IndexUnavailable(f"the index cannot be written: {error}") from error
        # What is written again after a kill gets the same file names: the library counts on
        # from the last commit and will not write over a file that the dead writer left.
        self._writer.garbage_collect_files()
        return self._writer

    def _writing(self) -> tuple[IndexWriter, ForwardWriter]:
        writer = self._writer or self._open_writer()
        if self._forward is None:
            self._forward = ForwardWriter(self.folder, self._view.extent, self.dimensions)
        return writer, self._forward

    def _add(
        self, writer: IndexWriter, forward: ForwardWriter, prepared: Sequence[Prepared]
    ) -> None:
        if not prepared:
            return
        raw = bytearray(b"".join(one.column for one in prepared))
        slots = forward.append(np.frombuffer(raw, dtype=COLUMNS), [one.row for one in prepared])
        if self.dimensions:
            vectors = np.zeros((len(prepared), self.dimensions), dtype=np.float32)
            if self.encoder is not None:
                try:
                    vectors = self.encoder.encode_documents(prepared)
                except EncoderUnavailable:
                    # A change must be found by its words even while the encoder is away;
                    # a whole index without vectors would be another matter.
                    if self._bulk:
                        raise
            forward.append_vectors(vectors)
        for slot, one in zip(slots, prepared, strict=True):
            fields = build.document_fields(one.text, one.facets, one.number, slot)
            writer.add_document(Entry.from_dict(fields, self._index.schema))

    def _mark(self, writer: IndexWriter, extent: Extent, checkpoint: int) -> None:
        writer.delete_documents_by_term("number", CHECKPOINT_ID)
        position = {
            "number": CHECKPOINT_ID,
            "sequence": checkpoint,
            "slots": extent.slots,
            "row_end": extent.row_end,
        }
        writer.add_document(Entry.from_dict(position, self._index.schema))

    def _roll_back(self, extent: Extent) -> None:
        """Make the writer forget; a writer that cannot is thrown away."""
        if self._forward is not None:
            self._forward.rewind(extent)
        if self._writer is not None:
            try:
                self._writer.rollback()
                self._writer.garbage_collect_files()
            except Exception:  # noqa: BLE001 - a dead writer refuses everything
                self._writer = None

    def _close_forward(self) -> None:
        if self._forward is not None:
            self._forward.close()
            self._forward = None
