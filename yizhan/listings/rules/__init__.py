"""What the rules say about a listing. Values in, values out; no clock, no database."""

from yizhan.listings.rules.completeness import WEIGHTS, completeness
from yizhan.listings.rules.freshness import (
    AGEING_DAYS,
    FRESH_DAYS,
    SHANGHAI,
    VALIDITY_DAYS,
    against_confirmation,
    due_at,
    freshness,
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
    "AGEING_DAYS",
    "EVIDENCE_FROM_TRL",
    "FRESH_DAYS",
    "LONGEST_TERM",
    "MOST_FIELDS",
    "ONLY_INCOMPLETE",
    "PATENT_TERMS",
    "SHANGHAI",
    "SHORTEST_REASON",
    "SHORTEST_SUMMARY",
    "SHORTEST_TITLE",
    "VALIDITY_DAYS",
    "WEIGHTS",
    "against_bulk_publication",
    "against_confirmation",
    "against_publication",
    "against_return",
    "against_submission",
    "completeness",
    "due_at",
    "freshness",
    "patent_number_holds",
]
