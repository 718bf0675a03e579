"""Reading and writing tables as people have them: CSV, XLSX, JSON Lines. Plain Python.

`inspect` says what a file is and which columns it has; `read_rows` streams its rows;
the writers stream rows out again. What a file cannot be is said by a `Refused`.
"""

from yizhan.imports.sheets.layouts import ColumnSample, Layout, Overview, SheetRow
from yizhan.imports.sheets.reading import inspect, read_rows
from yizhan.imports.sheets.writers import (
    FORMATS,
    Extra,
    csv_chunks,
    jsonl_chunks,
    write_xlsx,
)

__all__ = [
    "FORMATS",
    "ColumnSample",
    "Extra",
    "Layout",
    "Overview",
    "SheetRow",
    "csv_chunks",
    "inspect",
    "jsonl_chunks",
    "read_rows",
    "write_xlsx",
]
