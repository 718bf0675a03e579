"""The least that those who made a result get of what it earns (促进科技成果转化法 44, 45)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from yizhan.kernel.money import to_fen
from yizhan.policy.law import Lawbook, Silent, Term, lawbook
from yizhan.policy.ledger import Ledger, plain

STATE, ENTERPRISE = "state", "enterprise"
CASH_WITH_NOTICE = "cash_with_publicity"


@dataclass(frozen=True, slots=True, kw_only=True)
class Award:
    """The award of a transfer; `floor` is the legal least, `is_valid` whether it is kept."""

    award: Decimal
    floor: Decimal
    main_contributors: Decimal | None
    office_staff: Decimal | None
    office_performance: Decimal | None
    is_valid: bool
    ledger: Ledger


def net_income(
    *,
    revenue: Decimal,
    taxes: Decimal = Decimal(0),
    upkeep: Decimal = Decimal(0),
    direct_costs: Decimal = Decimal(0),
) -> Decimal:
    """Work out net income as Beijing does (北京市促进科技成果转化条例 12)."""
    return revenue - taxes - upkeep - direct_costs


def award_of(
    net: Decimal,
    *,
    day: date,
    owner: str = STATE,
    agreed: Decimal | None = None,
    region: str = "",
    law: Lawbook | None = None,
) -> Award:
    """Give the award of transfer or licence net income.

    `agreed` is the share laid down or agreed: an enterprise's comes first, a state institution
    may not go below the floor. `region` is a GB/T 2260 prefix whose own floor is higher.
    """
    book, ledger = law or lawbook(), Ledger()
    legal = book.on("sharing.transfer", day)
    rule = _local_rule(book, region, day)
    local = dict(rule.value) if rule else {}
    share = max(legal.value, local.get("transfer", Decimal(0)))
    rests_on = legal if rule is None or share == legal.value else rule
    floor = ledger.add("award_floor", net * share, f"{plain(net)} × {plain(share)}", rests_on)
    award, valid = floor, True
    if agreed is not None:
        award = ledger.add("award_agreed", net * agreed, f"{plain(net)} × {plain(agreed)}")
        valid = award >= floor or (owner == ENTERPRISE and _agreement_first(book, day))
    return Award(
        award=to_fen(award),
        floor=to_fen(floor),
        main_contributors=_main(award, local, day, book, ledger),
        office_staff=_part(award, local.get("tto"), "office_staff", ledger),
        office_performance=_part(net, local.get("tto_perf"), "office_performance", ledger),
        is_valid=valid,
        ledger=ledger,
    )


def equity_floor(shares: int, *, day: date, law: Lawbook | None = None) -> int:
    """Give the least number of the shares formed, rounded up to a whole share."""
    share = (law or lawbook()).ratio("sharing.equity", day)
    return int(-(-(Decimal(shares) * share) // 1))


def own_use_awards(
    profits: Sequence[Decimal], *, day: date, law: Lawbook | None = None
) -> list[Decimal]:
    """Give the least award of each year's operating profit, for at most five years."""
    book = law or lawbook()
    share = book.ratio("sharing.own_use", day)
    _least, most = book.on("sharing.own_use_years", day).value
    return [to_fen(max(profit, Decimal(0)) * share) for profit in profits[: int(most)]]


def equity_allowed(*, is_principal: bool) -> tuple[bool, str]:
    """Say whether a leader may get shares; the head of a unit gets cash, announced."""
    return (False, CASH_WITH_NOTICE) if is_principal else (True, "")


def _agreement_first(book: Lawbook, day: date) -> bool:
    try:
        return bool(book.on("sharing.agreement_first", day).value)
    except Silent:  # the law of 1996 had no such rule
        return False


def _local_rule(book: Lawbook, region: str, day: date) -> Term | None:
    try:
        return book.on(f"sharing.local.{region[:2]}", day)
    except (KeyError, Silent):  # the province has no shares of its own
        return None


def _main(
    award: Decimal, local: dict[str, Any], day: date, book: Lawbook, ledger: Ledger
) -> Decimal | None:
    try:
        national = book.on("sharing.main_contributors", day)
    except Silent:
        return _part(award, local.get("main"), "main_contributors", ledger)
    share = max(national.value, local.get("main", Decimal(0)))
    formula = f"{plain(award)} × {plain(share)}"
    return to_fen(ledger.add("main_contributors", award * share, formula, national))


def _part(base: Decimal, share: Decimal | None, code: str, ledger: Ledger) -> Decimal | None:
    if share is None:
        return None
    return to_fen(ledger.add(code, base * share, f"{plain(base)} × {plain(share)}"))
