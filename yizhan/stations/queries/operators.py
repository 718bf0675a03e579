"""Who operates a station."""

from datetime import date
from uuid import UUID

from django.db.models import Q, QuerySet

from yizhan.directory.queries import memberships_of
from yizhan.stations.models import Operator, Station


def operators_of(station: Station) -> QuerySet[Operator]:
    """List the operators of a station, those at work first."""
    return station.operators.select_related("person").order_by("ended_at", "since", "id")


def active_operators(*, station: Station, on: date) -> QuerySet[Operator]:
    """List who may act for the station on the day: not ended, and the training still good."""
    good = Q(valid_until=None) | Q(valid_until__gte=on)
    return station.operators.filter(good, ended_at=None).select_related("person")


def is_operator(*, person_id: UUID | None, station_id: UUID, on: date) -> bool:
    """Say whether the person may act for the station on the day."""
    if person_id is None:
        return False
    good = Q(valid_until=None) | Q(valid_until__gte=on)
    rows = Operator.objects.filter(good, station_id=station_id, person_id=person_id)
    return rows.filter(ended_at=None).exists()


def lock_operator(*, station: Station, operator_id: UUID) -> Operator:
    """Return an operator at work, locked until the running transaction ends."""
    rows = station.operators.filter(ended_at=None).select_related("person")
    return rows.select_for_update(of=("self",)).get(pk=operator_id)


def people_of_station(station: Station) -> dict[UUID, str]:
    """Name the people who hold a role in the station's organisation."""
    held = memberships_of(organisation=station.organisation)
    return {row.person_id: str(row.person) for row in held if row.is_active}
