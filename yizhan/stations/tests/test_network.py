"""Stations from application to removal; operators, documents, topic groups."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.db import DatabaseError, transaction

from yizhan.audit.models import Entry
from yizhan.directory.models import Membership
from yizhan.directory.services import remove_member
from yizhan.kernel.actors import anonymous
from yizhan.kernel.refusals import Refused, Stale
from yizhan.stations import queries, services
from yizhan.stations.models import Appraisal, Document, Operator, Station
from yizhan.stations.services import Version
from yizhan.stations.tests.factories import (
    AT,
    TRAINING,
    acting,
    home_of,
    make_admitted,
    make_applied,
    make_judgement,
    make_nation,
    make_office,
    make_profile,
    make_regional,
)

pytestmark = pytest.mark.django_db
NEXT = AT + timedelta(days=400)


def codes_of(raised: pytest.ExceptionInfo[Refused]) -> set[str]:
    return {refusal.code for refusal in raised.value.refusals}


def test_a_local_station_is_admitted_by_its_province_and_numbered() -> None:
    make_regional("330000", AT)
    station, _boss = make_applied()
    assert not queries.stations_visible_to(anonymous()).filter(pk=station.pk).exists()
    office = make_office("330000")
    services.take_station(actor=office, station_id=station.id, at=AT)
    admitted = services.admit_station(
        actor=office, station_id=station.id, judgement=make_judgement(), at=AT
    )
    assert (admitted.stage, admitted.number) == ("admitted", "YZ-33-0002")
    assert admitted.parent is not None
    assert admitted.parent.level == "regional"
    assert queries.stations_visible_to(anonymous()).filter(pk=station.pk).exists()
    facts = Entry.objects.filter(subject_id=station.id).values_list("code", flat=True)
    assert {"stations.applied", "stations.appraised", "stations.admitted"} <= set(facts)


def test_offices_decide_within_their_reach_and_never_on_their_own_house() -> None:
    station, boss = make_applied("station_regional", "330000", area=["330000"])
    with pytest.raises(PermissionDenied):
        services.take_station(actor=make_office("330000"), station_id=station.id, at=AT)
    with pytest.raises(Station.DoesNotExist):
        services.take_station(actor=make_office("210000"), station_id=station.id, at=AT)
    with pytest.raises(PermissionDenied):
        services.take_station(actor=boss, station_id=station.id, at=AT)
    local, _boss = make_applied()
    with pytest.raises(PermissionDenied):
        services.take_station(actor=make_office("330900", "city"), station_id=local.id, at=AT)


def test_nobody_joins_without_people_the_station_above_or_a_pass() -> None:
    station, _boss = make_applied()
    nation = make_nation()
    services.take_station(actor=nation, station_id=station.id, at=AT)
    Operator.objects.filter(station=station).update(valid_until=date(2026, 6, 1))
    with pytest.raises(Refused) as raised:
        services.admit_station(
            actor=nation, station_id=station.id, judgement=make_judgement(40), at=AT
        )
    assert codes_of(raised) == {
        "stations.too_few_operators",
        "stations.no_parent",
        "stations.not_passed",
    }
    assert not Appraisal.objects.filter(station=station).exists()
    declined = services.decline_station(
        actor=nation, station_id=station.id, judgement=make_judgement(40), at=AT
    )
    assert declined.stage == "declined"
    assert Appraisal.objects.get(station=station).verdict == "fail"


def test_a_failed_year_is_mended_or_ends_the_membership() -> None:
    station, _boss = make_admitted()
    nation = make_nation()
    given: dict[str, Any] = {"actor": nation, "station_id": station.id}
    bad, good = make_judgement(50, "yearly"), make_judgement(80, "yearly")
    services.appraise_station(year=2026, judgement=bad, at=NEXT, **given)
    station.refresh_from_db()
    assert station.stage == "rectifying"
    assert station.rectify_by is not None
    services.appraise_station(year=2026, judgement=good, at=NEXT, **given)
    station.refresh_from_db()
    mended = Station.objects.filter(pk=station.pk, stage="admitted", rectify_by=None)
    assert mended.exists()
    with pytest.raises(Refused) as raised:
        services.appraise_station(year=2026, judgement=good, at=NEXT, **given)
    assert codes_of(raised) == {"stations.appraised_already"}
    with pytest.raises(Refused) as raised:
        services.remove_station(reason="不合格", is_breach=False, at=NEXT, **given)
    assert codes_of(raised) == {"stations.no_ground"}
    later = NEXT + timedelta(days=365)
    services.appraise_station(year=2027, judgement=bad, at=later, **given)
    gone = services.remove_station(reason="连续两年不合格", is_breach=False, at=later, **given)
    assert gone.stage == "removed"
    assert not queries.stations_visible_to(anonymous()).filter(pk=station.pk).exists()


def test_who_was_removed_asks_again_after_a_year_and_keeps_its_number() -> None:
    station, boss = make_admitted()
    nation = make_nation()
    services.remove_station(
        actor=nation, station_id=station.id, reason="泄露商业秘密", is_breach=True, at=AT
    )
    again: dict[str, Any] = {"actor": boss, "station_id": station.id, "profile": make_profile()}
    with pytest.raises(Refused) as raised:
        services.reapply_station(at=AT + timedelta(days=300), **again)
    assert codes_of(raised) == {"stations.removed_lately"}
    services.reapply_station(at=NEXT, **again)
    services.take_station(actor=nation, station_id=station.id, at=NEXT)
    back = services.admit_station(
        actor=nation, station_id=station.id, judgement=make_judgement(), at=NEXT
    )
    assert back.number == station.number


def test_who_came_back_is_not_removed_for_years_before() -> None:
    station, boss = make_admitted()
    nation = make_nation()
    given: dict[str, Any] = {"actor": nation, "station_id": station.id}
    bad = make_judgement(50, "yearly")
    later = NEXT + timedelta(days=365)
    services.appraise_station(year=2026, judgement=bad, at=later, **given)
    services.appraise_station(year=2027, judgement=bad, at=later, **given)
    services.remove_station(reason="连续两年不合格", is_breach=False, at=later, **given)
    back = later + timedelta(days=400)
    Operator.objects.update(valid_until=None)
    services.reapply_station(actor=boss, station_id=station.id, profile=make_profile(), at=back)
    services.take_station(at=back, **given)
    services.admit_station(judgement=make_judgement(), at=back, **given)
    with pytest.raises(Refused) as raised:
        services.remove_station(reason="旧账", is_breach=False, at=back, **given)
    assert codes_of(raised) == {"stations.no_ground"}


def test_who_asks_again_is_judged_as_what_the_house_is_now() -> None:
    station, boss = make_applied()
    services.withdraw_station(actor=boss, station_id=station.id, at=AT)
    home = home_of(station)
    type(home).objects.filter(pk=home.pk).update(kind="station_regional", region_id="210000")
    again = services.reapply_station(
        actor=boss, station_id=station.id, profile=make_profile(area=["210000"]), at=AT
    )
    assert (again.level, again.region_id) == ("regional", "210000")
    with pytest.raises(Station.DoesNotExist):
        services.take_station(actor=make_office("330000"), station_id=station.id, at=AT)


def test_an_application_of_a_merged_house_is_withdrawn_and_nobody_leaves() -> None:
    kept, _boss = make_applied("station_regional", "330000", area=["330000"])
    other, _boss = make_applied("station_regional", "210000", area=["210000"])
    houses = {"kept_id": kept.organisation_id, "absorbed_id": other.organisation_id}
    services.settle_merged(at=AT, **houses)
    facts = set(Entry.objects.filter(subject_id=other.id).values_list("code", flat=True))
    assert "stations.application_withdrawn" in facts
    assert "stations.left" not in facts


def test_the_database_itself_keeps_the_flow_and_the_appraisals() -> None:
    station, _boss = make_applied()
    with pytest.raises(DatabaseError), transaction.atomic():
        Station.objects.filter(pk=station.pk).update(stage="admitted")
    admitted, _boss = make_admitted("station_regional", "210000", area=["210000"])
    with pytest.raises(DatabaseError), transaction.atomic():
        Appraisal.objects.filter(station=admitted).update(total=100)


def test_two_people_changing_one_profile_do_not_overwrite_each_other() -> None:
    station, boss = make_applied()
    given: dict[str, Any] = {"actor": boss, "station_id": station.id, "at": AT}
    profile = make_profile(answer_days=5)
    services.edit_station(profile=profile, version=station.version, **given)
    with pytest.raises(Stale):
        services.edit_station(profile=make_profile(), version=station.version, **given)


def test_an_organisation_has_one_station_and_only_a_station_can_be_one() -> None:
    station, boss = make_applied()
    with pytest.raises(Refused) as raised:
        services.apply_station(actor=boss, profile=make_profile(), at=AT)
    assert codes_of(raised) == {"stations.here_already"}
    member = acting(home_of(station), "adviser")
    with pytest.raises(PermissionDenied):
        services.apply_station(actor=member, profile=make_profile(), at=AT)


def test_an_operator_is_trained_of_the_house_and_named_by_own_consent() -> None:
    station, boss = make_applied()
    stranger = make_nation()
    assert stranger.person_id is not None
    with pytest.raises(Refused) as raised:
        services.name_operator(
            actor=boss,
            station_id=station.id,
            person_id=stranger.person_id,
            training=TRAINING,
            at=AT,
        )
    assert codes_of(raised) == {"stations.not_of_the_house"}
    assert boss.person_id is not None
    mine = Operator.objects.get(station=station, person_id=boss.person_id)
    other = Operator.objects.exclude(pk=mine.pk).get(station=station)
    with pytest.raises(PermissionDenied):
        services.show_operator(
            actor=boss, station_id=station.id, operator_id=other.id, is_named=True, at=AT
        )
    shown = services.show_operator(
        actor=boss, station_id=station.id, operator_id=mine.id, is_named=True, at=AT
    )
    assert shown.is_named
    services.end_operator(
        actor=boss, station_id=station.id, operator_id=other.id, reason="调离", at=AT
    )
    active = queries.active_operators(station=station, on=AT.date())
    assert [one.pk for one in active] == [mine.pk]


def test_documents_keep_every_version() -> None:
    nation = make_nation()
    first = Version(
        code="visit",
        family="business",
        title="企业走访规程",
        text="一次走访两人。",
        since=AT.date(),
    )
    services.publish_document(actor=nation, version=first, at=AT)
    with pytest.raises(Refused) as raised:
        services.publish_document(actor=nation, version=first, at=AT)
    assert codes_of(raised) == {"stations.version_before"}
    later = AT.date() + timedelta(days=30)
    second = Version(
        code="visit", family="business", title="企业走访规程", text="可以远程。", since=later
    )
    services.publish_document(actor=nation, version=second, at=AT)
    in_force = queries.documents_in_force(on=AT.date()).get(code="visit")
    assert (in_force.number, in_force.until) == (1, later - timedelta(days=1))
    with pytest.raises(PermissionDenied):
        services.publish_document(actor=make_office(), version=second, at=AT)
    with pytest.raises(DatabaseError), transaction.atomic():
        Document.objects.filter(code="visit").update(text="改过的正文")


def test_topic_groups_are_of_stations_at_work() -> None:
    station, boss = make_admitted()
    _other, guest = make_admitted("station_regional", "210000", area=["210000"])
    _waiting, outsider = make_applied("station_regional", "440000", area=["440000"])
    topic = services.found_topic(
        actor=boss, name="海洋装备防腐", aim="共用试验条件与专家", fields=["05"], at=AT
    )
    services.join_topic(actor=guest, topic_id=topic.id, at=AT)
    with pytest.raises(Refused) as raised:
        services.join_topic(actor=outsider, topic_id=topic.id, at=AT)
    assert codes_of(raised) == {"stations.not_at_work"}
    with pytest.raises(Refused):
        services.quit_topic(actor=boss, topic_id=topic.id, at=AT)
    services.quit_topic(actor=guest, topic_id=topic.id, at=AT)
    assert [seat.station_id for seat in queries.seats_of(topic)] == [station.id]
    services.leave_station(actor=boss, station_id=station.id, reason="人员不足", at=AT)
    services.close_topic(actor=boss, topic_id=topic.id, at=AT)
    assert not queries.open_topics().exists()


def test_who_left_the_network_no_longer_stands_in_its_topic_groups() -> None:
    _station, boss = make_admitted()
    other, guest = make_admitted("station_regional", "210000", area=["210000"])
    topic = services.found_topic(
        actor=boss, name="海洋装备防腐", aim="共用试验条件与专家", fields=["05"], at=AT
    )
    services.join_topic(actor=guest, topic_id=topic.id, at=AT)
    services.leave_station(actor=guest, station_id=other.id, reason="业务调整", at=AT)
    assert other.id not in {seat.station_id for seat in queries.seats_of(topic)}
    assert queries.open_topics().get().size == 1  # type: ignore[attr-defined]


def test_who_leaves_the_house_no_longer_operates_its_station() -> None:
    station, boss = make_applied()
    assert boss.person_id is not None
    leaving = Operator.objects.exclude(person_id=boss.person_id).get(station=station)
    held = Membership.objects.get(person_id=leaving.person_id, is_active=True)
    remove_member(actor=boss, membership_id=held.id, at=AT)
    leaving.refresh_from_db()
    assert leaving.ended_at == AT


def test_two_stations_whose_houses_are_one_become_one() -> None:
    kept, _boss = make_admitted("station_regional", "330000", area=["330000"])
    other, _boss = make_admitted("station_regional", "210000", area=["210000"])
    houses = {"kept_id": kept.organisation_id, "absorbed_id": other.organisation_id}
    assert services.settle_merged(at=AT, **houses) == 1
    other.refresh_from_db()
    assert (other.stage, other.reason) == ("left", "机构合并")
