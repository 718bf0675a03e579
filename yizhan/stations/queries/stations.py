"""Finding stations: those an actor may see, one of them, the list with its counts."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from django.db import connection
from django.db.models import Count, F, Func, Q, QuerySet
from django.db.models.functions import Left

from yizhan.directory.queries import expand_region_filter, provinces, under_prefixes
from yizhan.kernel.actors import Actor
from yizhan.stations.models import Appraisal, Station, Topic
from yizhan.stations.permissions import visible_to
from yizhan.stations.rules import number_for
from yizhan.stations.stages import APPRAISE, AT_WORK, SHOWN, WAITING
from yizhan.stations.terms import Level, Occasion, Verdict

_WITH = ("organisation", "region", "parent__organisation")


@dataclass(frozen=True, slots=True, kw_only=True)
class StationFilter:
    """What a list of stations asks for; `regions` takes zones and region codes mixed."""

    search: str = ""
    levels: tuple[str, ...] = ()
    fields: tuple[str, ...] = ()
    regions: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class StationPage:
    """The filtered rows, their number, and each facet counted without its own choice."""

    rows: QuerySet[Station]
    total: int
    counts: Mapping[str, Mapping[str, int]] = field(default_factory=dict)


def stations_visible_to(actor: Actor) -> QuerySet[Station]:
    """Start from the stations that exist for the actor."""
    return Station.objects.filter(visible_to(actor)).select_related(*_WITH)


def station_for(*, actor: Actor, station_id: UUID) -> Station:
    """Return one visible station, or raise DoesNotExist both for absent and hidden ones."""
    return stations_visible_to(actor).get(pk=station_id)


def lock_station(*, actor: Actor, station_id: UUID) -> Station:
    """Return one visible station, locked until the running transaction ends."""
    return stations_visible_to(actor).select_for_update(of=("self",)).get(pk=station_id)


def own_station(*, actor: Actor) -> Station | None:
    """Return the station of the actor's own organisation, whatever its stage."""
    if actor.organisation_id is None:
        return None
    rows = Station.objects.filter(organisation_id=actor.organisation_id)
    return rows.select_related(*_WITH).first()


def stations_to_judge(actor: Actor) -> QuerySet[Station]:
    """List what waits for the office, longest waiting first, never its own."""
    if not actor.may(APPRAISE) or actor.region is None or len(actor.region) > 2:
        return Station.objects.none()
    rows = Station.objects.filter(stage__in=WAITING, region__code__startswith=actor.region)
    if actor.region:
        rows = rows.filter(level=Level.LOCAL)
    if actor.organisation_id is not None:
        rows = rows.exclude(organisation_id=actor.organisation_id)
    return rows.select_related(*_WITH).order_by("applied_at", "id")


def find_parent(station: Station) -> Station | None:
    """Return the station above: for a local one whoever serves its province."""
    members = Station.objects.filter(stage__in=SHOWN)
    if station.level == Level.NATIONAL:
        return None
    if station.level == Level.REGIONAL:
        return members.filter(level=Level.NATIONAL).order_by("number").first()
    province = f"{station.region_id[:2]}0000"
    serving = members.filter(level=Level.REGIONAL, area__contains=[province])
    return serving.order_by("number").first()


def children_of(station: Station) -> QuerySet[Station]:
    """List the members right below a station."""
    rows = Station.objects.filter(parent=station, stage__in=SHOWN)
    return rows.select_related("organisation", "region").order_by("number")


def appraisals_of(station: Station) -> QuerySet[Appraisal]:
    """List the appraisals of a station, newest first."""
    return Appraisal.objects.filter(station=station).select_related("office")


def failed_years(station: Station) -> list[int]:
    """Name the years that the station failed since it was admitted last."""
    rows = Appraisal.objects.filter(station=station)
    failed = rows.filter(occasion=Occasion.YEARLY, verdict=Verdict.FAIL)
    entries = rows.filter(occasion=Occasion.ADMISSION).exclude(verdict=Verdict.FAIL)
    entered = entries.order_by("-at").values_list("year", flat=True).first()
    return list(failed.filter(year__gte=entered or 0).values_list("year", flat=True))


def topics_of(station: Station) -> QuerySet[Topic]:
    """List the open topic groups a station sits in."""
    return Topic.objects.filter(
        closed_at=None, seats__station=station, seats__left_at=None
    ).order_by("name")


def next_number(station: Station) -> str:
    """Return the next number of the province; the range stays locked until the commit."""
    start = number_for(level=station.level, region=station.region_id, serial=0)[:6]
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtext(%s))", [f"stations.{start}"])
    taken = Station.objects.filter(number__startswith=start).order_by("-number")
    last = taken.values_list("number", flat=True).first()
    serial = int(last.rpartition("-")[2]) + 1 if last else 1
    return number_for(level=station.level, region=station.region_id, serial=serial)


def public_stations(*, wanted: StationFilter) -> QuerySet[Station]:
    """Filter the members without counting anything."""
    return _without(_found(wanted.search), _conditions(wanted), "").select_related(*_WITH)


def public_station_rows(*, wanted: StationFilter) -> StationPage:
    """Filter the members and count each facet without its own choice."""
    conditions, found = _conditions(wanted), _found(wanted.search)
    rows = _without(found, conditions, "")
    counts = {name: _counts(_without(found, conditions, name), name) for name in _KEYS}
    return StationPage(rows=rows.select_related(*_WITH), total=rows.count(), counts=counts)


def tally_by_province() -> dict[str, int]:
    """Count the members at work in each province."""
    rows = Station.objects.filter(stage__in=AT_WORK).order_by()
    return dict(
        rows.annotate(key=Left("region_id", 2)).values_list("key").annotate(Count("pk"))
    )


def _found(search: str) -> QuerySet[Station]:
    rows = Station.objects.filter(stage__in=SHOWN)
    for word in search.split()[:8]:
        rows = rows.filter(
            Q(organisation__name__icontains=word)
            | Q(organisation__name_en__icontains=word)
            | Q(about__icontains=word)
            | Q(number__iexact=word)
        )
    return rows


def _conditions(wanted: StationFilter) -> dict[str, Q]:
    conditions: dict[str, Q] = {}
    if wanted.levels:
        conditions["level"] = Q(level__in=wanted.levels)
    if wanted.fields:
        conditions["field"] = Q(fields__overlap=list(wanted.fields))
    if wanted.regions:
        conditions["region"] = under_prefixes(expand_region_filter(wanted.regions))
    return conditions


def _without(
    rows: QuerySet[Station], conditions: Mapping[str, Q], group: str
) -> QuerySet[Station]:
    for name, condition in conditions.items():
        if name != group:
            rows = rows.filter(condition)
    return rows


_KEYS: Mapping[str, Any] = {
    "level": F("level"),
    "field": Func(F("fields"), function="unnest"),
    "region": Left("region_id", 2),
}


def _counts(rows: QuerySet[Station], group: str) -> dict[str, int]:
    keyed = rows.order_by().annotate(key=_KEYS[group]).values_list("key")
    counts: dict[str, int] = dict(keyed.annotate(n=Count("pk")))
    if group != "region":
        return counts
    placed: dict[str, int] = {}
    for row in provinces():
        number = counts.get(row.prefix, 0)
        placed[row.code] = number
        if row.zone:
            placed[row.zone] = placed.get(row.zone, 0) + number
    return placed
