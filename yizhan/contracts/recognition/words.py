"""Words that speak for a condition, and how they are found in a clause; plain Python.

`甲…乙` means both, in this order and near each other. What is negated just before it says
the opposite and does not count.
"""

import re
from functools import cache

APART = 24
_BEFORE = 4
_NEGATIONS = (
    "不",
    "未",
    "无",
    "非",
    "没有",
    "不得",
    "不含",
    "禁止",
    "不属于",
    "不涉及",
    "不包括",
)


@cache
def _pattern(terms: tuple[str, ...]) -> re.Pattern[str]:
    gap = f".{{0,{APART}}}?"
    each = (gap.join(re.escape(part) for part in term.split("…")) for term in terms)
    return re.compile("|".join(each), re.IGNORECASE)


def found_in(text: str, terms: tuple[str, ...]) -> str:
    """Return the first words of the text that one of the terms fits, or nothing."""
    if not terms:
        return ""
    for match in _pattern(terms).finditer(text):
        if not text[max(match.start() - _BEFORE, 0) : match.start()].endswith(_NEGATIONS):
            return match.group(0)
    return ""
