"""VAT and, before it, business tax on technology.

The exemptions: 财税〔2016〕36号 附件3 一(二十六) and 财税字〔1999〕273号 二.
"""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from yizhan.policy.law import Lawbook, Silent, lawbook
from yizhan.policy.ledger import Ledger, plain

TRANSFER, DEVELOPMENT, RELATED_SERVICE, SERVICE, GOODS = (
    "transfer",
    "development",
    "related_service",
    "service",
    "goods",
)
VAT = "vat"
# Other services never were exempt; those that belong to a transfer or development were.
_FREE_OF_BUSINESS_TAX = frozenset({TRANSFER, DEVELOPMENT, RELATED_SERVICE})


@dataclass(frozen=True, slots=True, kw_only=True)
class Sale:
    """One item of a contract; `gross` includes the tax."""

    gross: Decimal
    item: str
    day: date
    is_registered: bool = True
    on_same_invoice: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class TurnoverTax:
    """The tax of one item, and whether a special invoice may be given for it."""

    tax: Decimal
    tax_if_taxed: Decimal
    is_exempt: bool
    special_invoice: bool
    ledger: Ledger


def turnover_tax(
    sale: Sale, *, in_pilot: bool = False, law: Lawbook | None = None
) -> TurnoverTax:
    """Work out whichever of the two taxes fell on the item that day; goods always bore VAT.

    `in_pilot` is for a seller in a region that changed to VAT before the nation did.
    """
    book = law or lawbook()
    if sale.item == GOODS or _bears_vat(sale.day, book, in_pilot=in_pilot):
        return value_added_tax(sale, book)
    return business_tax(sale, book)


def value_added_tax(sale: Sale, law: Lawbook | None = None) -> TurnoverTax:
    """Work out VAT of one item; an exempt sale has no special invoice."""
    book, ledger = law or lawbook(), Ledger()
    name = "vat.goods_rate" if sale.item == GOODS else "vat.service_rate"
    rate = book.on(name, sale.day)
    taxed = ledger.add(
        "vat_if_taxed",
        sale.gross * rate.value / (1 + rate.value),
        f"{plain(sale.gross)} / (1 + {plain(rate.value)}) × {plain(rate.value)}",
        rate,
    )
    exempt = sale.item != GOODS and _is_technology(sale, book)
    rests_on = [book.on("vat.technology_exempt", sale.day)] if exempt else []
    due = Decimal(0) if exempt else taxed
    ledger.add("vat", due, "0" if exempt else plain(taxed), *rests_on)
    return TurnoverTax(
        tax=ledger.of("vat"),
        tax_if_taxed=ledger.of("vat_if_taxed"),
        is_exempt=exempt,
        special_invoice=not exempt,
        ledger=ledger,
    )


def business_tax(sale: Sale, law: Lawbook | None = None) -> TurnoverTax:
    """Work out business tax of one item, due until 2016-04-30."""
    book, ledger = law or lawbook(), Ledger()
    rate = book.on("business_tax.rate", sale.day)
    taxed = ledger.add(
        "bt_if_taxed",
        sale.gross * rate.value,
        f"{plain(sale.gross)} × {plain(rate.value)}",
        rate,
    )
    try:
        found = [book.on("business_tax.technology_exempt", sale.day)]
    except Silent:  # no exemption had been given yet: that silence is the law's answer
        found = []
    exempt = bool(found) and sale.is_registered and sale.item in _FREE_OF_BUSINESS_TAX
    rests_on = found if exempt else []
    ledger.add(
        "bt", Decimal(0) if exempt else taxed, "0" if exempt else plain(taxed), *rests_on
    )
    return TurnoverTax(
        tax=ledger.of("bt"),
        tax_if_taxed=ledger.of("bt_if_taxed"),
        is_exempt=exempt,
        special_invoice=False,
        ledger=ledger,
    )


def _bears_vat(day: date, book: Lawbook, *, in_pilot: bool) -> bool:
    if in_pilot:
        try:
            return bool(book.on("turnover.tax_on_technology.pilot", day).value == VAT)
        except Silent:  # before or after the pilots all regions are alike
            pass
    return bool(book.on("turnover.tax_on_technology", day).value == VAT)


def _is_technology(sale: Sale, book: Lawbook) -> bool:
    if not sale.is_registered:
        return False
    if sale.item in {TRANSFER, DEVELOPMENT}:
        return True
    return sale.item == RELATED_SERVICE and (sale.on_same_invoice or not _must_join(sale, book))


def _must_join(sale: Sale, book: Lawbook) -> bool:
    try:
        return bool(book.on("vat.same_invoice", sale.day).value)
    except Silent:
        # The catalogue of 2026 has not been read: the stricter, earlier rule is kept.
        return True
