"""What happens to listings, for the audit trail and for other contexts."""

from dataclasses import dataclass
from typing import ClassVar
from uuid import UUID

from yizhan.kernel.facts import Fact


@dataclass(frozen=True, slots=True, kw_only=True)
class ListingFact(Fact):
    """What every fact about one listing says."""

    kind: str
    number: str
    version: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ListingCreated(ListingFact):
    """Somebody began a draft."""

    code: ClassVar[str] = "listings.created"


@dataclass(frozen=True, slots=True, kw_only=True)
class ListingChanged(ListingFact):
    """Somebody changed the text of a draft or a returned listing."""

    code: ClassVar[str] = "listings.changed"
    fields: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ListingSubmitted(ListingFact):
    """The owner handed it in for review; `submission` is the number of the kept version."""

    code: ClassVar[str] = "listings.submitted"
    submission: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class ListingPublished(ListingFact):
    """A reviewer said yes; from now on everybody may read the public fields.

    `offices` names whose eyes were on it, in order: one, or two for what the state has paid.
    """

    code: ClassVar[str] = "listings.published"
    submission: int = 0
    offices: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class ListingReturned(ListingFact):
    """A reviewer sent it back with reasons for each field."""

    code: ClassVar[str] = "listings.returned"
    fields: tuple[str, ...]
    submission: int = 0
    offices: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class ReviewTaken(ListingFact):
    """A reviewer put it on the desk, so that nobody else works on it meanwhile."""

    code: ClassVar[str] = "listings.review_taken"


@dataclass(frozen=True, slots=True, kw_only=True)
class ReviewReleased(ListingFact):
    """It is anybody's again; `because` is given_back or left_office."""

    code: ClassVar[str] = "listings.review_released"
    because: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ReviewProposed(ListingFact):
    """A first reviewer would publish it; a second one has to look, for the state has paid."""

    code: ClassVar[str] = "listings.review_proposed"
    submission: int
    offices: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ReviewOverdue(ListingFact):
    """The day for an answer has passed."""

    code: ClassVar[str] = "listings.review_overdue"
    due_on: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ListingSuspended(ListingFact):
    """It is out of sight while its organisation's identity is in doubt."""

    code: ClassVar[str] = "listings.suspended"
    cause: str
    said: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ListingResumed(ListingFact):
    """Its organisation is verified again, and it stands where it stood."""

    code: ClassVar[str] = "listings.resumed"
    stage: str


@dataclass(frozen=True, slots=True, kw_only=True)
class TalksStarted(ListingFact):
    """The owner began to talk with another side."""

    code: ClassVar[str] = "listings.talks_started"


@dataclass(frozen=True, slots=True, kw_only=True)
class ListingReopened(ListingFact):
    """Talks ended without a result and the listing is open again."""

    code: ClassVar[str] = "listings.reopened"


@dataclass(frozen=True, slots=True, kw_only=True)
class ListingConcluded(ListingFact):
    """The parties came to an agreement."""

    code: ClassVar[str] = "listings.concluded"


@dataclass(frozen=True, slots=True, kw_only=True)
class ListingWithdrawn(ListingFact):
    """The owner took it back; `addressed_to` was sent the link by which that was said."""

    code: ClassVar[str] = "listings.withdrawn"
    addressed_to: UUID | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ListingExpired(ListingFact):
    """Its deadline passed, or nobody confirmed it in time."""

    code: ClassVar[str] = "listings.expired"


@dataclass(frozen=True, slots=True, kw_only=True)
class ListingRevised(ListingFact):
    """The owner took it off the site to change it."""

    code: ClassVar[str] = "listings.revised"


@dataclass(frozen=True, slots=True, kw_only=True)
class ListingConfirmed(ListingFact):
    """The owner said that it is still true; `addressed_to` was sent the link used for it."""

    code: ClassVar[str] = "listings.confirmed"
    addressed_to: UUID | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class RoundFact(ListingFact):
    """A step taken because nobody has confirmed the listing since."""

    round_id: UUID


@dataclass(frozen=True, slots=True, kw_only=True)
class ConfirmationAsked(RoundFact):
    """The owner was asked whether it is still true."""

    code: ClassVar[str] = "listings.confirmation_asked"


@dataclass(frozen=True, slots=True, kw_only=True)
class ConfirmationReminded(RoundFact):
    """The owner was asked again."""

    code: ClassVar[str] = "listings.confirmation_reminded"


@dataclass(frozen=True, slots=True, kw_only=True)
class ListingDemoted(RoundFact):
    """It ranks lower from now on, because nobody answered."""

    code: ClassVar[str] = "listings.demoted"


@dataclass(frozen=True, slots=True, kw_only=True)
class ListingHidden(RoundFact):
    """Nobody but its owner and reviewers sees it any longer, because nobody answered."""

    code: ClassVar[str] = "listings.hidden"


@dataclass(frozen=True, slots=True, kw_only=True)
class ListingsFaded(Fact):
    """What one run of the clock did to the listings of one organisation, told it at once.

    `step` is ask, remind, demote or hide; `round_ids` stand in the order of `listing_ids`.
    """

    code: ClassVar[str] = "listings.faded"
    step: str
    listing_ids: tuple[UUID, ...]
    round_ids: tuple[UUID, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class PairAnswered(ListingFact):
    """The owner said whether it is the same as another listing."""

    code: ClassVar[str] = "listings.pair_answered"
    pair_id: UUID
    said: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PairDecided(ListingFact):
    """A reviewer decided that two listings are different after all."""

    code: ClassVar[str] = "listings.pair_decided"
    pair_id: UUID
    verdict: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CopyMarked(ListingFact):
    """A reviewer found it to be a copy of another listing, the origin."""

    code: ClassVar[str] = "listings.copy_marked"
    origin_id: UUID
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CopyReleased(ListingFact):
    """A reviewer found that it is no copy, or that it is itself the origin."""

    code: ClassVar[str] = "listings.copy_released"
    origin_id: UUID
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ListingImported(ListingFact):
    """An import brought it in or changed it."""

    code: ClassVar[str] = "listings.imported"
    source: str
    external_id: str
    stage: str
