"""Who acts for an organisation: asking for a role, giving it, changing it, ending it."""

from datetime import datetime
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.db import transaction

from yizhan.audit.services import record
from yizhan.directory import rules
from yizhan.directory.facts import (
    MemberAdded,
    MemberRemoved,
    MembershipAsked,
    MembershipDeclined,
    RoleChanged,
)
from yizhan.directory.models import Membership, Organisation
from yizhan.directory.permissions import may_judge, may_manage_members
from yizhan.directory.queries import has_administrator, lock_organisation
from yizhan.directory.terms import Role
from yizhan.kernel.actors import Actor
from yizhan.kernel.refusals import Refusal, refuse_if


@transaction.atomic
def ask_for_role(
    *, actor: Actor, organisation_id: UUID, role: str, evidence: str, at: datetime
) -> Membership:
    """Ask to act for an organisation; its administrators decide, else a verifier in reach."""
    organisation = lock_organisation(actor=actor, organisation_id=organisation_id)
    if not actor.may("directory.register") or actor.person_id is None:
        raise PermissionDenied
    refusals = list(rules.against_role(role=role, kind=organisation.kind, by_site=False))
    if not evidence.strip():
        refusals.append(Refusal("membership.evidence_required", {}, "evidence"))
    refusals += _against_twice(organisation, actor.person_id, role)
    begun = Membership.objects.filter(
        person_id=actor.person_id, is_active=False, created_at__gt=at - rules.DAY
    ).count()
    refusals += rules.against_flood(code="membership.too_many", begun=begun)
    refuse_if(refusals)
    membership, _ = Membership.objects.update_or_create(
        person_id=actor.person_id,
        organisation=organisation,
        role=role,
        defaults={
            "is_active": False,
            "evidence": evidence.strip(),
            "created_at": at,
            "ended_at": None,
        },
    )
    fact = MembershipAsked(
        subject_id=organisation.id,
        organisation_id=organisation.id,
        region=organisation.region_id,
        membership_id=membership.id,
        role=role,
    )
    record(fact, actor=actor, at=at)
    return membership


@transaction.atomic
def approve_member(*, actor: Actor, membership_id: UUID, at: datetime) -> Membership:
    """Give the role that a person asked for."""
    membership = _asked(actor, membership_id)
    membership.is_active, membership.created_at = True, at
    membership.save(update_fields=["is_active", "created_at"])
    _record_added(membership, actor=actor, at=at)
    return membership


@transaction.atomic
def decline_member(*, actor: Actor, membership_id: UUID, at: datetime) -> Membership:
    """Do not give the role that a person asked for; the person may ask again."""
    membership = _asked(actor, membership_id)
    membership.ended_at = at
    membership.save(update_fields=["ended_at"])
    fact = MembershipDeclined(
        subject_id=membership.organisation_id,
        organisation_id=membership.organisation_id,
        membership_id=membership.id,
        role=membership.role,
    )
    record(fact, actor=actor, at=at)
    return membership


@transaction.atomic
def add_member(
    *, actor: Actor, organisation_id: UUID, person_id: UUID, role: str, at: datetime
) -> Membership:
    """Give a known person a role at once; repeating it changes nothing."""
    organisation = _managed(actor, organisation_id)
    refuse_if(
        rules.against_role(
            role=role, kind=organisation.kind, by_site=actor.may("site.administer")
        )
    )
    return hold(organisation, person_id, role, actor=actor, at=at)


def hold(
    organisation: Organisation, person_id: UUID, role: str, *, actor: Actor, at: datetime
) -> Membership:
    """Make the role held within the running transaction; for this context's services."""
    membership, is_new = Membership.objects.get_or_create(
        person_id=person_id,
        organisation=organisation,
        role=role,
        defaults={"created_at": at},
    )
    if not is_new and membership.is_active:
        return membership
    membership.is_active, membership.ended_at = True, None
    membership.save(update_fields=["is_active", "ended_at"])
    _record_added(membership, actor=actor, at=at)
    return membership


@transaction.atomic
def change_role(*, actor: Actor, membership_id: UUID, role: str, at: datetime) -> Membership:
    """Give a member another role instead of the one held."""
    membership, organisation = _member(actor, membership_id)
    before = membership.role
    if before == role:
        return membership
    refusals = list(
        rules.against_role(
            role=role, kind=organisation.kind, by_site=actor.may("site.administer")
        )
    )
    refusals += _against_leaving(membership)
    refusals += _against_twice(organisation, membership.person_id, role)
    refuse_if(refusals)
    Membership.objects.filter(
        person_id=membership.person_id, organisation=organisation, role=role
    ).delete()  # an ended row of the same role would stand in the way; the facts keep it
    membership.role = role
    membership.save(update_fields=["role"])
    fact = RoleChanged(
        subject_id=organisation.id,
        organisation_id=organisation.id,
        region=organisation.region_id,
        membership_id=membership.id,
        before=before,
        after=role,
    )
    record(fact, actor=actor, at=at)
    return membership


@transaction.atomic
def hand_over(
    *, actor: Actor, membership_id: UUID, successor_id: UUID, at: datetime
) -> Membership:
    """Make another member the administrator and step back to a plain member, in one go.

    Returns the successor's membership; other roles the successor holds stay as they are.
    """
    mine, organisation = _member(actor, membership_id)
    if mine.person_id != actor.person_id:
        raise PermissionDenied
    heir = Membership.objects.filter(
        pk=successor_id, organisation=organisation, is_active=True
    ).first()
    is_self = heir is not None and heir.person_id == actor.person_id
    refuse_if(
        rules.against_handing_over(role=mine.role, is_self=is_self, is_here=heir is not None)
    )
    assert heir is not None  # noqa: S101 -- refused above
    taken = hold(organisation, heir.person_id, Role.ADMINISTRATOR, actor=actor, at=at)
    if heir.role == Role.MEMBER:
        remove_member(actor=actor, membership_id=heir.id, at=at)
    held = _against_twice(organisation, mine.person_id, Role.MEMBER)
    if held:
        remove_member(actor=actor, membership_id=mine.id, at=at)
    else:
        change_role(actor=actor, membership_id=mine.id, role=Role.MEMBER, at=at)
    return taken


@transaction.atomic
def remove_member(*, actor: Actor, membership_id: UUID, at: datetime) -> Membership:
    """End a role; anybody may leave, administrators may end the roles of others."""
    membership, organisation = _member(actor, membership_id, or_oneself=True)
    refuse_if(_against_leaving(membership))
    membership.is_active, membership.ended_at = False, at
    membership.save(update_fields=["is_active", "ended_at"])
    fact = MemberRemoved(
        subject_id=organisation.id,
        organisation_id=organisation.id,
        region=organisation.region_id,
        membership_id=membership.id,
        role=membership.role,
    )
    record(fact, actor=actor, at=at)
    return membership


def choose_role(*, person_id: UUID, membership_id: UUID) -> Membership:
    """Return the role the person wants to act in, or raise DoesNotExist when it is not held."""
    return Membership.objects.select_related("organisation").get(
        pk=membership_id, person_id=person_id, is_active=True
    )


def _managed(actor: Actor, organisation_id: UUID) -> Organisation:
    # The lock on the organisation puts all changes of its members in a row.
    organisation = lock_organisation(actor=actor, organisation_id=organisation_id)
    if not may_manage_members(actor, organisation):
        raise PermissionDenied
    return organisation


def _member(
    actor: Actor, membership_id: UUID, *, or_oneself: bool = False
) -> tuple[Membership, Organisation]:
    membership = Membership.objects.get(pk=membership_id, is_active=True)
    organisation = lock_organisation(actor=actor, organisation_id=membership.organisation_id)
    is_own = or_oneself and membership.person_id == actor.person_id
    if not is_own and not may_manage_members(actor, organisation):
        raise PermissionDenied
    return Membership.objects.select_for_update().get(
        pk=membership_id, is_active=True
    ), organisation


def _asked(actor: Actor, membership_id: UUID) -> Membership:
    membership = Membership.objects.get(pk=membership_id, is_active=False, ended_at=None)
    organisation = lock_organisation(actor=actor, organisation_id=membership.organisation_id)
    decides = may_manage_members(actor, organisation) or (
        may_judge(actor, organisation) and not has_administrator(organisation=organisation)
    )
    if not decides or membership.person_id == actor.person_id:
        raise PermissionDenied
    return Membership.objects.select_for_update().get(
        pk=membership_id, is_active=False, ended_at=None
    )


def _against_leaving(membership: Membership) -> list[Refusal]:
    others = Membership.objects.filter(
        organisation_id=membership.organisation_id, role=Role.ADMINISTRATOR, is_active=True
    ).exclude(pk=membership.pk)
    return list(
        rules.against_leaving(role=membership.role, other_administrators=others.count())
    )


def _against_twice(organisation: Organisation, person_id: UUID, role: str) -> list[Refusal]:
    held = Membership.objects.filter(
        person_id=person_id, organisation=organisation, role=role, ended_at=None
    )
    return [Refusal("membership.held_already", {"role": role}, "role")] if held.exists() else []


def _record_added(membership: Membership, *, actor: Actor, at: datetime) -> None:
    fact = MemberAdded(
        subject_id=membership.organisation_id,
        organisation_id=membership.organisation_id,
        membership_id=membership.id,
        role=membership.role,
    )
    record(fact, actor=actor, at=at)
