"""The verbs of statistics."""

from yizhan.statistics.services.editions import open_edition, renew_editions
from yizhan.statistics.services.folding import fold_pending, rebuild_cells
from yizhan.statistics.services.references import load_reference
from yizhan.statistics.services.tables import publish_table, revise_table

__all__ = [
    "fold_pending",
    "load_reference",
    "open_edition",
    "publish_table",
    "rebuild_cells",
    "renew_editions",
    "revise_table",
]
