"""The same law for a million contracts at once: whole fen in numpy, no float anywhere.

Rates are held times 10,000. A product stays below 2**63 while an amount is below 9 billion
yuan (9e11 fen); larger ones are refused, and the exact path takes them.
"""

from typing import Any, Final

import numpy as np

from yizhan.policy.law import Days, Lawbook, Whole, lawbook

SCALE: Final = 10_000
LARGEST: Final = 900_000_000_000  # fen


def transfer_taxes(income: Whole, days: Days, law: Lawbook | None = None) -> Whole:
    """Tax the transfer income of each row as one enterprise's year, in fen, half up."""
    _small(income)
    book = law or lawbook()
    positive = np.maximum(income, 0)
    tax = np.zeros_like(positive)
    new = days >= np.datetime64("2008-01-01")
    if new.any():
        cap = book["transfer_income.exempt"].over(days[new], scale=100)
        share = book["transfer_income.excess_share"].over(days[new], scale=SCALE)
        rate = book["transfer_income.excess_rate"].over(days[new], scale=SCALE)
        excess = np.maximum(positive[new] - cap, 0)
        # Two rates are multiplied first and reduced, so that the product stays small.
        tax[new] = _times(excess, share * rate // SCALE)
    if not new.all():
        old = ~new
        cap = book["transfer_income.old_exempt"].over(days[old], scale=100)
        rate = book["income_tax.rate"].over(days[old], scale=SCALE)
        tax[old] = _times(np.maximum(positive[old] - cap, 0), rate)
    return tax


def stamp_duties(
    amount: Whole,
    days: Days,
    is_transfer: np.ndarray[Any, np.dtype[np.bool_]],
    law: Lawbook | None = None,
) -> Whole:
    """Give each party's stamp duty of each row, in fen, half up."""
    _small(amount)
    book = law or lawbook()
    rate = np.where(
        is_transfer,
        book["stamp.right_transfer"].over(days, scale=SCALE),
        book["stamp.technology_contract"].over(days, scale=SCALE),
    )
    return _times(amount, rate)


def award_floors(net: Whole, days: Days, law: Lawbook | None = None) -> Whole:
    """Give the least award of each row's net income, in fen, half up."""
    _small(net)
    return _times(net, (law or lawbook())["sharing.transfer"].over(days, scale=SCALE))


def _times(amount: Whole, rate: Whole) -> Whole:
    result: Whole = (amount * rate + SCALE // 2) // SCALE
    return result


def _small(amount: Whole) -> None:
    if len(amount) and int(np.abs(amount).max()) > LARGEST:
        raise OverflowError("An amount is too large for the quick path; use the exact one.")
