"""Whom to tell: those who write for an organisation, and the office above it."""

from collections.abc import Iterable
from uuid import UUID

from yizhan.directory.models import Membership
from yizhan.directory.queries.actors import actor_of_membership
from yizhan.directory.rules import PERMISSIONS, covers
from yizhan.directory.terms import Role


def holders_of(*, organisation_id: UUID, permission: str) -> list[UUID]:
    """Name the people who hold a permission in an organisation now."""
    roles = [role for role, held in PERMISSIONS.items() if permission in held]
    held = Membership.objects.filter(
        organisation_id=organisation_id, role__in=roles, is_active=True, person__is_active=True
    )
    return _people(held)


def deciders_of(*, organisation_id: UUID) -> list[UUID]:
    """Name the administrators of an organisation."""
    held = Membership.objects.filter(
        organisation_id=organisation_id,
        role=Role.ADMINISTRATOR,
        is_active=True,
        person__is_active=True,
    )
    return _people(held)


def overseers_of(*, region: str, permission: str) -> list[UUID]:
    """Name the people of the nearest office that holds a permission over a region."""
    roles = [role for role, held in PERMISSIONS.items() if permission in held]
    held = Membership.objects.filter(
        role__in=roles, is_active=True, person__is_active=True
    ).exclude(role=Role.SITE_ADMINISTRATOR)
    reached: dict[int, list[UUID]] = {}
    for membership in held.select_related("organisation"):
        actor = actor_of_membership(membership)
        if actor.may(permission) and covers(actor.region, region):
            reached.setdefault(len(actor.region or ""), []).append(membership.person_id)
    return sorted(set(reached[max(reached)])) if reached else []


def _people(held: Iterable[Membership]) -> list[UUID]:
    return list(dict.fromkeys(membership.person_id for membership in held))
