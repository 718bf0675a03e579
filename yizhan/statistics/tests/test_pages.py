"""The pages say what the cells say, to whom it may be said."""

import json
from decimal import Decimal
from typing import get_args
from uuid import uuid4

import pytest
from django.test import Client

from yizhan.contracts.models import Contract
from yizhan.kernel.actors import Actor
from yizhan.statistics.api.figures import OpenAxis
from yizhan.statistics.findings import leading
from yizhan.statistics.queries import QUARTER, Figure, board_for
from yizhan.statistics.rules import Period
from yizhan.statistics.tables import cards
from yizhan.statistics.terms import NATION, OPEN_AXES, Axis
from yizhan.statistics.tests.factories import make_counted
from yizhan.statistics.tests.test_tables import AT, make_some, officer

pytestmark = pytest.mark.django_db
NOBODY = Actor(id=uuid4(), label="", permissions=frozenset())


def test_an_officer_sees_the_amendment_at_once_and_exactly() -> None:
    [first, *_rest] = make_some()
    before = board_for(officer(), NATION, Period(2026), at=AT).total
    Contract.objects.filter(pk=first.pk).update(contract_value=Decimal("1000000.01"))
    after = board_for(officer(), NATION, Period(2026), at=AT).total
    assert before is not None
    assert after is not None
    assert after.value_fen - before.value_fen == 1


def test_a_provincial_officer_sees_the_own_province_whole_and_others_as_everybody() -> None:
    make_counted()
    mine = board_for(officer("21"), "210000", Period(2026), at=AT)
    assert mine.total is not None
    assert mine.total.contracts == 1
    assert not mine.is_open
    for place in (NATION, "330000"):
        assert board_for(officer("21"), place, Period(2026), at=AT).is_open


def test_one_contract_is_told_to_nobody(client: Client) -> None:
    make_counted(contract_value=Decimal(7_654_321), title="独此一份")
    for url in ("/statistics/", "/statistics/210000/", "/statistics/open/"):
        page = client.get(url).content.decode()
        assert "765.4" not in page
        assert "独此一份" not in page
    answer = client.get("/api/v1/statistics/figures?year=2026&axis=kind")
    assert answer.json()["items"] == []
    assert client.get("/statistics/open/2026/kind.json").json()["rows"] == []


def test_page_download_and_api_have_the_same_blanks(client: Client) -> None:
    make_some(4)
    make_some(5, kind="service", subkind="training", seller_region_id="330200")
    make_counted(kind="consulting", subkind="survey", seller_region_id="330200")
    page = client.get("/statistics/?year=2026").content.decode()
    assert "未公布" in page
    told = client.get("/api/v1/statistics/figures?year=2026&axis=kind").json()["items"]
    blanks = {(row["place"], row["code"]) for row in told if row["is_withheld"]}
    assert (NATION, "consulting") in blanks
    rows = client.get("/statistics/open/2026/kind.json").json()["rows"]
    assert {(r["place"], r["code"]) for r in rows if r["is_withheld"] == "1"} == blanks
    total = next(row for row in told if (row["place"], row["code"]) == (NATION, ""))
    assert (total["contracts"], total["value"]) == (10, "10000000.00")
    csv = b"".join(client.get("/statistics/open/2026/kind.csv").streaming_content)  # type: ignore[attr-defined]
    assert len(csv.decode().splitlines()) == len(rows) + 1
    assert json.dumps(told).count("null") == 3 * len(blanks)


def test_the_api_names_every_open_table() -> None:
    assert get_args(OpenAxis) == (*map(str, OPEN_AXES), QUARTER)


def test_the_plan_page_answers_in_both_languages(client: Client) -> None:
    chinese = client.get("/statistics/plan/").content.decode()
    for said in ("3,906.6", "20.3%", "3,120.4", "14.0%", "2009 年已提前越过"):
        assert said in chinese
    english = client.get("/en/statistics/plan/").content.decode()
    assert "passed in 2009 already" in english


def test_quarters_are_for_officers_only(client: Client) -> None:
    make_some(4)
    assert board_for(NOBODY, NATION, Period(2026, 4, 6), at=AT).period == Period(2026)
    live = board_for(officer(), NATION, Period(2026, 1, 3), at=AT)
    assert live.total is not None
    assert live.total.contracts == 0
    assert client.get("/statistics/?period=2026Q2").status_code == 200


def test_a_city_shows_no_empty_cards_for_what_it_keeps_by_year_only() -> None:
    make_some(4)
    for period, least in ((Period(2026, 4, 6), 1), (Period(2026), 5)):
        board = board_for(officer(), "210200", period, at=AT)
        shown = cards(board, lambda _axis, _code: "")
        assert len(shown) >= least
        assert all(card.bars for card in shown)


def test_a_heading_claims_no_first_place_that_a_blank_could_hold() -> None:
    cells = {"service": Figure(3, 60, 0), "development": None}
    assert "居首" in leading(Axis.KIND, cells, Figure(5, 100, 0))
    assert "居首" not in leading(Axis.KIND, cells, Figure(5, 130, 0))
