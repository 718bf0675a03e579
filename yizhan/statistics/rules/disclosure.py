"""Disclosure control: which cells of a public table must be blank so that none can be solved.

The table has places as rows (a tree: the nation, provinces, cities) and codes as columns. The
total of every row is public; every place is the sum of the places below it. A cell with one or
two contracts is blank; but a blank that stands alone is the total less the rest, so others must
be blank beside it.

The equations are those of a network: a cell is an arc from its row to the sum of its column one
level up. What may be changed without changing any public figure is a cycle of blank arcs, in
which every second arc grows and every other shrinks. A reader knows that a blank is at least
one, as long as noughts are shown. So a blank is safe when some cycle runs through it on which
no arc that holds one contract (or no money) shrinks. For each blank the cheapest such cycle is
found, and what it needs is blanked too; a cycle once found stays, because blanking more only
leaves a reader more possibilities.

In a thin table that is not enough: five ones in a row of five are five ones. Then noughts are
blanked too, which takes the reader's one away: any blank may be nought. A table that even so
cannot be protected is withheld.
"""

import heapq
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from yizhan.statistics.rules.networks import Way, on_cycles

Key = tuple[str, str]  # place, code
Node = tuple[str, ...]
# What blanking a nought costs beside blanking contracts: the last resort, or nearly nothing.
_DEAR, _CHEAP = 10**12, 2
_AGAIN = 10


@dataclass(frozen=True, slots=True)
class _Arc:
    key: Key
    tail: Node
    head: Node
    count: int
    may_shrink: bool


def merged(totals: Mapping[str, int], *, least: int) -> tuple[str, ...]:
    """Choose the places that are shown as one because some of them have too few contracts.

    The smallest of the others join until the sum says nothing about one place. Nothing to merge
    is an empty answer.
    """
    present = sorted((count, place) for place, count in totals.items() if count > 0)
    chosen = [place for count, place in present if count < least]
    rest = [place for count, place in present if count >= least]
    while chosen and rest and (len(chosen) < 2 or sum(totals[p] for p in chosen) < least):
        chosen.append(rest.pop(0))
    return tuple(sorted(chosen))


def hidden_cells(
    cells: Mapping[Key, tuple[int, int]], parents: Mapping[str, str], *, least: int
) -> frozenset[Key] | None:
    """Return the cells to blank, or nothing when no pattern protects the table.

    `cells` maps (place, code) to contracts and fen; cells that are absent are nought. `parents`
    names the place above each; the root's is "".
    """
    thick = _blanked(_Net(cells, parents, floor=1), least)
    if thick is not None:
        return thick
    return _blanked(_Net(cells, parents, floor=0), least, wants_nought=True)


def _blanked(net: "_Net", least: int, *, wants_nought: bool = False) -> frozenset[Key] | None:
    hidden = {i for i, arc in enumerate(net.arcs) if 0 < arc.count < least}
    safe = net.safe(hidden)
    searches = 0
    for blank in sorted(hidden, key=lambda i: -net.arcs[i].count):
        if blank in safe:
            continue
        cycle = net.cycle(blank, hidden)
        if cycle is None:
            return None
        hidden.update(cycle)
        safe.update(cycle)
        searches += 1
        if searches % _AGAIN == 0:
            safe |= net.safe(hidden)  # what was blanked may have helped others too
    if wants_nought and all(net.arcs[i].count for i in hidden):
        # Without a blank nought a reader is still right to think that each is at least one.
        nought = net.cycle_of_nought(hidden)
        if nought is None:
            return None
        hidden.update(nought)
    return frozenset(net.arcs[i].key for i in hidden)


class _Net:
    def __init__(
        self, cells: Mapping[Key, tuple[int, int]], parents: Mapping[str, str], *, floor: int
    ) -> None:
        self.nought = _DEAR if floor else _CHEAP
        inner = set(parents.values())
        codes = sorted({code for _place, code in cells})
        self.arcs = [
            _Arc(
                key=(place, code),
                tail=("sum", place, code) if place in inner else ("row", place),
                head=("sum", parent, code) if parent else ("root",),
                count=cells.get((place, code), (0, 0))[0],
                may_shrink=_may_shrink(*cells.get((place, code), (0, 0)), floor),
            )
            for place, parent in sorted(parents.items())
            for code in codes
        ]
        self.ways: dict[Node, list[tuple[int, Node, bool]]] = {}
        for i, arc in enumerate(self.arcs):
            self.ways.setdefault(arc.tail, []).append((i, arc.head, True))
            self.ways.setdefault(arc.head, []).append((i, arc.tail, False))

        self.numbers = {node: number for number, node in enumerate(self.ways)}

    def safe(self, hidden: set[int]) -> set[int]:
        """Return the blanks that already lie on a cycle of blanks."""
        ways = [
            Way(i, self.numbers[arc.tail], self.numbers[arc.head], arc.may_shrink)
            for i, arc in ((i, self.arcs[i]) for i in hidden)
        ]
        return on_cycles(ways, len(self.numbers))

    def cycle_of_nought(self, hidden: set[int]) -> Sequence[int] | None:
        """Find a nought that can be blanked safely."""
        noughts = (i for i, arc in enumerate(self.arcs) if not arc.count)
        cycles = (self.cycle(nought, hidden) for nought in noughts)
        return next((cycle for cycle in cycles if cycle is not None), None)

    def cycle(self, blank: int, hidden: set[int]) -> Sequence[int] | None:
        """Find the cheapest way to change one blank without changing what is public."""
        arc = self.arcs[blank]
        found = [self._path(arc.head, arc.tail, blank, hidden)]
        if arc.may_shrink:
            found.append(self._path(arc.tail, arc.head, blank, hidden))
        best = min((path for path in found if path is not None), default=None)
        return None if best is None else [*best[1], blank]

    def _path(
        self, start: Node, end: Node, without: int, hidden: set[int]
    ) -> tuple[int, list[int]] | None:
        """Dijkstra from a node to another; blanks cost nothing, other cells their contracts."""
        heap: list[tuple[int, int, Node]] = [(0, 0, start)]
        came: dict[Node, tuple[Node, int]] = {}
        best = {start: 0}
        steps = 0
        while heap:
            cost, _, node = heapq.heappop(heap)
            if node == end:
                return cost, _walk(came, start, end)
            if cost > best[node]:
                continue
            for i, other, _grows in self._open(node, without):
                price = cost + (0 if i in hidden else self.arcs[i].count or self.nought) + 1
                if price < best.get(other, price + 1):
                    best[other] = price
                    came[other] = (node, i)
                    steps += 1
                    heapq.heappush(heap, (price, steps, other))
        return None

    def _open(self, node: Node, without: int) -> Iterable[tuple[int, Node, bool]]:
        return (
            way
            for way in self.ways.get(node, ())
            if way[0] != without and (way[2] or self.arcs[way[0]].may_shrink)
        )


def _may_shrink(count: int, fen: int, floor: int) -> bool:
    return count > floor and fen > 0


def _walk(came: Mapping[Node, tuple[Node, int]], start: Node, end: Node) -> list[int]:
    path: list[int] = []
    while end != start:
        end, arc = came[end]
        path.append(arc)
    return path
