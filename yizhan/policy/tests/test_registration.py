"""Rules by day: the regime of a contract, four kinds and then five, and its terms."""

from datetime import date
from decimal import Decimal

import pytest

from yizhan.policy.queries import (
    Silent,
    decision_deadline,
    kinds_on,
    number_length_on,
    regime_on,
)


def test_the_day_of_acceptance_chooses_the_regime() -> None:
    days = [date(2000, 2, 15), date(2000, 2, 16), date(2026, 2, 28), date(2026, 3, 1)]
    assert [regime_on(day) for day in days] == ["1990", "2000", "2000", "2026"]
    with pytest.raises(Silent):
        regime_on(date(1990, 7, 5))


def test_the_licence_is_a_kind_of_its_own_since_2021() -> None:
    assert kinds_on(date(2020, 12, 31)) == (
        "development",
        "assignment",
        "consulting",
        "service",
    )
    assert kinds_on(date(2021, 1, 1))[2] == "licence"
    assert len(kinds_on(date(1990, 7, 6))) == 4


def test_numbers_grew_from_fourteen_digits_to_sixteen() -> None:
    assert (number_length_on(date(2002, 12, 31)), number_length_on(date(2003, 1, 1))) == (
        14,
        16,
    )


@pytest.mark.parametrize(
    ("accepted_on", "region", "due_on"),
    [
        (date(2010, 3, 1), "420100", date(2010, 3, 31)),  # thirty days everywhere
        (date(2010, 3, 1), "330100", date(2010, 3, 11)),  # ten in Zhejiang
        (date(2010, 3, 1), "410000", date(2010, 3, 16)),  # fifteen in Henan
        (date(2021, 3, 1), "310000", date(2021, 3, 10)),  # seven working days in Shanghai
        (date(2026, 3, 2), "420100", date(2026, 3, 23)),  # fifteen working days since 2026
        (date(2026, 3, 2), "330100", date(2026, 3, 12)),  # the province's term goes on
    ],
)
def test_the_earlier_of_the_national_and_the_local_term_counts(
    accepted_on: date, region: str, due_on: date
) -> None:
    assert decision_deadline(accepted_on, region=region).due_on == due_on


def test_large_and_disputed_contracts_have_the_longer_term() -> None:
    day = date(2026, 3, 2)
    usual = decision_deadline(day, region="420100").due_on
    large = decision_deadline(day, region="420100", amount=Decimal(5_000_000))
    disputed = decision_deadline(day, region="420100", is_disputed=True)
    assert usual < large.due_on == disputed.due_on
    assert large.needs_review


def test_the_expert_term_of_shanghai_is_longer() -> None:
    day = date(2021, 3, 1)
    usual = decision_deadline(day, region="310000")
    assert decision_deadline(day, region="310000", needs_experts=True).due_on > usual.due_on


def test_a_day_without_any_term_is_silent() -> None:
    with pytest.raises(Silent):
        decision_deadline(date(1995, 5, 4), region="420100")
