"""Reading the directory."""

from typing import Any

from yizhan.directory.models import Membership
from yizhan.directory.rules import PERMISSIONS, reach
from yizhan.kernel.actors import Actor


def actor_for(*, person: Any, chosen: str | None = None) -> Actor:
    """Return the actor for a signed-in person: in the chosen role, else in the oldest one."""
    rows = list(
        Membership.objects.filter(person_id=person.pk, is_active=True).select_related(
            "organisation"
        )
    )
    if not rows:
        return Actor(
            id=person.pk,
            person_id=person.pk,
            label="account",
            permissions=frozenset({"matching.use"}),
        )
    membership = next((row for row in rows if str(row.id) == chosen), rows[0])
    return actor_of_membership(membership)


def actor_of_membership(membership: Membership) -> Actor:
    """Return the actor of one role, with what that role may do and how far it reaches."""
    organisation = membership.organisation
    return Actor(
        id=membership.id,
        person_id=membership.person_id,
        label=f"{organisation.name} · {membership.role}",
        organisation_id=organisation.id,
        permissions=PERMISSIONS[membership.role],
        region=reach(
            role=membership.role,
            kind=organisation.kind,
            level=organisation.level,
            region=organisation.region_id,
        ),
    )
