"""A workbook is a ZIP archive somebody sent: measure what is inside before it is opened."""

import re
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass, field
from html import unescape
from pathlib import Path
from typing import BinaryIO, Protocol

from yizhan.imports.sheets.headers import position
from yizhan.kernel.refusals import Refusal, Refused

MAX_INFLATED = 600 * 1024 * 1024
MAX_ENTRIES = 5_000
MAX_RATIO = 400
# The reader builds a dense grid of 32 bytes a cell, however few cells are filled.
MAX_GRID = 6_000_000
_SMALL = 20 * 1024 * 1024
_CHUNK = 1 << 18
_MAX_ERRORS = 10_000
_LARGEST_PART = 8 * 1024 * 1024

# Every repetition is bounded, so that no text without an end makes a search quadratic.
_ADDRESS = re.compile(rb'<(?:\w{1,20}:)?c\s(?:[^>]{0,200}?\s)?r="([A-Z]{1,3})(\d{1,7})')
_USUAL_COLUMN = re.compile(rb'<c r="([A-Z]{1,3})')
_USUAL_ROW = re.compile(rb'<c r="[A-Z]{1,3}(\d{1,7})')
_FILLED = re.compile(
    rb'\br="([A-Z]{1,3})(\d{1,7})"[^>]{0,200}(?<!/)>\s{0,20}<(?:\w{1,20}:)?[vfi]'
)
_ERRORS = re.compile(
    rb'<(?:\w{1,20}:)?c\b(?=[^>]{0,200}\bt="e")[^>]{0,200}\br="([A-Z]{1,3})(\d{1,7})"[^>]{0,200}>'
    rb"(?:<(?:\w{1,20}:)?f[^>]{0,200}(?:/>|>[^<]{0,9000}</(?:\w{1,20}:)?f>))?"
    rb"\s{0,20}<(?:\w{1,20}:)?v>([^<]{1,20})"
)
_CELL = re.compile(rb"<(?:\w{1,20}:)?c[\s/>]")
_UNADDRESSED = re.compile(rb"<(?:\w{1,20}:)?c(?=[\s/>])(?![^>]{0,200}\sr=)")
_ROW_END = re.compile(rb"</(?:\w{1,20}:)?row>")
_SHEET = re.compile(rb"<(?:\w{1,20}:)?sheet\b[^>]{0,2000}>")
_RELATION = re.compile(rb"<(?:\w{1,20}:)?Relationship\b[^>]{0,2000}>")


@dataclass(slots=True)
class Bounds:
    """How far the filled cells of a sheet reach, and which of them hold an error value."""

    rows: int = 0
    columns: int = 0
    errors: dict[int, list[tuple[int, str]]] = field(default_factory=dict)

    def reach(self, columns: set[bytes], rows: set[bytes]) -> None:
        """Stretch the bounds to these columns and rows."""
        self.columns = max(self.columns, *(position(c.decode()) + 1 for c in columns), 0)
        self.rows = max(self.rows, *map(int, rows), 0)


class Measure(Protocol):
    """A way of looking at a piece of a sheet; `usual` when all cells are written plainly."""

    def __call__(self, xml: bytes, bounds: Bounds, *, usual: bool) -> None:
        """Stretch the bounds by what the piece holds."""


def check_archive(path: Path) -> None:
    """Refuse a bomb: inflate every entry and count, without believing the directory."""
    total = 0
    with zipfile.ZipFile(path) as archive, path.open("rb") as file:
        entries = archive.infolist()
        if len(entries) > MAX_ENTRIES:
            raise Refused([Refusal("imports.archive_bomb")])
        for entry in entries:
            if entry.compress_type not in {zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED}:
                raise Refused([Refusal("imports.broken_workbook")])
            size = sum(len(piece) for piece in _inflated(file, entry, MAX_INFLATED - total))
            total += size
            if size > _SMALL and size > entry.compress_size * MAX_RATIO:
                raise Refused([Refusal("imports.archive_bomb")])


def check_sheet(path: Path, name: str) -> Bounds:
    """Measure the named sheet and refuse one whose grid would not fit into memory."""
    bounds = _measured(path, name, _measure_roughly)
    if bounds.rows * bounds.columns > MAX_GRID:
        # Formatted but empty cells reach far and cost nothing: look at the filled ones only.
        bounds = _measured(path, name, _measure_filled)
    if bounds.rows * bounds.columns > MAX_GRID:
        values = {"rows": bounds.rows, "columns": bounds.columns}
        raise Refused([Refusal("imports.sheet_too_large", values)])
    return bounds


def _measured(path: Path, name: str, measure: Measure) -> Bounds:
    bounds = Bounds()
    with zipfile.ZipFile(path) as archive, path.open("rb") as file:
        part = sheet_parts(archive).get(name)
        if part is None:
            return bounds
        rest = b""
        for piece in _inflated(file, archive.getinfo(part), MAX_INFLATED):
            buffer = rest + piece
            cut = buffer.rfind(b"row>") + 4
            if cut == 3:
                rest = buffer
                continue
            _measure(buffer[:cut], bounds, measure)
            rest = buffer[cut:]
        _measure(rest, bounds, measure)
    return bounds


def sheet_names(path: Path) -> tuple[str, ...]:
    """Name the worksheets in the order of the workbook, without loading any."""
    with zipfile.ZipFile(path) as archive:
        return tuple(sheet_parts(archive))


def sheet_parts(archive: zipfile.ZipFile) -> dict[str, str]:
    """Map the names of the sheets to the parts of the archive that hold them."""
    relations = _small_part(archive, "xl/_rels/workbook.xml.rels")
    workbook = _small_part(archive, "xl/workbook.xml")
    targets = {}
    for tag in _RELATION.findall(relations):
        target = _attribute(tag, rb"Target")
        targets[_attribute(tag, rb"Id")] = (
            target.lstrip("/") if target.startswith("/") else f"xl/{target}"
        )
    parts = {}
    for tag in _SHEET.findall(workbook):
        part = targets.get(_attribute(tag, rb"\w+:id"), "")
        if part in archive.namelist():
            parts[_attribute(tag, rb"name")] = part
    return parts


def _small_part(archive: zipfile.ZipFile, name: str) -> bytes:
    """Read a part that is small in every honest workbook."""
    try:
        with archive.open(name) as part:
            data = part.read(_LARGEST_PART + 1)
    except (KeyError, zipfile.BadZipFile, zlib.error, OSError, RuntimeError) as error:
        raise Refused([Refusal("imports.broken_workbook")]) from error
    if len(data) > _LARGEST_PART:
        raise Refused([Refusal("imports.archive_bomb")])
    return data


def _attribute(tag: bytes, name: bytes) -> str:
    found = re.search(rb"\s" + name + rb"\s*=\s*(?:\"([^\"]*)\"|'([^']*)')", tag)
    if not found:
        return ""
    return unescape((found[1] or found[2] or b"").decode("utf-8", "replace"))


def _measure(xml: bytes, bounds: Bounds, measure: Measure) -> None:
    usual = xml.count(b'<c r="')
    if usual and usual == xml.count(b"<c ") + xml.count(b"<c>") + xml.count(b":c "):
        measure(xml, bounds, usual=True)
    else:
        measure(xml, bounds, usual=False)
        _measure_unaddressed(xml, bounds)
    if len(bounds.errors) < _MAX_ERRORS and b't="e"' in xml:
        for column, row, value in _ERRORS.findall(xml):
            cell = (position(column.decode()), value.decode("utf-8", "replace"))
            bounds.errors.setdefault(int(row), []).append(cell)


def _measure_roughly(xml: bytes, bounds: Bounds, *, usual: bool) -> None:
    if usual:
        bounds.reach(set(_USUAL_COLUMN.findall(xml)), set(_USUAL_ROW.findall(xml)))
    else:
        found = _ADDRESS.findall(xml)
        bounds.reach({column for column, _ in found}, {row for _, row in found})


def _measure_filled(xml: bytes, bounds: Bounds, *, usual: bool) -> None:
    del usual
    found = _FILLED.findall(xml)
    bounds.reach({column for column, _ in found}, {row for _, row in found})


def _measure_unaddressed(xml: bytes, bounds: Bounds) -> None:
    # Cells may leave out their address; then they follow each other without gaps.
    if _UNADDRESSED.search(xml):
        rows = _ROW_END.split(xml)
        bounds.rows += len(rows) - 1
        bounds.columns = max(bounds.columns, *(len(_CELL.findall(row)) for row in rows))


def _inflated(file: BinaryIO, entry: zipfile.ZipInfo, limit: int) -> Iterator[bytes]:
    """Yield the true content of an entry; stop with a refusal at the limit."""
    file.seek(entry.header_offset)
    header = file.read(30)
    if len(header) < 30 or header[:4] != b"PK\x03\x04":
        raise Refused([Refusal("imports.broken_workbook")])
    names = int.from_bytes(header[26:28], "little") + int.from_bytes(header[28:30], "little")
    file.seek(names, 1)
    remaining = entry.compress_size
    engine = zlib.decompressobj(-15) if entry.compress_type == zipfile.ZIP_DEFLATED else None
    count = 0
    while remaining > 0 and (data := file.read(min(_CHUNK, remaining))):
        remaining -= len(data)
        for piece in _pieces(engine, data):
            count += len(piece)
            if count > limit:
                raise Refused([Refusal("imports.archive_bomb")])
            yield piece


def _pieces(engine: "zlib._Decompress | None", data: bytes) -> Iterator[bytes]:
    if engine is None:
        yield data
        return
    try:
        while data:
            yield engine.decompress(data, 4 * _CHUNK)
            data = engine.unconsumed_tail
    except zlib.error as error:
        raise Refused([Refusal("imports.broken_workbook")]) from error
