"""How a file is laid out, what one row of it is, and the limits every reader keeps."""

import errno
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any

from yizhan.kernel.refusals import Refusal

CSV, XLSX, JSONL = "csv", "xlsx", "jsonl"

MAX_BYTES = 200 * 1024 * 1024
MAX_ROWS = 1_000_000
MAX_COLUMNS = 500
MAX_CELL = 1_000_000

# What the operating system answers when no byte more can be written.
FULL = frozenset({errno.ENOSPC, errno.EDQUOT})

Cell = str | list[str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Layout:
    """How to read one file. Detected, shown, and corrected by the person who knows the file.

    `header_row` counts as the spreadsheet program does, from 1; 0 means there is no header.
    """

    kind: str
    encoding: str = ""
    delimiter: str = ""
    sheet: str = ""
    header_row: int = 1
    damaged: bool = False

    def as_json(self) -> dict[str, Any]:
        """Return plain values for a JSON column."""
        return asdict(self)

    @classmethod
    def from_json(cls, values: Mapping[str, Any]) -> "Layout":
        """Read what `as_json` wrote."""
        return cls(**values)


@dataclass(frozen=True, slots=True)
class GridRow:
    """One record of a grid: its number in the file, its cells, and what is wrong with it."""

    number: int
    cells: list[str]
    problems: tuple[Refusal, ...] = ()


@dataclass(frozen=True, slots=True)
class SheetRow:
    """One row under its column names; `problems` speaks of the row as read."""

    number: int
    values: Mapping[str, Cell]
    problems: tuple[Refusal, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class ColumnSample:
    """What a column looks like: first values, how many are filled, and all values if few."""

    name: str
    samples: tuple[str, ...]
    filled: int
    distinct: tuple[str, ...] | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Overview:
    """The answer of `inspect`: layout, columns with samples, row count, sheets to choose."""

    layout: Layout
    columns: tuple[ColumnSample, ...]
    rows: int
    sheets: tuple[str, ...] = ()

    @property
    def names(self) -> tuple[str, ...]:
        """The column names in the order of the file."""
        return tuple(column.name for column in self.columns)

    def as_json(self) -> dict[str, Any]:
        """Return plain values for a JSON column."""
        return asdict(self)

    @classmethod
    def from_json(cls, values: Mapping[str, Any]) -> "Overview":
        """Read what `as_json` wrote."""
        columns = tuple(
            ColumnSample(
                name=column["name"],
                samples=tuple(column["samples"]),
                filled=column["filled"],
                distinct=None if column["distinct"] is None else tuple(column["distinct"]),
            )
            for column in values["columns"]
        )
        return cls(
            layout=Layout.from_json(values["layout"]),
            columns=columns,
            rows=values["rows"],
            sheets=tuple(values["sheets"]),
        )
