"""The rules without a database."""

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from yizhan.stations import rules
from yizhan.stations.criteria import edition_on

DAY = date(2026, 11, 23)
WEIGHTS = {one.code: one.weight for one in edition_on(DAY).criteria["yearly"]}


def codes(found: object) -> set[str]:
    return {refusal.code for refusal in found}  # type: ignore[attr-defined]


@given(st.lists(st.integers(0, 100), min_size=len(WEIGHTS), max_size=len(WEIGHTS)))
def test_a_total_lies_between_the_least_and_the_best_score(scores: list[int]) -> None:
    named = {code: {"score": score} for code, score in zip(WEIGHTS, scores, strict=True)}
    total = rules.total_of(named, WEIGHTS)
    assert min(scores) <= total <= max(scores)


@given(st.integers(0, 99))
def test_a_better_score_is_never_a_worse_verdict(score: int) -> None:
    order = ["fail", "pass", "good", "excellent"]
    bounds = edition_on(DAY).bounds
    worse, better = (rules.verdict_of(Decimal(n), bounds) for n in (score, score + 1))
    assert order.index(worse) <= order.index(better)


@pytest.mark.parametrize(
    ("years", "failed"),
    [([], False), ([2024], False), ([2022, 2024], False), ([2023, 2024], True)],
)
def test_only_two_failed_years_in_a_row_are_a_ground(years: list[int], failed: bool) -> None:
    assert rules.failed_twice(years) is failed
    found = rules.against_removal(failed_years=years, is_breach=False, reason="连续不合格")
    assert ("stations.no_ground" in codes(found)) is not failed


def test_a_breach_is_a_ground_by_itself_but_needs_its_reason() -> None:
    found = rules.against_removal(failed_years=[], is_breach=True, reason=" ")
    assert codes(found) == {"stations.required"}


def test_every_heading_wants_its_score_and_its_evidence() -> None:
    scores = {"a": {"score": 101, "note": "有"}, "b": {"score": 50, "note": " "}}
    found = list(rules.against_scores(scores=scores, codes=["a", "b", "c"], reasons="好"))
    assert [refusal.place for refusal in found] == ["score_a", "note_b", "score_c", "note_c"]


def test_a_year_is_appraised_when_it_is_over_and_the_station_was_there() -> None:
    admitted = date(2025, 5, 4)
    assert codes(rules.against_year(year=2026, today=DAY, admitted_on=admitted)) == {
        "stations.year_runs"
    }
    assert codes(rules.against_year(year=2024, today=DAY, admitted_on=admitted)) == {
        "stations.year_before"
    }
    assert not codes(rules.against_year(year=2025, today=DAY, admitted_on=admitted))


def test_who_was_removed_waits_a_year() -> None:
    asked = {"is_station": True, "is_verified": True, "plan": "工" * 60, "today": DAY}
    early = rules.against_application(removed_on=date(2026, 1, 2), **asked)  # type: ignore[arg-type]
    late = rules.against_application(removed_on=date(2025, 11, 1), **asked)  # type: ignore[arg-type]
    assert codes(early) == {"stations.removed_lately"}
    assert not codes(late)


def test_a_local_station_does_not_promise_another_city() -> None:
    assert codes(rules.against_area(area=["3302"], reached="3309")) == {"stations.area_outside"}
    assert not codes(rules.against_area(area=["330902", "3309"], reached="3309"))
    assert not codes(rules.against_area(area=["21", "33"], reached=""))
