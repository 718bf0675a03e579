"""Reading claims: a person's own, those on one organisation, those a verifier decides on."""

from datetime import datetime
from uuid import UUID

from django.db.models import Q, QuerySet

from yizhan.directory import rules
from yizhan.directory.models import Claim, Membership, Organisation
from yizhan.directory.permissions import own_ids
from yizhan.directory.stages import ClaimStage
from yizhan.directory.terms import Role
from yizhan.kernel.actors import Actor


def claims_to_decide(actor: Actor) -> QuerySet[Claim]:
    """Return the open claims in a verifier's reach, the oldest first."""
    if not actor.may("directory.verify") or actor.region is None:
        return Claim.objects.none()
    mine = Q(person_id=actor.person_id) if actor.person_id else Q(pk=None)
    return (
        Claim.objects.filter(
            ~mine, stage=ClaimStage.OPEN, organisation__region__code__startswith=actor.region
        )
        .exclude(organisation_id__in=own_ids(actor))
        .select_related("organisation", "person")
    )


def claim_for(*, actor: Actor, claim_id: UUID) -> Claim:
    """Return a claim for its person or for a verifier in reach, or raise DoesNotExist."""
    mine = Q(person_id=actor.person_id) if actor.person_id else Q(pk=None)
    if actor.may("directory.verify") and actor.region is not None:
        mine |= Q(organisation__region__code__startswith=actor.region)
    return (
        Claim.objects.filter(mine, organisation__merged_into=None)
        .select_related("organisation", "person", "decided_by")
        .get(pk=claim_id)
    )


def claim_with_code(*, claim_id: UUID) -> Claim | None:
    """Return a claim that waits for its code."""
    return (
        Claim.objects.filter(pk=claim_id, stage=ClaimStage.OPEN, email_proven_at=None)
        .exclude(email="")
        .select_related("organisation")
        .first()
    )


def claims_by(*, person_id: UUID) -> QuerySet[Claim]:
    """List what a person claimed, the newest first."""
    return (
        Claim.objects.filter(person_id=person_id)
        .select_related("organisation")
        .order_by("-created_at", "id")
    )


def open_claims_of(*, organisation: Organisation) -> QuerySet[Claim]:
    """List the open claims on one organisation."""
    return Claim.objects.filter(
        organisation=organisation, stage=ClaimStage.OPEN
    ).select_related("person")


def due_claims(*, at: datetime, limit: int = 500) -> list[UUID]:
    """Name the open claims whose time has run out."""
    due = Claim.objects.filter(stage=ClaimStage.OPEN, due_at__lte=at).order_by("due_at")
    return list(due.values_list("pk", flat=True)[:limit])


def may_dispute(*, organisation: Organisation, person_id: UUID, at: datetime) -> bool:
    """Say whether the person asked the present administrators and got a no, or no answer."""
    asked = Membership.objects.filter(
        person_id=person_id,
        organisation=organisation,
        role=Role.ADMINISTRATOR,
        is_active=False,
    )
    unanswered = Q(ended_at=None, created_at__lte=at - rules.ANSWER_WITHIN)
    return asked.filter(Q(ended_at__isnull=False) | unanswered).exists()


def sharers_of_site(organisation: Organisation) -> int:
    """Count the other organisations that publish the same website."""
    if not organisation.site:
        return 0
    others = Organisation.objects.filter(site=organisation.site, merged_into=None)
    return others.exclude(pk=organisation.pk).count()
