"""The station's own desk: apply, change the profile, name operators."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.utils.timezone import localdate, now
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from yizhan.directory.queries import organisation_for
from yizhan.kernel.actors import Actor
from yizhan.kernel.refusals import Refused
from yizhan.stations import queries, rules, services, tables
from yizhan.stations.forms import OperatorForm, ProfileForm
from yizhan.stations.messages import say
from yizhan.stations.models import Operator, Station
from yizhan.stations.services import Profile
from yizhan.stations.stages import APPLY, OUTSIDE, WAITING, WORK
from yizhan.stations.terms import LEVEL_OF
from yizhan.stations.views.finding import found_own, found_station, tell
from yizhan.web.access import SIGNED_IN, requires
from yizhan.web.forms import add_refusals, form_page


@require_safe
@requires(WORK)
def station_mine(request: HttpRequest, actor: Actor) -> HttpResponse:
    """Lead to the own station, or to the way into the network."""
    station = queries.own_station(actor=actor)
    if station is not None:
        return redirect(station)
    return TemplateResponse(request, "stations/begin.html", {"may_apply": actor.may(APPLY)})


@require_http_methods(["GET", "HEAD", "POST"])
@requires(APPLY)
def station_apply(request: HttpRequest, actor: Actor) -> HttpResponse:
    """Ask to join the network, for the first time or again."""
    station = queries.own_station(actor=actor)
    if station is not None and station.stage not in OUTSIDE:
        return redirect(station)
    if actor.organisation_id is None:
        raise Http404
    home = organisation_for(actor=actor, organisation_id=actor.organisation_id)
    level = LEVEL_OF.get(home.kind, "")
    data = request.POST or None
    if station is not None:
        # Asking again, the house is what it is now.
        station.level, station.region_id = level, home.region_id
        form = ProfileForm.of(station, data, has_plan=True)
    else:
        form = ProfileForm(data, region=str(home.region_id), level=level, has_plan=True)

    def ask(profile: Profile) -> Station:
        if station is None:
            return services.apply_station(actor=actor, profile=profile, at=now())
        return services.reapply_station(
            actor=actor, station_id=station.id, profile=profile, at=now()
        )

    context = {"level": level, "home": home, "least": rules.LEAST_OPERATORS}
    return _profile_page(request, form, ask, "stations/apply.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@requires(APPLY)
def station_edit(request: HttpRequest, actor: Actor, station_id: UUID) -> HttpResponse:
    """Change what the station says of itself."""
    station = found_own(actor, station_id)
    has_plan = station.stage in WAITING
    form = ProfileForm.of(station, request.POST or None, has_plan=has_plan)

    def put(profile: Profile) -> Station:
        return services.edit_station(
            actor=actor,
            station_id=station.id,
            profile=profile,
            version=form.cleaned_data["version"],
            at=now(),
        )

    return _profile_page(request, form, put, "stations/edit.html", {"station": station})


def _profile_page(
    request: HttpRequest,
    form: ProfileForm,
    act: Callable[[Profile], Station],
    template: str,
    context: dict[str, Any],
) -> HttpResponse:
    if request.method == "POST" and form.is_valid():
        try:
            station = act(form.profile())
        except Refused as refused:
            add_refusals(form, refused, say)
        else:
            messages.success(request, _("已保存。"))
            return redirect(station)
    return form_page(request, template, {**context, "form": form})


@require_http_methods(["GET", "HEAD", "POST"])
@requires(WORK)
def operator_list(request: HttpRequest, actor: Actor, station_id: UUID) -> HttpResponse:
    """List the operators of the own station; its administrator names new ones here."""
    station = found_station(actor, station_id)
    if actor.organisation_id != station.organisation_id:
        raise Http404
    people = queries.people_of_station(station)
    form = OperatorForm(request.POST or None, people=people)
    if request.method == "POST" and form.is_valid():
        person_id, training = form.given()
        try:
            services.name_operator(
                actor=actor,
                station_id=station.id,
                person_id=person_id,
                training=training,
                at=now(),
            )
        except Refused as refused:
            add_refusals(form, refused, say)
        else:
            messages.success(request, _("操作员已登记；本人同意后才公开署名。"))
            return redirect("stations:operator-list", station.id)
    operators = list(queries.operators_of(station))
    context = {
        "station": station,
        "form": form,
        "rows": tables.operator_rows(operators, today=localdate()),
        "may_name": actor.may(APPLY),
        "person_id": actor.person_id,
    }
    return form_page(request, "stations/operators.html", context)


@require_POST
@requires(APPLY)
def operator_end(
    request: HttpRequest, actor: Actor, station_id: UUID, operator_id: UUID
) -> HttpResponse:
    """End a person's acting for the own station."""
    station = found_own(actor, station_id)
    try:
        services.end_operator(
            actor=actor,
            station_id=station.id,
            operator_id=operator_id,
            reason=request.POST.get("reason", ""),
            at=now(),
        )
    except Operator.DoesNotExist:
        raise Http404 from None
    except Refused as refused:
        tell(request, refused)
    else:
        messages.success(request, _("已结束。"))
    return redirect("stations:operator-list", station.id)


@require_POST
@requires(SIGNED_IN)
def operator_show(
    request: HttpRequest, actor: Actor, station_id: UUID, operator_id: UUID
) -> HttpResponse:
    """Agree, or no longer agree, to be named on the public page."""
    station = found_station(actor, station_id)
    try:
        services.show_operator(
            actor=actor,
            station_id=station.id,
            operator_id=operator_id,
            is_named=request.POST.get("named") == "yes",
            at=now(),
        )
    except Operator.DoesNotExist:
        raise Http404 from None
    messages.success(request, _("已按您的意愿更新。"))
    return redirect("stations:operator-list", station.id)
