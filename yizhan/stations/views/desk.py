"""The desk of the offices: what waits, the appraisal, and the steps of a station."""

from collections.abc import Callable, Mapping
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.utils.timezone import localdate, now
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from yizhan.kernel.actors import Actor
from yizhan.kernel.refusals import Refused
from yizhan.stations import queries, services, tables
from yizhan.stations.criteria import edition_on
from yizhan.stations.forms import AppraisalForm, LeaveForm, RemoveForm, SuspendForm
from yizhan.stations.messages import STEPS, say
from yizhan.stations.models import Station
from yizhan.stations.permissions import may_judge
from yizhan.stations.stages import APPRAISE, AT_WORK, Stage
from yizhan.stations.terms import Occasion
from yizhan.stations.views.finding import found_station, tell
from yizhan.web.access import SIGNED_IN, requires
from yizhan.web.forms import add_refusals, form_page
from yizhan.web.paging import page_number, page_of
from yizhan.web.wording import is_english

# Each step without a page of its own, and the form that says what it needs.
VERBS: Mapping[str, tuple[Callable[..., Station], Any]] = {
    "take": (services.take_station, None),
    "withdraw": (services.withdraw_station, None),
    "suspend": (services.suspend_station, SuspendForm),
    "resume": (services.resume_station, None),
    "remove": (services.remove_station, RemoveForm),
    "leave": (services.leave_station, LeaveForm),
}


@require_safe
@requires(APPRAISE)
def station_queue(request: HttpRequest, actor: Actor) -> HttpResponse:
    """List the applications that wait, and the rectifications that run."""
    rows = queries.stations_to_judge(actor)
    page = page_of(rows, number=page_number(request), size=tables.PAGE_SIZE, total=rows.count())
    mending = queries.stations_visible_to(actor).filter(stage=Stage.RECTIFYING)
    context = {
        "page": page,
        "rows": [tables.queue_row(row) for row in page.rows],
        "mending": [row for row in mending.order_by("rectify_by") if may_judge(actor, row)],
        "today": localdate(),
    }
    return TemplateResponse(request, "stations/queue.html", context)


@require_POST
@requires(SIGNED_IN)
def station_step(
    request: HttpRequest, actor: Actor, station_id: UUID, step: str
) -> HttpResponse:
    """Take one step and go back to the station."""
    station = found_station(actor, station_id)
    verb, kind = VERBS[step]
    given: dict[str, Any] = {"actor": actor, "station_id": station.id, "at": now()}
    if kind is not None:
        form = kind(request.POST)
        form.is_valid()
        typed = form.cleaned_data
        given |= {name: typed.get(name, "") for name in form.fields if name != "version"}
    try:
        changed = verb(version=_version(request), **given)
    except Refused as refused:
        tell(request, refused)
        return redirect(station)
    messages.success(request, STEPS[step].done)
    is_gone = not queries.stations_visible_to(actor).filter(pk=changed.pk).exists()
    return redirect("stations:station-list" if is_gone else changed.get_absolute_url())


@require_http_methods(["GET", "HEAD", "POST"])
@requires(APPRAISE)
def station_appraise(request: HttpRequest, actor: Actor, station_id: UUID) -> HttpResponse:
    """Score a station by the headings of the day: for admission, or for a year."""
    station = found_station(actor, station_id)
    if not may_judge(actor, station):
        raise PermissionDenied
    is_admission = station.stage == Stage.APPRAISING
    if not is_admission and station.stage not in AT_WORK:
        raise Http404
    form = _appraisal_form(request, station, is_admission=is_admission)
    if request.method == "POST" and form.is_valid():
        try:
            said = _decide(request, actor, station, form, is_admission=is_admission)
        except Refused as refused:
            add_refusals(form, refused, say)
        else:
            messages.success(request, said)
            return redirect("stations:station-queue" if is_admission else station)
    edition = edition_on(localdate())
    context = {
        "station": station,
        "form": form,
        "reference": edition.reference_en if is_english() else edition.reference,
        "is_admission": is_admission,
        "operators": list(queries.active_operators(station=station, on=localdate())),
        "area": tables.area_names(station),
        "domains": tables.field_names(station),
    }
    return form_page(request, "stations/appraise.html", context)


def _appraisal_form(
    request: HttpRequest, station: Station, *, is_admission: bool
) -> AppraisalForm:
    edition = edition_on(localdate())
    occasion = Occasion.ADMISSION if is_admission else Occasion.YEARLY
    return AppraisalForm(
        request.POST or None,
        criteria=edition.criteria[occasion],
        words=tables.headings(edition),
        has_year=not is_admission,
        initial={"year": localdate().year - 1, "version": station.version},
    )


def _decide(
    request: HttpRequest,
    actor: Actor,
    station: Station,
    form: AppraisalForm,
    *,
    is_admission: bool,
) -> str:
    judgement, at = form.judgement(), now()
    if not is_admission:
        appraisal = services.appraise_station(
            actor=actor,
            station_id=station.id,
            year=form.cleaned_data["year"] or 0,
            judgement=judgement,
            at=at,
        )
        return _("考核已记录：%(verdict)s，%(total)s 分。") % {
            "verdict": appraisal.get_verdict_display(),
            "total": appraisal.total,
        }
    decide = (
        services.admit_station
        if request.POST.get("answer") == "admit"
        else services.decline_station
    )
    done = decide(
        actor=actor,
        station_id=station.id,
        judgement=judgement,
        version=form.cleaned_data["version"],
        at=at,
    )
    if done.stage == Stage.ADMITTED:
        return _("已准予加入，编号 %(number)s。") % {"number": done.number}
    return _("已记录不通过，申请方会看到得分与理由。")


def _version(request: HttpRequest) -> int | None:
    text = request.POST.get("version", "")
    return int(text) if text.isdecimal() and len(text) < 10 else None
