"""Experts and their neighbours: who leaves, who is told, tables in, needs that are named."""

from typing import Any
from uuid import uuid4

import pytest

from yizhan.directory.queries import membership_for
from yizhan.directory.services import remove_member
from yizhan.directory.tests.factories import FOUNDER
from yizhan.experts import services
from yizhan.experts.models import Advice, Expert
from yizhan.experts.tests.factories import AT, acting, make_listed, make_question, make_sent
from yizhan.imports.terms import ParsedRow, Result, RunInfo
from yizhan.inbox.models import Notice
from yizhan.listings.tests.factories import actor_of, make_draft, make_published
from yizhan.wiring.experts_to_inbox import waiting_requests
from yizhan.wiring.experts_to_listings import read_need
from yizhan.wiring.imports_to_experts import apply_rows

pytestmark = pytest.mark.django_db


def test_who_is_removed_from_the_house_is_hidden_in_the_same_transaction() -> None:
    expert, person = make_listed()
    advice, _asker, _person = make_sent(expert)
    held = membership_for(actor=person)
    assert held is not None
    remove_member(actor=FOUNDER, membership_id=held.pk, at=AT)
    assert Expert.objects.get(pk=expert.pk).stage == "draft"
    assert Advice.objects.get(pk=advice.pk).stage == "returned"


def test_the_expert_is_told_once_and_finds_it_waiting() -> None:
    advice, asker, person = make_sent()
    assert person.person_id is not None
    assert (
        Notice.objects.filter(person_id=person.person_id, topic="experts.request_sent").count()
        == 1
    )
    assert [item.title for item in waiting_requests(person)] == [advice.title]
    assert waiting_requests(asker) == []


def test_a_table_prepares_drafts_and_refuses_row_by_row() -> None:
    expert, _person = make_listed()
    boss = acting(expert.organisation, "administrator")
    run = RunInfo(
        id=uuid4(), organisation_id=boss.organisation_id, file_name="a.csv", is_dry=False
    )
    rows = [
        _row(1, email="wen@example.org", name="闻潮生", region="浙江省 舟山市"),
        _row(2, email="no address", name="路人甲"),
        _row(3, email="lu@example.org", name="路人乙", problems="电话 13805550123"),
        _row(4, email="wu@example.org", name="路人丙", region="无此地"),
    ]
    answers = apply_rows(rows, actor=boss, at=AT, run=run)
    assert [answer.result for answer in answers] == [
        Result.CREATED, Result.REFUSED, Result.REFUSED, Result.REFUSED
    ]  # fmt: skip
    assert answers[0].subject_id is not None
    made = Expert.objects.get(pk=answers[0].subject_id)
    assert (made.stage, made.region_id, made.person_id) == ("draft", "330900", None)


def test_a_request_names_only_a_need_that_its_asker_sees() -> None:
    need = make_published(kind="need")
    draft = make_draft(actor_of(need.organisation), kind="need")
    expert, _person = make_listed()
    asker = acting(need.organisation)
    (advice,) = services.send_requests(
        actor=asker,
        expert_ids=[expert.id],
        asked=make_question(need_id=draft.id),
        at=AT,
    )
    # The expert reads the question, not the draft behind it.
    assert read_need(asker, draft.id) is not None
    assert read_need(_expert_of(advice), draft.id) is None
    assert read_need(_expert_of(advice), need.id) is not None


def _expert_of(advice: Advice) -> Any:
    return acting(advice.expert.organisation)


def _row(number: int, **values: str) -> ParsedRow:
    return ParsedRow(number=number, source_id=str(number), values=values)
