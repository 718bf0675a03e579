"""The law book: silence is an error, values do not overlap, nothing collected is lost."""

from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from yizhan.policy.law import FOLDER, Lawbook, Parameter, Silent, lawbook
from yizhan.policy.terms import Chapter, Confidence

DAYS = st.dates(date(1985, 1, 1), date(2035, 1, 1))
COLLECTED = 190


def test_every_collected_value_is_in_the_book() -> None:
    collected = [
        term.collected_as
        for one in lawbook().values()
        for term in one.terms
        if term.collected_as
    ]
    assert len(collected) == len(set(collected)) == COLLECTED


def test_every_chapter_has_a_file_and_every_value_its_document() -> None:
    assert {path.stem for path in FOLDER.glob("*.toml")} == set(Chapter.values)
    for parameter in lawbook().values():
        assert parameter.zh
        assert parameter.en
        for term in parameter.terms:
            assert term.reference
            assert term.confidence in Confidence.values


@given(st.sampled_from(sorted(lawbook())), DAYS)
def test_a_day_has_one_value_or_is_an_error(key: str, day: date) -> None:
    parameter = lawbook()[key]
    in_force = [term for term in parameter.terms if term.is_in_force(day)]
    assert len(in_force) <= 1
    if in_force:
        assert parameter.on(day) is in_force[0]
    else:
        with pytest.raises(Silent):
            parameter.on(day)


@pytest.mark.parametrize(
    ("key", "last_old", "old", "new"),
    [
        ("registration.regime", date(2026, 2, 28), "国科发政字〔2000〕063号", "工业和信息化部"),
        ("stamp.right_transfer", date(2022, 6, 30), Decimal("0.0005"), Decimal("0.0003")),
        ("sharing.transfer", date(2015, 9, 30), Decimal("0.2"), Decimal("0.5")),
    ],
)
def test_the_law_changes_overnight(key: str, last_old: date, old: object, new: object) -> None:
    before = lawbook().on(key, last_old).value
    after = lawbook().on(key, last_old + timedelta(days=1)).value
    assert str(before).startswith(str(old))
    assert str(after).startswith(str(new))


def test_kinds_are_four_before_the_civil_code_and_five_since() -> None:
    assert len(lawbook().on("registration.kinds", date(2020, 12, 31)).value) == 4
    assert len(lawbook().on("registration.kinds", date(2021, 1, 1)).value) == 5


def test_a_third_is_kept_exact() -> None:
    assert lawbook().on("research.overseas_cap", date(2023, 1, 1)).value == Fraction(2, 3)


def test_no_number_is_a_float() -> None:
    def floats(value: object) -> bool:
        if isinstance(value, (tuple, list)):
            return any(map(floats, value))
        if isinstance(value, dict):
            return any(map(floats, value.values()))
        return isinstance(value, float)

    assert not any(floats(term.value) for one in lawbook().values() for term in one.terms)


@given(st.lists(DAYS, min_size=1, max_size=30))
def test_many_days_at_once_answer_as_one_by_one(days: list[date]) -> None:
    parameter = lawbook()["stamp.right_transfer"]
    known = [day for day in days if any(term.is_in_force(day) for term in parameter.terms)]
    array = np.array(known, "datetime64[D]")
    assert list(parameter.over(array, scale=10_000)) == [
        parameter.on(day).value * 10_000 for day in known
    ]
    if len(known) < len(days):
        with pytest.raises(Silent):
            parameter.over(np.array(days, "datetime64[D]"), scale=10_000)


def test_a_value_overdue_for_review_is_named() -> None:
    parameter = lawbook()["registration.decision_working_days"]
    assert parameter.is_stale(date(2026, 7, 1))
    assert not parameter.is_stale(date(2026, 6, 30))


def test_a_book_is_a_mapping_of_parameters() -> None:
    book = Lawbook({key: lawbook()[key] for key in ("plan.growth",)})
    assert list(book) == ["plan.growth"]
    assert isinstance(book["plan.growth"], Parameter)
    assert book.ratio("plan.growth", date(2008, 1, 1)) == Decimal("0.15")
