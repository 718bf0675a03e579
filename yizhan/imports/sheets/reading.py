"""One way in for every kind of file: say what it holds, then stream its rows."""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from itertools import islice
from pathlib import Path

from yizhan.imports.sheets import jsonlines, separated, workbooks
from yizhan.imports.sheets.headers import find_header, letters, name_columns
from yizhan.imports.sheets.kinds import kind_of
from yizhan.imports.sheets.layouts import (
    CSV,
    JSONL,
    MAX_COLUMNS,
    MAX_ROWS,
    XLSX,
    Cell,
    ColumnSample,
    GridRow,
    Layout,
    Overview,
    SheetRow,
)
from yizhan.kernel.refusals import Refusal, Refused

_LOOKED_AT = 30
_SAMPLES = 5
_DISTINCT = 40
_SHOWN = 200


def inspect(path: Path, *, asked: Layout | None = None) -> Overview:
    """Read the whole file once and describe it; `asked` overrides what is detected."""
    kind = kind_of(path)
    if asked is not None and asked.kind != kind:
        asked = None
    if kind == JSONL:
        layout = asked or jsonlines.detect_layout(path)
        return _overview(layout, jsonlines.read_objects(path, layout), ())
    sheets: tuple[str, ...] = ()
    if kind == XLSX:
        found, sheets = workbooks.detect_layout(path, asked.sheet if asked else "")
    else:
        found = asked or separated.detect_layout(path)
    layout = _with_header(path, found) if asked is None else replace(asked, sheet=found.sheet)
    return _overview(layout, read_rows(path, layout), sheets)


def read_rows(path: Path, layout: Layout) -> Iterator[SheetRow]:
    """Stream the rows under their column names; blank rows are left out but counted."""
    if layout.kind == JSONL:
        yield from _limited(jsonlines.read_objects(path, layout))
    else:
        yield from _limited(_named(_grid(path, layout), layout))


def _grid(path: Path, layout: Layout) -> Iterator[GridRow]:
    if layout.kind == XLSX:
        return workbooks.read_grid(path, layout)
    return separated.read_grid(path, layout)


def _with_header(path: Path, layout: Layout) -> Layout:
    first = list(islice(_grid(path, layout), _LOOKED_AT))
    found = find_header([row.cells for row in first])
    return replace(layout, header_row=first[found].number if found >= 0 else 0)


def _named(grid: Iterator[GridRow], layout: Layout) -> Iterator[SheetRow]:
    first = list(islice(grid, max(_LOOKED_AT, layout.header_row)))
    header = next((row.cells for row in first if row.number == layout.header_row), [])
    below = [row for row in first if row.number > layout.header_row]
    names = name_columns(_trimmed(header), _usual_width(below, headless=not header))
    if len(names) > MAX_COLUMNS:
        raise Refused([Refusal("imports.too_many_columns", {"limit": MAX_COLUMNS})])
    for rows in (below, grid):
        for row in rows:
            if row.problems or any(cell and not cell.isspace() for cell in row.cells):
                yield _under(names, row, strict=layout.kind == CSV)


def _under(names: tuple[str, ...], row: GridRow, *, strict: bool) -> SheetRow:
    """Name the cells. Cells past the header are notes in a workbook, but a slip in a text file.

    There they mean a separator inside a value: everything after it stands in the wrong column.
    """
    cells, width = row.cells, len(names)
    problems = row.problems
    if len(cells) < width:
        cells = cells + [""] * (width - len(cells))
    elif strict and len(cells) > width:
        extra = [letters(at) for at in range(width, len(cells)) if cells[at].strip()]
        if extra:
            problems = (*problems, Refusal("imports.too_many_cells", {"column": extra[0]}))
    return SheetRow(row.number, dict(zip(names, cells, strict=False)), problems)


def _usual_width(rows: list[GridRow], *, headless: bool) -> int:
    """Return the width that half of the rows reach; without a header, that any row reaches.

    One row longer than the header is a mistake of that row; many are a column without a name.
    """
    widths = sorted(len(_trimmed(row.cells)) for row in rows)
    if not widths:
        return 0
    return widths[-1] if headless else widths[len(widths) // 2]


def _trimmed(cells: list[str]) -> list[str]:
    width = len(cells)
    while width and not cells[width - 1].strip():
        width -= 1
    return cells[:width]


def _limited(rows: Iterable[SheetRow]) -> Iterator[SheetRow]:
    for count, row in enumerate(rows, start=1):
        if count > MAX_ROWS:
            raise Refused([Refusal("imports.too_many_rows", {"limit": MAX_ROWS})])
        yield row


def _overview(layout: Layout, rows: Iterable[SheetRow], sheets: tuple[str, ...]) -> Overview:
    looks: dict[str, _Look] = {}
    count = 0
    for row in rows:
        count += 1
        for name, cell in row.values.items():
            look = looks.get(name)
            if look is None:
                look = looks[name] = _Look()
            if cell:
                look.take(cell)
    if not count:
        raise Refused([Refusal("imports.no_rows")])
    if len(looks) > MAX_COLUMNS:
        raise Refused([Refusal("imports.too_many_columns", {"limit": MAX_COLUMNS})])
    # A column without a name and without a value is only the margin of the table.
    seen = [(name, look) for name, look in looks.items() if look.filled or name[0] != "#"]
    columns = tuple(look.sample(name) for name, look in seen)
    return Overview(layout=layout, columns=columns, rows=count, sheets=sheets)


class _Look:
    """What is remembered of a column while the file passes by; bounded, whatever its length."""

    __slots__ = ("filled", "first", "values")

    def __init__(self) -> None:
        self.filled = 0
        self.first: dict[str, None] = {}
        self.values: dict[str, None] | None = {}

    def take(self, cell: Cell) -> None:
        self.filled += 1
        if len(self.first) >= _SAMPLES and self.values is None:
            return
        for part in [cell] if isinstance(cell, str) else cell:
            text = part.strip()
            if not text:
                continue
            if len(self.first) < _SAMPLES:
                self.first[text[:_SHOWN]] = None
            if self.values is not None:
                self.values[text[:_SHOWN]] = None
                if len(self.values) > _DISTINCT:
                    self.values = None

    def sample(self, name: str) -> ColumnSample:
        distinct = None if self.values is None else tuple(self.values)
        return ColumnSample(
            name=name, samples=tuple(self.first), filled=self.filled, distinct=distinct
        )


__all__ = ["CSV", "JSONL", "XLSX", "inspect", "read_rows"]
