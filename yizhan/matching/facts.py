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


@dataclass(frozen=True, slots=True, kw_only=True)
class SearchSaved(Fact):
    """A person saved a search; the subject is the search."""

    code: ClassVar[str] = "matching.search_saved"
    kind: str
    pace: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SearchChanged(Fact):
    """A saved search is told at another pace, paused or taken up again."""

    code: ClassVar[str] = "matching.search_changed"
    pace: str
    is_paused: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class SearchRemoved(Fact):
    """A saved search was removed."""

    code: ClassVar[str] = "matching.search_removed"


@dataclass(frozen=True, slots=True, kw_only=True)
class NeedMuted(Fact):
    """A person wants (or no longer wants) to hear of new matches; the subject is the need."""

    code: ClassVar[str] = "matching.need_muted"
    is_muted: bool
