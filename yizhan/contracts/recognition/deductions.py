"""The non-technical cost of a contract line by line, with the reasonable quantity of carriers.

Equipment, instruments, parts and materials come off in full; what carries the technology
stays in within a reasonable quantity. A registrar may settle any line, with a reason.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from yizhan.kernel.money import to_fen
from yizhan.policy.queries import Cost, Ledger, technology_amount

CARRIER = "carrier"
SETS = frozenset({"套", "台", "台套", "set", "sets"})
IN_FULL, WITHIN, BEYOND, NEEDED, SETTLED = "in_full", "within", "beyond", "needed", "settled"


@dataclass(frozen=True, slots=True, kw_only=True)
class CostLine:
    """A cost as filed; `decided` is what a registrar settled, None until then."""

    position: int
    kind: str
    description: str
    quantity: Decimal
    unit: str
    amount: Decimal
    is_claimed: bool = False
    claim: str = ""
    decided: Decimal | None = None
    decided_reason: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Deduction:
    """What comes off for one line: as the rules propose, and as it stands now."""

    line: CostLine
    proposed: Decimal
    amount: Decimal
    reason: str
    formula: str
    is_doubtful: bool

    @property
    def is_changed(self) -> bool:
        """Say whether the registrar departs from the rules' proposal."""
        return self.amount != self.proposed


@dataclass(frozen=True, slots=True, kw_only=True)
class Reckoning:
    """All lines and the technology amount that is left."""

    value: Decimal
    deductions: tuple[Deduction, ...]
    technology_amount: Decimal
    ledger: Ledger

    @property
    def deducted(self) -> Decimal:
        """Return what comes off in all."""
        return sum((one.amount for one in self.deductions), Decimal(0))


def reckon(value: Decimal, lines: Sequence[CostLine], *, day: date) -> Reckoning:
    """Deduct line by line by the rules of the day, or as the registrar settled it."""
    deductions = tuple(_deduction(line, day) for line in lines)
    settled = [Cost(amount=one.amount) for one in deductions]
    amount, ledger = technology_amount(value, settled, day=day)
    return Reckoning(
        value=value, deductions=deductions, technology_amount=amount, ledger=ledger
    )


def _deduction(line: CostLine, day: date) -> Deduction:
    proposed, reason, formula = _by_rule(line, day)
    # A claim that the rules do not grant by themselves is for a person to weigh.
    doubtful = reason == NEEDED or (line.is_claimed and line.kind != CARRIER)
    return Deduction(
        line=line,
        proposed=proposed,
        amount=proposed if line.decided is None else line.decided,
        reason=reason if line.decided in {None, proposed} else SETTLED,
        formula=formula,
        is_doubtful=doubtful and line.decided is None,
    )


def _by_rule(line: CostLine, day: date) -> tuple[Decimal, str, str]:
    if line.kind != CARRIER:
        return line.amount, IN_FULL, _plain(line.amount)
    count = int(line.quantity)
    if line.unit.strip().lower() not in SETS or count != line.quantity or count < 1:
        return Decimal(0), NEEDED, "0"
    each = line.amount / count
    left, ledger = technology_amount(
        line.amount, [Cost(sets=count, each=each, is_carrier=True)], day=day
    )
    beyond = [one for one in ledger.lines if one.code == "beyond_reason"]
    if not beyond:
        return Decimal(0), WITHIN, "0"
    return to_fen(line.amount - left), BEYOND, beyond[0].formula


def _plain(amount: Decimal) -> str:
    return f"{amount:,.2f}"
