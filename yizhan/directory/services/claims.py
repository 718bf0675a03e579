"""Claiming an organisation that is here without people: the word, its proof, its withdrawal."""

from datetime import datetime
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.db import transaction

from yizhan.audit.services import record
from yizhan.directory import rules
from yizhan.directory.facts import ClaimCodeSent, ClaimMade, ClaimProven
from yizhan.directory.models import Claim, Membership, Organisation
from yizhan.directory.queries import (
    confirmed_emails,
    has_administrator,
    lock_organisation,
    may_dispute,
    open_claims_of,
    sharers_of_site,
)
from yizhan.directory.services.claim_codes import code_for
from yizhan.directory.services.claim_ends import end_claim, give_claim
from yizhan.directory.stages import ClaimStage
from yizhan.directory.terms import Role
from yizhan.kernel.actors import Actor
from yizhan.kernel.codes import normal_code
from yizhan.kernel.refusals import Refusal, Refused, refuse_if


@transaction.atomic
def start_claim(
    *, actor: Actor, organisation_id: UUID, evidence: str, code: str = "", at: datetime
) -> Claim:
    """Claim an organisation without an administrator, or dispute one who did not answer."""
    organisation = lock_organisation(actor=actor, organisation_id=organisation_id)
    person_id = actor.person_id
    if not actor.may("directory.register") or person_id is None:
        raise PermissionDenied
    refuse_if(_against(organisation, person_id, evidence, code, at))
    claim = Claim.objects.create(
        organisation=organisation,
        person_id=person_id,
        is_dispute=has_administrator(organisation=organisation),
        evidence=evidence.strip(),
        has_code=bool(normal_code(code)),
        created_at=at,
        due_at=at + rules.CLAIM_HOLDS,
    )
    fact = ClaimMade(
        subject_id=organisation.id,
        organisation_id=organisation.id,
        region=organisation.region_id,
        claim_id=claim.id,
        person_id=person_id,
        is_dispute=claim.is_dispute,
    )
    record(fact, actor=actor, at=at)
    return claim


@transaction.atomic
def prove_claim(*, actor: Actor, claim_id: UUID, email: str, at: datetime) -> Claim:
    """Send a code to an address at the organisation's own domain, nowhere else.

    An address that the account has confirmed already needs no second code.
    """
    claim = _own(actor, claim_id)
    email = email.strip().lower()
    refuse_if(_against_code(claim, email, at))
    claim.email = email
    if email in confirmed_emails(person_id=actor.person_id):
        return _proven(claim, actor=actor, at=at)
    claim.code_sent_at, claim.tries = at, 0
    claim.codes_sent += 1
    claim.save(update_fields=["email", "code_sent_at", "codes_sent", "tries"])
    fact = ClaimCodeSent(
        subject_id=claim.organisation_id,
        organisation_id=claim.organisation_id,
        claim_id=claim.id,
        email=email,
    )
    record(fact, actor=actor, at=at)
    return claim


def confirm_claim(*, actor: Actor, claim_id: UUID, code: str, at: datetime) -> Claim:
    """Take the code that was sent; a wrong one counts even though nothing else is written."""
    with transaction.atomic():
        claim = _own(actor, claim_id)
        refusals = _against_try(claim, at)
        if not refusals:
            if normal_code(code) == code_for(claim):
                return _proven(claim, actor=actor, at=at)
            claim.tries += 1
            claim.save(update_fields=["tries"])
            refusals = [Refusal("claim.code_wrong", {"left": _left(claim)}, "code")]
    raise Refused(refusals)


@transaction.atomic
def withdraw_claim(*, actor: Actor, claim_id: UUID, at: datetime) -> Claim:
    """Take the claim back."""
    claim = _own(actor, claim_id)
    end_claim(claim, "withdraw", reason="", actor=actor, at=at)
    return claim


def _proven(claim: Claim, *, actor: Actor, at: datetime) -> Claim:
    claim.email_proven_at = at
    claim.save(update_fields=["email", "email_proven_at"])
    organisation = claim.organisation
    fact = ClaimProven(
        subject_id=organisation.id,
        organisation_id=organisation.id,
        region=organisation.region_id,
        claim_id=claim.id,
        person_id=claim.person_id,
    )
    record(fact, actor=actor, at=at)
    rivals = open_claims_of(organisation=organisation).exclude(pk=claim.pk)
    if rules.settles_claim(
        kind=organisation.kind,
        level=organisation.level,
        region=organisation.region_id,
        is_dispute=claim.is_dispute or has_administrator(organisation=organisation),
        rivals=rivals.count(),
        sharers=sharers_of_site(organisation),
    ):
        give_claim(claim, reason=f"@{organisation.site}", actor=actor, at=at)
    return claim


def _own(actor: Actor, claim_id: UUID) -> Claim:
    """Lock the organisation first, as everybody does who decides on its claims."""
    if actor.person_id is None:
        raise PermissionDenied
    seen = Claim.objects.get(pk=claim_id, person_id=actor.person_id)
    lock_organisation(actor=actor, organisation_id=seen.organisation_id)
    claim = (
        Claim.objects.select_for_update(of=("self",))
        .select_related("organisation")
        .get(pk=claim_id)
    )
    if not claim.is_open:
        raise Refused([Refusal("claim.ended", {"claim_stage": claim.stage})])
    return claim


def _against(
    organisation: Organisation, person_id: UUID, evidence: str, code: str, at: datetime
) -> list[Refusal]:
    refusals: list[Refusal] = []
    if not evidence.strip():
        refusals.append(Refusal("membership.evidence_required", {}, "evidence"))
    typed = normal_code(code)
    if typed and typed not in {organisation.uscc, organisation.former_code} - {""}:
        refusals.append(Refusal("claim.code_differs", {}, "code"))
    if Membership.objects.filter(
        person_id=person_id, organisation=organisation, role=Role.ADMINISTRATOR, is_active=True
    ).exists():
        refusals.append(Refusal("membership.held_already", {"role": Role.ADMINISTRATOR}))
    elif has_administrator(organisation=organisation) and not may_dispute(
        organisation=organisation, person_id=person_id, at=at
    ):
        refusals.append(Refusal("claim.has_administrator"))
    mine = Claim.objects.filter(person_id=person_id)
    if mine.filter(organisation=organisation, stage=ClaimStage.OPEN).exists():
        refusals.append(Refusal("claim.open_already"))
    begun = mine.filter(created_at__gt=at - rules.DAY).count()
    return [*refusals, *rules.against_flood(code="claim.too_many", begun=begun)]


def _against_code(claim: Claim, email: str, at: datetime) -> list[Refusal]:
    site = claim.organisation.site
    if not rules.proves_site(email=email, site=site):
        return [Refusal("claim.email_elsewhere", {"site": site or "—"}, "email")]
    if claim.codes_sent >= rules.MOST_CODES:
        return [Refusal("claim.too_many_codes", {"most": rules.MOST_CODES}, "email")]
    if claim.code_sent_at and at - claim.code_sent_at < rules.CODE_PAUSE:
        return [Refusal("claim.code_just_sent", {}, "email")]
    return []


def _against_try(claim: Claim, at: datetime) -> list[Refusal]:
    sent = claim.code_sent_at
    if sent is None or at - sent > rules.CODE_HOLDS or not _left(claim):
        return [Refusal("claim.code_spent", {}, "code")]
    return []


def _left(claim: Claim) -> int:
    return max(0, rules.MOST_TRIES - claim.tries)
