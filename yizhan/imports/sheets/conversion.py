"""Convert one sheet of a workbook into lines of JSON: `python -m … WORKBOOK SHEET TARGET`.

Real cell types become the text that a person would read in the cell.
"""

import json
import resource
import sys
from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from pathlib import Path

from python_calamine import CalamineError, CalamineSheet, CalamineWorkbook

from yizhan.imports.sheets.archives import Bounds, check_sheet
from yizhan.imports.sheets.headers import letters
from yizhan.imports.sheets.layouts import FULL
from yizhan.kernel.refusals import Refusal, Refused

# The grid limit keeps us far below; this is for what nobody has thought of.
_MEMORY = 3 * 1024**3

Merged = dict[int, list[tuple[int, int, int]]]
Problem = tuple[str, dict[str, str]]


def main(arguments: list[str]) -> int:
    """Convert, or print the refusal as JSON and return 1."""
    workbook, sheet, target = arguments
    resource.setrlimit(resource.RLIMIT_AS, (_MEMORY, resource.RLIM_INFINITY))
    try:
        convert(Path(workbook), sheet, Path(target))
    except Refused as refused:
        first = refused.refusals[0]
        sys.stdout.write(json.dumps([first.code, dict(first.values)]))
        return 1
    except OSError as error:
        if error.errno not in FULL:
            raise
        sys.stdout.write(json.dumps(["imports.no_space", {}]))
        return 1
    return 0


def convert(path: Path, name: str, target: Path) -> None:
    """Write `[number, cells, problems]` for every row that holds anything."""
    bounds = check_sheet(path, name)
    try:
        sheet = CalamineWorkbook.from_path(path).get_sheet_by_name(name)
    except (CalamineError, OSError, ValueError) as error:
        raise Refused([Refusal("imports.broken_workbook")]) from error
    encode = json.JSONEncoder(ensure_ascii=False, check_circular=False).encode
    with target.open("w", encoding="utf-8", errors="replace", newline="\n") as file:
        for number, cells, problems in _rows(sheet, bounds):
            if any(cells) or problems:
                file.write(encode([number, cells, problems]) + "\n")


def cell_text(value: object) -> str:
    """Write a cell as a person reads it: 12.0 as 12, a date without a midnight."""
    if isinstance(value, str):
        return value.replace("\x00", "") if "\x00" in value else value
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, float | int):
        return _number_text(value)
    return _time_text(value)


def _number_text(value: float) -> str:
    if value == int(value) and abs(value) < 1e15:
        return str(int(value))
    # repr is the shortest text that gives the same float; format spells out the exponent.
    return format(Decimal(repr(value)), "f")


def _time_text(value: object) -> str:
    if isinstance(value, datetime):
        at_midnight = value.time() == time()
        return value.date().isoformat() if at_midnight else value.isoformat(sep=" ")
    if isinstance(value, date | time):
        return value.isoformat()
    return str(value) if isinstance(value, timedelta) else ""


def _rows(
    sheet: CalamineSheet, bounds: Bounds
) -> Iterator[tuple[int, list[str], list[Problem]]]:
    start = sheet.start
    if start is None:
        return
    pad = [""] * start[1]
    merged = _merged(sheet)
    hanging: dict[int, tuple[int, str]] = {}
    for index, raw in enumerate(sheet.iter_rows()):
        cells = pad + [cell_text(value) for value in raw]
        if index in merged or hanging:
            _fill(cells, index, merged, hanging)
        number = index + 1
        yield number, cells, [_error(number, *found) for found in bounds.errors.get(number, ())]


def _error(number: int, column: int, value: str) -> Problem:
    return "imports.cell_error", {"cell": f"{letters(column)}{number}", "value": value}


def _merged(sheet: CalamineSheet) -> Merged:
    """Index merged ranges by their first row: first column, last column, last row."""
    ranges: Merged = {}
    for (top, left), (bottom, right) in sheet.merged_cell_ranges or []:
        ranges.setdefault(top, []).append((left, right, bottom))
    return ranges


def _fill(
    cells: list[str], index: int, merged: Merged, hanging: dict[int, tuple[int, str]]
) -> None:
    """Give every cell of a merged range the text that a reader sees across it."""
    for left, right, bottom in merged.get(index, ()):
        text = cells[left] if left < len(cells) else ""
        for column in range(left, min(right + 1, len(cells))):
            hanging[column] = (bottom, text)
    for column, (bottom, text) in list(hanging.items()):
        cells[column] = text
        if bottom <= index:
            del hanging[column]


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
