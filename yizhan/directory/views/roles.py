"""The roles of the person: which one acts, which are asked for, which are offered."""

from collections.abc import Callable, Sequence
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.timezone import now
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from yizhan.directory import queries, services
from yizhan.directory.models import Invitation, Membership, Seat
from yizhan.directory.terms import ACTING_AS
from yizhan.kernel.actors import Actor
from yizhan.kernel.refusals import Refused
from yizhan.web.access import SIGNED_IN, requires


@require_safe
@requires(SIGNED_IN)
def role_list(request: HttpRequest, actor: Actor) -> HttpResponse:
    """Show every role, what was asked for, and what is offered."""
    context = {
        "roles": queries.roles_of(person_id=_person(actor)),
        "pending": queries.pending_of(person_id=_person(actor)),
        "invitations": queries.invitations_for(emails=_confirmed(request)),
        "claims": queries.claims_by(person_id=_person(actor))[:20],
        "offered": _offered(actor),
        "acting": actor.id,
    }
    return TemplateResponse(request, "directory/roles.html", context)


def _offered(actor: Actor) -> Sequence[Seat]:
    if not actor.may("directory.write") or actor.organisation_id is None:
        return []
    return list(queries.offered_seats(member_ids=[actor.organisation_id]))


@require_POST
@requires(SIGNED_IN)
def role_choose(request: HttpRequest, actor: Actor) -> HttpResponse:
    """Act in another role from now on, in this session."""
    try:
        chosen = services.choose_role(
            person_id=_person(actor), membership_id=UUID(request.POST.get("role", ""))
        )
    except (ValueError, Membership.DoesNotExist):
        raise Http404 from None
    request.session[ACTING_AS] = str(chosen.id)
    messages.success(
        request,
        _("现在以「%(organisation)s · %(role)s」的身份办理。")
        % {"organisation": chosen.organisation, "role": chosen.get_role_display()},
    )
    return redirect(_way_back(request))


@require_POST
@requires(SIGNED_IN)
def invitation_accept(request: HttpRequest, actor: Actor, invitation_id: UUID) -> HttpResponse:
    """Take up an invitation and act in the new role."""

    def accept() -> None:
        membership = services.accept_invitation(
            actor=actor, invitation_id=invitation_id, emails=_confirmed(request), at=now()
        )
        request.session[ACTING_AS] = str(membership.id)
        messages.success(request, _("已加入，现在以该机构的身份办理。"))

    return _answered(accept)


@require_POST
@requires(SIGNED_IN)
def invitation_decline(request: HttpRequest, actor: Actor, invitation_id: UUID) -> HttpResponse:
    """Turn an invitation down."""

    def decline() -> None:
        services.decline_invitation(
            actor=actor, invitation_id=invitation_id, emails=_confirmed(request), at=now()
        )
        messages.success(request, _("已谢绝邀请。"))

    return _answered(decline)


def _answered(act: Callable[[], None]) -> HttpResponse:
    try:
        act()
    except (Invitation.DoesNotExist, Refused):
        raise Http404 from None
    return redirect("directory:role-list")


def _confirmed(request: HttpRequest) -> list[str]:
    """List the addresses that the person proved to read."""
    return queries.confirmed_emails(person_id=request.user.pk)


def _person(actor: Actor) -> UUID:
    if actor.person_id is None:
        raise Http404
    return actor.person_id


def _way_back(request: HttpRequest) -> str:
    wanted = request.POST.get("next", "")
    if url_has_allowed_host_and_scheme(wanted, {request.get_host()}, request.is_secure()):
        return wanted
    return "/"
