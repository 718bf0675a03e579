"""What must hold of the formulas whatever the amounts, and the quick path against the exact."""

from dataclasses import fields, replace
from datetime import date
from decimal import Decimal
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from yizhan.kernel.money import to_fen
from yizhan.policy.calculators.bulk import award_floors, stamp_duties, transfer_taxes
from yizhan.policy.calculators.eligibility import CONDITIONS, TransferFacts, judge
from yizhan.policy.calculators.income_tax import (
    Income,
    ordinary_tax,
    transfer_income,
    yearly_tax,
)
from yizhan.policy.calculators.individual import yearly_income_tax
from yizhan.policy.calculators.sharing import award_of
from yizhan.policy.calculators.stamp_duty import CONTRACT, RIGHT_TRANSFER, Document, stamp_duty
from yizhan.policy.calculators.turnover_tax import Sale, value_added_tax
from yizhan.policy.tests.answers import GOOD

FEN = Decimal("0.01")
AMOUNTS = st.decimals(min_value=-10_000_000, max_value=900_000_000, places=2)
DAYS = st.dates(date(2008, 1, 1), date(2026, 12, 31))
DAY = date(2024, 6, 30)


@given(AMOUNTS, AMOUNTS, DAYS)
def test_more_income_never_means_less_tax(one: Decimal, other: Decimal, day: date) -> None:
    low, high = sorted((one, other))
    assert yearly_tax([low], day=day).tax <= yearly_tax([high], day=day).tax


@given(AMOUNTS, DAYS)
def test_relief_never_costs_more_than_no_relief(income: Decimal, day: date) -> None:
    assert yearly_tax([income], day=day).tax <= ordinary_tax(income, day=day)


@given(st.integers(0, 1_000))
def test_tax_is_continuous_at_the_threshold(fen: int) -> None:
    above = yearly_tax([Decimal(5_000_000) + fen * FEN], day=DAY).tax
    assert above <= to_fen(fen * FEN / 8)


@given(st.lists(AMOUNTS, min_size=1, max_size=8))
def test_contracts_of_a_year_are_taxed_as_their_sum(incomes: list[Decimal]) -> None:
    assert (
        yearly_tax(incomes, day=DAY).tax == yearly_tax([sum(incomes, Decimal(0))], day=DAY).tax
    )


@given(AMOUNTS)
def test_exempt_and_half_make_up_a_positive_income(income: Decimal) -> None:
    result = yearly_tax([income], day=DAY)
    assert result.exempt + result.half_base == max(income, Decimal(0))


def test_period_expenses_are_allotted_by_revenue() -> None:
    income = Income(
        revenue=Decimal(3_000_000),
        cost=Decimal(300_000),
        charges=Decimal(30_000),
        period_expenses=Decimal(5_000_000),
        all_revenue=Decimal(30_000_000),
    )
    assert transfer_income(income) == Decimal(2_170_000)


@given(st.decimals(0, 2_000_000, places=2), st.decimals(0, 2_000_000, places=2))
def test_personal_tax_rises_with_income_and_has_no_jumps(one: Decimal, other: Decimal) -> None:
    low, high = sorted((one, other))
    taxes = [yearly_income_tax(amount, day=DAY) for amount in (low, high)]
    assert taxes[0] <= taxes[1] <= taxes[0] + (high - low) * Decimal("0.45")


@given(
    AMOUNTS.filter(lambda amount: amount >= 0), st.sampled_from(["", "11", "33", "37", "44"])
)
def test_parts_of_an_award_stay_within_it(net: Decimal, region: str) -> None:
    award = award_of(net, day=DAY, region=region)
    assert award.floor <= net + FEN
    for part in (award.main_contributors, award.office_staff):
        assert part is None or part <= award.award


def test_every_line_of_a_ledger_names_its_law() -> None:
    ledger = yearly_tax([Decimal(8_000_000)], day=DAY).ledger
    tax = ledger.lines[-1]
    assert tax.rule == "transfer_income.excess_share, transfer_income.excess_rate"
    assert "国税函〔2010〕157号" in tax.references[1]
    assert tax.needs_review
    assert ledger.to_json()[-1]["amount"] == "375000.00"


def test_a_sale_after_2025_is_exempt_but_says_that_the_catalogue_was_not_read() -> None:
    sale = Sale(gross=Decimal(106), item="transfer", day=date(2026, 5, 1))
    result = value_added_tax(sale)
    assert result.is_exempt
    assert result.ledger.lines[-1].needs_review


FACTS = [field.name for field in fields(TransferFacts) if field.name != "income_on"]
BAD: dict[str, Any] = {
    "is_resident": False,
    "right": "know_how",
    "is_registered": False,
    "export_list": "prohibited",
    "related_holding": Decimal(1),
    "has_separate_accounts": False,
}


@given(st.sets(st.sampled_from(FACTS)))
def test_asking_what_is_missing_always_ends_in_an_answer(unknown: set[str]) -> None:
    """Each question is about an unknown fact; answering it brings the end nearer."""
    nothing: dict[str, Any] = dict.fromkeys(unknown)
    facts = replace(GOOD, **nothing)
    asked = set()
    while (verdict := judge(facts)).is_eligible is None:
        assert verdict.next_fact is not None
        assert getattr(facts, verdict.next_fact) is None
        assert verdict.next_fact not in asked
        asked.add(verdict.next_fact)
        facts = replace(facts, **{verdict.next_fact: getattr(GOOD, verdict.next_fact)})
    assert verdict.is_eligible
    assert asked <= unknown


@pytest.mark.parametrize(("fact", "value"), BAD.items())
def test_one_failed_condition_decides_without_another_question(fact: str, value: Any) -> None:
    nothing = TransferFacts(income_on=DAY)
    verdict = judge(replace(nothing, is_cross_border=False, **{fact: value}))
    assert verdict.is_eligible is False
    assert verdict.next_fact is None


def test_a_transfer_of_ownership_is_not_asked_for_a_term() -> None:
    facts = replace(GOOD, licence_months=None, owns_right=None)
    assert judge(facts).is_eligible
    assert len(judge(facts).met) == len(CONDITIONS)


@given(
    st.lists(
        st.tuples(
            st.integers(-1_000_000, 90_000_000_000),
            st.dates(date(1996, 10, 1), date(2026, 12, 31)),
            st.booleans(),
        ),
        min_size=1,
        max_size=40,
    )
)
def test_the_quick_path_equals_the_exact_one(rows: list[tuple[int, date, bool]]) -> None:
    fen = np.array([row[0] for row in rows], np.int64)
    days = np.array([row[1] for row in rows], "datetime64[D]")
    moved = np.array([row[2] for row in rows])
    amounts = [Decimal(row[0]) / 100 for row in rows]
    taxes = [yearly_tax([a], day=row[1]).tax for a, row in zip(amounts, rows, strict=True)]
    assert [Decimal(int(tax)) / 100 for tax in transfer_taxes(fen, days)] == taxes
    positive = np.maximum(fen, 0)
    duties = [
        stamp_duty(
            Document(
                amount=max(a, Decimal(0)),
                day=row[1],
                kind=RIGHT_TRANSFER if row[2] else CONTRACT,
            )
        ).each_party
        for a, row in zip(amounts, rows, strict=True)
    ]
    assert [Decimal(int(d)) / 100 for d in stamp_duties(positive, days, moved)] == duties
    floors = [
        award_of(max(a, Decimal(0)), day=row[1]).floor
        for a, row in zip(amounts, rows, strict=True)
    ]
    assert [Decimal(int(f)) / 100 for f in award_floors(positive, days)] == floors


def test_an_amount_too_large_for_the_quick_path_is_refused() -> None:
    with pytest.raises(OverflowError):
        transfer_taxes(np.array([10**12], np.int64), np.array(["2024-01-01"], "datetime64[D]"))


def test_every_question_asked_could_still_decide() -> None:
    """Fewest questions: each one asked has an answer that changes the verdict."""
    facts, asked = TransferFacts(income_on=GOOD.income_on), []
    while (fact := judge(facts).next_fact) is not None:
        asked.append(fact)
        facts = replace(facts, **{fact: getattr(GOOD, fact)})
    assert judge(facts).is_eligible
    for fact in asked:
        unknown: dict[str, Any] = {fact: None}
        assert judge(replace(facts, **unknown)).is_eligible is None, fact
