"""Reading by words: searches, matches, and what is known about them."""

from yizhan.matching.queries.alerts import Heard, hits_of, needs_heard, saved_searches
from yizhan.matching.queries.matches import (
    OFFERS,
    SHOWN,
    Matches,
    Scored,
    matches_of_need,
    matches_of_offer,
    need_by_number,
    need_view,
    offer_view,
    scored_pair,
    visible_pair,
)
from yizhan.matching.queries.reading import draft_values, read_problem
from yizhan.matching.queries.search import SIZE, Found, ids_found, in_order, search

__all__ = [
    "OFFERS",
    "SHOWN",
    "SIZE",
    "Found",
    "Heard",
    "Matches",
    "Scored",
    "draft_values",
    "hits_of",
    "ids_found",
    "in_order",
    "matches_of_need",
    "matches_of_offer",
    "need_by_number",
    "need_view",
    "needs_heard",
    "offer_view",
    "read_problem",
    "saved_searches",
    "scored_pair",
    "search",
    "visible_pair",
]
