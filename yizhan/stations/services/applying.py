"""What a station does for itself: apply, change its profile, withdraw, leave."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils.timezone import localdate

from yizhan.audit.services import record
from yizhan.directory.queries import lock_organisation, prefix_of
from yizhan.kernel.actors import Actor
from yizhan.kernel.refusals import Refusal, refuse_if, refuse_stale
from yizhan.stations import facts, rules
from yizhan.stations.models import Station
from yizhan.stations.permissions import is_own
from yizhan.stations.queries import find_parent, lock_station, own_station
from yizhan.stations.services.moving import begin, fact_values, move
from yizhan.stations.stages import APPLY, AT_WORK, WAITING, Stage
from yizhan.stations.terms import LEVEL_OF, Level


@dataclass(frozen=True, slots=True, kw_only=True)
class Profile:
    """What a station says of itself; the names are the columns."""

    area: Sequence[str]
    fields: Sequence[str]
    about: str
    answer_days: int
    plan: str = ""


@transaction.atomic
def apply_station(*, actor: Actor, profile: Profile, at: datetime) -> Station:
    """Ask to join; an organisation has one station, so a second asking is refused."""
    if not actor.may(APPLY) or actor.organisation_id is None:
        raise PermissionDenied
    home = lock_organisation(actor=actor, organisation_id=actor.organisation_id)
    level = LEVEL_OF.get(home.kind, "")
    refusals = [
        *rules.against_application(
            is_station=bool(level),
            is_verified=home.is_verified,
            plan=profile.plan,
            removed_on=None,
            today=localdate(at),
        ),
        *_against(profile, level, str(home.region_id)),
    ]
    if own_station(actor=actor) is not None:
        refusals.append(Refusal("stations.here_already"))
    refuse_if(refusals)
    station = Station(
        organisation=home,
        level=level,
        region_id=home.region_id,
        applied_at=at,
        updated_at=at,
        **_columns(profile),
    )
    station.parent = find_parent(station)
    station.save(force_insert=True)
    record(facts.StationApplied(level=level, **fact_values(station)), actor=actor, at=at)
    return station


@transaction.atomic
def edit_station(
    *, actor: Actor, station_id: UUID, profile: Profile, version: int | None, at: datetime
) -> Station:
    """Change what the station says of itself; while it is appraised its plan stands."""
    station = lock_station(actor=actor, station_id=station_id)
    if not is_own(actor, station):
        raise PermissionDenied
    refuse_stale(seen=version, current=station.version)
    if station.stage not in {*AT_WORK, Stage.APPLIED, Stage.SUSPENDED}:
        refuse_if([Refusal("flow.wrong_stage", {"step": "edit", "stage": station.stage})])
    refuse_if(_against(profile, station.level, str(station.region_id)))
    given = _columns(profile)
    if station.stage not in WAITING:
        del given["plan"]
    changed = [name for name, value in given.items() if getattr(station, name) != value]
    if not changed:
        return station
    for name in changed:
        setattr(station, name, given[name])
    move(station, station.stage, at, *changed)
    fact = facts.StationEdited(fields=tuple(sorted(changed)), **fact_values(station))
    record(fact, actor=actor, at=at)
    return station


@transaction.atomic
def withdraw_station(
    *, actor: Actor, station_id: UUID, at: datetime, version: int | None = None
) -> Station:
    """Take the application back."""
    station, target = begin("withdraw", actor, station_id, version)
    move(station, target, at)
    record(facts.ApplicationWithdrawn(**fact_values(station)), actor=actor, at=at)
    return station


@transaction.atomic
def reapply_station(
    *,
    actor: Actor,
    station_id: UUID,
    profile: Profile,
    at: datetime,
    version: int | None = None,
) -> Station:
    """Ask again; who was removed waits a year."""
    station, target = begin("reapply", actor, station_id, version)
    home = station.organisation
    # The house may have moved or become another kind of station since.
    level = LEVEL_OF.get(home.kind, "")
    was_removed = station.stage == Stage.REMOVED
    refuse_if(
        [
            *rules.against_application(
                is_station=bool(level),
                is_verified=home.is_verified,
                plan=profile.plan,
                removed_on=station.ended_on if was_removed else None,
                today=localdate(at),
            ),
            *_against(profile, level, str(home.region_id)),
        ]
    )
    station.level, station.region_id = level, home.region_id
    for name, value in _columns(profile).items():
        setattr(station, name, value)
    station.parent = find_parent(station)
    station.applied_at, station.ended_on, station.reason = at, None, ""
    changed = [
        *_columns(profile), "level", "region", "parent", "applied_at", "ended_on", "reason",
    ]  # fmt: skip
    move(station, target, at, *changed)
    fact = facts.StationApplied(level=station.level, **fact_values(station))
    record(fact, actor=actor, at=at)
    return station


@transaction.atomic
def leave_station(
    *, actor: Actor, station_id: UUID, reason: str, at: datetime, version: int | None = None
) -> Station:
    """Leave the network by the station's own wish."""
    station, target = begin("leave", actor, station_id, version)
    if not reason.strip():
        refuse_if([Refusal("stations.required", {}, "reason")])
    station.reason = reason.strip()[:500]
    move(station, target, at, "reason")
    fact = facts.StationLeft(reason=station.reason, **fact_values(station))
    record(fact, actor=actor, at=at)
    return station


def _against(profile: Profile, level: str, region: str) -> list[Refusal]:
    # A regional station serves the provinces of its plan, a local one its city.
    digits = 4 if level == Level.LOCAL else 0
    return [
        *rules.against_profile(
            area=profile.area,
            fields=profile.fields,
            about=profile.about,
            answer_days=profile.answer_days,
        ),
        *rules.against_area(
            area=[prefix_of(code) for code in profile.area], reached=region[:digits]
        ),
    ]


def _columns(profile: Profile) -> dict[str, object]:
    values = asdict(profile)
    return {
        **values,
        "area": sorted(set(profile.area)),
        "fields": sorted(set(profile.fields)),
        "about": profile.about.strip(),
        "plan": profile.plan.strip(),
    }
