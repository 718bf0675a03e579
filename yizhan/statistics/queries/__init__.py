"""Reading statistics."""

from yizhan.statistics.queries.cells import Figure, Row, figures, last_movement, totals
from yizhan.statistics.queries.recount import Difference, cell_differences
from yizhan.statistics.queries.references import Reference, reference_series
from yizhan.statistics.queries.rights import sees_everything_in

__all__ = [
    "Difference",
    "Figure",
    "Reference",
    "Row",
    "cell_differences",
    "figures",
    "last_movement",
    "reference_series",
    "sees_everything_in",
    "totals",
]
