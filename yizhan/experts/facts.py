"""What happens to experts and to requests for advice. Codes are stored for ever."""

from dataclasses import dataclass
from datetime import date
from typing import ClassVar
from uuid import UUID

from yizhan.kernel.facts import Fact


@dataclass(frozen=True, slots=True, kw_only=True)
class ExpertFact(Fact):
    """What every fact about a profile says; `organisation_id` is the home organisation."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ExpertEntered(ExpertFact):
    """A profile was begun, by the person or prepared by the home organisation."""

    code: ClassVar[str] = "experts.entered"
    personal: ClassVar[frozenset[str]] = frozenset({"name"})
    name: str
    is_prepared: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class ExpertClaimed(ExpertFact):
    """A person took over the profile that was prepared for it."""

    code: ClassVar[str] = "experts.claimed"


@dataclass(frozen=True, slots=True, kw_only=True)
class ExpertEdited(ExpertFact):
    """Fields of a profile changed; only their names are kept."""

    code: ClassVar[str] = "experts.edited"
    fields: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ConsentGiven(ExpertFact):
    """The person agreed to be listed, to these words."""

    code: ClassVar[str] = "experts.consent_given"
    wording: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ConsentRevoked(ExpertFact):
    """The person took the consent back; the profile was hidden in the same moment."""

    code: ClassVar[str] = "experts.consent_revoked"


@dataclass(frozen=True, slots=True, kw_only=True)
class ExpertSubmitted(ExpertFact):
    """The profile waits for the home organisation."""

    code: ClassVar[str] = "experts.submitted"


@dataclass(frozen=True, slots=True, kw_only=True)
class ExpertListed(ExpertFact):
    """The home organisation, or a verifier, vouched for the person; the profile is public."""

    code: ClassVar[str] = "experts.listed"


@dataclass(frozen=True, slots=True, kw_only=True)
class ExpertReturned(ExpertFact):
    """The profile went back to its person with a reason."""

    code: ClassVar[str] = "experts.returned"
    personal: ClassVar[frozenset[str]] = frozenset({"reason"})
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ExpertPaused(ExpertFact):
    """The person takes no requests for a while."""

    code: ClassVar[str] = "experts.paused"


@dataclass(frozen=True, slots=True, kw_only=True)
class ExpertResumed(ExpertFact):
    """The person takes requests again."""

    code: ClassVar[str] = "experts.resumed"


@dataclass(frozen=True, slots=True, kw_only=True)
class ConfirmationAsked(ExpertFact):
    """The year is nearly over: the person is asked whether the profile is still true."""

    code: ClassVar[str] = "experts.confirmation_asked"


@dataclass(frozen=True, slots=True, kw_only=True)
class ExpertRenewed(ExpertFact):
    """The person said that the profile is still true."""

    code: ClassVar[str] = "experts.renewed"


@dataclass(frozen=True, slots=True, kw_only=True)
class ExpertFaded(ExpertFact):
    """Nobody confirmed the profile in time; it is hidden."""

    code: ClassVar[str] = "experts.faded"


@dataclass(frozen=True, slots=True, kw_only=True)
class ExpertLeft(ExpertFact):
    """The person no longer stands in the home organisation; the profile is hidden."""

    code: ClassVar[str] = "experts.left"


@dataclass(frozen=True, slots=True, kw_only=True)
class ExpertWithdrawn(ExpertFact):
    """The person took the profile back."""

    code: ClassVar[str] = "experts.withdrawn"


@dataclass(frozen=True, slots=True, kw_only=True)
class ExpertRevised(ExpertFact):
    """The person took a withdrawn profile up again."""

    code: ClassVar[str] = "experts.revised"


@dataclass(frozen=True, slots=True, kw_only=True)
class ExpertErased(ExpertFact):
    """Everything personal was erased at the person's wish."""

    code: ClassVar[str] = "experts.erased"


@dataclass(frozen=True, slots=True, kw_only=True)
class RequestFact(Fact):
    """What every fact about a request says; `organisation_id` is the asking one."""

    expert_id: UUID


@dataclass(frozen=True, slots=True, kw_only=True)
class RequestSent(RequestFact):
    """An organisation asked an expert; `station_id` is who asked on its behalf."""

    code: ClassVar[str] = "experts.request_sent"
    form: str
    need_id: UUID | None
    station_id: UUID | None


@dataclass(frozen=True, slots=True, kw_only=True)
class ConflictDeclared(RequestFact):
    """The expert said what stands between the two, or that nothing does.

    `findings` is what the platform saw by itself.
    """

    code: ClassVar[str] = "experts.conflict_declared"
    personal: ClassVar[frozenset[str]] = frozenset({"relations", "note"})
    relations: tuple[str, ...]
    findings: tuple[str, ...]
    note: str


@dataclass(frozen=True, slots=True, kw_only=True)
class RequestDisclosed(RequestFact):
    """A conflict waits for the asker's decision."""

    code: ClassVar[str] = "experts.request_disclosed"


@dataclass(frozen=True, slots=True, kw_only=True)
class RequestAccepted(RequestFact):
    """The expert answers until the promised day."""

    code: ClassVar[str] = "experts.request_accepted"
    promised_on: date


@dataclass(frozen=True, slots=True, kw_only=True)
class ConflictWaived(RequestFact):
    """The asker knows of the conflict and goes on."""

    code: ClassVar[str] = "experts.conflict_waived"
    promised_on: date


@dataclass(frozen=True, slots=True, kw_only=True)
class RequestDeclined(RequestFact):
    """The expert does not answer."""

    code: ClassVar[str] = "experts.request_declined"
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class RequestLapsed(RequestFact):
    """Nobody decided in time."""

    code: ClassVar[str] = "experts.request_lapsed"
    stage: str


@dataclass(frozen=True, slots=True, kw_only=True)
class RequestOverdue(RequestFact):
    """The promised day passed without an answer."""

    code: ClassVar[str] = "experts.request_overdue"


@dataclass(frozen=True, slots=True, kw_only=True)
class RequestWithdrawn(RequestFact):
    """The asker took the question back."""

    code: ClassVar[str] = "experts.request_withdrawn"


@dataclass(frozen=True, slots=True, kw_only=True)
class RequestReturned(RequestFact):
    """The expert is no longer there; the question is the asker's again."""

    code: ClassVar[str] = "experts.request_returned"


@dataclass(frozen=True, slots=True, kw_only=True)
class ClarificationAsked(RequestFact):
    """The expert asked for more."""

    code: ClassVar[str] = "experts.clarification_asked"


@dataclass(frozen=True, slots=True, kw_only=True)
class ClarificationGiven(RequestFact):
    """The asker added something."""

    code: ClassVar[str] = "experts.clarification_given"


@dataclass(frozen=True, slots=True, kw_only=True)
class RequestAnswered(RequestFact):
    """The expert answered."""

    code: ClassVar[str] = "experts.request_answered"
    is_late: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class RequestClosed(RequestFact):
    """The asker said what the answer was worth."""

    code: ClassVar[str] = "experts.request_closed"
    rating: int
    use: str


@dataclass(frozen=True, slots=True, kw_only=True)
class RequestSettled(RequestFact):
    """The asker said nothing for weeks after the answer; the request is closed unrated."""

    code: ClassVar[str] = "experts.request_settled"


@dataclass(frozen=True, slots=True, kw_only=True)
class RequestRead(RequestFact):
    """Somebody who supervises read a request that is not its own."""

    code: ClassVar[str] = "experts.request_read"
