"""Reading JSON Lines: nested objects become dotted columns, lists stay lists."""

import json
from collections.abc import Iterator
from itertools import chain
from pathlib import Path
from typing import Any

from yizhan.imports.sheets.encodings import detect_encoding
from yizhan.imports.sheets.layouts import JSONL, MAX_CELL, MAX_COLUMNS, Cell, Layout, SheetRow
from yizhan.kernel.refusals import Refusal, Refused

MAX_ARRAY = 50 * 1024 * 1024
_DEEPEST = 8


def detect_layout(path: Path) -> Layout:
    """Find the encoding; JSON Lines has nothing else to find."""
    detected = detect_encoding(path)
    return Layout(
        kind=JSONL, encoding=detected.encoding, damaged=detected.damaged, header_row=0
    )


def read_objects(path: Path, layout: Layout) -> Iterator[SheetRow]:
    """Stream one row for each object; a line that is not one becomes a row with a problem."""
    with path.open(encoding=layout.encoding, errors="replace", newline="\n") as file:
        first = file.read(1)
        if first == "[":
            yield from _array(path, file.read())
            return
        lines = chain([first + file.readline(MAX_CELL * 4)], iter(file.readline, ""))
        for number, line in enumerate(lines, start=1):
            text = line.strip("\x00 \t\r\n")
            if text:
                yield _row(number, text)


def _array(path: Path, rest: str) -> Iterator[SheetRow]:
    if path.stat().st_size > MAX_ARRAY:
        values = {"limit_mb": MAX_ARRAY // 1024 // 1024}
        raise Refused([Refusal("imports.json_array_too_large", values)])
    try:
        items = json.loads(f"[{rest}", parse_constant=_constant, parse_float=str, parse_int=str)
    except (ValueError, RecursionError) as error:
        raise Refused([Refusal("imports.broken_json")]) from error
    for number, item in enumerate(items, start=1):
        yield _shaped(number, item)


def _row(number: int, text: str) -> SheetRow:
    try:
        item = json.loads(text, parse_constant=_constant, parse_float=str, parse_int=str)
    except (ValueError, RecursionError):
        return SheetRow(number, {}, (Refusal("imports.broken_json_line"),))
    return _shaped(number, item)


def _shaped(number: int, item: Any) -> SheetRow:
    if not isinstance(item, dict):
        return SheetRow(number, {}, (Refusal("imports.broken_json_line"),))
    values: dict[str, Cell] = {}
    _flatten(item, "", values, depth=0)
    if len(values) > MAX_COLUMNS:
        return SheetRow(number, {}, (Refusal("imports.too_many_columns"),))
    return SheetRow(number, values)


def _flatten(item: dict[str, Any], prefix: str, values: dict[str, Cell], *, depth: int) -> None:
    for key, value in item.items():
        name = f"{prefix}{key.replace(chr(0), '')}"[:200]
        if isinstance(value, dict) and depth < _DEEPEST:
            _flatten(value, f"{name}.", values, depth=depth + 1)
        elif isinstance(value, list):
            values[name] = [_text(element) for element in value if element is not None]
        else:
            values[name] = _text(value)


def _text(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, str):
        return _sound(value)
    return _sound(json.dumps(value, ensure_ascii=False))


def _sound(text: str) -> str:
    # NUL and lone surrogates are legal in JSON and in no database.
    return text.replace("\x00", "").encode("utf-8", "replace").decode()


def _constant(name: str) -> str:
    raise ValueError(name)
