"""What can happen to organisations and to those who act for them. Codes are stored for ever."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, ClassVar
from uuid import UUID

from yizhan.kernel.facts import Fact


@dataclass(frozen=True, slots=True, kw_only=True)
class OrganisationRegistered(Fact):
    """An organisation was entered."""

    code: ClassVar[str] = "directory.organisation_registered"
    name: str
    kind: str
    uscc: str


@dataclass(frozen=True, slots=True, kw_only=True)
class OrganisationEdited(Fact):
    """Values of an organisation changed; `changes` maps a field to [old, new]."""

    code: ClassVar[str] = "directory.organisation_edited"
    changes: Mapping[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class OrganisationClaimed(Fact):
    """An organisation asked to be verified."""

    code: ClassVar[str] = "directory.organisation_claimed"


@dataclass(frozen=True, slots=True, kw_only=True)
class OrganisationVerified(Fact):
    """Somebody vouched for the identity, and said how they know."""

    code: ClassVar[str] = "directory.organisation_verified"
    how: str


@dataclass(frozen=True, slots=True, kw_only=True)
class OrganisationRejected(Fact):
    """The identity could not be verified."""

    code: ClassVar[str] = "directory.organisation_rejected"
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class VerificationRevoked(Fact):
    """A verification was taken back."""

    code: ClassVar[str] = "directory.verification_revoked"
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class MembershipAsked(Fact):
    """A person asked for a role in an organisation."""

    code: ClassVar[str] = "directory.membership_asked"
    membership_id: UUID
    role: str


@dataclass(frozen=True, slots=True, kw_only=True)
class MembershipDeclined(Fact):
    """The role that a person asked for was not given."""

    code: ClassVar[str] = "directory.membership_declined"
    membership_id: UUID
    role: str


@dataclass(frozen=True, slots=True, kw_only=True)
class MemberAdded(Fact):
    """A person holds a role from now on."""

    code: ClassVar[str] = "directory.member_added"
    membership_id: UUID
    role: str


@dataclass(frozen=True, slots=True, kw_only=True)
class RoleChanged(Fact):
    """A member's role became another."""

    code: ClassVar[str] = "directory.role_changed"
    membership_id: UUID
    before: str
    after: str


@dataclass(frozen=True, slots=True, kw_only=True)
class MemberRemoved(Fact):
    """A person no longer holds a role."""

    code: ClassVar[str] = "directory.member_removed"
    membership_id: UUID
    role: str


@dataclass(frozen=True, slots=True, kw_only=True)
class MemberInvited(Fact):
    """An address was invited to a role."""

    code: ClassVar[str] = "directory.member_invited"
    personal: ClassVar[frozenset[str]] = frozenset({"email"})
    invitation_id: UUID
    email: str
    role: str


@dataclass(frozen=True, slots=True, kw_only=True)
class InvitationAnswered(Fact):
    """An invitation was taken up, turned down or withdrawn."""

    code: ClassVar[str] = "directory.invitation_answered"
    invitation_id: UUID
    answer: str


@dataclass(frozen=True, slots=True, kw_only=True)
class AllianceChanged(Fact):
    """Members joined or left an alliance."""

    code: ClassVar[str] = "directory.alliance_changed"
    joined: list[UUID] = field(default_factory=list)
    left: list[UUID] = field(default_factory=list)


@dataclass(frozen=True, slots=True, kw_only=True)
class SeatOffered(Fact):
    """An alliance invited a house."""

    code: ClassVar[str] = "directory.seat_offered"
    seat_id: UUID
    member_id: UUID
    part: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SeatAnswered(Fact):
    """A house took, declined or gave up its seat, or the alliance took the seat back.

    `answer` is the stage that the seat reached: joined, declined, withdrawn or left.
    """

    code: ClassVar[str] = "directory.seat_answered"
    seat_id: UUID
    member_id: UUID
    answer: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PartChanged(Fact):
    """A member of an alliance became lead, member or observer."""

    code: ClassVar[str] = "directory.part_changed"
    seat_id: UUID
    member_id: UUID
    before: str
    after: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ClaimMade(Fact):
    """A person claimed an organisation; `is_dispute` where it has an administrator."""

    code: ClassVar[str] = "directory.claim_made"
    claim_id: UUID
    person_id: UUID
    is_dispute: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class ClaimCodeSent(Fact):
    """A code was sent to an address at the organisation's own domain."""

    code: ClassVar[str] = "directory.claim_code_sent"
    personal: ClassVar[frozenset[str]] = frozenset({"email"})
    claim_id: UUID
    email: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ClaimProven(Fact):
    """The person reads mail at the organisation's own domain."""

    code: ClassVar[str] = "directory.claim_proven"
    claim_id: UUID
    person_id: UUID


@dataclass(frozen=True, slots=True, kw_only=True)
class ClaimDecided(Fact):
    """A claim ended; `answer` is its stage: granted, refused, withdrawn, lost or expired."""

    code: ClassVar[str] = "directory.claim_decided"
    claim_id: UUID
    person_id: UUID
    answer: str
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ClaimPaperAdded(Fact):
    """A claimant showed a paper; `sha256` says which, the file is no part of the fact."""

    code: ClassVar[str] = "directory.claim_paper_added"
    claim_id: UUID
    paper_id: UUID
    sha256: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ClaimPaperOpened(ClaimPaperAdded):
    """A verifier looked at a paper of a claim."""

    code: ClassVar[str] = "directory.claim_paper_opened"


@dataclass(frozen=True, slots=True, kw_only=True)
class PairDismissed(Fact):
    """Two organisations that look like one are two."""

    code: ClassVar[str] = "directory.pair_dismissed"
    other_id: UUID
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class OrganisationsMerged(Fact):
    """Another entry was merged into the subject; `moved` counts rows by relation."""

    code: ClassVar[str] = "directory.organisations_merged"
    absorbed_id: UUID
    absorbed_name: str
    chosen: list[str]
    moved: Mapping[str, int]
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class TitleGiven(Fact):
    """A title of an organisation was recorded."""

    code: ClassVar[str] = "directory.title_given"
    designation_id: UUID
    title: str
    authority: str


@dataclass(frozen=True, slots=True, kw_only=True)
class TitleEnded(Fact):
    """A title of an organisation ended before its time."""

    code: ClassVar[str] = "directory.title_ended"
    designation_id: UUID
    title: str
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class KeyMade(Fact):
    """An administrator made a key for the API."""

    code: ClassVar[str] = "directory.key_made"
    key_id: UUID
    name: str
    role: str
    scopes: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class KeyRotated(Fact):
    """A key was given a new secret."""

    code: ClassVar[str] = "directory.key_rotated"
    key_id: UUID


@dataclass(frozen=True, slots=True, kw_only=True)
class KeyRevoked(Fact):
    """A key was stopped."""

    code: ClassVar[str] = "directory.key_revoked"
    key_id: UUID
