"""What the rules say about a listing. Values in, values out; no clock, no database."""

from yizhan.listings.rules.completeness import WEIGHTS, completeness
from yizhan.listings.rules.freshness import (
    ASK,
    DEMOTE,
    HIDE,
    REMIND,
    SHANGHAI,
    TIMETABLES,
    Freshness,
    Timetable,
    against_confirmation,
    asking_at,
    day_of,
    due_at,
    freshness,
    is_over,
    step_after,
)
from yizhan.listings.rules.publication import (
    ONLY_INCOMPLETE,
    against_bulk_publication,
    against_publication,
    against_return,
)
from yizhan.listings.rules.rights import PATENT_TERMS, patent_number_holds
from yizhan.listings.rules.submission import (
    EVIDENCE_FROM_TRL,
    LONGEST_TERM,
    MOST_FIELDS,
    SHORTEST_REASON,
    SHORTEST_SUMMARY,
    SHORTEST_TITLE,
    against_submission,
)

__all__ = [
    "ASK",
    "DEMOTE",
    "EVIDENCE_FROM_TRL",
    "HIDE",
    "LONGEST_TERM",
    "MOST_FIELDS",
    "ONLY_INCOMPLETE",
    "PATENT_TERMS",
    "REMIND",
    "SHANGHAI",
    "SHORTEST_REASON",
    "SHORTEST_SUMMARY",
    "SHORTEST_TITLE",
    "TIMETABLES",
    "WEIGHTS",
    "Freshness",
    "Timetable",
    "against_bulk_publication",
    "against_confirmation",
    "against_publication",
    "against_return",
    "against_submission",
    "asking_at",
    "completeness",
    "day_of",
    "due_at",
    "freshness",
    "is_over",
    "patent_number_holds",
    "step_after",
]
