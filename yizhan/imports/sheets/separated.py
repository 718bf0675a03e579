"""Reading text with separators: CSV and its relatives, in the shapes offices produce."""

import csv
import io
import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from yizhan.imports.sheets.encodings import detect_encoding
from yizhan.imports.sheets.layouts import CSV, MAX_CELL, GridRow, Layout
from yizhan.kernel.refusals import Refusal, Refused

DELIMITERS = (",", "\t", ";", "|")

_SAMPLE = 1 << 17
_SEP_LINE = re.compile(r'^"?sep=(.)"?\s*$', re.IGNORECASE)
# The writer's guard against formulas, taken off again: one apostrophe before a dangerous start.
_GUARDED = re.compile(r"^'+[=+\-@\t\r\n＝＋－＠]")


def detect_layout(path: Path) -> Layout:
    """Find encoding and delimiter; the header is found later, on the grid."""
    detected = detect_encoding(path)
    with _open(path, detected.encoding) as file:
        sample = file.read(_SAMPLE)
    return Layout(
        kind=CSV,
        encoding=detected.encoding,
        delimiter=_delimiter(sample),
        damaged=detected.damaged,
    )


def read_grid(path: Path, layout: Layout) -> Iterator[GridRow]:
    """Stream the records; a record with line breaks inside quotes counts as one row."""
    _allow_long_cells()
    with _open(path, layout.encoding) as file:
        lines = _Lines(file)
        reader = csv.reader(lines, delimiter=layout.delimiter or ",")
        number = 0
        before = 0
        while True:
            try:
                cells = next(reader)
            except StopIteration:
                return
            except csv.Error as error:
                refusal = Refusal("imports.unclosed_quote", {"row": number + 1})
                raise Refused([refusal]) from error
            number += 1
            # The reader asks past the end only when a quote is still open.
            spans_lines = reader.line_num - before > 1
            if (lines.ended and spans_lines) or any(len(cell) > MAX_CELL for cell in cells):
                raise Refused([Refusal("imports.unclosed_quote", {"row": number})])
            before = reader.line_num
            if (
                number == 1
                and len(cells) <= 2
                and _SEP_LINE.match(layout.delimiter.join(cells))
            ):
                continue
            yield GridRow(number, [_unguard(cell) for cell in cells], _damage(cells, layout))


def _allow_long_cells() -> None:
    # Process-wide in the csv module; its default of 131,072 is shorter than a real text.
    csv.field_size_limit(max(csv.field_size_limit(), MAX_CELL))


class _Lines:
    """The lines of a file without NULs, remembering whether somebody asked past the end."""

    def __init__(self, file: io.TextIOBase) -> None:
        self._file = file
        self.ended = False

    def __iter__(self) -> Iterator[str]:
        return self

    def __next__(self) -> str:
        line = self._file.readline()
        if not line:
            self.ended = True
            raise StopIteration
        return line.replace("\x00", "") if "\x00" in line else line


def _open(path: Path, encoding: str) -> io.TextIOWrapper:
    try:
        return path.open(encoding=encoding, errors="replace", newline="")
    except LookupError as error:
        raise Refused([Refusal("imports.unknown_encoding")]) from error


def _unguard(cell: str) -> str:
    return cell[1:] if cell.startswith("'") and _GUARDED.match(cell) else cell


def _damage(cells: list[str], layout: Layout) -> tuple[Refusal, ...]:
    if layout.damaged and any("�" in cell for cell in cells):
        return (Refusal("imports.damaged_text"),)
    return ()


def _delimiter(sample: str) -> str:
    first, _, _ = sample.partition("\n")
    if told := _SEP_LINE.match(first.strip()):
        return told[1]
    whole = sample[: sample.rfind("\n") + 1] or sample
    return max(DELIMITERS, key=lambda delimiter: _fit(whole, delimiter))


def _fit(sample: str, delimiter: str) -> float:
    """Score a delimiter: the rows agree on a width, and the width is more than one."""
    _allow_long_cells()
    try:
        rows = [row for row in csv.reader(io.StringIO(sample), delimiter=delimiter) if row]
    except csv.Error:
        return 0.0
    widths = Counter(len(row) for row in rows[:200])
    if not widths:
        return 0.0
    width, agreeing = max(widths.items(), key=lambda item: (item[1], item[0]))
    if width == 1 and len(rows[0]) > 1:
        width, agreeing = len(rows[0]), widths[len(rows[0])]
    return agreeing / sum(widths.values()) * (1 - 1 / width)
