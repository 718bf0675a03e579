"""Guessing a mapping: from the headers, and from what the values look like."""

import re
import unicodedata
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from hashlib import sha256

from yizhan.imports.rules.amounts import parse_bool, parse_day, parse_money, parse_number
from yizhan.imports.rules.plans import FieldSource, Plan
from yizhan.imports.rules.rows import choice_names, split_choices
from yizhan.imports.rules.words import normal
from yizhan.imports.sheets.layouts import ColumnSample
from yizhan.imports.terms import Edge, Kind, Looks, Target, TargetField
from yizhan.kernel.refusals import Refusal

SURE, LIKELY = "sure", "likely"

_HEADER_WEIGHT = 7
_VALUE_WEIGHT = 3
_ENOUGH = 50
_SURE = 85
_ALIKE = 0.7
_BRACKETS = re.compile(r"[(（\[【].*?[)）\]】]")
# A header that names one end of a range does not feed the other.
_CONTRARY = {Edge.LOW: ("上限", "最高", "max"), Edge.HIGH: ("下限", "最低", "min")}
_UNIT = re.compile(r"亿元?|万元?|元")
_ORGANISATION_CODE = re.compile(r"^[0-9A-HJ-NPQRTUWXY]{18}$")
_PATENT = re.compile(r"^(ZL|CN)?\s?\d{8,13}(\.\d|\.X|X)?\s?[A-Z]?\d?$", re.IGNORECASE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Guess:
    """A proposed mapping and how sure each proposal is (from 0 to 100)."""

    plan: Plan
    confidence: dict[str, int]

    def grade(self, code: str) -> str:
        """Say "sure" or "likely", or "" where nothing is proposed."""
        score = self.confidence.get(code, 0)
        return SURE if score >= _SURE else LIKELY if score >= _ENOUGH else ""


@dataclass(frozen=True, slots=True)
class _Header:
    """A header in the forms it is compared in, made once for each column."""

    whole: str
    bare: str
    last: str
    folded: str

    @classmethod
    def of(cls, text: str) -> "_Header":
        """Fold a header; `bare` has lost its brackets, `last` is what follows the last dot."""
        plain = unicodedata.normalize("NFKC", text)
        whole = normal(text)
        return cls(
            whole=whole,
            bare=normal(_BRACKETS.sub("", plain)) or whole,
            last=normal(text.rpartition(".")[2]),
            folded=plain.casefold(),
        )


def fingerprint(columns: Sequence[str]) -> str:
    """Name a set of headers, whatever their order, width and case."""
    return sha256("\x1f".join(sorted(map(normal, columns))).encode()).hexdigest()


def guess_plan(target: Target, columns: Sequence[ColumnSample]) -> Guess:
    """Pair fields and columns, the surest pair first; both ends of a range share a column."""
    headers = [_Header.of(column.name) for column in columns]
    scored = []
    likeness: dict[tuple[str, int], int] = {}
    for field in target.fields:
        names = {normal(name) for name in (field.code, str(field.label), *field.aliases)}
        for at, column in enumerate(columns):
            header = likeness[field.code, at] = _header_score(field, names, headers[at])
            scored.append((_score(field, column, header), -at, field.code))
    scored.sort(reverse=True)
    taken: dict[int, tuple[TargetField, int]] = {}
    chosen: dict[str, tuple[ColumnSample, int]] = {}
    for score, minus_at, code in scored:
        field = target.field(code)
        header = likeness[code, -minus_at]
        if score < _ENOUGH or code in chosen or not _free(taken.get(-minus_at), field, header):
            continue
        taken[-minus_at] = (field, header)
        chosen[code] = (columns[-minus_at], score)
    sources = tuple(
        FieldSource(field=field.code, column=column.name, unit=guess_unit(field, column.name))
        for field in target.fields
        if field.code in chosen
        for column in [chosen[field.code][0]]
    )
    return Guess(
        plan=Plan(sources=sources),
        confidence={code: score for code, (_, score) in chosen.items()},
    )


def guess_unit(field: TargetField, header: str) -> str:
    """Read the unit of money from the header: 预算（万元）."""
    if field.kind != Kind.MONEY:
        return ""
    found = _UNIT.findall(unicodedata.normalize("NFKC", header))
    return {"亿": "yi", "万": "wan"}.get(found[-1][0], "yuan") if found else ""


def _free(first: tuple[TargetField, int] | None, field: TargetField, header: int) -> bool:
    """Say whether a column may feed the field; the ends of a range share one named alike."""
    if first is None:
        return True
    other, its_header = first
    are_ends = bool(other.edge and field.edge) and other.kind == field.kind
    return are_ends and header >= its_header


def _score(field: TargetField, column: ColumnSample, header: int) -> int:
    values = _value_score(field, column)
    if values is None:
        return header
    if header == 0:
        # Values alone prove only what has a shape of its own.
        return 60 if values >= 80 and field.looks in _SHAPES else 0
    if values == 0 and header < 100:
        return header // 2
    return (header * _HEADER_WEIGHT + values * _VALUE_WEIGHT) // (
        _HEADER_WEIGHT + _VALUE_WEIGHT
    )


def _header_score(field: TargetField, names: set[str], header: _Header) -> int:
    if field.edge and any(word in header.folded for word in _CONTRARY[field.edge]):
        return 0
    if header.bare in names or header.whole in names:
        return 100
    if header.last in names:
        return 90
    return max((_likeness(header.bare, name) for name in names), default=0)


def _likeness(header: str, name: str) -> int:
    if not header or not name:
        return 0
    shorter, longer = sorted((header, name), key=len)
    if len(shorter) >= 2 and shorter in longer:
        return 60 + 30 * len(shorter) // len(longer)
    total = len(header) + len(name)
    # No more characters can match than the two have in common; most pairs end here.
    if 2 * min(len(shorter), sum(char in name for char in header)) < _ALIKE * total:
        return 0
    ratio = SequenceMatcher(None, header, name).ratio()
    return int(ratio * 80) if ratio >= _ALIKE else 0


def _value_score(field: TargetField, column: ColumnSample) -> int | None:
    """Say how many samples fit the field (0–100), or None when values prove nothing."""
    samples = column.samples
    if not samples:
        return None
    if field.kind in {Kind.CHOICE, Kind.CHOICES}:
        names = choice_names(field)
        parts = [part for sample in samples for part in split_choices(sample, names)]
        return _percent(parts, lambda part: normal(part) in names)
    if field.kind in _READERS:
        return _percent(samples, lambda text: _fits(_READERS[field.kind](text)))
    if field.looks in _SHAPES:
        return _percent(samples, _SHAPES[field.looks])
    return _length_score(field, column)


def _length_score(field: TargetField, column: ColumnSample) -> int | None:
    longest = max(map(len, column.samples))
    if field.looks == Looks.LONG_TEXT:
        return 100 if longest > 60 else 40
    if field.looks == Looks.SHORT_TEXT:
        return 100 if longest <= 120 else 20
    if field.looks == Looks.UNIQUE:
        return 100 if column.distinct is None or len(column.distinct) == column.filled else 10
    return None


def _percent(texts: Sequence[str], fits: Callable[[str], bool]) -> int:
    return 100 * sum(map(fits, texts)) // max(len(texts), 1)


def _fits(value: object) -> bool:
    return value is not None and not isinstance(value, Refusal)


_READERS: dict[Kind, Callable[[str], object]] = {
    Kind.DATE: parse_day,
    Kind.BOOL: parse_bool,
    Kind.NUMBER: lambda text: parse_number(text, Edge.LOW),
    Kind.MONEY: lambda text: (
        parse_money(text, Edge.LOW, "") or parse_money(text, Edge.HIGH, "")
    ),
}
_SHAPES: dict[Looks, Callable[[str], bool]] = {
    Looks.ORGANISATION_CODE: lambda text: bool(_ORGANISATION_CODE.match(text.upper())),
    Looks.PATENT_NUMBER: lambda text: bool(_PATENT.match(text)),
}
