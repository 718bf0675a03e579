"""The sums of the workbench: deductions line by line, the ledger, the taxes."""

from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from yizhan.contracts.models import Contract
from yizhan.contracts.queries.recognising import cost_lines, taxed
from yizhan.contracts.recognition.deductions import (
    BEYOND,
    IN_FULL,
    NEEDED,
    WITHIN,
    CostLine,
    Deduction,
    reckon,
)
from yizhan.contracts.recognition.preview import preview
from yizhan.contracts.terms import CostKind
from yizhan.kernel.money import to_fen
from yizhan.policy.queries import Ledger
from yizhan.policy.tables import ledger_rows, verdict_words


def deduction_context(
    contract: Contract, given: Mapping[str, str], *, day: date
) -> dict[str, Any]:
    """Return the cost lines with what the rules take off and what the registrar settles."""
    return cost_context(contract.contract_value, cost_lines(contract), given, day=day)


def cost_context(
    value: Decimal, lines: Sequence[CostLine], given: Mapping[str, str], *, day: date
) -> dict[str, Any]:
    """Return the rows of costs, the ledger and the technology amount as typed so far."""
    rows: list[dict[str, Any]] = []
    for one in reckon(value, lines, day=day).deductions:
        typed = given.get(f"deduction_{one.line.position}")
        amount = amount_of(typed)
        rows.append(
            {
                "index": one.line.position,
                "kind": CostKind(one.line.kind).label,
                "description": one.line.description,
                "quantity": f"{one.line.quantity.normalize():f}",
                "unit": one.line.unit,
                "amount": one.line.amount,
                "claim": one.line.claim if one.line.is_claimed else "",
                "is_claimed": one.line.is_claimed,
                "typed": typed if typed is not None else f"{one.amount:.2f}",
                "taken": one.amount if amount is None else amount,
                "reason": given.get(f"reason_{one.line.position}", _why(one)),
                "formula": one.formula if one.reason == BEYOND else "",
                "is_doubtful": one.is_doubtful,
            }
        )
    off = sum((row["taken"] for row in rows), Decimal(0))
    return {"costs": rows, "technology": to_fen(value - off), "ledger": _ledger(value, rows)}


def tax_context(
    contract: Contract, *, kind: str, subkind: str, amount: Decimal, today: date
) -> dict[str, Any]:
    """Return the three taxes by the law of their days, and what is still missing."""
    amount = min(max(amount, Decimal(0)), contract.contract_value)
    shown = preview(taxed(contract, kind=kind, subkind=subkind, amount=amount, today=today))
    parts = [
        (_("技术转让所得"), _lines(shown.income, saves=("reduction",))),
        (_("增值税"), _lines(shown.turnover, saves=("vat_if_taxed", "bt_if_taxed"))),
        (_("印花税"), _lines(shown.stamp)),
    ]
    words = verdict_words(shown.verdict) if shown.verdict else {"failed": [], "missing": []}
    return {
        "taxes": [{"name": name, "lines": lines} for name, lines in parts if lines],
        "saved": shown.saved,
        "income_saved": shown.income_saved,
        "turnover_saved": shown.turnover_saved,
        "tax_failed": words["failed"],
        "tax_missing": words["missing"],
        "tax_silent": bool(shown.silent),
    }


def amount_of(typed: str | None) -> Decimal | None:
    """Read an amount as it was typed, or nothing."""
    plain = (typed or "").replace(",", "").replace("，", "").strip()
    if not plain or not plain.replace(".", "", 1).isdecimal() or not plain.isascii():
        return None
    return to_fen(Decimal(plain)) if len(plain) <= 16 else None


def _why(deduction: Deduction) -> str:
    """Say by what rule a line comes off; a settled one keeps its own reason."""
    if deduction.line.decided is not None and deduction.line.decided_reason:
        return deduction.line.decided_reason
    words = {
        IN_FULL: _("单列的非技术性费用，全额扣除"),
        WITHIN: _("合理数量以内的载体，不扣除"),
        BEYOND: _("超出合理数量的部分扣除"),
        NEEDED: _("试验和掌握技术所需的载体，不扣除"),
    }
    return words.get(deduction.reason, "")


def _ledger(value: Decimal, rows: Sequence[Mapping[str, Any]]) -> list[dict[str, Any]]:
    off = sum((row["taken"] for row in rows), Decimal(0))
    return [
        {"label": _("合同成交总额"), "amount": value, "operator": "", "kind": ""},
        *(
            {"label": row["description"], "amount": row["taken"], "operator": "−", "kind": ""}
            for row in rows
        ),
        {
            "label": _("核定技术交易额"),
            "amount": to_fen(value - off),
            "operator": "=",
            "kind": "sum",
        },
    ]


def _lines(ledger: Ledger | None, *, saves: Sequence[str] = ()) -> list[dict[str, Any]]:
    rows = ledger_rows(ledger) if ledger else []
    return [
        {
            "label": row.label,
            "amount": to_fen(row.line.amount),
            "operator": "",
            "kind": "save" if row.line.code in saves else "",
            "formula": row.line.formula,
            "rule_url": row.parameters[0][1] if row.parameters else "",
            "rule_label": "；".join(row.line.references),
        }
        for row in rows
    ]
