"""Stamp duty by the day of the document: each party pays on its own copy (印花税法 10, 14)."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from yizhan.kernel.money import to_fen
from yizhan.policy.law import Lawbook, lawbook
from yizhan.policy.ledger import Ledger, plain

CONTRACT, RIGHT_TRANSFER, DEVELOPMENT = "contract", "right_transfer", "development"


@dataclass(frozen=True, slots=True, kw_only=True)
class Document:
    """A taxed document; `amount` excludes VAT shown apart, `funds` are research funds in it."""

    amount: Decimal
    day: date
    kind: str = CONTRACT
    funds: Decimal = Decimal(0)
    is_small: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class StampDuty:
    """What each party pays, in yuan to the fen."""

    each_party: Decimal
    ledger: Ledger


def stamp_duty(document: Document, law: Lawbook | None = None) -> StampDuty:
    """Work out the duty; development contracts are taxed on the fee (国税地字〔1989〕34号)."""
    book, ledger = law or lawbook(), Ledger()
    name = (
        "stamp.right_transfer"
        if document.kind == RIGHT_TRANSFER
        else "stamp.technology_contract"
    )
    rate = book.on(name, document.day)
    base = document.amount
    if document.kind == DEVELOPMENT:
        rule = book.on("stamp.development_excludes_funds", document.day)
        base = ledger.add(
            "stamp_base",
            document.amount - document.funds,
            f"{plain(document.amount)} - {plain(document.funds)}",
            rule,
        )
    duty = ledger.add(
        "stamp_duty", base * rate.value, f"{plain(base)} × {plain(rate.value)}", rate
    )
    if document.is_small:
        share = book.on("stamp.small_share", document.day)
        duty = ledger.add(
            "stamp_duty_small",
            duty * share.value,
            f"{plain(duty)} × {plain(share.value)}",
            share,
        )
    return StampDuty(each_party=to_fen(duty), ledger=ledger)
