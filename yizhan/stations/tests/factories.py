"""Plain functions that make stations, through the services."""

from datetime import UTC, date, datetime
from typing import Any

from yizhan.directory.models import Organisation
from yizhan.directory.queries import actor_of_membership
from yizhan.directory.tests.factories import make_member, make_organisation
from yizhan.kernel.actors import Actor
from yizhan.stations import queries, services
from yizhan.stations.criteria import edition_on
from yizhan.stations.models import Station
from yizhan.stations.services import Judgement, Profile, Training

# A Monday morning in Beijing.
AT = datetime(2026, 11, 23, 2, 0, tzinfo=UTC)
PLAN = (
    "站内三人，两人已经培训；服务过舟山四十余家船配与泵阀企业，"
    "第一年走访一百二十家，诊断并发布需求六十项，促成跨省对接十项。"
)
TRAINING = Training(
    training="驿站操作员上岗培训", certificate="YZPX-2026-0012", trained_on=date(2026, 3, 2)
)


def acting(organisation: Organisation, role: str) -> Actor:
    """Return the actor of a new person in a role."""
    return actor_of_membership(make_member(organisation, role))


def make_profile(**values: Any) -> Profile:
    """Describe a local station in Zhoushan."""
    given: dict[str, Any] = {
        "area": ["330900"],
        "fields": ["03", "05"],
        "about": "服务舟山船配、泵阀与海工企业的技术需求诊断与跨区域对接。",
        "answer_days": 3,
        "plan": PLAN,
    }
    return Profile(**{**given, **values})


def make_judgement(score: int = 85, occasion: str = "admission") -> Judgement:
    """Score every heading the same."""
    edition = edition_on(AT.date())
    scores = {
        one.code: {"score": score, "note": "见走访记录与名册"}
        for one in edition.criteria[occasion]
    }
    return Judgement(scores=scores, reasons="材料与现场一致。")


def make_office(region: str = "330000", level: str = "province") -> Actor:
    """Return an officer who decides on stations."""
    office = make_organisation(kind="government", size="", level=level, region_id=region)
    return acting(office, "officer")


def make_nation() -> Actor:
    """Return an officer who decides on all stations."""
    return make_office("110000", "central")


def make_applied(
    kind: str = "station_local", region: str = "330900", **values: Any
) -> tuple[Station, Actor]:
    """Make an application with two trained operators; returned with its administrator."""
    home = make_organisation(kind=kind, size="", region_id=region)
    boss = acting(home, "administrator")
    station = services.apply_station(actor=boss, profile=make_profile(**values), at=AT)
    for person in (boss, acting(home, "adviser")):
        assert person.person_id is not None
        services.name_operator(
            actor=boss,
            station_id=station.id,
            person_id=person.person_id,
            training=TRAINING,
            at=AT,
        )
    return queries.station_for(actor=boss, station_id=station.id), boss


def make_admitted(
    kind: str = "station_local", region: str = "330900", at: datetime = AT, **values: Any
) -> tuple[Station, Actor]:
    """Make a member of the network; a local one gets the regional one above it."""
    if kind == "station_local":
        make_regional(region[:2] + "0000", at)
    station, boss = make_applied(kind, region, **values)
    nation = make_nation()
    services.take_station(actor=nation, station_id=station.id, at=at)
    admitted = services.admit_station(
        actor=nation, station_id=station.id, judgement=make_judgement(), at=at
    )
    return admitted, boss


def make_regional(region: str, at: datetime) -> Station:
    """Return the regional station of a province, made when there is none."""
    found = Station.objects.filter(level="regional", region_id=region, stage="admitted").first()
    if found is not None:
        return found
    return make_admitted("station_regional", region, at, area=[region])[0]


def home_of(station: Station) -> Organisation:
    """Return the organisation of a station."""
    return Organisation.objects.get(pk=station.organisation_id)
