"""Who acts for an organisation: the page for its administrators, and asking to join."""

from collections.abc import Callable, Sequence
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.timezone import now
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from yizhan.directory import queries, services, tables
from yizhan.directory.forms import AllianceForm, AskForm, InviteForm, role_choices
from yizhan.directory.messages import MEMBER_STEPS, say
from yizhan.directory.models import Invitation, Membership, Organisation
from yizhan.directory.permissions import may_judge, may_manage_members
from yizhan.directory.terms import Kind, Role
from yizhan.directory.views.finding import found
from yizhan.kernel.actors import Actor
from yizhan.kernel.refusals import Refusal, Refused
from yizhan.web.access import SIGNED_IN, requires
from yizhan.web.forms import add_refusals, form_page

Verb = Callable[..., object]
VERBS: dict[str, Verb] = {
    "approve": services.approve_member,
    "decline": services.decline_member,
    "remove": services.remove_member,
}


@require_http_methods(["GET", "HEAD", "POST"])
@requires(SIGNED_IN)
def organisation_members(
    request: HttpRequest, actor: Actor, organisation_id: UUID
) -> HttpResponse:
    """List members, askers and invitations; POST invites an address."""
    organisation = found(actor, organisation_id)
    manages = may_manage_members(actor, organisation)
    if not manages and not may_judge(actor, organisation):
        raise PermissionDenied
    by_site = actor.may("site.administer")
    form = InviteForm(request.POST or None, organisation=organisation, by_site=by_site)
    if request.method == "POST" and form.is_valid():
        try:
            services.invite_member(
                actor=actor, organisation_id=organisation_id, at=now(), **form.cleaned_data
            )
        except Refused as refused:
            add_refusals(form, refused, say)
        else:
            messages.success(request, _("已邀请。对方用该邮箱登录后可以接受。"))
            return redirect("directory:organisation-members", organisation_id)
    context = {"form": form, "organisation": organisation, **_people(actor, organisation)}
    return form_page(request, "directory/members.html", context)


def _people(actor: Actor, organisation: Organisation) -> dict[str, Any]:
    rows = list(queries.memberships_of(organisation=organisation))
    return {
        "manages": may_manage_members(actor, organisation),
        "asked": [row for row in rows if not row.is_active],
        "held": [row for row in rows if row.is_active],
        "invitations": queries.open_invitations(organisation=organisation),
        "roles": role_choices(organisation.kind, by_site=actor.may("site.administer")),
        "badges": tables.MEMBER_BADGES,
        "own": actor.person_id,
        "own_seat": _own_seat(rows, actor),
        "successors": [
            row for row in rows if row.is_active and row.person_id != actor.person_id
        ],
    }


def _own_seat(rows: Sequence[Membership], actor: Actor) -> Membership | None:
    """Return the actor's own role as administrator here, which can be handed over."""
    mine = (row for row in rows if row.is_active and row.person_id == actor.person_id)
    return next((row for row in mine if row.role == Role.ADMINISTRATOR), None)


@require_http_methods(["GET", "HEAD", "POST"])
@requires("directory.register")
def organisation_ask(request: HttpRequest, actor: Actor, organisation_id: UUID) -> HttpResponse:
    """Ask to act for an organisation that is already here."""
    organisation = found(actor, organisation_id)
    has_administrator = queries.has_administrator(organisation=organisation)
    role = "member" if has_administrator else "administrator"
    form = AskForm(request.POST or None, organisation=organisation, initial={"role": role})
    if request.method == "POST" and form.is_valid():
        try:
            services.ask_for_role(
                actor=actor, organisation_id=organisation_id, at=now(), **form.cleaned_data
            )
        except Refused as refused:
            add_refusals(form, refused, say)
        else:
            messages.success(request, _("已提交申请，批准后即可以该机构的身份办理。"))
            return redirect("directory:role-list")
    context = {
        "form": form,
        "organisation": organisation,
        "has_administrator": has_administrator,
    }
    return form_page(request, "directory/ask.html", context)


@require_POST
@requires(SIGNED_IN)
def membership_step(
    request: HttpRequest, actor: Actor, membership_id: UUID, step: str
) -> HttpResponse:
    """Approve, decline or remove, and go back to where the members are."""
    verb = VERBS[step]
    return _done(
        request, step, lambda: verb(actor=actor, membership_id=membership_id, at=now())
    )


@require_POST
@requires("directory.manage_members")
def membership_change_role(
    request: HttpRequest, actor: Actor, membership_id: UUID
) -> HttpResponse:
    """Give a member another role."""
    role = request.POST.get("role", "")
    return _done(
        request,
        "change-role",
        lambda: services.change_role(
            actor=actor, membership_id=membership_id, role=role, at=now()
        ),
    )


@require_POST
@requires("directory.manage_members")
def membership_hand_over(
    request: HttpRequest, actor: Actor, membership_id: UUID
) -> HttpResponse:
    """Pass the own role as administrator on; whoever did so sees the page no more."""
    try:
        successor = UUID(request.POST.get("successor", ""))
    except ValueError:
        messages.error(request, say(Refusal("membership.no_successor")))
        return redirect(_back(request))
    return _done(
        request,
        "hand-over",
        lambda: services.hand_over(
            actor=actor, membership_id=membership_id, successor_id=successor, at=now()
        ),
    )


@require_POST
@requires("directory.manage_members")
def invitation_withdraw(
    request: HttpRequest, actor: Actor, invitation_id: UUID
) -> HttpResponse:
    """Take an invitation back."""
    return _done(
        request,
        "withdraw",
        lambda: services.withdraw_invitation(
            actor=actor, invitation_id=invitation_id, at=now()
        ),
    )


@require_http_methods(["GET", "HEAD", "POST"])
@requires("directory.write")
def alliance_edit(request: HttpRequest, actor: Actor, organisation_id: UUID) -> HttpResponse:
    """Name the members of an alliance, one per line."""
    alliance = found(actor, organisation_id)
    if not actor.may("site.administer"):
        raise PermissionDenied
    if alliance.kind != Kind.ALLIANCE:
        raise Http404
    held = queries.members_of(alliance=alliance, actor=actor)
    form = AllianceForm(
        request.POST or None, initial={"members": "\n".join(row.name for row in held)}
    )
    if request.method == "POST" and form.is_valid():
        ids, unknown = queries.find_organisations(
            actor=actor, lines=form.cleaned_data["members"].splitlines()
        )
        if unknown:
            form.add_error("members", _("没有找到：%(names)s") % {"names": "、".join(unknown)})
        elif _set_members(actor, alliance, ids, form):
            messages.success(request, _("已保存成员机构。"))
            return redirect(alliance)
    return form_page(
        request, "directory/alliance.html", {"form": form, "organisation": alliance}
    )


def _set_members(
    actor: Actor, alliance: Organisation, ids: list[UUID], form: AllianceForm
) -> bool:
    try:
        services.set_alliance_members(
            actor=actor, organisation_id=alliance.pk, member_ids=ids, at=now()
        )
    except Refused as refused:
        add_refusals(form, refused, say)
        return False
    return True


def _done(request: HttpRequest, step: str, act: Callable[[], Any]) -> HttpResponse:
    try:
        changed = act()
    except (Membership.DoesNotExist, Invitation.DoesNotExist, Organisation.DoesNotExist):
        raise Http404 from None
    except Refused as refused:
        for refusal in refused.refusals:
            messages.error(request, say(refusal))
        return redirect(_back(request))
    messages.success(request, MEMBER_STEPS[step])
    if request.POST.get("next") == "roles":
        return redirect("directory:role-list")
    return redirect("directory:organisation-members", changed.organisation_id)


def _back(request: HttpRequest) -> str:
    """Return to the page of the organisation that the form names, else to the roles."""
    try:
        organisation_id = UUID(request.POST.get("organisation", ""))
    except ValueError:
        return reverse("directory:role-list")
    return reverse("directory:organisation-members", args=[organisation_id])
