"""Numbers with units as people write them: 1,050 HV, 5×10^-6, 1.2万吨/年, 百分之五."""

import re
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from functools import lru_cache
from typing import Final

from yizhan.matching.engine.text import clean
from yizhan.matching.relevance.units import TABLE, Unit, unit_of

_MULTIPLIERS: Final = {
    "百": 10**2, "千": 10**3, "万": 10**4, "十万": 10**5, "百万": 10**6, "千万": 10**7,
    "亿": 10**8, "万亿": 10**12, "million": 10**6, "billion": 10**9, "thousand": 10**3,
}  # fmt: skip
NUMBER: Final = (
    r"(?<![0-9A-Za-z_.])[+-]?(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d+)?"
    r"(?:\s?[×xX*]\s?10\s?(?:\^\s?\(?[+-]?\d{1,2}\)?|[+-]\d{1,2})|[eE][+-]?\d{1,2})?"
)
_SHAPE: Final = re.compile(
    r"\s*([+-]?[\d,]*\.?\d+)\s?"
    r"(?:(?:[×xX*]\s?10\s?\^?\s?\(?([+-]?\d{1,2})\)?)|(?:[eE]([+-]?\d{1,2})))?\s*$"
)
_MOST_DIGITS: Final = 40
_SYMBOLS: Final = sorted(TABLE, key=len, reverse=True)
_UNIT: Final = "|".join(re.escape(symbol) for symbol in _SYMBOLS)
_POWERS: Final = r"(?:\^?-?[23])?"
_ONE: Final = rf"(?:{_UNIT}){_POWERS}"
_SEVERAL: Final = rf"{_ONE}(?:\s?[·*]\s?{_ONE})*"
_COMPOUND: Final = re.compile(
    rf"\s?(?P<unit>{_SEVERAL}(?:\s?[/每]\s?(?:\({_SEVERAL}\)|{_SEVERAL}))*)"
)
_TIMES: Final = re.compile(
    r"\s?(万亿|千万|百万|十万|亿|万|千|百|million\b|billion\b|thousand\b)"
)
_LATIN_TAIL: Final = re.compile(r"[A-Za-zμΩ]")


@dataclass(frozen=True, slots=True)
class Tail:
    """What stands behind a number: a multiplier and a unit, and where they end."""

    times: int
    unit: str
    end: int


@lru_cache(maxsize=8192)
def number(text: str) -> Decimal | None:
    """Read a number with thousands separators, exponents and multipliers."""
    text = clean(text)
    for word in sorted(_MULTIPLIERS, key=len, reverse=True):
        if text.endswith(word):
            found = number(text.removesuffix(word))
            return found * _MULTIPLIERS[word] if found is not None else None
    shape = _SHAPE.match(text)
    if shape is None or len(text) > _MOST_DIGITS:
        return None
    try:
        value = Decimal(shape.group(1).replace(",", ""))
    except InvalidOperation:
        return None
    power = shape.group(2) or shape.group(3)
    return value.scaleb(int(power)) if power else value


def tail(text: str, start: int) -> Tail:
    """Read the multiplier and the unit that follow a number at `start`."""
    # 5千米 is five kilometres, not five thousand metres: a unit that begins there wins.
    unit = _unit_at(text, start)
    if unit:
        return Tail(1, unit.group("unit"), unit.end())
    times = _TIMES.match(text, start)
    if times is None:
        return Tail(1, "", start)
    unit = _unit_at(text, times.end())
    worth = _MULTIPLIERS[times.group(1)]
    return Tail(worth, unit.group("unit"), unit.end()) if unit else Tail(worth, "", times.end())


def _unit_at(text: str, start: int) -> re.Match[str] | None:
    """Read a unit, but not a Latin one that only begins a word (5 million, 3 mode)."""
    found = _COMPOUND.match(text, start)
    if found is None:
        return None
    end = found.end()
    cut = end < len(text) and _LATIN_TAIL.match(text[end]) is not None
    return None if cut and _LATIN_TAIL.match(text[end - 1]) else found


@lru_cache(maxsize=8192)
def quantity(value: str, unit: str) -> tuple[Decimal, Unit] | None:
    """Read the value and the unit of an indicator; the unit may carry a multiplier (万元)."""
    found = number(value)
    unit = clean(unit)
    if found is None:
        return None
    known = unit_of(unit)
    if known is None:
        behind = tail(unit, 0)
        known = unit_of(behind.unit) if behind.end == len(unit) else None
        found *= behind.times
    return (found, known) if known is not None else None


def written(value: Decimal) -> str:
    """Write a number plainly, without exponent or needless zeros."""
    text = f"{value:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text
