"""Income tax of people who are rewarded.

Sources: 财税〔2018〕58号, 国税发〔1999〕125号, 财税〔2016〕101号.
"""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from yizhan.kernel.money import to_fen
from yizhan.policy.law import Lawbook, lawbook
from yizhan.policy.ledger import Ledger, plain

NONE = Decimal(0)


@dataclass(frozen=True, slots=True, kw_only=True)
class CashAward:
    """A cash award on top of a year's taxable income (after all deductions), in yuan."""

    day: date
    taxable: Decimal
    award: Decimal
    months_after_income: int = 0
    is_registered: bool = True
    is_announced: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class AwardTax:
    """The year's tax with the relief where it applies, and without."""

    tax: Decimal
    without: Decimal
    saving: Decimal
    has_relief: bool
    ledger: Ledger


@dataclass(frozen=True, slots=True, kw_only=True)
class EquityTax:
    """Tax when shares are received or formed, and when they are sold."""

    at_receipt: Decimal
    at_sale: Decimal
    ledger: Ledger


def yearly_income_tax(taxable: Decimal, *, day: date, law: Lawbook | None = None) -> Decimal:
    """Tax a year's comprehensive income by the brackets, unrounded; a loss bears none."""
    brackets = (law or lawbook()).on("individual.brackets", day).value
    for ceiling, rate, quick in brackets:
        if taxable <= ceiling:
            return Decimal(max(taxable, NONE) * rate - (quick if taxable > 0 else NONE))
    raise ValueError("An income above the last bracket is a mistake.")


def cash_award_tax(given: CashAward, law: Lawbook | None = None) -> AwardTax:
    """Tax an award: half of it counts if paid in time, registered and announced."""
    book, ledger = law or lawbook(), Ledger()
    share = book.on("individual.award_share", given.day)
    window = book.on("individual.award_months", given.day)
    brackets = book.on("individual.brackets", given.day)
    in_time = given.months_after_income <= window.value
    relief = in_time and given.is_registered and given.is_announced
    counted = ledger.add(
        "award_counted",
        given.award * share.value if relief else given.award,
        f"{plain(given.award)} × {plain(share.value)}" if relief else plain(given.award),
        share,
        window,
    )
    tax = ledger.add(
        "award_tax",
        yearly_income_tax(given.taxable + counted, day=given.day, law=book),
        f"{plain(given.taxable)} + {plain(counted)}",
        brackets,
    )
    without = ledger.add(
        "award_tax_without",
        yearly_income_tax(given.taxable + given.award, day=given.day, law=book),
        f"{plain(given.taxable)} + {plain(given.award)}",
        brackets,
    )
    return AwardTax(
        tax=to_fen(tax),
        without=to_fen(without),
        saving=to_fen(without) - to_fen(tax),
        has_relief=relief,
        ledger=ledger,
    )


def equity_award_tax(
    *, sale: Decimal, basis: Decimal, day: date, law: Lawbook | None = None
) -> EquityTax:
    """Tax an equity award: nothing on receipt, the gain on sale (国税发〔1999〕125号)."""
    book, ledger = law or lawbook(), Ledger()
    received = book.on("individual.equity_award_at_receipt", day)
    ledger.add("equity_at_receipt", received.value, "0", received)
    return _sold(NONE, sale, basis, day, book, ledger)


def contributed_equity_tax(
    *,
    valuation: Decimal,
    basis: Decimal,
    sale: Decimal,
    is_deferred: bool,
    day: date,
    law: Lawbook | None = None,
) -> EquityTax:
    """Tax technology contributed for shares, deferred at choice (财税〔2016〕101号)."""
    book, ledger = law or lawbook(), Ledger()
    if is_deferred:
        return _sold(NONE, sale, basis, day, book, ledger)
    rate = book.on("individual.equity_rate", day)
    gain = max(valuation - basis, NONE)
    now = ledger.add(
        "equity_at_receipt", gain * rate.value, f"{plain(gain)} × {plain(rate.value)}", rate
    )
    return _sold(now, sale, valuation, day, book, ledger)


def _sold(
    now: Decimal, sale: Decimal, basis: Decimal, day: date, book: Lawbook, ledger: Ledger
) -> EquityTax:
    rate = book.on("individual.equity_rate", day)
    gain = max(sale - basis, NONE)
    later = ledger.add(
        "equity_at_sale",
        gain * rate.value,
        f"({plain(sale)} - {plain(basis)}) × {plain(rate.value)}",
        rate,
    )
    return EquityTax(at_receipt=to_fen(now), at_sale=to_fen(later), ledger=ledger)
