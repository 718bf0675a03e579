"""The technology amount of a contract: its value less what is not technology (规则 2001)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from yizhan.kernel.money import to_fen
from yizhan.policy.law import Lawbook, Silent, Term, lawbook
from yizhan.policy.ledger import Ledger, plain

# Before the rules of 2001 and after 2026 the quantity has no number of its own here.
_LAST_NUMBER = date(2026, 2, 28)


@dataclass(frozen=True, slots=True, kw_only=True)
class Cost:
    """One cost line that is not technology; `sets` with `each` are carriers within reason.

    `code` names the line in the ledger.
    """

    code: str = "non_technical"
    amount: Decimal = Decimal(0)
    sets: int = 0
    each: Decimal = Decimal(0)
    is_carrier: bool = False


def technology_amount(
    value: Decimal, costs: Sequence[Cost], *, day: date, law: Lawbook | None = None
) -> tuple[Decimal, Ledger]:
    """Deduct non-technical cost; carriers within a reasonable quantity are not deducted."""
    book, ledger = law or lawbook(), Ledger()
    ledger.add("contract_value", value, plain(value))
    rest = value
    for cost in costs:
        if not cost.is_carrier:
            rest -= ledger.add(cost.code, cost.amount, plain(cost.amount))
            continue
        rule = _within_reason(book, day)
        within = int(rule.value)
        over = max(cost.sets - within, 0)
        if over:
            formula = f"({cost.sets} - {within}) × {plain(cost.each)}"
            rest -= ledger.add("beyond_reason", over * cost.each, formula, rule)
    ledger.add("technology_amount", rest, plain(rest))
    return to_fen(rest), ledger


def _within_reason(book: Lawbook, day: date) -> Term:
    try:
        return book.on("registration.sets_within_reason", day)
    except Silent:
        # The rules attached to the measures of 2026 were not found; the last number is kept.
        return book.on("registration.sets_within_reason", _LAST_NUMBER)
