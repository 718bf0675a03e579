"""How contracts look to who files them: badges, the clock, sums, the sheet, what changed."""

from yizhan.contracts.tables.badges import (
    AMENDMENT_BADGES,
    APPEAL_BADGES,
    BADGES,
    badge_of,
    clock_of,
    deduction_lines,
    due_badge,
    due_of,
    due_until,
    relay_of,
    sums_of,
    until_words,
)
from yizhan.contracts.tables.sheet import (
    facts_of,
    lines_of,
    rights_of,
    sides_of,
    size_words,
)

__all__ = [
    "AMENDMENT_BADGES",
    "APPEAL_BADGES",
    "BADGES",
    "badge_of",
    "clock_of",
    "deduction_lines",
    "due_badge",
    "due_of",
    "due_until",
    "facts_of",
    "lines_of",
    "relay_of",
    "rights_of",
    "sides_of",
    "size_words",
    "sums_of",
    "until_words",
]
