"""Which offices review what others publish, and whether an organisation can be reached."""

from collections import defaultdict
from collections.abc import Collection, Mapping
from uuid import UUID

from yizhan.directory.models import Membership, Organisation
from yizhan.directory.queries.actors import actor_of_membership
from yizhan.directory.rules import PERMISSIONS
from yizhan.directory.stages import Verification
from yizhan.directory.terms import Role

_REVIEW = "listings.review"


def review_offices(*, under: str) -> Mapping[str, frozenset[UUID]]:
    """Name the offices that review within a region and reach less far, by their prefix."""
    roles = [role for role, held in PERMISSIONS.items() if _REVIEW in held]
    held = Membership.objects.filter(
        role__in=roles,
        is_active=True,
        person__is_active=True,
        organisation__verification=Verification.VERIFIED,
        organisation__region__code__startswith=under,
    ).exclude(role=Role.SITE_ADMINISTRATOR)
    found: dict[str, set[UUID]] = defaultdict(set)
    seen = set()
    for membership in held.select_related("organisation").order_by("organisation_id", "role"):
        key = (membership.organisation_id, membership.role)
        if key in seen:
            continue
        seen.add(key)
        reached = actor_of_membership(membership).region
        if reached is not None and reached.startswith(under) and reached != under:
            found[reached].add(membership.organisation_id)
    return {prefix: frozenset(offices) for prefix, offices in found.items()}


def has_member(*, organisation_id: UUID) -> bool:
    """Say whether anybody stands for the organisation, so that it can be reached."""
    return Membership.objects.filter(
        organisation_id=organisation_id, is_active=True, person__is_active=True
    ).exists()


def is_verified(*, organisation_id: UUID) -> bool:
    """Say whether somebody vouched for the identity of the organisation."""
    return Organisation.objects.filter(
        id=organisation_id, verification=Verification.VERIFIED
    ).exists()


def rejected_among(*, organisation_ids: Collection[UUID]) -> frozenset[UUID]:
    """Name those of the organisations whose identity could not be verified."""
    rejected = Organisation.objects.filter(
        id__in=organisation_ids, verification=Verification.REJECTED
    )
    return frozenset(rejected.values_list("id", flat=True))
