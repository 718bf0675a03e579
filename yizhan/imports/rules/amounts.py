"""Reading figures: numbers, money with Chinese units, ranges, days."""

import re
from datetime import date, timedelta
from decimal import Decimal, InvalidOperation

from yizhan.imports.rules.words import NEGOTIABLE, NO, UNIT_WORDS, UNITS, UNKNOWN, YES, folded
from yizhan.imports.terms import Edge
from yizhan.kernel.money import LARGEST
from yizhan.kernel.refusals import Refusal

# No figure is longer; a novel in the wrong column must not keep a worker busy.
_LONGEST = 120
_FIGURE = r"[-+]?(?:\d[\d,]*(?:\.\d+)?|\.\d+)(?:e[-+]?\d{1,2})?"
_NUMBER = re.compile(rf"^[^\d.+-]*?({_FIGURE})[^\d]*$")
_UNIT = "|".join(sorted(map(re.escape, UNIT_WORDS), key=len, reverse=True))
_RANGE = re.compile(
    rf"^({_FIGURE})\s*({_UNIT})?\s*(?:-|~|—|–|至|到|to)+\s*({_FIGURE})\s*({_UNIT})?"
)
_SINGLE = re.compile(rf"^({_FIGURE})\s*({_UNIT})?")
_AT_MOST = re.compile(r"^(不超过|不高于|不大于|最高|至多|<=?|≤|≦)|(以内|以下|之内|内|封顶)$")
_AT_LEAST = re.compile(r"^(不低于|不少于|不小于|最低|至少|起步|>=?|≥|≧)|(以上|起|及以上)$")
_DECORATION = re.compile(r"人民币|rmb|cny|[¥￥]|预算|总价|约为|大约|左右|约|共|每年|/年|\s")
_FOREIGN = re.compile(r"美元|usd|[$€£]|欧元|eur|英镑|日元|港币|港元|hkd")

_DAY = re.compile(
    r"^(\d{4})\s*[-/.年]\s*(\d{1,2})\s*[-/.月]\s*(\d{1,2})\s*[日号]?(?:[t\s].*)?$"
)
_MONTH = re.compile(r"^(\d{4})\s*[-/.年]\s*(\d{1,2})\s*月?$")
_COMPACT = re.compile(r"^(\d{4})(\d{2})(\d{2})$")
_SERIAL = re.compile(r"^[2-7]\d{4}(\.\d+)?$")
_REVERSED = re.compile(r"^(\d{1,2})[-/.](\d{1,2})[-/.](\d{4})$")


def parse_number(text: str, edge: Edge) -> Decimal | Refusal | None:
    """Read a number; words and a unit around one figure are passed over (TRL 7, 5 %)."""
    plain = folded(text)
    if plain in UNKNOWN:
        return None
    if len(plain) > _LONGEST:
        return Refusal("imports.not_a_number", {"value": text[:80]})
    ends = _range(plain, Decimal(1))
    if ends and edge != Edge.NONE:
        return ends[0] if edge == Edge.LOW else ends[1]
    found = _NUMBER.match(plain)
    if ends or not found:
        return Refusal("imports.not_a_number", {"value": text[:80]})
    return _decimal(found[1])


def parse_money(text: str, edge: Edge, unit: str) -> Decimal | Refusal | None:
    """Read an amount in yuan. `unit` is what the header says of figures without a unit."""
    plain = folded(text)
    if plain in UNKNOWN or plain in NEGOTIABLE:
        return None
    if _FOREIGN.search(plain):
        return Refusal("imports.foreign_currency", {"value": text[:80]})
    plain = _DECORATION.sub("", plain[: _LONGEST + 1])
    ends = _ends(plain, UNITS.get(unit, Decimal(1)))
    if ends is None or len(text) > _LONGEST:
        return Refusal("imports.not_an_amount", {"value": text[:80]})
    return _chosen(ends, edge, text)


def parse_day(text: str) -> date | Refusal | None:
    """Read a day in the ways people and spreadsheets write it; a month is its first day."""
    plain = folded(text)
    if plain in UNKNOWN or plain in NEGOTIABLE:
        return None
    try:
        found = _day(plain[:_LONGEST])
    except (ValueError, OverflowError):
        found = None
    if found is None or not 1900 <= found.year <= 2200:
        return Refusal("imports.not_a_day", {"value": text[:80]})
    return found


def parse_bool(text: str) -> bool | Refusal | None:
    """Read yes or no."""
    plain = folded(text)
    if plain in YES:
        return True
    if plain in NO:
        return False
    if plain in UNKNOWN:
        return None
    return Refusal("imports.not_yes_or_no", {"value": text[:80]})


def _chosen(
    ends: tuple[Decimal | None, Decimal | None], edge: Edge, text: str
) -> Decimal | Refusal | None:
    low, high = ends
    if edge == Edge.NONE and low is not None and high is not None and low != high:
        return Refusal("imports.range_not_amount", {"value": text[:80]})
    amount = low if edge == Edge.LOW else high
    if edge == Edge.NONE:
        amount = high if high is not None else low
    if amount is not None and not 0 <= amount <= LARGEST:
        return Refusal("imports.amount_out_of_range", {"value": text[:80]})
    return amount


def _ends(plain: str, unit: Decimal) -> tuple[Decimal | None, Decimal | None] | None:
    """Return (low, high) in yuan; one of them None for an open range; None if unreadable."""
    at_most, at_least = _AT_MOST.search(plain), _AT_LEAST.search(plain)
    core = _AT_LEAST.sub("", _AT_MOST.sub("", plain))
    if ends := _range(core, unit):
        return ends
    found = _SINGLE.match(core)
    if not found or found.end() != len(core):
        return None
    amount = _decimal(found[1]) * _unit_of(found[2], unit)
    return (None if at_most else amount), (None if at_least else amount)


def _range(plain: str, unit: Decimal) -> tuple[Decimal, Decimal] | None:
    found = _RANGE.match(plain)
    if not found:
        return None
    high = _decimal(found[3]) * _unit_of(found[4], unit)
    low = _decimal(found[1]) * _unit_of(found[2] or found[4], unit)
    if low > high and not found[2]:
        # 5000–1万: the unit belongs to the second figure only.
        low = _decimal(found[1])
    return (low, high) if low <= high else None


def _unit_of(word: str | None, unit: Decimal) -> Decimal:
    return Decimal(UNIT_WORDS[word]) if word else unit


def _decimal(figure: str) -> Decimal:
    try:
        return Decimal(figure.replace(",", ""))
    except InvalidOperation:
        return Decimal(0)


def _day(plain: str) -> date | None:
    for pattern in (_DAY, _COMPACT):
        if found := pattern.match(plain):
            return date(int(found[1]), int(found[2]), int(found[3]))
    if found := _MONTH.match(plain):
        return date(int(found[1]), int(found[2]), 1)
    if _SERIAL.match(plain):
        # Days since the last day of 1899, as spreadsheets count them.
        return date(1899, 12, 30) + timedelta(days=int(Decimal(plain)))
    if found := _REVERSED.match(plain):
        first, second = int(found[1]), int(found[2])
        if first > 12 or second > 12 or first == second:
            month, day = (second, first) if first > 12 else (first, second)
            return date(int(found[3]), month, day)
    return None
