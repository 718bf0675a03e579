"""How a claim ends: granted or refused by a verifier in reach, lost to another, expired."""

from datetime import datetime
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.db import transaction

from yizhan.audit.services import record
from yizhan.directory import rules
from yizhan.directory.facts import ClaimDecided, OrganisationClaimed
from yizhan.directory.models import Claim, Organisation
from yizhan.directory.permissions import own_ids
from yizhan.directory.queries import lock_organisation
from yizhan.directory.services.members import hold
from yizhan.directory.stages import CLAIM_FLOW, FLOW, ClaimStage
from yizhan.directory.terms import Role
from yizhan.kernel.actors import Actor
from yizhan.kernel.refusals import Refusal, refuse_if


@transaction.atomic
def grant_claim(*, actor: Actor, claim_id: UUID, reason: str, at: datetime) -> Claim:
    """Make the person the administrator; other claims on the same organisation are lost."""
    claim = _judged(actor, claim_id, "grant", reason)
    give_claim(claim, reason=reason.strip(), actor=actor, at=at)
    return claim


@transaction.atomic
def refuse_claim(*, actor: Actor, claim_id: UUID, reason: str, at: datetime) -> Claim:
    """Do not believe the claim, and say why; the person may try again."""
    claim = _judged(actor, claim_id, "refuse", reason)
    end_claim(claim, "refuse", reason=reason.strip(), actor=actor, at=at)
    return claim


@transaction.atomic
def expire_claim(*, actor: Actor, claim_id: UUID, at: datetime) -> bool:
    """End a claim nobody decided on in time; say whether it was still open."""
    claim = (
        Claim.objects.select_for_update(of=("self",), skip_locked=True)
        .select_related("organisation")
        .filter(pk=claim_id, stage=ClaimStage.OPEN, due_at__lte=at)
        .first()
    )
    if claim is None:
        return False
    end_claim(claim, "expire", reason="", actor=actor, at=at)
    return True


def give_claim(claim: Claim, *, reason: str, actor: Actor, at: datetime) -> None:
    """Grant within the running transaction; for this context's services."""
    organisation = claim.organisation
    end_claim(claim, "grant", reason=reason, actor=actor, at=at)
    hold(organisation, claim.person_id, Role.ADMINISTRATOR, actor=actor, at=at)
    _ask_verification(organisation, actor=actor, at=at)
    lose_claims(organisation=organisation, actor=actor, at=at)


def lose_claims(*, organisation: Organisation, actor: Actor, at: datetime) -> int:
    """End the claims that another one's success leaves without an object; count them."""
    rivals = list(
        Claim.objects.select_for_update().filter(
            organisation=organisation, stage=ClaimStage.OPEN
        )
    )
    for rival in rivals:
        end_claim(rival, "lose", reason="", actor=actor, at=at)
    return len(rivals)


def end_claim(claim: Claim, name: str, *, reason: str, actor: Actor, at: datetime) -> None:
    """Take the last step of a claim; for this context's services."""
    claim.stage = CLAIM_FLOW.take(name, stage=claim.stage).target
    claim.decided_at, claim.reason = at, reason
    claim.decided_by_id = actor.organisation_id if name in {"grant", "refuse"} else None
    claim.save(update_fields=["stage", "decided_at", "reason", "decided_by"])
    fact = ClaimDecided(
        subject_id=claim.organisation_id,
        organisation_id=claim.organisation_id,
        claim_id=claim.id,
        person_id=claim.person_id,
        answer=claim.stage,
        reason=reason,
    )
    record(fact, actor=actor, at=at)


def _ask_verification(organisation: Organisation, *, actor: Actor, at: datetime) -> None:
    """Let an organisation that now has people wait for its verifier."""
    if organisation.verification not in {FLOW.start, "rejected"}:
        return
    step = FLOW.take("claim", stage=organisation.verification)
    organisation.verification, organisation.waiting_since = step.target, at
    organisation.version += 1
    organisation.save(update_fields=["verification", "waiting_since", "version"])
    fact = OrganisationClaimed(
        subject_id=organisation.id,
        organisation_id=organisation.id,
        region=organisation.region_id,
    )
    record(fact, actor=actor, at=at)


def _judged(actor: Actor, claim_id: UUID, name: str, reason: str) -> Claim:
    seen = Claim.objects.get(pk=claim_id)
    organisation = lock_organisation(actor=actor, organisation_id=seen.organisation_id)
    claim = Claim.objects.select_for_update(of=("self",)).get(pk=claim_id)
    claim.organisation = organisation
    step = CLAIM_FLOW.take(name, stage=claim.stage)
    if not actor.may(step.permission) or claim.person_id == actor.person_id:
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
    if not reason.strip():
        refusals.append(Refusal("organisation.reason_required", {}, "reason"))
    refuse_if(refusals)
    return claim
