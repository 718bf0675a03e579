"""What happens to matches, for the audit trail and for other contexts."""

from dataclasses import dataclass
from typing import ClassVar
from uuid import UUID

from yizhan.kernel.facts import Fact


@dataclass(frozen=True, slots=True, kw_only=True)
class FeedbackGiven(Fact):
    """Somebody said what became of a match; the subject is the match."""

    code: ClassVar[str] = "matching.feedback_given"
    need_id: UUID
    offer_id: UUID
    verdict: str
    reason: str
    score: str
