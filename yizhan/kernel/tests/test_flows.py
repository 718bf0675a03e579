"""Flows, refusals and working days."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from yizhan.kernel.flows import Flow, Step
from yizhan.kernel.periods import WorkCalendar
from yizhan.kernel.refusals import Refused, Stale, refuse_stale

FLOW = Flow(
    {
        "submit": Step(frozenset({"draft"}), "submitted", "write"),
        "publish": Step(frozenset({"submitted"}), "published", "review"),
    },
    start="draft",
)


def test_a_step_is_taken_only_from_its_sources() -> None:
    """Elsewhere it is refused with a code."""
    assert FLOW.take("submit", stage="draft").target == "submitted"
    with pytest.raises(Refused, match="wrong_stage"):
        FLOW.take("publish", stage="draft")


def test_buttons_follow_stage_and_permission() -> None:
    """Both must fit."""
    assert FLOW.open_to(stage="draft", permissions={"write"}) == ["submit"]
    assert FLOW.open_to(stage="draft", permissions={"review"}) == []


def test_the_database_gets_every_edge() -> None:
    """The guard is generated from the same table."""
    assert FLOW.edges() == [("draft", "submitted"), ("submitted", "published")]


def test_an_older_version_is_refused_with_both_numbers() -> None:
    """Nothing is overwritten silently."""
    refuse_stale(seen=3, current=3)
    refuse_stale(seen=None, current=3)
    with pytest.raises(Stale) as caught:
        refuse_stale(seen=2, current=3)
    assert (caught.value.seen, caught.value.current) == (2, 3)


def test_working_days_know_holidays_and_make_up_days() -> None:
    """20 working days over the Spring Festival of 2026 (国办发明电 2025 年安排)."""
    calendar = WorkCalendar()
    assert calendar.add_working_days(date(2026, 1, 28), 20) == date(2026, 3, 3)
    assert calendar.is_working_day(date(2026, 2, 14))
    assert not calendar.is_working_day(date(2026, 10, 1))


def test_an_override_counts_more_than_the_table() -> None:
    """Days announced later are data."""
    saturday = date(2027, 9, 25)
    assert not WorkCalendar().is_working_day(saturday)
    assert WorkCalendar({saturday: True}).is_working_day(saturday)


@given(st.dates(date(2020, 1, 1), date(2027, 6, 1)), st.integers(1, 60))
def test_a_term_ends_on_a_working_day_and_has_its_length(start: date, count: int) -> None:
    """Counting back gives the same number."""
    calendar = WorkCalendar()
    end = calendar.add_working_days(start, count)
    assert calendar.is_working_day(end)
    assert calendar.working_days_between(start, end) == count
