"""What every verb of a station does: lock it, take the step, write it, tell what happened."""

from datetime import datetime
from typing import Any
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.utils.timezone import localdate

from yizhan.kernel.actors import Actor
from yizhan.kernel.refusals import refuse_stale
from yizhan.stations.models import Station
from yizhan.stations.permissions import is_own, may_judge
from yizhan.stations.queries import lock_station
from yizhan.stations.stages import APPLY, FLOW, OUTSIDE


def begin(
    name: str, actor: Actor, station_id: UUID, version: int | None = None
) -> tuple[Station, str]:
    """Lock a visible station and take a step, or raise what stands against it."""
    station = lock_station(actor=actor, station_id=station_id)
    step = FLOW.take(name, stage=station.stage)
    allowed = is_own if step.permission == APPLY else may_judge
    if not allowed(actor, station):
        raise PermissionDenied
    refuse_stale(seen=version, current=station.version)
    return station, step.target


def move(station: Station, target: str, at: datetime, *columns: str) -> None:
    """Write the new stage; who is outside has a day on which it ended."""
    station.stage, station.updated_at = target, at
    station.version += 1
    changed = {"stage", "updated_at", "version", *columns}
    if target in OUTSIDE:
        station.ended_on, station.rectify_by = localdate(at), None
        changed |= {"ended_on", "rectify_by"}
    station.save(update_fields=sorted(changed))


def fact_values(station: Station) -> dict[str, Any]:
    """Return what every fact about the station says."""
    return {
        "subject_id": station.id,
        "organisation_id": station.organisation_id,
        "region": str(station.region_id),
    }
