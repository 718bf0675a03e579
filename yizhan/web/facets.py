"""Facets of a list page: what may be chosen, how many rows each choice has, what is chosen.

A context builds `Facet`s from its counts (counts exclude the facet's own group and include all
others) and prints them with `parts/facets.html`; `chips` gives the removable chosen values.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.http import QueryDict

SHOWN = 7


@dataclass(frozen=True, slots=True, kw_only=True)
class Option:
    """One choice; `count` None prints no number."""

    value: str
    label: Any
    count: int | None = None
    is_chosen: bool = False
    share: float = 0.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Facet:
    """One group. `kind`: check, radio, trl, or range with `low`, `high`, `bins`, `unit`."""

    name: str
    label: Any
    kind: str = "check"
    options: Sequence[Option] = ()
    note: Any = ""
    columns: int = 1
    low: str = ""
    high: str = ""
    bins: Sequence[int] = ()
    chosen_bins: tuple[int, int] = (0, 0)
    unit: Any = ""

    @property
    def shown(self) -> Sequence[Option]:
        """Return the options in sight: the first seven, and every chosen one."""
        return [o for i, o in enumerate(self.options) if i < SHOWN or o.is_chosen]

    @property
    def folded(self) -> Sequence[Option]:
        """Return the rest, behind 其余."""
        return [o for i, o in enumerate(self.options) if i >= SHOWN and not o.is_chosen]

    @property
    def low_name(self) -> str:
        """Return the query key of the lower end."""
        return f"{self.name}_min"

    @property
    def high_name(self) -> str:
        """Return the query key of the upper end."""
        return f"{self.name}_max"


@dataclass(frozen=True, slots=True, kw_only=True)
class Chip:
    """One chosen value and the query that removes it."""

    label: Any
    url: str


def options(
    choices: Iterable[tuple[str, Any]],
    *,
    counts: Mapping[str, int] | None = None,
    chosen: Iterable[str] = (),
) -> list[Option]:
    """Build options in the order of the choices, with counts and the share of the largest."""
    held = set(chosen)
    largest = max((counts or {}).values(), default=0) or 1
    return [
        Option(
            value=str(value),
            label=label,
            count=None if counts is None else counts.get(str(value), 0),
            is_chosen=str(value) in held,
            share=0.0 if counts is None else counts.get(str(value), 0) / largest,
        )
        for value, label in choices
    ]


def chips(facets: Iterable[Facet], query: QueryDict) -> list[Chip]:
    """List what is chosen over all facets, each with the query that takes it away."""
    found: list[Chip] = []
    for facet in facets:
        if facet.kind == "range":
            found.extend(_range_chip(facet, query))
            continue
        found.extend(
            Chip(label=_said(facet, option), url=without(query, facet.name, option.value))
            for option in facet.options
            if option.is_chosen and option.value
        )
    return found


def without(query: QueryDict, key: str, value: str | None = None) -> str:
    """Return `?…` without one value of a key, or without the key; the page starts over."""
    wanted = query.copy()
    wanted.pop("page", None)
    rest = [held for held in wanted.getlist(key) if value is not None and held != value]
    if rest:
        wanted.setlist(key, rest)
    else:
        wanted.pop(key, None)
    return f"?{wanted.urlencode()}"


def _range_chip(facet: Facet, query: QueryDict) -> list[Chip]:
    if not (facet.low or facet.high):
        return []
    wanted = query.copy()
    for key in (facet.low_name, facet.high_name, "page"):
        wanted.pop(key, None)
    span = f"{facet.low or '…'}–{facet.high or '…'}"
    label = " ".join(str(piece) for piece in (facet.label, span, facet.unit) if piece)
    return [Chip(label=label, url=f"?{wanted.urlencode()}")]


def _said(facet: Facet, option: Option) -> Any:
    return f"TRL {option.value}" if facet.kind == "trl" else option.label
