"""Paging, facets, sorting and the tile map."""

import pytest
from django.http import QueryDict
from django.test import RequestFactory

from yizhan.web.facets import Facet, chips, options, without
from yizhan.web.paging import page_number, page_of
from yizhan.web.tables import Order, sorting
from yizhan.web.tiles import PLACES, breaks_for, tile_map


@pytest.mark.parametrize(
    ("said", "number"),
    [
        ("3", 3),
        ("0", 1),
        ("-2", 1),
        ("x", 1),
        ("", 1),
        ("٣", 3),
        ("9" * 40, 1),
        ("99999", 10_000),
    ],
)
def test_the_page_number_is_always_a_page(said: str, number: int) -> None:
    assert page_number(RequestFactory().get("/", {"page": said})) == number


def test_an_uncounted_list_knows_whether_more_follows() -> None:
    first = page_of(list(range(21)), number=1, size=20)
    last = page_of(list(range(21)), number=2, size=20)
    assert (len(first.rows), first.has_next, first.window) == (20, True, [1])
    assert (list(last.rows), last.has_next, last.has_previous) == ([20], False, True)


def test_a_counted_list_shows_its_ends_and_its_neighbours() -> None:
    page = page_of(list(range(2000)), number=50, size=20, total=2000)
    assert page.window == [1, None, 48, 49, 50, 51, 52, None, 100]
    assert page_of([], number=1, size=20, total=0).window == [1]


def test_chips_remove_one_value_and_keep_the_rest() -> None:
    query = QueryDict("mode=dev&mode=joint&budget_min=30&page=4")
    facet = Facet(
        name="mode",
        label="合作方式",
        options=options([("dev", "委托开发"), ("joint", "合作开发")], chosen=["dev"]),
    )
    money = Facet(name="budget", label="预算", kind="range", low="30", unit="万元")
    found = chips([facet, money], query)
    assert [(chip.label, chip.url) for chip in found] == [
        ("委托开发", "?mode=joint&budget_min=30"),
        ("预算 30–… 万元", "?mode=dev&mode=joint"),
    ]
    assert without(query, "mode") == "?budget_min=30"


def test_a_long_facet_folds_but_never_hides_what_is_chosen() -> None:
    facet = Facet(
        name="f", label="", options=options([(str(n), n) for n in range(12)], chosen=["11"])
    )
    assert [option.value for option in facet.shown] == [*map(str, range(7)), "11"]
    assert len(facet.folded) == 4


def test_an_unknown_sort_key_is_the_first_order() -> None:
    orders = (Order("new", "最新", ("-published_at",)), Order("old", "最早", ("published_at",)))
    asked = RequestFactory().get("/", {"sort": "password"})
    assert sorting(asked, orders).columns == ("-published_at",)
    assert sorting(RequestFactory().get("/", {"sort": "old"}), orders).current.key == "old"


def test_the_map_has_all_thirty_four_and_no_two_on_one_square() -> None:
    squares = {(row, column) for _, row, column in PLACES.values()}
    assert len(PLACES) == len(squares) == 34
    assert {"71", "81", "82"} <= set(PLACES)


def test_tiles_are_classed_and_link_to_their_rows() -> None:
    drawn = tile_map(
        {"33": 120, "32": 60, "71": None}, title="t", url=lambda code: f"?r={code}"
    )
    by_code = {tile.code: tile for tile in drawn.tiles}
    assert by_code["71"].level == "na"
    assert int(by_code["33"].level) > int(by_code["32"].level) > int(by_code["11"].level)
    assert by_code["33"].url == "?r=33"
    assert [tile.code for tile in drawn.top] == ["33", "32"]
    assert drawn.total == 180
    assert {tile.short for tile in drawn.tiles} == {""}


def test_english_names_have_letters_for_narrow_squares() -> None:
    drawn = tile_map({}, title="", url=str, language="en")
    assert len({tile.short for tile in drawn.tiles}) == len(PLACES)


def test_breaks_rise_and_an_empty_map_has_none() -> None:
    assert breaks_for([]) == []
    breaks = breaks_for([3, 9, 14, 120, 480, 900, 1340])
    assert breaks == sorted(set(breaks))
    assert all(value > 0 for value in breaks)
