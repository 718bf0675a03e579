"""Who may act for a station: named with training, ended with a reason, shown by consent."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils.timezone import localdate

from yizhan.audit.services import record
from yizhan.kernel.actors import Actor
from yizhan.kernel.refusals import Refusal, refuse_if
from yizhan.stations import facts, rules
from yizhan.stations.models import Operator, Station
from yizhan.stations.permissions import is_own
from yizhan.stations.queries import lock_operator, lock_station, people_of_station
from yizhan.stations.services.moving import fact_values


@dataclass(frozen=True, slots=True, kw_only=True)
class Training:
    """What the person was trained in, and the paper that says so."""

    training: str
    certificate: str
    trained_on: date | None
    valid_until: date | None = None


@transaction.atomic
def name_operator(
    *, actor: Actor, station_id: UUID, person_id: UUID, training: Training, at: datetime
) -> Operator:
    """Let a trained person of the house act for the station."""
    station = _own(actor, station_id)
    refusals = list(
        rules.against_operator(
            is_member=person_id in people_of_station(station),
            trained_on=training.trained_on,
            valid_until=training.valid_until,
            training=training.training,
            certificate=training.certificate,
            today=localdate(at),
        )
    )
    if station.operators.filter(person_id=person_id, ended_at=None).exists():
        refusals.append(Refusal("stations.operates_already", {}, "person"))
    refuse_if(refusals)
    assert training.trained_on is not None  # noqa: S101 -- the rules refused nothing
    operator = Operator.objects.create(
        station=station,
        person_id=person_id,
        training=training.training.strip(),
        certificate=training.certificate.strip(),
        trained_on=training.trained_on,
        valid_until=training.valid_until,
        since=at,
    )
    fact = facts.OperatorNamed(
        person_id=person_id, certificate=operator.certificate, **fact_values(station)
    )
    record(fact, actor=actor, at=at)
    return operator


@transaction.atomic
def end_operator(
    *, actor: Actor, station_id: UUID, operator_id: UUID, reason: str, at: datetime
) -> Operator:
    """End a person's acting for the station; the row stays."""
    station = _own(actor, station_id)
    if not reason.strip():
        refuse_if([Refusal("stations.required", {}, "reason")])
    operator = lock_operator(station=station, operator_id=operator_id)
    _end(station, operator, reason.strip()[:200], actor, at)
    return operator


@transaction.atomic
def show_operator(
    *, actor: Actor, station_id: UUID, operator_id: UUID, is_named: bool, at: datetime
) -> Operator:
    """Be named on the public page, or no longer: the person's own word alone counts."""
    station = lock_station(actor=actor, station_id=station_id)
    operator = lock_operator(station=station, operator_id=operator_id)
    if actor.person_id is None or operator.person_id != actor.person_id:
        raise PermissionDenied
    if operator.is_named != is_named:
        operator.is_named = is_named
        operator.save(update_fields=["is_named"])
        fact = facts.OperatorShown(
            person_id=operator.person_id, is_named=is_named, **fact_values(station)
        )
        record(fact, actor=actor, at=at)
    return operator


@transaction.atomic
def end_operators_of(
    *, actor: Actor, organisation_id: UUID, person_id: UUID, at: datetime, reason: str
) -> int:
    """End what a person operated in a house that it left; count the rows."""
    rows = Operator.objects.select_for_update(of=("self",)).select_related("station")
    held = list(
        rows.filter(
            station__organisation_id=organisation_id, person_id=person_id, ended_at=None
        )
    )
    for operator in held:
        _end(operator.station, operator, reason, actor, at)
    return len(held)


def _own(actor: Actor, station_id: UUID) -> Station:
    station = lock_station(actor=actor, station_id=station_id)
    if not is_own(actor, station):
        raise PermissionDenied
    return station


def _end(station: Station, operator: Operator, reason: str, actor: Actor, at: datetime) -> None:
    operator.ended_at, operator.ended_why = at, reason
    operator.save(update_fields=["ended_at", "ended_why"])
    fact = facts.OperatorEnded(
        person_id=operator.person_id, reason=reason, **fact_values(station)
    )
    record(fact, actor=actor, at=at)
