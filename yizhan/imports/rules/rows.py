"""From a row of a file to a row of a target: values parsed, identity and content named."""

import json
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from hashlib import blake2b
from typing import Any
from uuid import UUID

from yizhan.imports.rules.amounts import parse_bool, parse_day, parse_money, parse_number
from yizhan.imports.rules.indicators import parse_indicators
from yizhan.imports.rules.plans import FieldSource, Plan
from yizhan.imports.rules.words import NOTHING, UNKNOWN, cleaned, folded, normal
from yizhan.imports.sheets.layouts import Cell, SheetRow
from yizhan.imports.terms import Indicator, Kind, ParsedRow, Target, TargetField, Value
from yizhan.kernel.refusals import Refusal

_CHOICES = re.compile(r"[、；;，,/|\n\t]+")
_ITEMS = re.compile(r"[、；;，,|\n\t]+")

Reader = Callable[[Cell], "Value | Refusal"]


@dataclass(frozen=True, slots=True)
class Parsed:
    """A row ready for a target: `key` names it, `content` changes when any value does."""

    row: ParsedRow
    key: UUID
    content: UUID
    refusals: tuple[Refusal, ...]


class RowParser:
    """Reads the rows of one run; everything that does not depend on the row is done once."""

    def __init__(self, target: Target, plan: Plan) -> None:
        """Prepare a reader for every field that is fed."""
        self._identity = target.identity
        self._scope = target.code
        self._readers = [
            (field, source, reader_of(field, source))
            for field in target.fields
            for source in [plan.source(field.code)]
            if source.column or source.constant or source.more
        ]

    def parse(self, row: SheetRow) -> Parsed:
        """Read one row; every wrong cell gives its own refusal."""
        values: dict[str, Value] = {}
        refusals = list(row.problems)
        for field, source, read in self._readers:
            cell = row.values.get(source.column, "") if source.column else ""
            value = read(_gathered(cell or source.constant, source.more, row))
            if isinstance(value, Refusal):
                refusals.append(Refusal(value.code, value.values, field.code))
                continue
            if field.required and value in (None, "", ()):
                refusals.append(Refusal("imports.empty_required", {}, field.code))
            values[field.code] = value
        return self._named(row.number, values, tuple(refusals))

    def _named(
        self, number: int, values: Mapping[str, Value], refusals: tuple[Refusal, ...]
    ) -> Parsed:
        text = json.dumps(values, ensure_ascii=False, sort_keys=True, default=_plain)
        content = _digest(self._scope, text)
        parts = [str(values.get(code) or "") for code in self._identity]
        source_id = "\x1f".join(parts) if parts and all(parts) else f"sha:{content.hex}"
        return Parsed(
            row=ParsedRow(number=number, source_id=source_id, values=values),
            key=_digest(self._scope, source_id),
            content=content,
            refusals=refusals,
        )


def _gathered(cell: Cell, more: Iterable[str], row: SheetRow) -> Cell:
    """Put the columns without a field of their own below the text, each under its header."""
    lines = [f"{name}：{text}" for name in more if (text := _said(row.values.get(name, "")))]
    return "\n".join([text for text in (_said(cell), *lines) if text]) if lines else cell


def _said(cell: Cell) -> str:
    text = cleaned(_joined(cell))
    return "" if text.casefold() in NOTHING else text


def reader_of(field: TargetField, source: FieldSource) -> Reader:
    """Return the function that reads the cells of a field."""
    if field.kind in {Kind.CHOICE, Kind.CHOICES}:
        return _choice_reader(field, source)
    if field.kind == Kind.TEXT:
        return lambda cell: _text(cell, field.max_length)
    if field.kind == Kind.LIST:
        return lambda cell: tuple(_split(cell, _ITEMS))
    if field.kind == Kind.INDICATORS:
        return parse_indicators
    return _figure_reader(field, source)


def _figure_reader(field: TargetField, source: FieldSource) -> Reader:
    if field.kind == Kind.MONEY:
        return lambda cell: parse_money(_joined(cell), field.edge, source.unit)
    if field.kind == Kind.NUMBER:
        return lambda cell: parse_number(_joined(cell), field.edge)
    if field.kind == Kind.DATE:
        return lambda cell: parse_day(_joined(cell))
    return lambda cell: parse_bool(_joined(cell))


def choice_names(field: TargetField) -> dict[str, str]:
    """Map everything that is understood without translation to the code it means."""
    names: dict[str, str] = {}
    for choice in field.choice_list():
        for name in (*choice.aliases, str(choice.label), choice.code):
            names[normal(name)] = choice.code
    return names


def split_choices(cell: Cell, names: Mapping[str, str]) -> list[str]:
    """Split a cell into values; a known name may itself contain a separator."""
    if isinstance(cell, list):
        return [item for item in map(cleaned, cell) if item]
    if normal(cell) in names:
        return [cleaned(cell)]
    return list(_rejoined(_split(cell, _CHOICES), names))


def _rejoined(parts: list[str], names: Mapping[str, str]) -> Iterator[str]:
    """Put together again what was one name: 生物、医药和医疗器械."""
    at = 0
    while at < len(parts):
        joined = (("".join(parts[at:end]), end) for end in range(len(parts), at, -1))
        text, at = next(
            ((text, end) for text, end in joined if normal(text) in names), (parts[at], at + 1)
        )
        yield text


def _choice_reader(field: TargetField, source: FieldSource) -> Reader:
    names = choice_names(field)
    codes = set(names.values())
    for raw, code in source.translations.items():
        if code in codes or code == "":
            names[normal(raw)] = code
    if field.kind == Kind.CHOICE:
        return lambda cell: _choice(cleaned(_joined(cell)), names)
    return lambda cell: _several(cell, names)


def _choice(text: str, names: Mapping[str, str]) -> "Value | Refusal":
    key = normal(text)
    if key in names:
        return names[key] or None
    if folded(text) in UNKNOWN or not key:
        return None
    return Refusal("imports.unknown_choice", {"value": text[:80]})


def _several(cell: Cell, names: Mapping[str, str]) -> "Value | Refusal":
    codes: dict[str, None] = {}
    for item in split_choices(cell, names):
        found = _choice(item, names)
        if isinstance(found, Refusal):
            return found
        if found:
            codes[str(found)] = None
    return tuple(codes)


def _text(cell: Cell, longest: int) -> "Value | Refusal":
    text = cleaned(_joined(cell))
    if text.casefold() in NOTHING:
        return None
    if longest and len(text) > longest:
        return Refusal("imports.text_too_long", {"length": len(text), "limit": longest})
    return text


def _split(cell: Cell, pattern: re.Pattern[str]) -> list[str]:
    parts = cell if isinstance(cell, list) else pattern.split(cell)
    found = dict.fromkeys(cleaned(part) for part in parts)
    return [part for part in found if part.casefold() not in NOTHING]


def _joined(cell: Cell) -> str:
    return cell if isinstance(cell, str) else "；".join(cell)


def _digest(scope: str, text: str) -> UUID:
    data = f"{scope}\x1e{text}".encode("utf-8", "replace")
    return UUID(bytes=blake2b(data, digest_size=16).digest())


def _plain(value: Any) -> Any:
    if not isinstance(value, Indicator):
        return str(value)
    figures = (str(value.value), str(value.upper))
    return [value.name, value.comparator, *figures, value.unit, value.method, value.text]
