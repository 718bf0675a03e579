"""Which arcs of a network lie on a cycle that does not go there and back on the arc itself."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
from scipy.sparse import csr_array
from scipy.sparse.csgraph import connected_components


@dataclass(frozen=True, slots=True)
class Way:
    """An arc between numbered nodes that can be followed forwards, and perhaps backwards."""

    arc: int
    tail: int
    head: int
    is_both: bool


def on_cycles(ways: Sequence[Way], nodes: int) -> set[int]:
    """Return the arcs that lie on such a cycle.

    A one-way arc does when both its ends are in one strong component. An arc of both ways does
    when besides it is no bridge of that component: were there no way round, everything beyond
    it would hang on it alone.
    """
    if not ways:
        return set()
    component = _components(ways, nodes)
    inner = [way for way in ways if component[way.tail] == component[way.head]]
    bridges = _bridges(inner, nodes)
    return {way.arc for way in inner if not (way.is_both and way.arc in bridges)}


def _components(ways: Sequence[Way], nodes: int) -> Sequence[int]:
    tails = [way.tail for way in ways] + [way.head for way in ways if way.is_both]
    heads = [way.head for way in ways] + [way.tail for way in ways if way.is_both]
    graph = csr_array((np.ones(len(tails), dtype=np.int8), (tails, heads)), (nodes, nodes))
    _count, labels = connected_components(graph, directed=True, connection="strong")
    return [int(label) for label in labels]


def _bridges(ways: Iterable[Way], nodes: int) -> set[int]:
    beside: list[list[tuple[int, int]]] = [[] for _node in range(nodes)]
    for way in ways:
        beside[way.tail].append((way.head, way.arc))
        beside[way.head].append((way.tail, way.arc))
    seen, low = [0] * nodes, [0] * nodes
    found: set[int] = set()
    clock = 0
    for root in range(nodes):
        if seen[root] or not beside[root]:
            continue
        clock += 1
        seen[root] = low[root] = clock
        stack = [(root, -1, iter(beside[root]))]
        while stack:
            node, came, rest = stack[-1]
            step = next(rest, None)
            if step is None:
                stack.pop()
                _close(stack, node, came, seen, low, found)
            elif step[1] != came:
                if seen[step[0]]:
                    low[node] = min(low[node], seen[step[0]])
                else:
                    clock += 1
                    seen[step[0]] = low[step[0]] = clock
                    stack.append((step[0], step[1], iter(beside[step[0]])))
    return found


def _close(
    stack: Sequence[tuple[int, int, object]],
    node: int,
    came: int,
    seen: Sequence[int],
    low: list[int],
    found: set[int],
) -> None:
    """Leave a node: tell the one before how far back it reaches."""
    if not stack:
        return
    before = stack[-1][0]
    low[before] = min(low[before], low[node])
    if low[node] > seen[before]:
        found.add(came)
