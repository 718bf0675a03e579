"""Topic groups: founded, joined, left and ended by stations at work."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.db import transaction

from yizhan.audit.services import record
from yizhan.kernel.actors import Actor
from yizhan.kernel.refusals import Refusal, refuse_if
from yizhan.stations import facts
from yizhan.stations.models import Station, Topic, TopicSeat
from yizhan.stations.queries import lock_station, lock_topic, open_topics, own_station
from yizhan.stations.stages import AT_WORK, WORK


@transaction.atomic
def found_topic(
    *, actor: Actor, name: str, aim: str, fields: Sequence[str], at: datetime
) -> Topic:
    """Found a group that the actor's station leads."""
    station = _working(actor)
    refusals = [
        Refusal("stations.required", {}, field)
        for field, value in (("name", name.strip()), ("aim", aim.strip()), ("domains", fields))
        if not value
    ]
    if open_topics().filter(name=name.strip()).exists():
        refusals.append(Refusal("stations.topic_taken", {}, "name"))
    refuse_if(refusals)
    topic = Topic.objects.create(
        name=name.strip(),
        aim=aim.strip(),
        fields=sorted(set(fields)),
        lead=station,
        founded_at=at,
    )
    TopicSeat.objects.create(topic=topic, station=station, joined_at=at)
    record(facts.TopicFounded(**_values(topic, station)), actor=actor, at=at)
    return topic


@transaction.atomic
def join_topic(*, actor: Actor, topic_id: UUID, at: datetime) -> TopicSeat:
    """Take a seat in an open group."""
    station = _working(actor)
    topic = lock_topic(topic_id=topic_id)
    if topic.seats.filter(station=station, left_at=None).exists():
        refuse_if([Refusal("stations.in_topic_already")])
    seat = TopicSeat.objects.create(topic=topic, station=station, joined_at=at)
    record(facts.TopicJoined(**_values(topic, station)), actor=actor, at=at)
    return seat


@transaction.atomic
def quit_topic(*, actor: Actor, topic_id: UUID, at: datetime) -> Topic:
    """Leave a group; the leading station ends it instead."""
    station = _working(actor)
    topic = lock_topic(topic_id=topic_id)
    seat = topic.seats.select_for_update().filter(station=station, left_at=None).first()
    if seat is None:
        raise PermissionDenied
    if topic.lead_id == station.id:
        refuse_if([Refusal("stations.leads_topic")])
    seat.left_at = at
    seat.save(update_fields=["left_at"])
    record(facts.TopicQuit(**_values(topic, station)), actor=actor, at=at)
    return topic


@transaction.atomic
def close_topic(*, actor: Actor, topic_id: UUID, at: datetime) -> Topic:
    """End the group that the actor's station leads, even from outside; its seats end too."""
    station = _own(actor)
    topic = lock_topic(topic_id=topic_id)
    if topic.lead_id != station.id:
        raise PermissionDenied
    topic.closed_at = at
    topic.save(update_fields=["closed_at"])
    topic.seats.filter(left_at=None).update(left_at=at)
    record(facts.TopicClosed(**_values(topic, station)), actor=actor, at=at)
    return topic


def _own(actor: Actor) -> Station:
    """Return the actor's own station, locked."""
    own = own_station(actor=actor)
    if own is None or not actor.may(WORK):
        raise PermissionDenied
    return lock_station(actor=actor, station_id=own.id)


def _working(actor: Actor) -> Station:
    """Return the actor's own station, locked; only one at work takes part."""
    station = _own(actor)
    if station.stage not in AT_WORK:
        refuse_if([Refusal("stations.not_at_work")])
    return station


def _values(topic: Topic, station: Station) -> dict[str, Any]:
    return {
        "subject_id": topic.id,
        "organisation_id": station.organisation_id,
        "region": str(station.region_id),
        "station_id": station.id,
    }
