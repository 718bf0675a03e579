"""Stations in the town: one at work with a topic group, one that waits, a document."""

from typing import TYPE_CHECKING

from yizhan.directory.models import Organisation
from yizhan.stations import services
from yizhan.stations.models import Operator
from yizhan.stations.tests.factories import (
    TRAINING,
    acting,
    make_applied,
    make_judgement,
    make_profile,
)

if TYPE_CHECKING:
    from tests.town import Town


def settle_stations(town: "Town") -> None:
    """Make the house of `adviser` a station at work, and let another one wait."""
    house = Organisation.objects.get(pk=town.ids["浙江区域驿站"])
    boss, adviser, nation = (
        acting(house, "administrator"),
        town.actors["adviser"],
        town.actors["nation"],
    )
    profile = make_profile(area=["330000"])
    station = services.apply_station(actor=boss, profile=profile, at=town.at)
    for actor in (boss, adviser):
        assert actor.person_id is not None
        services.name_operator(
            actor=boss,
            station_id=station.id,
            person_id=actor.person_id,
            training=TRAINING,
            at=town.at,
        )
    services.take_station(actor=nation, station_id=station.id, at=town.at)
    services.admit_station(
        actor=nation, station_id=station.id, judgement=make_judgement(), at=town.at
    )
    topic = services.found_topic(
        actor=adviser, name="海洋装备防腐", aim="共用试验条件与专家", fields=["05"], at=town.at
    )
    services.publish_document(
        actor=nation,
        version=services.Version(
            code="visit",
            family="business",
            title="企业走访规程",
            text="每次走访两人，当日记录。",
            since=town.at.date(),
        ),
        at=town.at,
    )
    waiting, _boss = make_applied()
    taken, _boss = make_applied(region="330200", area=["330200"])
    services.take_station(actor=town.actors["province"], station_id=taken.id, at=town.at)
    held = Operator.objects.get(station=station, person=adviser.person_id)
    town.ids |= {
        "station.admitted": station.id,
        "station.applied": waiting.id,
        "station.appraising": taken.id,
        "station.topic": topic.id,
        "station.operator": held.id,
    }
