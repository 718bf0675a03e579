"""No blank of a public table can be solved from what the table shows."""

from collections.abc import Mapping

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.optimize import linprog

from yizhan.statistics.rules import hidden_cells, merged

Cells = Mapping[tuple[str, str], tuple[int, int]]
TREE = {"n": "", "p": "n", "q": "n", "p1": "p", "p2": "p", "p3": "p"}
LEAVES = ("q", "p1", "p2", "p3")


def table(
    leaves: Mapping[tuple[str, str], tuple[int, int]],
) -> dict[tuple[str, str], tuple[int, int]]:
    """Add the sums of the places above."""
    cells: dict[tuple[str, str], tuple[int, int]] = {}
    for (leaf, code), (count, fen) in leaves.items():
        place = leaf
        while place:
            held = cells.get((place, code), (0, 0))
            cells[(place, code)] = (held[0] + count, held[1] + fen)
            place = TREE[place]
    return {key: value for key, value in cells.items() if value[0]}


def width(
    cells: Cells,
    hidden: frozenset[tuple[str, str]],
    which: int,
    key: tuple[str, str],
    least: float,
) -> float:
    """Say by linear programming how far apart the least and most are that a blank can hold.

    The equations are written out from the table anew, so that a mistake in the network of the
    rule cannot hide here: each row adds up to its public total, each place to those below it.
    """
    codes = sorted({code for _place, code in cells})
    blanks = sorted(hidden)
    column = {blank: i for i, blank in enumerate(blanks)}
    rows, sides = [], []

    def add(terms: list[tuple[tuple[str, str], int]], right: int) -> None:
        row = np.zeros(len(blanks))
        for cell, sign in terms:
            if cell in column:
                row[column[cell]] += sign
            else:
                right -= sign * cells.get(cell, (0, 0))[which]
        rows.append(row)
        sides.append(right)

    for place in TREE:
        total = sum(cells.get((place, code), (0, 0))[which] for code in codes)
        add([((place, code), 1) for code in codes], total)
    for place in set(TREE.values()) - {""}:
        for code in codes:
            below = [((child, code), 1) for child, above in TREE.items() if above == place]
            add([*below, ((place, code), -1)], 0)
    goal = np.zeros(len(blanks))
    goal[column[key]] = 1
    found = [
        linprog(sign * goal, A_eq=np.array(rows), b_eq=np.array(sides), bounds=(least, None))
        for sign in (1, -1)
    ]
    assert all(answer.status in (0, 3) for answer in found)
    if found[1].status == 3:
        return float("inf")
    return float(-found[1].fun - found[0].fun)


cells_drawn = st.dictionaries(
    st.tuples(st.sampled_from(LEAVES), st.sampled_from("abcd")),
    st.tuples(st.integers(1, 9), st.integers(1, 10_000)),
    min_size=1,
)


@settings(max_examples=60, deadline=None)
@given(cells_drawn)
def test_no_blank_can_be_solved_by_linear_programming(
    drawn: dict[tuple[str, str], tuple[int, int]],
) -> None:
    cells = table(drawn)
    hidden = hidden_cells(cells, TREE, least=3)
    if hidden is None:
        return
    assert {key for key, (count, _fen) in cells.items() if count < 3} <= hidden
    # Who sees noughts knows that a blank is at least one, unless noughts are blank too.
    least = 0 if any(key not in cells for key in hidden) else 1
    for key in hidden:
        assert width(cells, hidden, 0, key, least) > 0.5
        assert width(cells, hidden, 1, key, 0) > 1e-6


def test_blanking_the_small_cells_alone_would_tell_them() -> None:
    cells = table(
        {("p1", "a"): (1, 7), ("p1", "b"): (9, 9), ("p2", "a"): (5, 5), ("q", "b"): (8, 1)}
    )
    alone = frozenset(key for key, (count, _fen) in cells.items() if count < 3)
    assert alone == {("p1", "a")}
    assert width(cells, alone, 0, ("p1", "a"), 1) < 1e-6
    hidden = hidden_cells(cells, TREE, least=3)
    assert hidden is not None
    assert len(hidden) > 1


def test_two_ones_beside_each_other_are_not_each_others_protection() -> None:
    # Both must be one when the reader knows that they add up to two and none is nought.
    cells = table(
        {
            ("p1", "a"): (1, 5),
            ("p1", "b"): (1, 5),
            ("p1", "c"): (9, 5),
            ("p2", "a"): (7, 5),
            ("p2", "b"): (7, 5),
        }
    )
    hidden = hidden_cells(cells, TREE, least=3)
    assert hidden is not None
    assert all(width(cells, hidden, 0, key, 1) > 0.5 for key in hidden)


def test_a_table_of_one_row_is_withheld_when_nothing_protects_it() -> None:
    assert hidden_cells({("n", "a"): (2, 5)}, {"n": ""}, least=3) is None


def test_a_table_without_small_cells_is_whole() -> None:
    assert (
        hidden_cells(table({("p1", "a"): (3, 5), ("q", "b"): (4, 5)}), TREE, least=3)
        == frozenset()
    )


@given(st.dictionaries(st.sampled_from("abcdefg"), st.integers(0, 6)))
def test_places_with_few_contracts_are_shown_together(totals: dict[str, int]) -> None:
    together = merged(totals, least=3)
    alone = {place for place, count in totals.items() if count and place not in together}
    assert all(totals[place] >= 3 for place in alone)
    if together and alone:
        assert len(together) > 1
        assert sum(totals[place] for place in together) >= 3
