"""What the parts print: typed values that views fill and `parts/*.html` read by name."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from yizhan.web.badges import Badge

Spans = Sequence[tuple[str, bool]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """One row of a list (parts/item.html); `*_spans` carry marked terms, texts may be lazy."""

    url: str
    title: str = ""
    title_spans: Spans = ()
    summary: str = ""
    summary_spans: Spans = ()
    badge: Badge | None = None
    org: str = ""
    icon: str = "building"
    place: str = ""
    facts: Sequence[Any] = ()
    priced: bool = False
    money_low: Decimal | None = None
    money_high: Decimal | None = None
    right: Sequence[Any] = ()
    level: int = 3
    lang: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Shelf:
    """A card of rows with the link to all of them (home/list.html)."""

    title: Any
    url: str
    more: Any
    rows: Sequence[Item]


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """One number that links to its rows (parts/stats.html); a delta names its basis."""

    label: Any
    value: int
    unit: Any = ""
    url: str = ""
    note: Any = ""
    series: Sequence[int] = ()
    delta: Any = ""
    good: bool | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Stage:
    """One stop of a relay line; `state`: "", done or now."""

    label: Any
    note: Any = ""
    state: str = ""
    value: int | None = None
    url: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """One entry of a timeline; `state`: "", now, todo, warn or minor."""

    title: Any
    at: datetime | date | None = None
    text: Any = ""
    state: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class LedgerLine:
    """One line of a calculation in full yuan; `kind`: "", sum or save."""

    label: Any
    amount: Decimal
    kind: str = ""
    operator: str = ""
    formula: str = ""
    rule_label: Any = ""
    rule_url: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Tab:
    """One tab that is a page."""

    url: str
    label: Any
    count: int | None = None
    is_current: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class ScorePart:
    """One part of a score; weights sum to 100, points to it; `key` 1–6 is its colour."""

    key: int
    name: Any
    weight: float
    similarity: float
    points: float
    basis: Any = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Agreement:
    """One facet compared; `verdict`: yes, part or no."""

    verdict: str
    facet: Any
    text: Any


@dataclass(frozen=True, slots=True, kw_only=True)
class MatchCard:
    """One explained match (parts/match.html)."""

    rank: int
    title: str
    url: str
    score: float
    parts: Sequence[ScorePart]
    parties: Sequence[Any] = ()
    icon: str = "building-bank"
    quote: Spans = ()
    quote_label: Any = ""
    terms: Sequence[str] = ()
    agree: Sequence[Agreement] = ()
    is_open: bool = False
    lang: str = ""
