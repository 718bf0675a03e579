"""The forward store: for every slot a fixed column record, a row of words, and a vector.

Three files that only grow. The tantivy commit is the one truth: a document there names its
slot, and the checkpoint document says how far the files are valid. Bytes are on disk before
the commit that names them; whatever a killed writer left behind the last commit is cut off
when the next writer opens. Readers therefore need no lock and never see half a row.

Rows are read with pread, not through a memory map: half a gigabyte of rows then costs page
cache, which the system can take back, and not resident memory of every web process.
"""

import os
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Any, BinaryIO, Final, Self, overload
from uuid import UUID

import numpy as np
from numpy.typing import NDArray

from yizhan.matching.engine.bags import COLUMNS
from yizhan.matching.engine.port import IndexUnavailable, Rows

COLUMN_FILE: Final = "columns.bin"
ROW_FILE: Final = "rows.bin"
VECTOR_FILE: Final = "vectors.bin"
VECTOR_TYPE: Final = np.dtype("<f2")


@dataclass(frozen=True, slots=True)
class Extent:
    """How far the files are valid: the number of slots and the end of the rows."""

    slots: int = 0
    row_end: int = 0


class ForwardWriter:
    """Append to the files; only the process that holds the index lock may have one."""

    def __init__(self, folder: Path, extent: Extent, dimensions: int = 0) -> None:
        """Cut off what was never committed and stand at the end."""
        self.dimensions = dimensions
        self._slots, self._row_end = extent.slots, extent.row_end
        self._columns = _open_at(folder / COLUMN_FILE, extent.slots * COLUMNS.itemsize)
        self._rows = _open_at(folder / ROW_FILE, extent.row_end)
        self._vectors: BinaryIO | None = None
        if dimensions:
            width = dimensions * VECTOR_TYPE.itemsize
            self._vectors = _open_at(folder / VECTOR_FILE, extent.slots * width)

    @property
    def extent(self) -> Extent:
        """Tell how far the files go, committed or not."""
        return Extent(self._slots, self._row_end)

    def append(self, columns: NDArray[np.void], rows: Sequence[bytes]) -> range:
        """Add documents and give their slots; `columns` get their place in the row file."""
        sizes = np.fromiter((len(row) for row in rows), dtype=np.int64, count=len(rows))
        columns["at"] = self._row_end + np.concatenate(([0], np.cumsum(sizes)[:-1]))
        columns["size"] = sizes
        self._columns.write(columns.tobytes())
        self._rows.write(b"".join(rows))
        first = self._slots
        self._slots += len(rows)
        self._row_end += int(sizes.sum())
        return range(first, self._slots)

    def append_vectors(self, vectors: NDArray[np.float32]) -> None:
        """Add the vectors of the slots that `append` has just given."""
        if self._vectors is not None:
            self._vectors.write(vectors.astype(VECTOR_TYPE).tobytes())

    def sync(self) -> None:
        """Put everything on disk; must come before the commit that names it."""
        for file in self._files():
            file.flush()
            os.fdatasync(file.fileno())

    def rewind(self, extent: Extent) -> None:
        """Forget what was appended after a commit that failed."""
        self._slots, self._row_end = extent.slots, extent.row_end
        ends = [extent.slots * COLUMNS.itemsize, extent.row_end]
        ends.append(extent.slots * self.dimensions * VECTOR_TYPE.itemsize)
        for file, end in zip(self._files(), ends, strict=False):
            file.flush()
            file.truncate(end)
            file.seek(end)

    def close(self) -> None:
        """Let go of the files."""
        for file in self._files():
            file.close()

    def __enter__(self) -> Self:
        """Close when the block ends."""
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Close, whatever happened."""
        self.close()

    def _files(self) -> Iterable[BinaryIO]:
        yield self._columns
        yield self._rows
        if self._vectors is not None:
            yield self._vectors


def _open_at(path: Path, end: int) -> BinaryIO:
    path.touch()
    if path.stat().st_size < end:
        raise IndexUnavailable(f"{path.name} is shorter than the index says: rebuild")
    file = path.open("r+b", buffering=1 << 20)
    file.truncate(end)
    file.seek(end)
    return file


class Identities(Sequence[UUID]):
    """UUIDs that are made when asked for: a page looks at forty of five hundred."""

    def __init__(self, raw: NDArray[np.void]) -> None:
        """Take the packed values."""
        self._raw = raw

    def __len__(self) -> int:
        """Count them."""
        return len(self._raw)

    @overload
    def __getitem__(self, place: int) -> UUID: ...
    @overload
    def __getitem__(self, place: slice) -> Sequence[UUID]: ...
    def __getitem__(self, place: int | slice) -> UUID | Sequence[UUID]:
        """Make one, or look at some."""
        if isinstance(place, slice):
            return Identities(self._raw[place])
        return UUID(bytes=bytes(self._raw[place]))


class Table(Mapping[str, NDArray[Any]]):
    """The columns by name, each in one piece: a filter over a million slots reads a megabyte.

    The records on disk lie one after another; going through them for one column would pull
    all the others through the cache. A column is copied when it is first asked for, and a
    later view of the same files only adds what has come since.
    """

    def __init__(self, records: NDArray[np.void], earlier: "Table | None" = None) -> None:
        """Look at records, taking over what an earlier look at fewer of them has copied."""
        self._records = records
        self._buffers: dict[str, NDArray[Any]] = {}
        self._known: dict[str, NDArray[Any]] = {}
        self._filled: dict[str, int] = {}
        if earlier is not None:
            self._buffers, self._filled = earlier.copied()

    def copied(self) -> tuple[dict[str, NDArray[Any]], dict[str, int]]:
        """Hand on what has been copied so far."""
        return dict(self._buffers), dict(self._filled)

    def __getitem__(self, name: str) -> NDArray[Any]:
        """Give a column in one piece."""
        known = self._known.get(name)
        if known is None:
            known = self._known[name] = self._extended(name)
        return known

    def _extended(self, name: str) -> NDArray[Any]:
        """Add the slots that came since; a slot never changes, so views may share."""
        size, filled = len(self._records), self._filled.get(name, 0)
        buffer = self._buffers.get(name)
        if buffer is None or len(buffer) < size:
            bigger = np.empty(size + size // 8 + 1024, dtype=self._records.dtype[name])
            if buffer is not None:
                bigger[:filled] = buffer[:filled]
            buffer = self._buffers[name] = bigger
        buffer[filled:size] = self._records[name][filled:]
        self._filled[name] = size
        return buffer[:size]

    def __iter__(self) -> Iterator[str]:
        """Go through the names."""
        return iter(COLUMNS.names or ())

    def __len__(self) -> int:
        """Count the slots."""
        return len(self._records)


class ForwardReader:
    """Read slots; sees what was valid at `extent` and nothing after it."""

    def __init__(
        self,
        folder: Path,
        extent: Extent,
        dimensions: int = 0,
        *,
        earlier: "ForwardReader | None" = None,
    ) -> None:
        """Map the columns and vectors, open the rows; `earlier` saves copying columns anew."""
        self.extent = extent
        self.dimensions = dimensions
        try:
            self._rows = os.open(folder / ROW_FILE, os.O_RDONLY | os.O_CLOEXEC)
            self.columns = _map(folder / COLUMN_FILE, COLUMNS, (extent.slots,))
            before: Table | None = earlier.table if earlier else None
            self.table: Table = Table(self.columns, before)
            self.vectors: NDArray[np.float16] | None = None
            if dimensions:
                shape = (extent.slots, dimensions)
                self.vectors = _map(folder / VECTOR_FILE, VECTOR_TYPE, shape)
        except (OSError, ValueError) as error:
            raise IndexUnavailable(f"the forward store cannot be read: {error}") from error

    def rows(self, slots: NDArray[np.int64]) -> Rows:
        """Gather the slots into columns, in the order given."""
        columns = np.asarray(self.columns[slots])
        places = zip(columns["size"].tolist(), columns["at"].tolist(), strict=True)
        raws = [os.pread(self._rows, size, at) for size, at in places]
        vectors = None
        if self.vectors is not None:
            vectors = np.asarray(self.vectors[slots], dtype=np.float32)
        return unpack_rows(columns, raws, vectors)

    def raw(self, slot: int) -> bytes:
        """Read the row of one slot as it was written."""
        column = self.columns[slot]
        return os.pread(self._rows, int(column["size"]), int(column["at"]))

    def identities(self, slots: NDArray[np.int64]) -> list[UUID]:
        """Read only who is behind the slots."""
        return list(Identities(self.columns["identity"][slots]))

    def close(self) -> None:
        """Let go of the row file; maps go with the last array that looks at them."""
        if self._rows >= 0:
            os.close(self._rows)
            self._rows = -1

    def __del__(self) -> None:
        """Close with the last searcher that uses this view."""
        if getattr(self, "_rows", -1) >= 0:
            self.close()


def unpack_rows(
    columns: NDArray[np.void], raws: Sequence[bytes], vectors: NDArray[np.float32] | None
) -> Rows:
    """Take rows apart that `prepare` has packed, wherever they were kept."""
    counts = columns["words"].astype(np.int64)
    parts = list(zip(raws, counts.tolist(), strict=True))
    words = b"".join([raw[: 4 * count] for raw, count in parts])
    times = b"".join([raw[4 * count : 5 * count] for raw, count in parts])
    titles = b"".join([raw[5 * count : 6 * count] for raw, count in parts])
    return Rows(
        numbers=columns["number"],
        identities=Identities(columns["identity"]),
        starts=np.concatenate(([0], np.cumsum(counts))),
        words=np.frombuffer(words, dtype="<u4"),
        counts=np.frombuffer(times, dtype=np.uint8),
        title_counts=np.frombuffer(titles, dtype=np.uint8),
        lengths=columns["length"],
        facets=columns,
        vectors=vectors,
        payloads=[raw[6 * count :] for raw, count in parts],
    )


def _map(path: Path, kind: np.dtype[Any], shape: tuple[int, ...]) -> NDArray[Any]:
    if not shape[0]:
        return np.zeros(shape, dtype=kind)
    return np.memmap(path, dtype=kind, mode="r", shape=shape)
