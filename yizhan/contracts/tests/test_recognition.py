"""Recognition of written examples: kinds, mixtures, refusals, places of the quotes."""

import tomllib
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from yizhan.contracts.recognition.clauses import clauses_of
from yizhan.contracts.recognition.conditions import (
    branches_on,
    condition_called,
    edition_on,
    editions,
)
from yizhan.contracts.recognition.deductions import CARRIER, CostLine, reckon
from yizhan.contracts.recognition.preview import Taxed, preview
from yizhan.contracts.recognition.proposing import (
    MET,
    NONE,
    Material,
    Part,
    Proposal,
    propose,
)
from yizhan.contracts.recognition.words import found_in

CASES = tomllib.loads(
    Path(__file__).with_name("recognition_cases.toml").read_text(encoding="utf-8")
)["case"]


def _proposal(case: dict[str, Any]) -> Proposal:
    return propose(
        Material(
            day=case["day"],
            title=case["title"],
            clauses=clauses_of(case["text"], source="paper"),
            parts=[
                Part(text=part["text"], amount=Decimal(part["amount"]), kind=part["kind"])
                for part in case.get("parts", ())
            ],
            papers=frozenset(case.get("papers", ())),
        )
    )


@pytest.mark.parametrize("case", CASES, ids=[case["name"] for case in CASES])
def test_written_contracts_are_read_as_a_registrar_would(case: dict[str, Any]) -> None:
    proposal = _proposal(case)
    for name in ("kind", "subkind", "sureness"):
        if name in case:
            assert getattr(proposal, name) == case[name]
    if "sureness_not" in case:
        assert proposal.sureness != case["sureness_not"]
    judged = [*proposal.every.judged, *(one for c in proposal.cases for one in c.judged)]
    verdicts = {one.condition.id: one for one in judged}
    for identifier in case.get("met", ()):
        assert verdicts[identifier].verdict == MET
    for identifier, place in case.get("quotes", {}).items():
        assert verdicts[identifier].speaks_for[0].clause.place == place
    refused = {one.condition.id for one in proposal.refusals}
    assert refused == set(case.get("refused", ()))
    assert set(case.get("excluded", ())) <= {one.condition.id for one in proposal.exclusions}
    if "shares" in case:
        assert [[s.kind, str(s.amount)] for s in proposal.shares] == case["shares"]


def test_nothing_said_is_nothing_proposed() -> None:
    proposal = propose(Material(day=date(2026, 4, 1), title="合同"))
    assert (proposal.kind, proposal.sureness) == ("", NONE)


def test_every_day_has_one_edition() -> None:
    for before, after in zip(editions(), editions()[1:], strict=False):
        assert before.until is not None
        assert after.since is not None
        assert (after.since - before.until).days == 1
    assert edition_on(date(1995, 1, 1)).code == "1990"
    assert edition_on(date(2026, 2, 28)).code == "2001"
    assert edition_on(date(2026, 3, 1)).code == "2026"


def test_a_licence_is_an_assignment_until_it_has_a_name() -> None:
    assert branches_on(date(2020, 12, 31))["licence"].kind == "assignment"
    assert branches_on(date(2021, 1, 1))["licence"].kind == "licence"
    before = condition_called("licence.grant", day=date(2020, 12, 31))
    assert before is not None
    assert before.article.startswith("合同法")


def test_texts_that_were_not_found_ask_for_a_look() -> None:
    new = condition_called("development.goal", day=date(2026, 4, 1))
    old = condition_called("development.goal", day=date(2020, 4, 1))
    assert new is not None
    assert old is not None
    assert (new.needs_review, old.needs_review) == (True, False)


def test_clauses_keep_their_places() -> None:
    text = "前言如下。\n第四条 价款\n4.2 甲方应付款。逾期计息。\n（三）其他约定。"
    places = [(clause.place, clause.text) for clause in clauses_of(text)]
    assert places == [
        ("¶1", "前言如下。"),
        ("第四条", "价款"),
        ("4.2", "甲方应付款。"),
        ("4.2", "逾期计息。"),
        ("4.2（三）", "其他约定。"),
    ]


def test_a_text_without_end_is_read_in_part() -> None:
    assert len(clauses_of("甲。" * 100_000)) == 2_000


def test_words_apart_or_denied_are_not_found() -> None:
    assert found_in("委托乙方研究开发新装置", ("委托…研究开发",)) == "委托乙方研究开发"
    assert not found_in("委托" + "乙" * 40 + "研究开发", ("委托…研究开发",))
    assert not found_in("本合同不涉及专利权转让", ("专利权转让",))


def test_cost_comes_off_line_by_line() -> None:
    lines = [
        _line(1, "equipment", "3000000"),
        _line(2, "materials", "500000"),
        _line(3, CARRIER, "400000", quantity="1", unit="台"),
    ]
    reckoning = reckon(Decimal(10_000_000), lines, day=date(2020, 1, 1))
    assert reckoning.technology_amount == Decimal("6500000.00")
    assert [one.reason for one in reckoning.deductions] == ["in_full", "in_full", "within"]


def test_sets_beyond_reason_come_off() -> None:
    line = _line(1, CARRIER, "1200000", quantity="3", unit="套")
    reckoning = reckon(Decimal(7_000_000), [line], day=date(2020, 1, 1))
    assert reckoning.deductions[0].formula == "(3 - 2) × 400,000"
    assert reckoning.technology_amount == Decimal("6600000.00")


def test_a_registrar_settles_a_line() -> None:
    line = _line(1, "equipment", "100", decided=Decimal(40))
    reckoning = reckon(Decimal(1000), [line], day=date(2020, 1, 1))
    assert reckoning.technology_amount == Decimal("960.00")
    assert reckoning.deductions[0].is_changed
    assert reckoning.deductions[0].proposed == Decimal(100)


def test_a_claim_and_a_sample_are_for_a_person_to_weigh() -> None:
    lines = [
        _line(1, "equipment", "100", is_claimed=True),
        _line(2, CARRIER, "100", quantity="400", unit="kg"),
        _line(3, "equipment", "100"),
    ]
    reckoning = reckon(Decimal(1000), lines, day=date(2020, 1, 1))
    assert [one.is_doubtful for one in reckoning.deductions] == [True, True, False]
    assert reckoning.deducted == Decimal(200)


def _line(position: int, kind: str, amount: str, **values: Any) -> CostLine:
    return CostLine(
        position=position,
        kind=kind,
        description="装置",
        quantity=Decimal(values.pop("quantity", "1")),
        unit=values.pop("unit", ""),
        amount=Decimal(amount),
        **values,
    )


def test_an_assignment_saves_both_taxes() -> None:
    shown = preview(_taxed(kind="assignment", subkind="patent_right"))
    assert shown.income_saved == Decimal("1550000.00")
    assert shown.turnover_saved == Decimal("418867.92")
    assert shown.stamp is not None
    assert shown.stamp.of("stamp_duty") == Decimal("2220.00")
    assert shown.verdict is not None
    assert shown.verdict.is_eligible is None
    assert "is_resident" in shown.verdict.missing


def test_know_how_is_outside_the_relief_and_service_outside_the_exemption() -> None:
    secret = preview(_taxed(kind="assignment", subkind="know_how", ip_type="know_how"))
    assert secret.verdict is not None
    assert secret.verdict.failed == ("scope",)
    assert secret.saved == secret.turnover_saved
    service = preview(_taxed(kind="service", subkind="general_service", ip_type="none"))
    assert (service.verdict, service.saved) == (None, Decimal(0))


def test_what_the_law_of_the_day_does_not_answer_is_named() -> None:
    old = preview(_taxed(kind="assignment", signed_on=date(1980, 1, 1)))
    assert old.stamp is None
    assert old.silent


def _taxed(**values: Any) -> Taxed:
    wanted = {
        "subkind": "",
        "ip_type": "invention_patent",
        "value": Decimal(7_400_000),
        "amount": Decimal(7_400_000),
        "signed_on": date(2025, 4, 1),
        "income_on": date(2025, 5, 1),
    }
    return Taxed(**{**wanted, **values})
