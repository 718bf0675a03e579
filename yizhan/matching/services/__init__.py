"""Verbs of matching."""

from yizhan.matching.services.feedback import give_feedback
from yizhan.matching.services.finds import (
    NEED_TOPIC,
    SEARCH_TOPIC,
    lines_of_need,
    lines_of_search,
    tell_finds,
)
from yizhan.matching.services.searches import (
    change_search,
    mute_need,
    remove_search,
    save_search,
    stop_need,
    stop_search,
)

__all__ = [
    "NEED_TOPIC",
    "SEARCH_TOPIC",
    "change_search",
    "give_feedback",
    "lines_of_need",
    "lines_of_search",
    "mute_need",
    "remove_search",
    "save_search",
    "stop_need",
    "stop_search",
    "tell_finds",
]
