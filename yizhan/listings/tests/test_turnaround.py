"""How long reviews took: exact from counts, silent where there are too few."""

from collections import Counter
from datetime import UTC, date, datetime
from statistics import median_low

import pytest
from django.test import Client
from hypothesis import given
from hypothesis import strategies as st

from yizhan.listings.queries.turnaround import turnaround
from yizhan.listings.rules import turnaround_of, working_days_left, working_days_taken
from yizhan.listings.rules.changes import changed_spans
from yizhan.listings.tests.factories import AT, make_published, make_submitted


@given(st.lists(st.integers(0, 60), min_size=5, max_size=60))
def test_the_figures_are_those_of_the_list(days: list[int]) -> None:
    """Median and share in time, read from a histogram."""
    told = turnaround_of(Counter(days), target=5)
    assert told.median == median_low(days)
    assert told.ninth is not None
    assert sum(day <= told.ninth for day in days) * 10 >= len(days) * 9
    assert told.in_time == round(100 * sum(day <= 5 for day in days) / len(days))


def test_few_decisions_are_counted_and_not_told() -> None:
    """Four say more about a person than about an office."""
    told = turnaround_of({1: 3, 9: 1}, target=5)
    assert (told.count, told.median, told.is_told) == (4, None, False)


def test_working_days_leap_over_the_spring_festival() -> None:
    """From the Friday before to the first day after it."""
    began = datetime(2026, 2, 13, 1, tzinfo=UTC)
    assert working_days_taken(began, datetime(2026, 2, 24, 1, tzinfo=UTC)) == 2
    assert working_days_taken(began, began) == 0
    assert working_days_left(date(2026, 3, 9), date(2026, 3, 6)) == 1
    assert working_days_left(date(2026, 3, 6), date(2026, 3, 9)) == -1
    # Late on a Saturday is late, although no working day has passed.
    assert working_days_left(date(2026, 3, 6), date(2026, 3, 7)) == -1


@given(st.text("泵阀。；a1 \n", max_size=80), st.text("泵阀。；a1 \n", max_size=80))
def test_marked_pieces_are_the_texts_themselves(before: str, after: str) -> None:
    """Nothing is lost or added, and equal texts have no mark."""
    left, right = changed_spans(before, after)
    assert "".join(text for text, _ in left) == before
    assert "".join(text for text, _ in right) == after
    if before == after:
        assert not any(changed for _, changed in [*left, *right])


@pytest.mark.django_db
def test_places_add_up_to_the_nation(client: Client) -> None:
    """Six decisions in one province, one review waiting in it."""
    for _ in range(6):
        make_published()
    make_submitted()
    whole, province = turnaround(under="", target=5, at=AT)
    assert (whole.place, province.place) == ("", "33")
    assert whole.quarter == province.quarter
    assert (whole.quarter.count, whole.quarter.median, whole.waiting) == (6, 0, 1)
    city = turnaround(under="33", target=5, at=AT)[1]
    assert city.place == "3309"
    page = client.get("/turnaround/?region=99999999%00")
    assert page.status_code == 200
    assert "浙江" in page.content.decode()
