"""The relay network of the demonstration: members, one that waits, documents, a topic group."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Any
from uuid import NAMESPACE_URL, UUID, uuid5

from django.db import transaction

from yizhan.config.demo.guard import DOMAIN
from yizhan.config.demo.organisations import FOUNDER
from yizhan.config.demo.reading import rows_of
from yizhan.directory import queries as directory
from yizhan.directory.models import Person
from yizhan.directory.services import add_member
from yizhan.kernel.actors import Actor
from yizhan.stations import queries, services
from yizhan.stations.criteria import edition_on
from yizhan.stations.models import Station
from yizhan.stations.stages import APPLY, APPRAISE, WORK, Stage

_OFFICE, _WAITS = "keji-zongju", "jiamusi-zhan"
_DESKS = (("zhenduan", "需求诊断岗"), ("duijie", "跨区域对接岗"))
_MEET = ("huadong-zhan", "zhoushan-zhan", "huanan-zhan")
_LEVELS = {"station_national": 0, "station_regional": 1, "station_local": 2}
_ID = uuid5(NAMESPACE_URL, "yizhan:demonstration:stations")


def load_stations(*, organisations: Mapping[str, UUID], at: datetime) -> int:
    """Bring every station that is not there yet into the network; count the members."""
    nation = replace(
        FOUNDER,
        id=_ID,
        organisation_id=organisations[_OFFICE],
        permissions=frozenset({APPRAISE}),
        region="",
    )
    rows = {row["organisation"]: row for row in rows_of("stations.jsonl")}
    kinds = {row["key"]: row["kind"] for row in rows_of("organisations.jsonl")}
    for key in sorted(rows, key=lambda key: (_LEVELS[kinds[key]], key)):
        _enter(rows[key], organisations[key], nation, at)
    for row in rows_of("network_documents.jsonl"):
        _publish(row, nation, at)
    _meet(organisations, at)
    return Station.objects.filter(stage=Stage.ADMITTED).count()


@transaction.atomic
def _enter(row: Mapping[str, Any], house: UUID, nation: Actor, at: datetime) -> None:
    boss = _of(house)
    if queries.own_station(actor=boss) is not None:
        return
    begun = at - timedelta(days=row["days"])
    profile = services.Profile(
        area=row["area"],
        fields=row["fields"],
        about=row["about"],
        answer_days=row["answer_days"],
        plan=row["plan"],
    )
    station = services.apply_station(actor=boss, profile=profile, at=begun)
    for desk, name in _DESKS:
        _name(station, row["organisation"], desk, name, boss, begun)
    if row["organisation"] == _WAITS:
        return
    given: dict[str, Any] = {"actor": nation, "station_id": station.id}
    services.take_station(at=begun + timedelta(days=3), **given)
    judged = _judged("admission", row["score"], begun.date())
    services.admit_station(judgement=judged, at=begun + timedelta(days=20), **given)
    if begun.year < at.year:
        judged = _judged("yearly", row["score"] + 3, at.date())
        services.appraise_station(
            year=at.year - 1, judgement=judged, at=at - timedelta(days=40), **given
        )


def _name(station: Station, key: str, desk: str, name: str, boss: Actor, at: datetime) -> None:
    email = f"{desk}-{key}@{DOMAIN}"
    # Nobody signs in as one of these: without a password there is nothing to guess.
    person = Person.objects.create_user(email, None, name=name)
    add_member(
        actor=FOUNDER,
        organisation_id=station.organisation_id,
        person_id=person.pk,
        role="adviser",
        at=at,
    )
    operator = services.name_operator(
        actor=boss,
        station_id=station.id,
        person_id=person.pk,
        training=services.Training(
            training="驿站操作员上岗培训",
            certificate=f"YZPX-{at.year}-{station.region_id}-{desk[:2].upper()}",
            trained_on=(at - timedelta(days=30)).date(),
        ),
        at=at,
    )
    own = directory.actor_for(person=person)
    services.show_operator(
        actor=own, station_id=station.id, operator_id=operator.id, is_named=True, at=at
    )


def _judged(occasion: str, score: int, day: date) -> services.Judgement:
    criteria = edition_on(day).criteria[occasion]
    return services.Judgement(
        scores={
            one.code: {"score": min(100, score + place), "note": "演示数据：见年度材料"}
            for place, one in enumerate(criteria)
        },
        reasons="演示数据：材料齐备，条件与申请一致。",
    )


def _publish(row: Mapping[str, Any], nation: Actor, at: datetime) -> None:
    if queries.document_versions(code=row["code"]).exists():
        return
    version = services.Version(
        code=row["code"],
        family=row["family"],
        title=row["title"],
        title_en=row["title_en"],
        text="\n\n".join(row["text"]),
        since=(at - timedelta(days=300)).date(),
    )
    services.publish_document(actor=nation, version=version, at=at - timedelta(days=320))


def _meet(organisations: Mapping[str, UUID], at: datetime) -> None:
    """Let three stations work on one subject."""
    if queries.open_topics().exists():
        return
    lead, *others = (_of(organisations[key]) for key in _MEET)
    topic = services.found_topic(
        actor=lead,
        name="海洋装备防腐与耐磨",
        aim="汇总各港口企业的腐蚀与冲蚀难题，共用试验条件与专家，一处诊断、多处推广。",
        fields=["03", "05"],
        at=at - timedelta(days=90),
    )
    for guest in others:
        services.join_topic(actor=guest, topic_id=topic.id, at=at - timedelta(days=80))


def _of(house: UUID) -> Actor:
    """Return the administrator of a station, who is nobody in particular here."""
    return Actor(
        id=_ID,
        label="demonstration",
        organisation_id=house,
        permissions=frozenset({APPLY, WORK}),
    )
