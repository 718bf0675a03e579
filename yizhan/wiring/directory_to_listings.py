"""Whose identity is in doubt goes out of sight; who left an office holds nothing any longer."""

from datetime import datetime
from uuid import UUID

from yizhan.audit.services import react
from yizhan.directory.facts import (
    MemberRemoved,
    OrganisationRejected,
    OrganisationsMerged,
    OrganisationVerified,
    RoleChanged,
    VerificationRevoked,
)
from yizhan.directory.queries import is_verified
from yizhan.kernel.actors import machine
from yizhan.kernel.facts import Fact
from yizhan.listings.services import release_held, resume_listings, suspend_listings
from yizhan.listings.terms import SuspendedFor

WORKER = machine("identity", "listings.suspend")


def connect() -> None:
    """React within the transaction: what is revoked is never seen one moment longer."""
    react(OrganisationRejected, suspended)
    react(VerificationRevoked, suspended)
    react(OrganisationVerified, resumed)
    react(OrganisationsMerged, merged)
    react(MemberRemoved, released)
    react(RoleChanged, released)


def suspended(fact: Fact, at: datetime) -> None:
    """Take the open listings of the organisation out of sight."""
    if isinstance(fact, OrganisationRejected):
        _suspend(fact.subject_id, SuspendedFor.REJECTED, fact.reason, at)
    elif isinstance(fact, VerificationRevoked):
        _suspend(fact.subject_id, SuspendedFor.REVOKED, fact.reason, at)


def resumed(fact: Fact, at: datetime) -> None:
    """Bring them back."""
    resume_listings(actor=WORKER, organisation_id=fact.subject_id, at=at)


def merged(fact: Fact, at: datetime) -> None:
    """Bring back what came along suspended to an organisation whose identity is known."""
    if is_verified(organisation_id=fact.subject_id):
        resumed(fact, at)


def released(fact: Fact, at: datetime) -> None:
    """Let somebody else review what the person had on the desk."""
    if isinstance(fact, MemberRemoved | RoleChanged):
        release_held(role_id=fact.membership_id, actor=WORKER, at=at)


def _suspend(organisation_id: UUID, cause: str, said: str, at: datetime) -> None:
    suspend_listings(
        actor=WORKER, organisation_id=organisation_id, cause=cause, said=said, at=at
    )
