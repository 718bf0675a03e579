"""Enterprise income tax on technology-transfer income (企业所得税法 27(四), 实施条例 90).

Relief is per resident enterprise and tax year. The excess over the exempt amount is halved at
the statutory 25 % whatever the enterprise's own rate (国税函〔2010〕157号). Until 2007 the old
regime exempted a small yearly net income (财税字〔1994〕001号).
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from yizhan.kernel.money import to_fen
from yizhan.policy.law import Lawbook, Term, lawbook
from yizhan.policy.ledger import Ledger, plain

NEW_REGIME = date(2008, 1, 1)
NONE = Decimal(0)


@dataclass(frozen=True, slots=True, kw_only=True)
class Income:
    """What one contract brought in a year, in yuan without VAT.

    `revenue` is all that the contract brings; `other` is what in it is not technology:
    equipment, parts, materials, services that can be parted (国税函〔2009〕212号 二).
    `cost` is the net tax value of the right, or its amortisation for a non-exclusive
    licence; `period_expenses` are those of the whole year when `all_revenue` is given, else
    the part already allotted (公告2015年第82号 三).
    """

    revenue: Decimal
    other: Decimal = NONE
    cost: Decimal = NONE
    charges: Decimal = NONE
    period_expenses: Decimal = NONE
    all_revenue: Decimal | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class YearlyTax:
    """The result for one enterprise and tax year, rounded to the fen."""

    income: Decimal
    exempt: Decimal
    half_base: Decimal
    reduction: Decimal
    tax: Decimal
    ledger: Ledger


def transfer_income(given: Income, ledger: Ledger | None = None, *rules: Term) -> Decimal:
    """Work out technology-transfer income: revenue - cost - charges - period expenses.

    `rules` are the terms of the law that the lines shall name.
    """
    kept = ledger if ledger is not None else Ledger()
    revenue = kept.add(
        "transfer_revenue",
        given.revenue - given.other,
        f"{plain(given.revenue)} - {plain(given.other)}",
        *rules,
    )
    expenses = given.period_expenses
    if given.all_revenue:
        expenses = given.period_expenses * revenue / given.all_revenue
        formula = (
            f"{plain(given.period_expenses)} × {plain(revenue)} / {plain(given.all_revenue)}"
        )
        kept.add("period_expenses", expenses, formula, *rules)
    formula = " - ".join(plain(part) for part in (revenue, given.cost, given.charges, expenses))
    income = revenue - given.cost - given.charges - expenses
    return kept.add("transfer_income", income, formula, *rules)


def yearly_tax(
    incomes: Sequence[Decimal],
    *,
    day: date,
    law: Lawbook | None = None,
    exempt_parameter: str = "transfer_income.exempt",
) -> YearlyTax:
    """Tax the eligible transfer income of one enterprise in the tax year of `day`.

    Contracts of a year are added up before the exempt amount is taken once.
    """
    book = law or lawbook()
    ledger = Ledger()
    total = sum(incomes, NONE)
    ledger.add("transfer_income", total, " + ".join(plain(one) for one in incomes) or "0")
    if day < NEW_REGIME:
        return _old_regime(total, day, book, ledger)
    cap, share = book.on(exempt_parameter, day), book.on("transfer_income.excess_share", day)
    rate = book.on("transfer_income.excess_rate", day)
    positive = max(total, NONE)
    exempt = ledger.add("exempt", min(positive, cap.value), f"≤ {plain(cap.value)}", cap)
    excess = positive - exempt
    half = ledger.add("half_base", excess, f"{plain(positive)} - {plain(exempt)}", cap)
    reduction = ledger.add(
        "reduction",
        exempt + half * (1 - share.value),
        f"{plain(exempt)} + {plain(half)} × {plain(1 - share.value)}",
        share,
    )
    tax = ledger.add(
        "tax",
        half * share.value * rate.value,
        f"{plain(half)} × {plain(share.value)} × {plain(rate.value)}",
        share,
        rate,
    )
    return _rounded(total, exempt, half, reduction, tax, ledger)


def _old_regime(total: Decimal, day: date, book: Lawbook, ledger: Ledger) -> YearlyTax:
    cap, rate = book.on("transfer_income.old_exempt", day), book.on("income_tax.rate", day)
    positive = max(total, NONE)
    exempt = ledger.add("exempt", min(positive, cap.value), f"≤ {plain(cap.value)}", cap)
    taxed = ledger.add(
        "taxable", positive - exempt, f"{plain(positive)} - {plain(exempt)}", cap
    )
    tax = ledger.add("tax", taxed * rate.value, f"{plain(taxed)} × {plain(rate.value)}", rate)
    return _rounded(total, exempt, NONE, exempt, tax, ledger)


def ordinary_tax(income: Decimal, *, day: date, law: Lawbook | None = None) -> Decimal:
    """Tax income that has no relief, at the statutory rate; a loss bears none."""
    rate = (law or lawbook()).ratio("income_tax.rate", day)
    return to_fen(max(income, NONE) * rate)


def by_year(incomes: Sequence[tuple[date, Decimal]]) -> Mapping[int, list[Decimal]]:
    """Sort incomes into tax years by the day they arise."""
    years: dict[int, list[Decimal]] = {}
    for day, income in incomes:
        years.setdefault(day.year, []).append(income)
    return years


def _rounded(
    total: Decimal,
    exempt: Decimal,
    half: Decimal,
    reduction: Decimal,
    tax: Decimal,
    ledger: Ledger,
) -> YearlyTax:
    return YearlyTax(
        income=to_fen(total),
        exempt=to_fen(exempt),
        half_base=to_fen(half),
        reduction=to_fen(reduction),
        tax=to_fen(tax),
        ledger=ledger,
    )
