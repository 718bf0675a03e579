"""Inviting an address to a role, and the answer of the person who confirmed it."""

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.db import transaction

from yizhan.audit.services import record
from yizhan.directory import rules
from yizhan.directory.facts import InvitationAnswered, MemberInvited
from yizhan.directory.models import Invitation, Membership
from yizhan.directory.permissions import may_manage_members
from yizhan.directory.queries import invitations_for, lock_organisation
from yizhan.directory.services.members import hold
from yizhan.kernel.actors import Actor
from yizhan.kernel.refusals import refuse_if


@transaction.atomic
def invite_member(
    *, actor: Actor, organisation_id: UUID, email: str, role: str, at: datetime
) -> Invitation:
    """Invite an address to a role; the answer is the same whether it has an account or not."""
    organisation = lock_organisation(actor=actor, organisation_id=organisation_id)
    if not may_manage_members(actor, organisation):
        raise PermissionDenied
    begun = Invitation.objects.filter(
        organisation=organisation, created_at__gt=at - rules.DAY
    ).count()
    refuse_if(
        [
            *rules.against_role(
                role=role, kind=organisation.kind, by_site=actor.may("site.administer")
            ),
            *rules.against_flood(code="invitation.too_many", begun=begun),
        ]
    )
    invitation, is_new = Invitation.objects.get_or_create(
        organisation=organisation,
        email=email.strip().lower(),
        role=role,
        answered_at=None,
        defaults={"created_at": at},
    )
    if is_new:
        fact = MemberInvited(
            subject_id=organisation.id,
            organisation_id=organisation.id,
            region=organisation.region_id,
            invitation_id=invitation.id,
            email=invitation.email,
            role=role,
        )
        record(fact, actor=actor, at=at)
    return invitation


@transaction.atomic
def accept_invitation(
    *, actor: Actor, invitation_id: UUID, emails: Iterable[str], at: datetime
) -> Membership:
    """Take up an invitation to one of the person's confirmed addresses."""
    invitation = _to_answer(actor, invitation_id, emails)
    person_id = actor.person_id
    if person_id is None:
        raise PermissionDenied
    _answer(invitation, "accepted", actor=actor, at=at)
    return hold(invitation.organisation, person_id, invitation.role, actor=actor, at=at)


@transaction.atomic
def decline_invitation(
    *, actor: Actor, invitation_id: UUID, emails: Iterable[str], at: datetime
) -> None:
    """Turn an invitation down."""
    _answer(_to_answer(actor, invitation_id, emails), "declined", actor=actor, at=at)


@transaction.atomic
def withdraw_invitation(*, actor: Actor, invitation_id: UUID, at: datetime) -> Invitation:
    """Take back an invitation that nobody answered yet."""
    invitation = (
        Invitation.objects.select_for_update(of=("self",))
        .select_related("organisation")
        .get(pk=invitation_id, answered_at=None)
    )
    if not may_manage_members(actor, invitation.organisation):
        raise PermissionDenied
    _answer(invitation, "withdrawn", actor=actor, at=at)
    return invitation


def _to_answer(actor: Actor, invitation_id: UUID, emails: Iterable[str]) -> Invitation:
    if not actor.may("directory.register"):
        raise PermissionDenied
    return invitations_for(emails=emails).select_for_update(of=("self",)).get(pk=invitation_id)


def _answer(invitation: Invitation, answer: str, *, actor: Actor, at: datetime) -> None:
    invitation.answered_at = at
    invitation.save(update_fields=["answered_at"])
    fact = InvitationAnswered(
        subject_id=invitation.organisation_id,
        organisation_id=invitation.organisation_id,
        invitation_id=invitation.id,
        answer=answer,
    )
    record(fact, actor=actor, at=at)
