"""What a draft says: plain values that a contract, a need or an offer can fill."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal


@dataclass(frozen=True, slots=True, kw_only=True)
class DraftParty:
    """One party as the head of the document names it."""

    name: str = ""
    uscc: str = ""
    representative: str = ""
    country: str = ""
    address: str = ""
    contact: str = ""
    phone: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class DraftLine:
    """One part of what is delivered."""

    text: str
    kind: str = ""
    amount: Decimal | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class DraftCost:
    """One cost that is not for technology."""

    text: str
    kind: str = ""
    quantity: str = ""
    amount: Decimal | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class DraftRight:
    """One right that the contract moves, licenses or brings in."""

    kind: str
    number: str = ""
    title: str = ""
    status: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class DraftIndicator:
    """One figure the result must reach."""

    name: str
    said: str = ""
    method: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class DraftContent:
    """Everything a draft can say; whatever is missing becomes a blank to fill in by hand."""

    kind: str
    subkind: str = ""
    title: str = ""
    field: str = ""
    plan: str = ""
    buyers: Sequence[DraftParty] = ()
    sellers: Sequence[DraftParty] = ()
    filer: str = ""
    signed_on: date | None = None
    effective_from: date | None = None
    effective_until: date | None = None
    place: str = ""
    contents: Sequence[DraftLine] = ()
    indicators: Sequence[DraftIndicator] = ()
    rights: Sequence[DraftRight] = ()
    costs: Sequence[DraftCost] = ()
    payment: str = ""
    currency: str = "CNY"
    exchange_rate: Decimal | None = None
    amount: Decimal | None = None
    ownership: str = ""
    acceptance: str = ""
    has_foreign: bool = False
    is_state_funded: bool = False

    @property
    def technology_amount(self) -> Decimal | None:
        """Return the sum without what is not technology, never below nothing."""
        if self.amount is None:
            return None
        spent = sum((cost.amount or Decimal(0) for cost in self.costs), Decimal(0))
        return max(self.amount - spent, Decimal(0))
