"""What the rules look at: a contract with its neighbours, as plain values."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from uuid import UUID

from yizhan.contracts.recognition.sketch import Sketch


@dataclass(frozen=True, slots=True, kw_only=True)
class PartyFacts:
    """One party; `has_region` says whether its region code is in the table of regions."""

    name: str
    uscc: str = ""
    country: str = "142"
    region: str = ""
    legal_representative: str = ""
    address: str = ""
    phone: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class RightFacts:
    """One right the contract is about."""

    type: str
    number: str = ""
    status: str = ""
    expires_on: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Subject:
    """One contract; `filed_on` is the day it was handed in."""

    id: UUID
    title: str
    filed_on: date
    kind: str = ""
    field: str = ""
    ip_type: str = ""
    office: str = ""
    value: Decimal = Decimal(0)
    amount: Decimal = Decimal(0)
    signed_on: date | None = None
    effective_from: date | None = None
    effective_until: date | None = None
    is_related_party: bool = False
    sellers: Sequence[PartyFacts] = ()
    buyers: Sequence[PartyFacts] = ()
    rights: Sequence[RightFacts] = ()
    sketch: Sketch = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Spread:
    """Values of a kind in a field: how many, the middle of their logarithms, the deviation."""

    count: int
    median: Decimal
    deviation: Decimal


@dataclass(frozen=True, slots=True, kw_only=True)
class Around:
    """What a contract is compared with; large sums are the law's thresholds of its day."""

    contracts: Sequence[Subject] = ()
    spread: Spread | None = None
    thresholds: Sequence[Decimal] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Hit:
    """What a rule found: values for its sentence, and the other contracts concerned."""

    values: dict[str, str]
    others: tuple[UUID, ...] = ()


def spread_of(values: Sequence[Decimal]) -> Spread | None:
    """Measure sums on a logarithmic scale by the median, which outliers cannot move."""
    logs = sorted(value.ln() for value in values if value > 0)
    if not logs:
        return None
    middle = _median(logs)
    deviation = _median(sorted(abs(one - middle) for one in logs))
    return Spread(count=len(logs), median=middle, deviation=deviation)


def _median(ordered: Sequence[Decimal]) -> Decimal:
    half = len(ordered) // 2
    if len(ordered) % 2:
        return ordered[half]
    return (ordered[half - 1] + ordered[half]) / 2
