"""What of the directory waits for somebody: invitations, requests, identities, claims."""

from collections.abc import Sequence

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from yizhan.directory import queries
from yizhan.directory.models import Membership
from yizhan.inbox.services import register_waiting
from yizhan.inbox.terms import Waiting, WaitingItem
from yizhan.kernel.actors import Actor

MOST = 100


def connect() -> None:
    """Register each kind."""
    for code, label, provide in (
        ("directory.invitations", gettext_lazy("收到的邀请"), invitations),
        ("directory.requests", gettext_lazy("加入申请"), requests),
        ("directory.verifications", gettext_lazy("待核实机构"), verifications),
        ("directory.claims", gettext_lazy("待处理的认领"), claims),
    ):
        register_waiting(Waiting(code=code, label=label, provide=provide))


def invitations(actor: Actor) -> Sequence[WaitingItem]:
    """List what the person was invited to and has not answered."""
    if actor.person_id is None:
        return []
    emails = queries.confirmed_emails(person_id=actor.person_id)
    url = reverse("directory:role-list")
    return [
        WaitingItem(
            title=_("「%(organisation)s」邀请您担任%(role)s")
            % {"organisation": row.organisation, "role": row.get_role_display()},
            url=url,
            since=row.created_at,
        )
        for row in queries.invitations_for(emails=emails)[:MOST]
    ]


def requests(actor: Actor) -> Sequence[WaitingItem]:
    """List the roles asked for in the actor's organisation, for who decides on them."""
    if actor.organisation_id is None or not actor.may("directory.manage_members"):
        return []
    rows = Membership.objects.filter(
        organisation_id=actor.organisation_id, is_active=False, ended_at=None
    ).select_related("person")
    url = reverse("directory:organisation-members", args=[actor.organisation_id])
    return [
        WaitingItem(
            title=_("%(person)s申请担任%(role)s")
            % {"person": row.person, "role": row.get_role_display()},
            url=url,
            since=row.created_at,
        )
        for row in rows[:MOST]
    ]


def verifications(actor: Actor) -> Sequence[WaitingItem]:
    """List the identities that wait for a verifier, longest first."""
    if not actor.may("directory.verify"):
        return []
    return [
        WaitingItem(title=str(row), url=row.get_absolute_url(), since=row.created_at)
        for row in queries.awaiting_verification(actor)[:MOST]
    ]


def claims(actor: Actor) -> Sequence[WaitingItem]:
    """List the claims a verifier decides on; each runs out by itself."""
    return [
        WaitingItem(
            title=_("认领「%(organisation)s」") % {"organisation": row.organisation},
            url=row.organisation.get_absolute_url(),
            since=row.created_at,
            due_at=row.due_at,
        )
        for row in queries.claims_to_decide(actor)[:MOST]
    ]
