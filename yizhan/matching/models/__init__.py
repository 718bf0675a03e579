"""The tables of matching."""

from yizhan.matching.models.alerts import Hit, MutedNeed, SavedSearch, Watch
from yizhan.matching.models.changes import Change, Horizon
from yizhan.matching.models.matches import Feedback, Match

__all__ = [
    "Change",
    "Feedback",
    "Hit",
    "Horizon",
    "Match",
    "MutedNeed",
    "SavedSearch",
    "Watch",
]
