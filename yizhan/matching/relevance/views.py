"""What the score reads: one need, one offer, one corpus, without any of their tables."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Literal, Protocol

Comparator = Literal["ge", "le", "gt", "lt", "eq", "between", "about", "text"]

Tokenise = Callable[[str], Sequence[str]]
"""Normalise and segment a text: words in search mode, repeated as often as they occur."""


@dataclass(frozen=True, slots=True, kw_only=True)
class IndicatorView:
    """One figure with its unit; numbers are strings, as they are stored, and parsed here."""

    name: str = ""
    comparator: Comparator = "ge"
    value: str = ""
    value_max: str = ""
    unit: str = ""
    method: str = ""
    measured_by: str = ""
    measured_on: str = ""
    alternative: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class NeedView:
    """A published need or a pasted paragraph; everything but the text may be missing."""

    title: str = ""
    text: str = ""
    modes: tuple[str, ...] = ()
    trl_min: int | None = None
    trl_max: int | None = None
    region: str = ""
    """GB/T 2260, six digits: the region asked for, or else the need's own."""
    budget_min: Decimal | None = None
    budget_max: Decimal | None = None
    indicators: tuple[IndicatorView, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class OfferView:
    """An offer, service or expert, as far as the reader may see it."""

    id: str = ""
    title: str = ""
    text: str = ""
    modes: tuple[str, ...] = ()
    trl_min: int | None = None
    trl_max: int | None = None
    region: str = ""
    price_min: Decimal | None = None
    price_max: Decimal | None = None
    indicators: tuple[IndicatorView, ...] = ()
    similarity: float | None = None
    """Cosine of the two vectors; None where no encoder is at work."""


class Corpus(Protocol):
    """What the index knows about its documents; the score takes its word weights from here."""

    @property
    def documents(self) -> int:
        """How many documents the index holds."""
        ...

    @property
    def mean_length(self) -> float:
        """The mean number of tokens in a document."""
        ...

    def frequency(self, term: str) -> int:
        """In how many documents the term occurs."""
        ...
