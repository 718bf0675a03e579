"""What happens to contracts. Codes are stored for ever; facts hold no amounts and no reasons.

Amounts and reasons stand in the decisions, which only those may read who may read amounts.
"""

from dataclasses import dataclass
from typing import ClassVar
from uuid import UUID

from yizhan.kernel.facts import Fact


@dataclass(frozen=True, slots=True, kw_only=True)
class ContractFact(Fact):
    """What every fact about a contract says; `organisation_id` is the filing one."""

    version: int
    office_id: int | None
    stage: str

    @property
    def stream(self) -> str:
        """Chain the facts of each office by themselves: offices never wait for each other."""
        return f"contracts.{self.office_id or 0}"


@dataclass(frozen=True, slots=True, kw_only=True)
class ContractDrafted(ContractFact):
    """Somebody began to fill in a contract."""

    code: ClassVar[str] = "contracts.drafted"


@dataclass(frozen=True, slots=True, kw_only=True)
class ContractEdited(ContractFact):
    """The text of a draft, or of a contract to be corrected, changed."""

    code: ClassVar[str] = "contracts.edited"
    fields: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ContractSubmitted(ContractFact):
    """The seller filed the contract with an office."""

    code: ClassVar[str] = "contracts.submitted"


@dataclass(frozen=True, slots=True, kw_only=True)
class ContractCorrected(ContractFact):
    """The office asked for a correction."""

    code: ClassVar[str] = "contracts.correction_asked"
    due_on: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ContractAccepted(ContractFact):
    """The office took the contract on; the clock of its decision runs."""

    code: ClassVar[str] = "contracts.accepted"
    regime: str
    due_on: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ContractTaken(ContractFact):
    """A registrar took the contract on the desk, or over from another."""

    code: ClassVar[str] = "contracts.taken"
    registrar_id: UUID


@dataclass(frozen=True, slots=True, kw_only=True)
class ContractProposed(ContractFact):
    """A first registrar proposed; a second one must look."""

    code: ClassVar[str] = "contracts.proposed"
    outcome: str
    because: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ContractSentBack(ContractFact):
    """The second registrar did not agree."""

    code: ClassVar[str] = "contracts.sent_back"


@dataclass(frozen=True, slots=True, kw_only=True)
class ContractRegistered(ContractFact):
    """The contract was registered under a number."""

    code: ClassVar[str] = "contracts.registered"
    number: str
    registered_on: str
    kind: str
    decision_id: UUID | None


@dataclass(frozen=True, slots=True, kw_only=True)
class ContractRefused(ContractFact):
    """The contract was not registered."""

    code: ClassVar[str] = "contracts.refused"
    decision_id: UUID | None


@dataclass(frozen=True, slots=True, kw_only=True)
class ContractWithdrawn(ContractFact):
    """The filer took the contract back before it was accepted."""

    code: ClassVar[str] = "contracts.withdrawn"


@dataclass(frozen=True, slots=True, kw_only=True)
class AmendmentFiled(ContractFact):
    """The filer asked to change a registered contract."""

    code: ClassVar[str] = "contracts.amendment_filed"
    amendment_id: UUID
    fields: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class AmendmentEnded(ContractFact):
    """A wish to change was declined by the office or taken back by the filer."""

    code: ClassVar[str] = "contracts.amendment_ended"
    amendment_id: UUID
    how: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ContractAmended(ContractFact):
    """A registered contract changed; a new certificate is due."""

    code: ClassVar[str] = "contracts.amended"
    number: str
    amendment_id: UUID
    fields: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ContractCancelled(ContractFact):
    """The registration ended because the contract did."""

    code: ClassVar[str] = "contracts.cancelled"
    number: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ContractRevoked(ContractFact):
    """The registration was taken away."""

    code: ClassVar[str] = "contracts.revoked"
    number: str


@dataclass(frozen=True, slots=True, kw_only=True)
class AppealFiled(ContractFact):
    """A party, or a tax or finance office, objected to a decision."""

    code: ClassVar[str] = "contracts.appeal_filed"
    appeal_id: UUID
    by: str


@dataclass(frozen=True, slots=True, kw_only=True)
class AppealDecided(ContractFact):
    """The supervising authority answered an objection."""

    code: ClassVar[str] = "contracts.appeal_decided"
    appeal_id: UUID
    outcome: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ContractRedetermined(ContractFact):
    """The decision was set aside; the contract is under review again."""

    code: ClassVar[str] = "contracts.redetermined"
    number: str
    appeal_id: UUID


@dataclass(frozen=True, slots=True, kw_only=True)
class ContractOverdue(ContractFact):
    """The day by which somebody had to act has passed."""

    code: ClassVar[str] = "contracts.overdue"
    due_on: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PaperAdded(ContractFact):
    """A document was put into the file."""

    code: ClassVar[str] = "contracts.paper_added"
    paper_id: int
    kind: str
    sha256: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PaperOpened(ContractFact):
    """Somebody read a confidential document."""

    code: ClassVar[str] = "contracts.paper_opened"
    paper_id: int
    kind: str


@dataclass(frozen=True, slots=True, kw_only=True)
class FindingSettled(ContractFact):
    """A registrar confirmed or dismissed what a rule had found."""

    code: ClassVar[str] = "contracts.finding_settled"
    card: str
    state: str


@dataclass(frozen=True, slots=True, kw_only=True)
class AccessGranted(ContractFact):
    """A tax or finance office may read the contract."""

    code: ClassVar[str] = "contracts.access_granted"
    to_id: UUID
    until: str


@dataclass(frozen=True, slots=True, kw_only=True)
class AccessEnded(ContractFact):
    """A grant was taken back."""

    code: ClassVar[str] = "contracts.access_ended"
    to_id: UUID


@dataclass(frozen=True, slots=True, kw_only=True)
class PastContractsImported(Fact):
    """Contracts registered in the past were taken over, in one block."""

    code: ClassVar[str] = "contracts.past_imported"
    source: str
    count: int


@dataclass(frozen=True, slots=True, kw_only=True)
class CertificateIssued(Fact):
    """A certificate was sealed; its digest in the chain of facts dates it beyond doubt."""

    code: ClassVar[str] = "contracts.certificate_issued"
    number: str
    version: int
    sha256: str
    key: str

    @property
    def stream(self) -> str:
        """Chain the certificates of each year and office by themselves."""
        return f"contracts.certificates.{self.number[:-6]}"
