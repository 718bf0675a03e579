"""Who a signed-in person is at this moment, and the roles it could take."""

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from allauth.account.models import EmailAddress
from django.db.models import QuerySet

from yizhan.directory.models import Invitation, Membership, Organisation, Person
from yizhan.directory.queries.places import region_label
from yizhan.directory.rules import ACCOUNT, permissions_of, reach
from yizhan.kernel.actors import Actor


def actor_for(*, person: Any, chosen: str | None = None) -> Actor:
    """Return the actor for a signed-in person: in the chosen role, else in the oldest one."""
    return actor_among(roles_of(person_id=person.pk), person=person, chosen=chosen)


def actor_among(rows: Iterable[Membership], *, person: Any, chosen: str | None = None) -> Actor:
    """Return the actor of the chosen role among those held, else of the oldest one."""
    held = list(rows)
    if not held:
        return Actor(id=person.pk, person_id=person.pk, label="account", permissions=ACCOUNT)
    return actor_of_membership(next((row for row in held if str(row.id) == chosen), held[0]))


def actor_of_membership(membership: Membership) -> Actor:
    """Return the actor of one role, with what that role may do and how far it reaches."""
    organisation = membership.organisation
    permissions = permissions_of(role=membership.role, is_verified=organisation.is_verified)
    reached = reach(
        role=membership.role,
        kind=organisation.kind,
        level=organisation.level,
        region=organisation.region_id,
    )
    return Actor(
        id=membership.id,
        person_id=membership.person_id,
        label=f"{organisation.name} · {membership.role}",
        organisation_id=organisation.id,
        permissions=permissions,
        region=reached if organisation.is_verified else None,
    )


def reach_label(actor: Actor) -> str:
    """Name the region that a verifier decides for: 浙江, or "" for the whole nation."""
    return region_label((actor.region or "").ljust(6, "0")) if actor.region else ""


def roles_of(*, person_id: UUID) -> list[Membership]:
    """List the roles a person holds, oldest first, with their organisations."""
    return list(
        Membership.objects.filter(person_id=person_id, is_active=True).select_related(
            "organisation"
        )
    )


def membership_for(*, actor: Actor) -> Membership | None:
    """Return the membership that an actor stands for, if it stands for one."""
    return Membership.objects.filter(pk=actor.id).select_related("organisation").first()


def memberships_of(*, organisation: Organisation) -> QuerySet[Membership]:
    """List those who hold or asked for a role in an organisation; ended ones are history."""
    return (
        Membership.objects.filter(organisation=organisation, ended_at=None)
        .select_related("person")
        .order_by("is_active", "created_at", "id")
    )


def pending_of(*, person_id: UUID) -> QuerySet[Membership]:
    """List the roles a person asked for and nobody decided on yet."""
    return Membership.objects.filter(
        person_id=person_id, is_active=False, ended_at=None
    ).select_related("organisation")


def invitations_for(*, emails: Iterable[str]) -> QuerySet[Invitation]:
    """List the open invitations to addresses that a person has confirmed."""
    return Invitation.objects.filter(
        email__in=[email.lower() for email in emails], answered_at=None
    ).select_related("organisation")


def confirmed_emails(*, person_id: Any) -> list[str]:
    """List the addresses that a person has proven to read."""
    held = EmailAddress.objects.filter(user_id=person_id, verified=True)
    return list(held.values_list("email", flat=True))


def count_people(*, outside: str = "") -> int:
    """Count the accounts, or those whose address is not of a domain."""
    people = Person.objects.all()
    return people.exclude(email__endswith=f"@{outside}").count() if outside else people.count()


def open_invitation(*, invitation_id: UUID) -> Invitation | None:
    """Return one invitation while nobody has answered it."""
    found = Invitation.objects.filter(pk=invitation_id, answered_at=None)
    return found.select_related("organisation").first()


def open_invitations(*, organisation: Organisation) -> QuerySet[Invitation]:
    """List the invitations of an organisation that nobody answered yet."""
    return Invitation.objects.filter(organisation=organisation, answered_at=None)
