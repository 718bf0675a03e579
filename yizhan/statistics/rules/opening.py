"""From full figures to open ones: small places merged, small cells blanked."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from yizhan.statistics.rules.disclosure import hidden_cells, merged

Sums = tuple[int, int, int]  # contracts, value in fen, technology amount in fen
Cut = Mapping[str, Mapping[str, Sums]]  # place → code → sums

NOTHING: Sums = (0, 0, 0)
# Made from the code of the place above: places shown together, and what lies in none below.
TOGETHER, REST = "+", "-"


@dataclass(frozen=True, slots=True)
class OpenRow:
    """One row of the open tables; a merged row names its members."""

    id: str
    parent: str
    members: tuple[str, ...]
    total: Sums


def open_rows(
    totals: Mapping[str, Sums], below: Mapping[str, Iterable[str]], *, root: str, least: int
) -> list[OpenRow]:
    """Return the rows in the order of the tree; none when the root itself is too small."""
    if totals.get(root, NOTHING)[0] < least:
        return []
    rows = [OpenRow(root, "", (root,), totals[root])]
    for place in [root, *below.get(root, ())]:
        if place == root or any(row.id == place for row in rows):
            rows.extend(_rows_below(totals, below.get(place, ()), parent=place, least=least))
    return rows


def _rows_below(
    totals: Mapping[str, Sums], places: Iterable[str], *, parent: str, least: int
) -> list[OpenRow]:
    present = {place: totals[place] for place in places if totals.get(place, NOTHING)[0]}
    rest = minus(totals[parent], plus(present.values()))
    if present and rest[0]:
        present[parent + REST] = rest
    counts = {place: sums[0] for place, sums in present.items()}
    together = merged(counts, least=least)
    if len(together) == len(present):
        return []  # shown together they would only repeat the row above
    rows = [
        OpenRow(place, parent, (place,), sums)
        for place, sums in present.items()
        if place not in together
    ]
    if together:
        total = plus(present[place] for place in together)
        rows.append(OpenRow(parent + TOGETHER, parent, together, total))
    return rows


def open_cut(
    rows: Iterable[OpenRow], cut: Cut, *, least: int
) -> dict[str, dict[str, Sums | None]] | None:
    """Blank what must be blank in one table; nothing when it cannot be shown at all."""
    shown = list(rows)
    cells: dict[str, dict[str, Sums | None]] = {}
    for row in shown:
        cells[row.id] = {}
        for code in {code for place in row.members for code in cut.get(place, {})}:
            sums = plus(cut.get(place, {}).get(code, NOTHING) for place in row.members)
            if sums[0]:
                cells[row.id][code] = sums
    hidden = hidden_cells(
        {
            (place, code): sums[:2]
            for place, codes in cells.items()
            for code, sums in codes.items()
            if sums is not None
        },
        {row.id: row.parent for row in shown},
        least=least,
    )
    if hidden is None:
        return None
    for place, code in hidden:
        cells[place][code] = None
    return cells


def with_rest(cut: Cut, below: Mapping[str, Iterable[str]]) -> dict[str, Mapping[str, Sums]]:
    """Add, for every place that has places below, what lies in none of them."""
    full = dict(cut)
    for parent, places in below.items():
        known = [cut[place] for place in places if place in cut]
        full[parent + REST] = {
            code: minus(sums, plus(codes[code] for codes in known if code in codes))
            for code, sums in cut.get(parent, {}).items()
        }
    return full


def plus(several: Iterable[Sums]) -> Sums:
    """Add sums."""
    total = [0, 0, 0]
    for sums in several:
        total = [a + b for a, b in zip(total, sums, strict=True)]
    return (total[0], total[1], total[2])


def minus(one: Sums, other: Sums) -> Sums:
    """Take sums from sums."""
    return (one[0] - other[0], one[1] - other[1], one[2] - other[2])
