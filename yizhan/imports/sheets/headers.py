"""Which row of a grid holds the names of the columns, and what the columns are called."""

import re
from collections.abc import Sequence

_NUMBER = re.compile(r"^[-+]?[\d,.]+%?$")
_DATE = re.compile(r"^\d{4}[-/.年]\d{1,2}")
_LONGEST_NAME = 60


def find_header(rows: Sequence[Sequence[str]]) -> int:
    """Return the position (from 0) of the header among the first rows, or -1 for none."""
    widths = [sum(bool(cell.strip()) for cell in row) for row in rows]
    widest = max(widths, default=0)
    for position, row in enumerate(rows):
        if widths[position] >= max(0.6 * widest, 1) and _names_columns(row):
            return position
    return -1


def name_columns(header: Sequence[str], width: int) -> tuple[str, ...]:
    """Give every column a name of its own; a column without one is called by its letters."""
    names: list[str] = []
    seen: dict[str, int] = {}
    for index in range(max(width, len(header))):
        raw = header[index] if index < len(header) else ""
        name = " ".join(raw.split())[:200] or f"#{letters(index)}"
        seen[name] = seen.get(name, 0) + 1
        names.append(name if seen[name] == 1 else f"{name} ({seen[name]})")
    return tuple(names)


def letters(index: int) -> str:
    """Write a column position as the spreadsheet does: 0 is A, 26 is AA."""
    text = ""
    index += 1
    while index:
        index, rest = divmod(index - 1, 26)
        text = chr(65 + rest) + text
    return text


def position(name: str) -> int:
    """Read column letters: A is 0, AA is 26."""
    number = 0
    for char in name:
        number = number * 26 + ord(char) - 64
    return number - 1


def _names_columns(row: Sequence[str]) -> bool:
    cells = [cell.strip() for cell in row if cell.strip()]
    if not cells:
        return False
    distinct = len(set(cells)) / len(cells)
    labels = sum(_is_label(cell) for cell in cells) / len(cells)
    return distinct >= 0.9 and labels >= 0.8


def _is_label(cell: str) -> bool:
    return len(cell) <= _LONGEST_NAME and not _NUMBER.match(cell) and not _DATE.match(cell)
