"""Amounts of money in running text, in yuan."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import Final

from yizhan.matching.relevance.quantities import NUMBER, number

_TIMES: Final = {
    "": 1, "千": 10**3, "k": 10**3, "thousand": 10**3, "万": 10**4, "百万": 10**6, "m": 10**6,
    "million": 10**6, "千万": 10**7, "亿": 10**8, "billion": 10**9, "bn": 10**9,
}  # fmt: skip
_MULTIPLIER: Final = r"千万|百万|亿|万|千|thousand\b|million\b|billion\b|bn\b|k\b|m\b"
_AMOUNT: Final = re.compile(
    rf"(?P<sign>rmb|cny|¥|人民币)?\s?(?P<low>{NUMBER})\s?(?P<t1>{_MULTIPLIER})?\s?元?"
    rf"(?:\s?(?:-|~|—|至|到|to)\s?(?P<high>{NUMBER})\s?(?P<t2>{_MULTIPLIER})?)?"
    r"\s?(?P<unit>元|圆|yuan|rmb|cny)?(?!\s?(?:/|每|吨|美))"
)
_AT_LEAST: Final = re.compile(
    r"(?:不低于|不少于|至少|(?<!不)(?:大于|超过)|at least|over|more than)\s?$"
)
_OR_MORE: Final = re.compile(r"\s?(?:及|或)?以上| or more")
LARGEST: Final = Decimal(10) ** 13


@dataclass(frozen=True, slots=True)
class Amount:
    """A range of yuan and where it stands; an open end is None."""

    low: Decimal | None
    high: Decimal | None
    start: int
    end: int


def money_amounts(text: str) -> Iterator[Amount]:
    """Find amounts that say they are money: by 元, 万 alone, a sign or a currency."""
    for match in _AMOUNT.finditer(text):
        times = match["t2"] or match["t1"] or ""
        if not (match["sign"] or match["unit"] or times in {"万", "百万", "千万", "亿"}):
            continue
        low, high = number(match["low"]), number(match["high"] or match["low"])
        if low is None or high is None:
            continue
        first = low * _TIMES[match["t1"] or (times if match["high"] else "")]
        last = high * _TIMES[times]
        if not 0 < first <= last < LARGEST:
            continue
        yield _bounded(text, match, first, last)


def _bounded(text: str, match: re.Match[str], first: Decimal, last: Decimal) -> Amount:
    """Take a single amount as the most that may be spent, unless it says at least."""
    start, end = match.span()
    if match["high"]:
        return Amount(first, last, start, end)
    if _AT_LEAST.search(text[max(0, start - 12) : start]) or _OR_MORE.match(text, end):
        return Amount(first, None, start, end)
    return Amount(None, last, start, end)
