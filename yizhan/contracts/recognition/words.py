"""Words that speak for a condition, and how they are found in a clause; plain Python.

`甲…乙` means both, in this order and near each other. What is negated just before it says
the opposite and does not count.
"""

import re
from functools import lru_cache

APART = 24
_BEFORE = 4
_NEGATIONS = (
    "不",
    "未",
    "无",
    "非",
    "没有",
    "并非",
    "不得",
    "不含",
    "禁止",
    "不属于",
    "不涉及",
)


@lru_cache(maxsize=4096)
def _pattern(term: str) -> re.Pattern[str]:
    parts = (re.escape(part) for part in term.split("…"))
    return re.compile(f".{{0,{APART}}}?".join(parts), re.IGNORECASE)


def found_in(text: str, terms: tuple[str, ...]) -> str:
    """Return the words of the text that the first fitting term finds, or nothing."""
    for term in terms:
        match = _pattern(term).search(text)
        if match is not None and not _is_negated(text, match.start()):
            return match.group(0)
    return ""


def _is_negated(text: str, start: int) -> bool:
    before = text[max(start - _BEFORE, 0) : start]
    return before.endswith(_NEGATIONS) or before[:-1].endswith(("不涉及", "不包括", "不属于"))
