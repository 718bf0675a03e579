"""Pure rules of statistics: what may be told, and what has grown."""

from yizhan.statistics.rules.disclosure import hidden_cells, merged
from yizhan.statistics.rules.growth import Growth, cohort_growth, compound, growth
from yizhan.statistics.rules.opening import (
    NOTHING,
    REST,
    TOGETHER,
    Cut,
    OpenRow,
    Sums,
    minus,
    open_cut,
    open_rows,
    plus,
    with_rest,
)
from yizhan.statistics.rules.periods import Period, period_of

__all__ = [
    "NOTHING",
    "REST",
    "TOGETHER",
    "Cut",
    "Growth",
    "OpenRow",
    "Period",
    "Sums",
    "cohort_growth",
    "compound",
    "growth",
    "hidden_cells",
    "merged",
    "minus",
    "open_cut",
    "open_rows",
    "period_of",
    "plus",
    "with_rest",
]
