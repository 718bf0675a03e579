"""Writing tables out as a stream. What a cell says is never run by a spreadsheet program."""

import csv
import io
import json
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import xlsxwriter

from yizhan.imports.sheets.layouts import Cell
from yizhan.kernel.refusals import Refusal, Refused

FORMATS = frozenset({"csv", "xlsx", "jsonl"})

# A cell that starts so is a formula to some program (full-width signs in East Asian locales).
_DANGEROUS = re.compile(r"^'*[=+\-@\t\r\n＝＋－＠]")
_PLAIN_NUMBER = re.compile(r"^[-+]?\d[\d,]*(\.\d+)?([eE][-+]?\d+)?%?$")
_ILLEGAL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff\ud800-\udfff]")
_BATCH = 500
_CELL_LIMIT = 32_767
_ROW_LIMIT = 1_048_576
_SEPARATOR = "；"

Row = Mapping[str, Cell]


@dataclass(frozen=True, slots=True, kw_only=True)
class Extra:
    """A further sheet of a workbook, such as the lists of permitted values."""

    title: str
    rows: Sequence[Sequence[str]]


def csv_chunks(
    columns: Sequence[str], rows: Iterable[Row], *, bom: bool = True
) -> Iterator[bytes]:
    """Yield CSV in UTF-8; the byte order mark makes spreadsheet programs read it as such."""
    buffer = io.StringIO()
    writer = csv.writer(buffer, lineterminator="\r\n")
    if bom:
        buffer.write("\ufeff")
    writer.writerow([guarded(name) for name in columns])
    for count, row in enumerate(rows, start=1):
        writer.writerow([guarded(flat(row.get(name, ""))) for name in columns])
        if count % _BATCH == 0:
            yield _taken(buffer)
    yield _taken(buffer)


def jsonl_chunks(rows: Iterable[Row]) -> Iterator[bytes]:
    """Yield JSON Lines in UTF-8; lists stay lists."""
    lines: list[str] = []
    for row in rows:
        lines.append(json.dumps(dict(row), ensure_ascii=False))
        if len(lines) == _BATCH:
            yield ("\n".join(lines) + "\n").encode("utf-8", "replace")
            lines = []
    if lines:
        yield ("\n".join(lines) + "\n").encode("utf-8", "replace")


def write_xlsx(
    path: Path,
    columns: Sequence[str],
    rows: Iterable[Row],
    *,
    title: str,
    extras: Sequence[Extra] = (),
) -> int:
    """Write a workbook row by row in constant memory and return the number of rows.

    Every cell is written as a string, so nothing is ever a formula or a link.
    """
    if len(columns) > 16_384:
        raise Refused([Refusal("imports.too_many_columns", {"limit": 16_384})])
    book = xlsxwriter.Workbook(
        str(path),
        {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False},
    )
    bold = book.add_format({"bold": True, "bg_color": "#EEF2F6"})
    count = 0
    sheet = None
    try:
        for count, row in enumerate(rows, start=1):
            line = (count - 1) % (_ROW_LIMIT - 1) + 1
            if line == 1:
                sheet = _sheet(book, title, count, columns, bold)
            for column, name in enumerate(columns):
                text = flat(row.get(name, ""))
                if text and sheet is not None:
                    sheet.write_string(line, column, _fitting(text))
        if not count:
            _sheet(book, title, 1, columns, bold)
        for extra in extras:
            _extra(book, extra)
    finally:
        book.close()
    return count


def flat(cell: Cell) -> str:
    """Write a list into one cell."""
    return cell if isinstance(cell, str) else _SEPARATOR.join(cell)


def guarded(text: str) -> str:
    """Put an apostrophe before a cell that a program might run; our reader takes it off."""
    if _DANGEROUS.match(text) and not _PLAIN_NUMBER.match(text):
        return f"'{text}"
    return text


def _taken(buffer: io.StringIO) -> bytes:
    data = buffer.getvalue().encode("utf-8", "replace")
    buffer.seek(0)
    buffer.truncate()
    return data


def _fitting(text: str) -> str:
    text = _ILLEGAL.sub("", text)
    return text if len(text) <= _CELL_LIMIT else text[: _CELL_LIMIT - 1] + "…"


def _sheet(
    book: xlsxwriter.Workbook, title: str, count: int, columns: Sequence[str], bold: object
) -> xlsxwriter.workbook.Worksheet:
    number = (count - 1) // (_ROW_LIMIT - 1) + 1
    name = re.sub(r"[\[\]:*?/\\']", " ", title)[:25].strip() or "Sheet"
    sheet = book.add_worksheet(name if number == 1 else f"{name} {number}")
    sheet.freeze_panes(1, 0)
    for column, text in enumerate(columns):
        sheet.set_column(column, column, min(max(len(text) * 2 + 2, 12), 48))
        sheet.write_string(0, column, _fitting(text), bold)
    return sheet


def _extra(book: xlsxwriter.Workbook, extra: Extra) -> None:
    sheet = book.add_worksheet(extra.title[:31])
    for line, row in enumerate(extra.rows):
        for column, text in enumerate(row):
            if text:
                sheet.write_string(line, column, _fitting(text))
