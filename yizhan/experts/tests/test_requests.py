"""A question from sent to closed, its clocks, its conflicts, and who may see it."""

from datetime import date, timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.core.exceptions import PermissionDenied
from django.db import DatabaseError, transaction

from yizhan.audit.models import Entry
from yizhan.directory.services import set_alliance_members
from yizhan.directory.tests.factories import FOUNDER, make_organisation, make_verifier
from yizhan.experts import queries, services
from yizhan.experts.models import Advice, Declaration
from yizhan.experts.tests.factories import (
    AT,
    accept,
    acting,
    make_accepted,
    make_answered,
    make_asker,
    make_listed,
    make_question,
    make_sent,
    tick,
)
from yizhan.kernel.refusals import Refused

pytestmark = pytest.mark.django_db


def codes_of(raised: pytest.ExceptionInfo[Refused]) -> set[str]:
    return {refusal.code for refusal in raised.value.refusals}


def stage(advice: Advice) -> str:
    return Advice.objects.get(pk=advice.pk).stage


def test_the_whole_road() -> None:
    advice, asker, _person = make_answered()
    assert advice.stage == "answered"
    services.close_request(
        actor=asker, advice_id=advice.id, rating=5, use="solved", at=AT + timedelta(days=3)
    )
    told = list(
        Entry.objects.filter(subject_id=advice.id).order_by("id").values_list("code", flat=True)
    )
    assert told == [
        "experts.request_sent",
        "experts.conflict_declared",
        "experts.request_accepted",
        "experts.request_answered",
        "experts.request_closed",
    ]


def test_figures_are_those_of_the_facts() -> None:
    advice, asker, _person = make_answered()
    services.close_request(
        actor=asker, advice_id=advice.id, rating=4, use="partly", at=AT + timedelta(days=3)
    )
    figures = queries.figures_of(expert_id=advice.expert_id)
    trail = Entry.objects.filter(facts__expert_id=str(advice.expert_id))
    for name, code in (
        ("received", "sent"),
        ("accepted", "accepted"),
        ("answered", "answered"),
    ):
        assert getattr(figures, name) == trail.filter(code=f"experts.request_{code}").count()
    assert (figures.hours_to_decide, figures.days_to_answer, figures.late) == (0, 2, 0)
    assert figures.rating == ""  # one rating would tell who gave it


def test_the_same_form_sent_twice_is_one_question() -> None:
    expert, _person = make_listed()
    asker, key = make_asker(), uuid4()
    given: dict[str, Any] = {
        "actor": asker,
        "expert_ids": [expert.id],
        "asked": make_question(),
        "key": key,
    }
    first = services.send_requests(at=AT, **given)
    assert services.send_requests(at=AT + timedelta(seconds=2), **given) == first
    assert Advice.objects.count() == 1


def test_one_open_question_for_each_pair() -> None:
    advice, asker, person = make_sent()
    with pytest.raises(Refused) as raised:
        make_sent(advice.expert, asker)
    assert codes_of(raised) == {"experts.open_already"}
    services.decline_request(actor=person, advice_id=advice.id, reason="too_busy", at=AT)
    make_sent(advice.expert, asker)


def test_an_organisation_asks_ten_times_a_day_at_most() -> None:
    asker = make_asker()
    for _ in range(10):
        make_sent(make_listed()[0], asker)
    with pytest.raises(Refused) as raised:
        make_sent(make_listed()[0], asker)
    assert codes_of(raised) == {"experts.too_many_a_day"}
    later = AT + timedelta(hours=25)
    make_sent(make_listed()[0], asker, at=later)


def test_who_is_not_verified_asks_nobody() -> None:
    expert, _person = make_listed()
    with pytest.raises(Refused) as raised:
        make_sent(expert, acting(make_organisation(is_verified=False)))
    assert codes_of(raised) == {"experts.asker_not_verified"}


def test_who_is_away_or_does_not_offer_it_is_not_asked() -> None:
    expert, _person = make_listed(on_leave_until=date(2026, 12, 1), modes=["written"])
    with pytest.raises(Refused) as raised:
        make_sent(expert, form="visit")
    assert codes_of(raised) == {"experts.on_leave", "experts.form_not_offered"}


def test_a_need_that_nobody_may_see_cannot_be_named() -> None:
    with pytest.raises(Refused) as raised:
        make_sent(need_id=uuid4())
    assert codes_of(raised) == {"experts.unknown_need"}


def test_silence_is_no_declaration() -> None:
    advice, _asker, person = make_sent()
    with pytest.raises(Refused) as raised:
        accept(advice, person, is_none=False)
    assert codes_of(raised) == {"experts.nothing_declared"}
    with pytest.raises(Refused) as raised:
        accept(advice, person, relations=["shares"])
    assert codes_of(raised) == {"experts.declared_both"}


def test_a_declared_conflict_waits_for_the_asker() -> None:
    advice, asker, person = make_sent()
    accept(advice, person, is_none=False, relations=["shares"], note="持股百分之一")
    assert stage(advice) == "disclosed"
    with pytest.raises(PermissionDenied):
        services.proceed_request(actor=person, advice_id=advice.id, at=AT)
    services.proceed_request(actor=asker, advice_id=advice.id, at=AT)
    assert stage(advice) == "accepted"
    declared = Declaration.objects.get(advice=advice)
    changes: list[dict[str, Any]] = [{"note": ""}, {"relations": []}]
    for change in changes:
        with pytest.raises(DatabaseError), transaction.atomic():
            Declaration.objects.filter(pk=declared.pk).update(**change)


def test_the_platform_sees_one_house_and_one_alliance_by_itself() -> None:
    expert, person = make_listed()
    advice, _asker, _person = make_sent(expert, acting(expert.organisation))
    assert accept(advice, person).stage == "disclosed"
    assert Declaration.objects.get(advice=advice).findings == ["same_organisation"]
    enterprise = make_organisation()
    alliance = make_organisation(kind="alliance", size="", uscc="")
    set_alliance_members(
        actor=FOUNDER,
        organisation_id=alliance.id,
        member_ids=[enterprise.id, expert.organisation_id],
        at=AT,
    )
    found = queries.findings_between(expert=expert, organisation_id=enterprise.id)
    assert found == ["same_alliance"]
    stranger = make_organisation()
    assert queries.findings_between(expert=expert, organisation_id=stranger.id) == []


def test_nobody_decides_in_five_working_days_and_the_question_lapses() -> None:
    advice, _asker, _person = make_sent()
    assert tick([advice.id], AT + timedelta(days=6)) == [False]
    assert tick([advice.id], AT + timedelta(days=8)) == [True]
    assert stage(advice) == "lapsed"
    assert tick([advice.id], AT + timedelta(days=8)) == [False]


def test_a_broken_promise_is_overdue_and_can_still_be_kept() -> None:
    advice, _asker, person = make_accepted()
    assert tick([advice.id], AT + timedelta(days=6)) == [False]
    assert tick([advice.id], AT + timedelta(days=8)) == [True]
    assert stage(advice) == "overdue"
    text = "可以：四百度以下离子渗氮，白亮层控制在八微米内。"
    services.answer_request(
        actor=person, advice_id=advice.id, text=text, at=AT + timedelta(days=9)
    )
    assert queries.figures_of(expert_id=advice.expert_id).late == 1


def test_an_answer_nobody_judges_is_closed_unrated() -> None:
    advice, _asker, _person = make_answered()
    assert tick([advice.id], AT + timedelta(days=40)) == [True]
    closed = Advice.objects.get(pk=advice.pk)
    assert (closed.stage, closed.rating) == ("closed", None)


def test_a_clock_that_jumps_back_makes_no_negative_time() -> None:
    advice, _asker, person = make_sent()
    services.decline_request(
        actor=person, advice_id=advice.id, reason="too_busy", at=AT - timedelta(days=3)
    )
    assert queries.figures_of(expert_id=advice.expert_id).hours_to_decide == 0


def test_only_both_sides_and_the_supervisor_know_of_it() -> None:
    advice, asker, person = make_sent(asker=make_asker(region_id="330900"))
    for actor in (asker, person, make_verifier("330000"), make_verifier("330900", "city")):
        assert queries.advice_for(actor=actor, advice_id=advice.id) == advice
    home_boss = acting(advice.expert.organisation, "administrator")
    for actor in (make_asker(), make_verifier("210000"), home_boss):
        with pytest.raises(Advice.DoesNotExist):
            queries.advice_for(actor=actor, advice_id=advice.id)


def test_a_supervisor_reads_and_the_reading_is_a_fact_but_decides_nothing() -> None:
    advice, asker, _person = make_accepted()
    officer = make_verifier("330000")
    assert services.read_as_supervisor(actor=officer, advice_id=advice.id, at=AT)
    assert not services.read_as_supervisor(actor=asker, advice_id=advice.id, at=AT)
    assert Entry.objects.filter(code="experts.request_read").count() == 1
    with pytest.raises(PermissionDenied):
        services.withdraw_request(actor=officer, advice_id=advice.id, at=AT)


def test_a_station_asks_for_an_organisation_in_its_reach_only() -> None:
    station = make_organisation(kind="station_regional", size="", region_id="330000")
    adviser = acting(station, "adviser")
    expert, _person = make_listed()
    near = make_organisation(region_id="330900")
    far = make_organisation(region_id="210200")
    given: dict[str, Any] = {
        "actor": adviser,
        "expert_ids": [expert.id],
        "asked": make_question(),
        "at": AT,
    }
    (advice,) = services.send_requests(organisation_id=near.id, **given)
    assert (advice.organisation_id, advice.station_id) == (near.id, station.id)
    assert queries.advice_for(actor=acting(near), advice_id=advice.id) == advice
    with pytest.raises(PermissionDenied):
        services.send_requests(organisation_id=far.id, **given)


def test_they_talk_while_it_is_open_and_not_without_end() -> None:
    advice, asker, person = make_accepted()
    services.ask_back(actor=person, advice_id=advice.id, text="介质含沙量是多少？", at=AT)
    services.add_to_request(actor=asker, advice_id=advice.id, text="约 3 kg/m³。", at=AT)
    for _ in range(8):
        services.ask_back(actor=person, advice_id=advice.id, text="还有呢？", at=AT)
    with pytest.raises(Refused) as raised:
        services.ask_back(actor=person, advice_id=advice.id, text="还有呢？", at=AT)
    assert codes_of(raised) == {"experts.too_many_clarifications"}
    services.withdraw_request(actor=asker, advice_id=advice.id, at=AT)
    with pytest.raises(Refused):
        services.add_to_request(actor=asker, advice_id=advice.id, text="补充。", at=AT)


def test_experts_for_a_need_come_with_their_reasons() -> None:
    expert, _person = make_listed()
    make_listed(
        name="路人甲",
        keywords=["稻米育种", "种质"],
        fields=["09"],
        industries=["A01"],
        works=[],
        problems="稻米品质与抗逆性状的田间鉴定方法，种质资源评价。",
    )
    need = queries.NeedWords(
        words=("低温渗氮", "水轮机"), fields=("05",), industry="C34", region="330900"
    )
    found = queries.experts_for_need(actor=make_asker(), need=need, today=AT.date())
    assert [row.expert.id for row in found] == [expert.id]
    assert found[0].fit.words == ("低温渗氮",)
