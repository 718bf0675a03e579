"""What happens to listings, for the audit trail and for other contexts."""

from dataclasses import dataclass
from typing import ClassVar

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
    """The owner handed it in for review."""

    code: ClassVar[str] = "listings.submitted"


@dataclass(frozen=True, slots=True, kw_only=True)
class ListingPublished(ListingFact):
    """A reviewer said yes; from now on everybody may read the public fields."""

    code: ClassVar[str] = "listings.published"


@dataclass(frozen=True, slots=True, kw_only=True)
class ListingReturned(ListingFact):
    """A reviewer sent it back with reasons for each field."""

    code: ClassVar[str] = "listings.returned"
    fields: tuple[str, ...]


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
    """The owner took it back."""

    code: ClassVar[str] = "listings.withdrawn"


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
    """The owner said that it is still true."""

    code: ClassVar[str] = "listings.confirmed"


@dataclass(frozen=True, slots=True, kw_only=True)
class ListingImported(ListingFact):
    """An import brought it in or changed it."""

    code: ClassVar[str] = "listings.imported"
    source: str
    external_id: str
    stage: str
