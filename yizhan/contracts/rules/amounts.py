"""What the amounts of a contract must add up to."""

from collections.abc import Iterator
from decimal import Decimal

from yizhan.contracts.content import Content
from yizhan.contracts.terms import OPEN_PRICES, Kind
from yizhan.kernel.refusals import Refusal

# Ten times the largest contract anybody has registered; above it a comma slipped.
ABSURD = Decimal(1_000_000_000_000)
_STATES_OUTPUT = frozenset({Kind.ASSIGNMENT, Kind.LICENCE})


def against_amounts(content: Content) -> Iterator[Refusal]:
    """Name every amount that cannot be."""
    value = content.contract_value
    if value >= ABSURD:
        yield Refusal("contracts.amount_absurd", {"most": ABSURD}, place="contract_value")
    if not value and content.payment not in OPEN_PRICES:
        yield Refusal("contracts.required", place="contract_value")
    if content.currency != "CNY" and not (content.exchange_rate or 0) > 0:
        yield Refusal("contracts.required", place="exchange_rate")
    if content.kind in _STATES_OUTPUT:
        for name in ("expected_investment", "expected_output"):
            if getattr(content, name) is None:
                yield Refusal("contracts.required", place=name)
    yield from _against_lines(content)
    yield from _against_costs(content)


def _against_lines(content: Content) -> Iterator[Refusal]:
    for index, line in enumerate(content.lines):
        for name in ("kind", "description"):
            if not getattr(line, name):
                yield Refusal("contracts.required", place=f"lines.{index}.{name}")
    total = sum((line.amount for line in content.lines), Decimal(0))
    if content.lines and total != content.contract_value:
        values = {"total": total, "value": content.contract_value}
        yield Refusal("contracts.lines_do_not_add_up", values, place="lines")


def _against_costs(content: Content) -> Iterator[Refusal]:
    for index, cost in enumerate(content.costs):
        place = f"costs.{index}"
        for name in ("kind", "description", "amount"):
            if not getattr(cost, name):
                yield Refusal("contracts.required", place=f"{place}.{name}")
        if cost.quantity <= 0:
            yield Refusal("contracts.amount_out_of_range", place=f"{place}.quantity")
        if cost.is_within_reason and not cost.claimed_reason:
            yield Refusal("contracts.claim_needs_reason", place=f"{place}.claimed_reason")
    total = sum((cost.amount for cost in content.costs), Decimal(0))
    if total > content.contract_value:
        values = {"total": total, "value": content.contract_value}
        yield Refusal("contracts.costs_above_value", values, place="costs")
