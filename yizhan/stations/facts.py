"""What happens to stations, operators, documents and topics. Codes are stored for ever."""

from dataclasses import dataclass
from datetime import date
from typing import ClassVar
from uuid import UUID

from yizhan.kernel.facts import Fact


@dataclass(frozen=True, slots=True, kw_only=True)
class StationFact(Fact):
    """What every fact about a station says; `organisation_id` is the station's own."""


@dataclass(frozen=True, slots=True, kw_only=True)
class StationApplied(StationFact):
    """An organisation asked to join the network."""

    code: ClassVar[str] = "stations.applied"
    level: str


@dataclass(frozen=True, slots=True, kw_only=True)
class StationEdited(StationFact):
    """The station changed what it says of itself; only the names are kept."""

    code: ClassVar[str] = "stations.edited"
    fields: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class AppraisalBegun(StationFact):
    """An office took the application."""

    code: ClassVar[str] = "stations.appraisal_begun"


@dataclass(frozen=True, slots=True, kw_only=True)
class StationAdmitted(StationFact):
    """The station is a member and has its number."""

    code: ClassVar[str] = "stations.admitted"
    number: str


@dataclass(frozen=True, slots=True, kw_only=True)
class StationDeclined(StationFact):
    """The application did not pass."""

    code: ClassVar[str] = "stations.declined"
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ApplicationWithdrawn(StationFact):
    """The applicant took its application back."""

    code: ClassVar[str] = "stations.application_withdrawn"


@dataclass(frozen=True, slots=True, kw_only=True)
class StationAppraised(StationFact):
    """An appraisal was decided."""

    code: ClassVar[str] = "stations.appraised"
    appraisal_id: UUID
    occasion: str
    year: int
    total: str
    verdict: str


@dataclass(frozen=True, slots=True, kw_only=True)
class RectificationAsked(StationFact):
    """The station failed a year and must mend what was found by a day."""

    code: ClassVar[str] = "stations.rectification_asked"
    by: date


@dataclass(frozen=True, slots=True, kw_only=True)
class StationRestored(StationFact):
    """The recheck found everything mended."""

    code: ClassVar[str] = "stations.restored"


@dataclass(frozen=True, slots=True, kw_only=True)
class StationSuspended(StationFact):
    """The network works no longer with the station until this is settled."""

    code: ClassVar[str] = "stations.suspended"
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class StationResumed(StationFact):
    """The suspension is over."""

    code: ClassVar[str] = "stations.resumed"


@dataclass(frozen=True, slots=True, kw_only=True)
class StationRemoved(StationFact):
    """The station is no longer a member: two failed years, or a serious breach."""

    code: ClassVar[str] = "stations.removed"
    reason: str
    is_breach: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class StationLeft(StationFact):
    """The station left by its own wish."""

    code: ClassVar[str] = "stations.left"
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class OperatorNamed(StationFact):
    """A trained person may act for the station."""

    code: ClassVar[str] = "stations.operator_named"
    person_id: UUID
    certificate: str


@dataclass(frozen=True, slots=True, kw_only=True)
class OperatorEnded(StationFact):
    """A person no longer acts for the station."""

    code: ClassVar[str] = "stations.operator_ended"
    person_id: UUID
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class OperatorShown(StationFact):
    """A person agreed, or no longer agrees, to be named on the public page."""

    code: ClassVar[str] = "stations.operator_shown"
    person_id: UUID
    is_named: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class DocumentPublished(Fact):
    """A version of a standard document was published."""

    code: ClassVar[str] = "stations.document_published"
    document: str
    number: int


@dataclass(frozen=True, slots=True, kw_only=True)
class TopicFact(Fact):
    """What every fact about a topic group says."""

    station_id: UUID


@dataclass(frozen=True, slots=True, kw_only=True)
class TopicFounded(TopicFact):
    """A station founded a topic group."""

    code: ClassVar[str] = "stations.topic_founded"


@dataclass(frozen=True, slots=True, kw_only=True)
class TopicJoined(TopicFact):
    """A station joined a topic group."""

    code: ClassVar[str] = "stations.topic_joined"


@dataclass(frozen=True, slots=True, kw_only=True)
class TopicQuit(TopicFact):
    """A station left a topic group."""

    code: ClassVar[str] = "stations.topic_quit"


@dataclass(frozen=True, slots=True, kw_only=True)
class TopicClosed(TopicFact):
    """The leading station ended the group."""

    code: ClassVar[str] = "stations.topic_closed"
