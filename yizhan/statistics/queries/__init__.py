"""Reading statistics."""

from yizhan.statistics.queries.boards import Below, Board, board_for, live_board, open_board
from yizhan.statistics.queries.cells import (
    Figure,
    Row,
    figures,
    last_movement,
    totals,
    years_counted,
)
from yizhan.statistics.queries.drilling import rows_behind
from yizhan.statistics.queries.opening import QUARTER
from yizhan.statistics.queries.recount import Difference, cell_differences
from yizhan.statistics.queries.references import (
    Plan,
    Reference,
    national_series,
    plan_target,
    reference_series,
    reference_sums,
)
from yizhan.statistics.queries.rights import may_publish, sees_everything_in

__all__ = [
    "QUARTER",
    "Below",
    "Board",
    "Difference",
    "Figure",
    "Plan",
    "Reference",
    "Row",
    "board_for",
    "cell_differences",
    "figures",
    "last_movement",
    "live_board",
    "may_publish",
    "national_series",
    "open_board",
    "plan_target",
    "reference_series",
    "reference_sums",
    "rows_behind",
    "sees_everything_in",
    "totals",
    "years_counted",
]
