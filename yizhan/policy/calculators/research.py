"""Extra deduction of research expense by year and class of enterprise (实施条例 95)."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction

from yizhan.kernel.money import to_fen
from yizhan.policy.law import Lawbook, Silent, Term, lawbook
from yizhan.policy.ledger import Ledger, plain

GENERAL = "general"


@dataclass(frozen=True, slots=True, kw_only=True)
class Research:
    """Expensed research of a year in yuan: own, entrusted at home, entrusted overseas."""

    day: date
    own: Decimal = Decimal(0)
    entrusted: Decimal = Decimal(0)
    overseas: Decimal = Decimal(0)
    enterprise: str = GENERAL


@dataclass(frozen=True, slots=True, kw_only=True)
class ExtraDeduction:
    """What may be deducted on top, and the tax it saves at the statutory rate."""

    base: Decimal
    extra: Decimal
    saving: Decimal
    ledger: Ledger


def extra_deduction(given: Research, law: Lawbook | None = None) -> ExtraDeduction:
    """Work out the extra deduction of one year."""
    book, ledger = law or lawbook(), Ledger()
    base = given.own
    if given.entrusted:
        share = book.on("research.entrusted_share", given.day)
        base += ledger.add(
            "entrusted",
            given.entrusted * share.value,
            f"{plain(given.entrusted)} × {plain(share.value)}",
            share,
        )
    if given.overseas:
        base += _overseas(given, base, book, ledger)
    ledger.add("research_base", base, plain(base))
    rate = research_rate(given.enterprise, given.day, book)
    extra = ledger.add("extra", base * rate.value, f"{plain(base)} × {plain(rate.value)}", rate)
    tax = book.on("income_tax.rate", given.day)
    saving = ledger.add(
        "saving", extra * tax.value, f"{plain(extra)} × {plain(tax.value)}", tax
    )
    return ExtraDeduction(
        base=to_fen(base), extra=to_fen(extra), saving=to_fen(saving), ledger=ledger
    )


def research_rate(enterprise: str, day: date, law: Lawbook | None = None) -> Term:
    """Return the better of the general rate and that of the class of enterprise."""
    book = law or lawbook()
    general = book.on("research.extra", day)
    if enterprise == GENERAL:
        return general
    try:
        special = book.on(f"research.extra.{enterprise}", day)
    except Silent:  # the class had no rate of its own on that day
        return general
    return max(general, special, key=lambda term: Fraction(term.value))


def _overseas(given: Research, domestic: Decimal, book: Lawbook, ledger: Ledger) -> Decimal:
    """Count overseas research, at most two thirds of the domestic (财税〔2018〕64号)."""
    share = book.on("research.overseas_share", given.day)
    cap = book.on("research.overseas_cap", given.day)
    most = Fraction(domestic) * Fraction(cap.value)
    counted = min(Fraction(given.overseas * share.value), most)
    formula = (
        f"min({plain(given.overseas)} × {plain(share.value)}, "
        f"{plain(domestic)} × {plain(Fraction(cap.value))})"
    )
    return ledger.add("overseas", counted, formula, share, cap)
