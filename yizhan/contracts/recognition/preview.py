"""What taxes would fall on a contract by the law of its days, as far as its file tells.

A preview for the registrar and the seller: whether tax is due is for the tax office to say.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from yizhan.policy.queries import (
    Document,
    Income,
    Ledger,
    Sale,
    Silent,
    TransferFacts,
    Verdict,
    judge,
    ordinary_tax,
    stamp_duty,
    transfer_income,
    turnover_tax,
    yearly_tax,
)
from yizhan.policy.terms import Act, Deed, ExportList, Item, Right

_RIGHTS = {
    "invention_patent": Right.INVENTION,
    "utility_model": Right.UTILITY,
    "design_patent": Right.DESIGN,
    "software_copyright": Right.SOFTWARE,
    "layout_design": Right.LAYOUT,
    "plant_variety": Right.VARIETY,
    "biomedicine": Right.BIOMEDICAL,
    "know_how": Right.KNOW_HOW,
}
_ITEMS = {
    "development": Item.DEVELOPMENT,
    "assignment": Item.TRANSFER,
    "licence": Item.TRANSFER,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Taxed:
    """What the file says that the taxes depend on; days choose the law."""

    kind: str
    subkind: str
    ip_type: str
    value: Decimal
    amount: Decimal
    signed_on: date
    income_on: date
    effective_from: date | None = None
    effective_until: date | None = None
    is_cross_border: bool = False
    is_state_funded: bool = False
    export_list: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Preview:
    """Three taxes with their ledgers; a missing one is one the law of the day is silent on."""

    verdict: Verdict | None
    income: Ledger | None
    income_saved: Decimal
    turnover: Ledger | None
    turnover_saved: Decimal
    stamp: Ledger | None
    silent: tuple[str, ...]

    @property
    def saved(self) -> Decimal:
        """Return what the seller saves if the relief is granted."""
        return self.income_saved + self.turnover_saved


def preview(taxed: Taxed) -> Preview:
    """Work out what can be worked out, and name what the law of the day does not answer."""
    silent: list[str] = []
    verdict, income, income_saved = _income(taxed, silent)
    turnover, turnover_saved = _turnover(taxed, silent)
    return Preview(
        verdict=verdict,
        income=income,
        income_saved=income_saved,
        turnover=turnover,
        turnover_saved=turnover_saved,
        stamp=_stamp(taxed, silent),
        silent=tuple(silent),
    )


def _income(taxed: Taxed, silent: list[str]) -> tuple[Verdict | None, Ledger | None, Decimal]:
    """Tax on transfer income; cost is not known to the office, so income is at its highest."""
    if taxed.kind not in {"assignment", "licence"}:
        return None, None, Decimal(0)
    try:
        verdict = judge(_facts(taxed))
        if verdict.is_eligible is False:
            return verdict, None, Decimal(0)
        ledger = Ledger()
        income = transfer_income(Income(revenue=taxed.amount), ledger)
        result = yearly_tax([income], day=taxed.income_on)
        ledger.lines += result.ledger.lines[1:]
        full = ordinary_tax(income, day=taxed.income_on)
    except Silent as missing:
        silent.append(missing.parameter)
        return None, None, Decimal(0)
    return verdict, ledger, full - result.tax


def _facts(taxed: Taxed) -> TransferFacts:
    return TransferFacts(
        income_on=taxed.income_on,
        right=_RIGHTS.get(taxed.ip_type, Right.OTHER if taxed.ip_type else None),
        act=_act(taxed),
        licence_months=_months(taxed),
        is_cross_border=taxed.is_cross_border,
        # The preview asks what would follow from registration.
        is_registered=True,
        is_state_funded=taxed.is_state_funded,
        export_list=taxed.export_list or (None if taxed.is_cross_border else ExportList.FREE),
    )


def _act(taxed: Taxed) -> str:
    is_licence = taxed.kind == "licence" or taxed.subkind.startswith("patent_exclusive")
    return Act.NON_EXCLUSIVE if is_licence else Act.OWNERSHIP


def _months(taxed: Taxed) -> int | None:
    if taxed.effective_from is None or taxed.effective_until is None:
        return None
    start, end = taxed.effective_from, taxed.effective_until
    return (end.year - start.year) * 12 + end.month - start.month


def _turnover(taxed: Taxed, silent: list[str]) -> tuple[Ledger | None, Decimal]:
    sale = Sale(
        gross=taxed.amount,
        item=_ITEMS.get(taxed.kind, Item.SERVICE),
        day=taxed.income_on,
        is_registered=True,
    )
    try:
        result = turnover_tax(sale)
    except Silent as missing:
        silent.append(missing.parameter)
        return None, Decimal(0)
    return result.ledger, result.tax_if_taxed - result.tax


def _stamp(taxed: Taxed, silent: list[str]) -> Ledger | None:
    try:
        return stamp_duty(
            Document(amount=taxed.value, day=taxed.signed_on, kind=_deed(taxed))
        ).ledger
    except Silent as missing:
        silent.append(missing.parameter)
        return None


def _deed(taxed: Taxed) -> str:
    if taxed.kind == "development":
        return Deed.DEVELOPMENT
    rights: Sequence[str] = ("assignment", "licence")
    return Deed.RIGHT_TRANSFER if taxed.kind in rights else Deed.CONTRACT
