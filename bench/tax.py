"""Tax and award of a million contracts with mixed dates, against the exact path on a sample."""

import sys
import time
from datetime import date
from decimal import Decimal
from pathlib import Path

import numpy as np

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from bench.kit import report
from yizhan.policy.calculators.bulk import (
    award_floors,
    stamp_duties,
    transfer_taxes,
)
from yizhan.policy.calculators.income_tax import yearly_tax
from yizhan.policy.calculators.sharing import award_of
from yizhan.policy.calculators.stamp_duty import (
    CONTRACT,
    RIGHT_TRANSFER,
    Document,
    stamp_duty,
)

ROWS = 1_000_000
SAMPLE = 50_000
TURNS = 7


def main() -> None:
    """Measure, compare every row of the sample, and record."""
    chance = np.random.default_rng(7)
    fen = np.minimum(np.rint(chance.lognormal(14.5, 1.6, ROWS) * 100), 9e11).astype(np.int64)
    first = np.datetime64(date(1996, 10, 1))
    days = first + chance.integers(0, 11_000, ROWS)
    moved = chance.random(ROWS) < 0.3
    seconds = []
    for _turn in range(TURNS):
        before = time.perf_counter()
        taxes = transfer_taxes(fen, days)
        duties = stamp_duties(fen, days, moved)
        floors = award_floors(fen, days)
        seconds.append(time.perf_counter() - before)
    before = time.perf_counter()
    different = sum(
        _exact(int(fen[row]), days[row].astype(object), bool(moved[row]))
        != (int(taxes[row]), int(duties[row]), int(floors[row]))
        for row in range(SAMPLE)
    )
    exact = time.perf_counter() - before
    values = {
        "rows": ROWS,
        "median_s": round(sorted(seconds)[TURNS // 2], 3),
        "worst_s": round(max(seconds), 3),
        "sample": SAMPLE,
        "rows_that_differ": different,
        "exact_rows_per_s": round(SAMPLE / exact),
    }
    report.show("income tax, stamp duty and award of a million contracts", [values])
    report.save("tax", str(ROWS), values, note="Amounts lognormal, days 1996-10-01 to 2026-11.")


def _exact(fen: int, day: date, is_transfer: bool) -> tuple[int, int, int]:  # noqa: FBT001
    amount = Decimal(fen) / 100
    kind = RIGHT_TRANSFER if is_transfer else CONTRACT
    found = (
        yearly_tax([amount], day=day).tax,
        stamp_duty(Document(amount=amount, day=day, kind=kind)).each_party,
        award_of(amount, day=day).floor,
    )
    tax, duty, floor = (int(one * 100) for one in found)
    return tax, duty, floor


if __name__ == "__main__":
    main()
