"""The verbs of statistics."""

from yizhan.statistics.services.folding import fold_pending, rebuild_cells

__all__ = ["fold_pending", "rebuild_cells"]
