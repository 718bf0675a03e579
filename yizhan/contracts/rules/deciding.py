"""What a decision must say, and which decisions one person may not take alone."""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from hashlib import sha256
from typing import Any
from uuid import UUID

from yizhan.contracts.content import Content, CostItem
from yizhan.contracts.rules.filing import subkind_fits
from yizhan.contracts.terms import SecondBecause
from yizhan.kernel.money import to_fen
from yizhan.kernel.refusals import Refusal

SHORTEST_REASON = 10


@dataclass(frozen=True, slots=True, kw_only=True)
class Deduction:
    """What comes off for one cost line."""

    amount: Decimal
    reason: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Ruling:
    """What a registrar found: the kind, what comes off each cost line, and why."""

    kind: str
    subkind: str
    reasons: str
    deductions: Mapping[int, Deduction] = field(default_factory=dict)
    references: tuple[str, ...] = ()
    checklist: Mapping[str, Any] = field(default_factory=dict)


def technology_amount(content: Content, ruling: Ruling) -> Decimal:
    """Return the value less what comes off."""
    off = sum((one.amount for one in ruling.deductions.values()), Decimal(0))
    return to_fen(content.contract_value - off)


def against_ruling(
    content: Content, ruling: Ruling, *, kinds: tuple[str, ...] | None
) -> Iterator[Refusal]:
    """Name everything that keeps a ruling from being one."""
    yield from against_reasons(ruling.reasons)
    if kinds is None or ruling.kind not in kinds:
        yield Refusal("contracts.kind_not_yet", {"kind": ruling.kind}, place="kind")
    elif not ruling.subkind or not subkind_fits(ruling.kind, ruling.subkind, kinds):
        yield Refusal("contracts.subkind_of_another", place="subkind")
    for index, cost in enumerate(content.costs):
        code = _against_deduction(ruling.deductions.get(index), cost)
        if code:
            yield Refusal(code, place=f"deductions.{index}")
    for index in ruling.deductions:
        if not 0 <= index < len(content.costs):
            yield Refusal("contracts.cost_unknown", place=f"deductions.{index}")
    off = sum((one.amount for one in ruling.deductions.values()), Decimal(0))
    if off > content.contract_value:
        yield Refusal("contracts.deductions_above_value", place="deductions")


def against_reasons(reasons: str, *, place: str = "reasons") -> Iterator[Refusal]:
    """Refuse an act without reasons."""
    if len(reasons.strip()) < SHORTEST_REASON:
        values = {"least": SHORTEST_REASON}
        yield Refusal("contracts.reasons_too_short", values, place=place)


def second_because(
    *,
    amount: Decimal,
    large: Decimal | None,
    is_related: bool,
    is_foreign: bool,
    is_again: bool,
    is_sampled: bool,
) -> list[str]:
    """Say why a second registrar must look; empty where one is enough."""
    found = {
        SecondBecause.LARGE: large is not None and amount >= large,
        SecondBecause.RELATED: is_related,
        SecondBecause.FOREIGN: is_foreign,
        SecondBecause.AGAIN: is_again,
    }
    reasons = [reason.value for reason, holds in found.items() if holds]
    if not reasons and is_sampled:
        return [SecondBecause.SAMPLE.value]
    return reasons


def is_in_sample(contract_id: UUID, *, percent: Decimal) -> bool:
    """Say whether chance picks the contract; nobody can choose, everybody can check."""
    drawn = int.from_bytes(sha256(contract_id.bytes).digest()[:8]) % 10_000
    return Decimal(drawn) < percent * 100


def against_registrar(
    *, me: UUID, holder: UUID | None, has_interest: bool
) -> Iterator[Refusal]:
    """Refuse who does not have the contract on the desk, or stands for a party."""
    if has_interest:
        yield Refusal("contracts.own_contract")
    if holder != me:
        yield Refusal("contracts.held_by_other")


def against_second(*, me: UUID, first: UUID | None, has_interest: bool) -> Iterator[Refusal]:
    """Refuse the first registrar as the second, and who stands for a party."""
    if has_interest:
        yield Refusal("contracts.own_contract")
    if me == first:
        yield Refusal("contracts.second_is_first")


def against_alone(because: Collection[str]) -> Iterator[Refusal]:
    """Refuse to decide alone what two must look at."""
    if because:
        yield Refusal("contracts.needs_second", {"because": ", ".join(sorted(because))})


def _against_deduction(given: Deduction | None, cost: CostItem) -> str:
    if given is None:
        return "contracts.cost_undecided"
    if not 0 <= given.amount <= cost.amount:
        return "contracts.deduction_above_cost"
    claimed = Decimal(0) if cost.is_within_reason else cost.amount
    if given.amount != claimed and not given.reason.strip():
        return "contracts.deduction_needs_reason"
    return ""
