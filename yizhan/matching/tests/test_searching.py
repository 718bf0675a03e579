"""Criteria, facet arithmetic and marking, without an index."""

from datetime import date
from decimal import Decimal

import pytest
from django.http import QueryDict
from hypothesis import given
from hypothesis import strategies as st

from yizhan.matching.searching.criteria import filters_of, parse
from yizhan.matching.searching.facets import overlap
from yizhan.matching.searching.marking import excerpt, marked

TODAY = date(2026, 3, 2)


@pytest.mark.django_db
def test_criteria_become_filters_of_the_index() -> None:
    """Money in whole yuan, levels as a range, places at the level they share."""
    query = QueryDict("kind=need&trl=5&trl=7&price_min=30&price_max=500&deadline=soon&field=03")
    filters = filters_of(parse(query), today=TODAY)
    assert filters.trl == (5, 7)
    assert filters.price == (300_000, 5_000_000)
    assert filters.any_of["kind"] == (1,)
    assert filters.any_of["fields"] == (3,)
    assert filters.ranges["deadline"] == ((TODAY - date(1970, 1, 1)).days, 20544)


@pytest.mark.django_db
@given(
    st.dictionaries(
        st.sampled_from(["q", "kind", "field", "trl", "price_min", "page", "sort"]), st.text()
    )
)
def test_any_address_can_be_read(query: dict[str, str]) -> None:
    """Nobody gets an error page for an address they mistyped."""
    filters_of(parse(query), today=TODAY)


@pytest.mark.parametrize("typed", ["1E-999999", "1E+5", "NaN", "Infinity", "-1", "1_0", ""])
def test_an_amount_that_nobody_would_type_is_left_out(typed: str) -> None:
    """Written out, some would fill the page with a million noughts."""
    assert parse({"price_min": typed}).price_min is None
    assert parse({"price_min": "1,200.5"}).price_min == Decimal("1200.5")


@given(
    st.lists(st.tuples(st.integers(1, 9), st.integers(0, 8)), max_size=30),
    st.integers(1, 9),
    st.integers(0, 8),
)
def test_ranges_that_touch_are_counted_from_two_histograms(
    ranges: list[tuple[int, int]], low: int, width: int
) -> None:
    """The trick of the facet equals looking at every row."""
    lows: dict[int, int] = {}
    highs: dict[int, int] = {}
    high = low + width
    for start, length in ranges:
        lows[start] = lows.get(start, 0) + 1
        highs[start + length] = highs.get(start + length, 0) + 1
    touching = sum(1 for start, length in ranges if start <= high and start + length >= low)
    assert overlap(lows, highs, low, high) == touching


@given(st.text(max_size=200), st.lists(st.text(min_size=1, max_size=4), max_size=5))
def test_marking_changes_no_character(text: str, words: list[str]) -> None:
    """The pieces joined are the text."""
    assert "".join(piece for piece, _ in marked(text, words)) == text


def test_the_longest_word_is_marked_and_an_excerpt_shows_it() -> None:
    """双相不锈钢 rather than 不锈钢; the window is where the word is."""
    assert marked("用双相不锈钢制造", ["不锈钢", "双相不锈钢"]) == [
        ("用", False),
        ("双相不锈钢", True),
        ("制造", False),
    ]
    spans = excerpt("无关的话。" * 60 + "这里谈渗氮工艺。" + "后文。" * 60, ["渗氮"])
    assert ("渗氮", True) in spans
    assert len("".join(piece for piece, _ in spans)) < 130
