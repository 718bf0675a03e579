"""What everybody may read: the network, one station, the list as a file."""

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.timezone import localdate, now
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from yizhan.audit.queries import entries_of
from yizhan.directory.queries import region_label
from yizhan.imports.services import export_chunks
from yizhan.kernel.actors import Actor
from yizhan.stations import queries, tables
from yizhan.stations.criteria import edition_on
from yizhan.stations.exports import STATIONS
from yizhan.stations.filters import facets_of, filter_of
from yizhan.stations.messages import EVENTS, STEPS
from yizhan.stations.models import Station
from yizhan.stations.permissions import is_own, may_judge, open_steps
from yizhan.stations.stages import AT_WORK, Stage
from yizhan.stations.views.finding import found_station
from yizhan.web import panels
from yizhan.web.access import public
from yizhan.web.cards import Event
from yizhan.web.downloads import table_download
from yizhan.web.facets import chips
from yizhan.web.limits import limited
from yizhan.web.paging import page_number, page_of
from yizhan.web.partials import render_part
from yizhan.web.tables import sorting
from yizhan.web.tiles import TileMap, tile_map


@require_safe
@public
def station_list(request: HttpRequest, actor: Actor) -> HttpResponse:  # noqa: ARG001
    """Show the network: the map, and the stations by words and facets."""
    result = queries.public_station_rows(wanted=filter_of(request.GET))
    order = sorting(request, tables.ORDERS)
    page = page_of(
        result.rows.order_by(*order.columns),
        number=page_number(request),
        size=tables.PAGE_SIZE,
        total=result.total,
    )
    facets = facets_of(request.GET, result.counts)
    context = {
        "items": [tables.item_of(row) for row in page.rows],
        "page": page,
        "sorting": order,
        "facets": facets,
        "chips": chips(facets, request.GET),
        "kept": [(key, request.GET[key]) for key in ("q", "sort") if request.GET.get(key)],
        "q": request.GET.get("q", ""),
        "map": _map(),
    }
    return render_part(request, "stations/list.html", context, target="results", part="results")


@require_safe
@public
def station_detail(request: HttpRequest, actor: Actor, station_id: UUID) -> HttpResponse:
    """Show one station: what it serves, who operates it, what it was appraised at."""
    station = found_station(actor, station_id)
    context = {
        **page_context(station, actor),
        "panels": panels.fill("station", request, station),
    }
    return TemplateResponse(request, "stations/detail.html", context)


def page_context(station: Station, actor: Actor) -> dict[str, Any]:
    """Return what the page of a station prints, whoever looks."""
    today = localdate()
    own, judges = is_own(actor, station), may_judge(actor, station)
    operators = list(queries.active_operators(station=station, on=today))
    appraisals = list(queries.appraisals_of(station))
    return {
        "station": station,
        "badge": tables.BADGES[station.stage],
        "level": tables.level_name(station),
        "place": region_label(str(station.region_id)),
        "area": tables.area_names(station),
        "domains": tables.field_names(station),
        "operators": [str(one.person) for one in operators if one.is_named],
        "unnamed": sum(1 for one in operators if not one.is_named),
        "children": [tables.item_of(row, level=3) for row in queries.children_of(station)],
        "topics": queries.topics_of(station),
        "appraisals": tables.appraisal_rows(appraisals, edition_on(today)),
        "sees_inside": own or judges,
        "is_own": own,
        "steps": step_rows(actor, station),
        "may_appraise": judges
        and (station.stage in AT_WORK or station.stage == Stage.APPRAISING),
        "events": _events(station) if own or judges else [],
    }


def step_rows(actor: Actor, station: Station) -> list[dict[str, Any]]:
    """List the buttons of the steps that need no page of their own."""
    return [
        {
            "name": name,
            "words": STEPS[name],
            "url": reverse(f"stations:station-{name}", args=[station.id]),
        }
        for name in open_steps(actor, station)
        if name in STEPS
    ]


@require_safe
@public
@limited("export", most=20, method="GET")
def station_export(request: HttpRequest, actor: Actor, form: str) -> StreamingHttpResponse:
    """Hand out the filtered list as a file."""
    at = now()
    chunks = export_chunks(
        actor=actor, code=STATIONS.code, form=form, filters=dict(request.GET.lists()), at=at
    )
    return table_download(chunks, name="stations", form=form, at=at)


def _map() -> TileMap:
    counts: dict[str, int | None] = dict(queries.tally_by_province())
    address = reverse("stations:station-list")
    return tile_map(
        counts,
        title=_("各省驿站数"),
        url=lambda code: f"{address}?province={code}0000",
        language=get_language() or "",
    )


def _events(station: Station) -> list[Event]:
    entries = entries_of(subject_id=station.id, limit=30)
    return [
        Event(title=EVENTS[entry.code], at=entry.at)
        for entry in entries
        if entry.code in EVENTS
    ]
