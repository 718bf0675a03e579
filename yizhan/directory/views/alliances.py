"""The members of an alliance: invited by it, joining by their own word."""

from collections.abc import Callable, Mapping
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.timezone import now
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from yizhan.directory import queries, services
from yizhan.directory.forms import SeatForm
from yizhan.directory.messages import SEAT_STEPS, say
from yizhan.directory.models import Organisation
from yizhan.directory.permissions import may_run_alliance
from yizhan.directory.terms import Kind, Part
from yizhan.directory.views.finding import found
from yizhan.directory.views.refusing import told
from yizhan.kernel.actors import Actor
from yizhan.kernel.refusals import Refused
from yizhan.web.access import requires
from yizhan.web.forms import add_refusals, form_page

VERBS: Mapping[str, Callable[..., object]] = {
    "accept": services.accept_seat,
    "decline": services.decline_seat,
    "withdraw": services.withdraw_seat,
    "leave": services.leave_seat,
}


@require_http_methods(["GET", "HEAD", "POST"])
@requires("directory.write")
def alliance_members(request: HttpRequest, actor: Actor, organisation_id: UUID) -> HttpResponse:
    """Show members and open invitations to who runs the alliance; POST invites a house."""
    alliance = found(actor, organisation_id)
    if alliance.kind != Kind.ALLIANCE:
        raise Http404
    if not may_run_alliance(actor, alliance):
        raise PermissionDenied
    form = SeatForm(request.POST or None)
    if request.method == "POST" and form.is_valid() and _offered(actor, alliance, form):
        messages.success(request, _("已邀请。对方的机构管理员接受后即成为成员。"))
        return redirect("directory:alliance-members", organisation_id)
    context = {
        "form": form,
        "organisation": alliance,
        "seats": queries.seats_of(alliance=alliance, actor=actor),
        "offered": queries.open_seats(alliance=alliance),
        "past": queries.past_seats(alliance=alliance),
        "parts": Part.choices,
    }
    return form_page(request, "directory/alliance_members.html", context)


@require_POST
@requires("directory.write")
def seat_step(request: HttpRequest, actor: Actor, seat_id: UUID, step: str) -> HttpResponse:
    """Take, decline, give up or take back a seat."""
    verb = VERBS[step]
    return told(
        request,
        lambda: verb(actor=actor, seat_id=seat_id, at=now()),
        done=SEAT_STEPS[step],
        after=_back(request),
    )


@require_POST
@requires("directory.write")
def seat_part(request: HttpRequest, actor: Actor, seat_id: UUID) -> HttpResponse:
    """Make a member lead, member or observer."""
    part = request.POST.get("part", "")
    return told(
        request,
        lambda: services.change_part(actor=actor, seat_id=seat_id, part=part, at=now()),
        done=_("已变更身份。"),
        after=_back(request),
    )


def _offered(actor: Actor, alliance: Organisation, form: SeatForm) -> bool:
    ids, unknown = queries.find_organisations(actor=actor, lines=[form.cleaned_data["member"]])
    if unknown or not ids:
        form.add_error("member", _("没有找到：%(names)s") % {"names": "、".join(unknown)})
        return False
    try:
        services.offer_seat(
            actor=actor,
            alliance_id=alliance.pk,
            member_id=ids[0],
            part=form.cleaned_data["part"],
            note=form.cleaned_data["note"],
            at=now(),
        )
    except Refused as refused:
        add_refusals(form, refused, say)
        return False
    return True


def _back(request: HttpRequest) -> str:
    """Return to the alliance that the form names, else to the roles of the person."""
    try:
        alliance_id = UUID(request.POST.get("alliance", ""))
    except ValueError:
        return reverse("directory:role-list")
    return reverse("directory:alliance-members", args=[alliance_id])
