"""The tables of statistics."""

from yizhan.statistics.models.cells import Cell
from yizhan.statistics.models.editions import OpenEdition, PublishedTable
from yizhan.statistics.models.movements import Movement, Pending
from yizhan.statistics.models.references import ReferenceValue

__all__ = ["Cell", "Movement", "OpenEdition", "Pending", "PublishedTable", "ReferenceValue"]
