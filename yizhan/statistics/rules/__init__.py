"""Pure rules of statistics: what may be told, what has grown, what a chart says."""

from yizhan.statistics.rules.disclosure import hidden_cells, merged
from yizhan.statistics.rules.growth import Growth, cohort_growth, compound, growth

__all__ = ["Growth", "cohort_growth", "compound", "growth", "hidden_cells", "merged"]
