"""What a merge of two organisations does with their stations."""

from datetime import datetime
from typing import Final
from uuid import UUID

from yizhan.audit.services import record
from yizhan.kernel.actors import machine
from yizhan.stations.facts import ApplicationWithdrawn, StationLeft
from yizhan.stations.models import Station
from yizhan.stations.services.moving import fact_values, move
from yizhan.stations.stages import APPLY, FLOW, SHOWN, WAITING

WORKER: Final = machine("merging", APPLY)
_WHY: Final = "机构合并"


def settle_merged(*, kept_id: UUID, absorbed_id: UUID, at: datetime) -> int:
    """Move the station along; where the one kept has its own, the other one ends.

    An organisation has one station, and a number once given out is never given to another.
    """
    station = Station.objects.select_for_update().filter(organisation_id=absorbed_id).first()
    if station is None:
        return 0
    if not Station.objects.filter(organisation_id=kept_id).exists():
        Station.objects.filter(pk=station.pk).update(organisation_id=kept_id)
        return 1
    if station.stage in SHOWN | WAITING:
        is_member = station.stage in SHOWN
        step = FLOW.take("leave" if is_member else "withdraw", stage=station.stage)
        station.reason = _WHY
        move(station, step.target, at, "reason")
        values = fact_values(station)
        fact = (
            StationLeft(reason=_WHY, **values) if is_member else ApplicationWithdrawn(**values)
        )
        record(fact, actor=WORKER, at=at)
    return 1
