"""Establishing who an organisation is: its people ask, a verifier in reach decides."""

from datetime import datetime
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.db import transaction

from yizhan.audit.services import record
from yizhan.directory import rules
from yizhan.directory.facts import (
    OrganisationClaimed,
    OrganisationRejected,
    OrganisationVerified,
    VerificationRevoked,
)
from yizhan.directory.models import Organisation
from yizhan.directory.permissions import may_edit, own_ids
from yizhan.directory.queries import lock_organisation
from yizhan.directory.stages import FLOW
from yizhan.kernel.actors import Actor
from yizhan.kernel.flows import Step
from yizhan.kernel.refusals import Refusal, refuse_if


@transaction.atomic
def claim_organisation(*, actor: Actor, organisation_id: UUID, at: datetime) -> Organisation:
    """Ask for verification, first or again after a rejection."""
    organisation = lock_organisation(actor=actor, organisation_id=organisation_id)
    step = FLOW.take("claim", stage=organisation.verification)
    if not actor.may(step.permission) or not may_edit(actor, organisation):
        raise PermissionDenied
    organisation.verification, organisation.waiting_since = step.target, at
    organisation.version += 1
    organisation.save(update_fields=["verification", "waiting_since", "version"])
    fact = OrganisationClaimed(
        subject_id=organisation.id,
        organisation_id=organisation.id,
        region=organisation.region_id,
    )
    record(fact, actor=actor, at=at)
    return organisation


@transaction.atomic
def verify_organisation(
    *, actor: Actor, organisation_id: UUID, how: str, at: datetime
) -> Organisation:
    """Vouch for the identity; `how` says what was looked at and is shown to everybody."""
    organisation, step = _judged(actor, organisation_id, "verify", said=how, place="how")
    organisation.verification, organisation.waiting_since = step.target, None
    organisation.verified_at = at
    organisation.verified_by_id = actor.organisation_id
    organisation.verified_how = how.strip()
    organisation.version += 1
    organisation.save(
        update_fields=[
            "verification",
            "verified_at",
            "verified_by",
            "verified_how",
            "waiting_since",
            "version",
        ]
    )
    fact = OrganisationVerified(
        subject_id=organisation.id, region=organisation.region_id, how=how.strip()
    )
    record(fact, actor=actor, at=at)
    return organisation


@transaction.atomic
def reject_organisation(
    *, actor: Actor, organisation_id: UUID, reason: str, at: datetime
) -> Organisation:
    """Say that the identity could not be verified, and why."""
    organisation, step = _judged(actor, organisation_id, "reject", said=reason, place="reason")
    _take_back(organisation, step, reason)
    fact = OrganisationRejected(
        subject_id=organisation.id, region=organisation.region_id, reason=reason.strip()
    )
    record(fact, actor=actor, at=at)
    return organisation


@transaction.atomic
def revoke_verification(
    *, actor: Actor, organisation_id: UUID, reason: str, at: datetime
) -> Organisation:
    """Take a verification back, and say why."""
    organisation, step = _judged(actor, organisation_id, "revoke", said=reason, place="reason")
    _take_back(organisation, step, reason)
    fact = VerificationRevoked(
        subject_id=organisation.id, region=organisation.region_id, reason=reason.strip()
    )
    record(fact, actor=actor, at=at)
    return organisation


def _take_back(organisation: Organisation, step: Step, reason: str) -> None:
    organisation.verification, organisation.waiting_since = step.target, None
    organisation.verified_at = None
    organisation.verified_by = None
    organisation.verified_how = reason.strip()
    organisation.version += 1
    organisation.save(
        update_fields=[
            "verification",
            "verified_at",
            "verified_by",
            "verified_how",
            "waiting_since",
            "version",
        ]
    )


def _judged(
    actor: Actor, organisation_id: UUID, name: str, *, said: str, place: str
) -> tuple[Organisation, Step]:
    organisation = lock_organisation(actor=actor, organisation_id=organisation_id)
    step = FLOW.take(name, stage=organisation.verification)
    if not actor.may(step.permission):
        raise PermissionDenied
    refusals = list(
        rules.against_judging(
            reached=actor.region,
            own=organisation.id in own_ids(actor),
            kind=organisation.kind,
            level=organisation.level,
            region=organisation.region_id,
        )
    )
    if not said.strip():
        refusals.append(Refusal("organisation.reason_required", {}, place))
    refuse_if(refusals)
    return organisation, step
