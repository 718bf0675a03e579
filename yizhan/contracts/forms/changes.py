"""What differs between two contents of a contract, field by field and row by row."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from yizhan.contracts import terms
from yizhan.contracts.forms.contract import PLANS, ContractForm
from yizhan.directory.queries import industries, region_label
from yizhan.directory.terms import Field
from yizhan.web.wording import full_day
from yizhan.web.wording import number as written

_CODES: Mapping[str, Any] = {
    "kind": terms.Kind,
    "subkind": terms.SubKind,
    "field": Field,
    "objective": terms.Objective,
    "payment": terms.Payment,
    "ip_type": terms.IpType,
    "plan_source": terms.PlanSource,
    "nature": terms.Nature,
    "type": terms.IpType,
    "status": terms.IpStatus,
    "list": terms.Screening,
}
_SCREENING = {
    "list": "screening",
    "licence_number": "licence_number",
    "approval_number": "approval_number",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """One thing that differs, in words."""

    label: Any
    before: str
    after: str


def changes_between(
    before: Mapping[str, Any], after: Mapping[str, Any], *, offices: Mapping[str, str]
) -> list[Change]:
    """List what differs between two contents in the order of the form."""
    changes = []
    for label, old, new in _pairs(before, after, offices):
        if old != new:
            changes.append(Change(label=label, before=old, after=new))
    return changes


def _pairs(
    before: Mapping[str, Any], after: Mapping[str, Any], offices: Mapping[str, str]
) -> Iterable[tuple[Any, str, str]]:
    labels = {name: field.label for name, field in ContractForm.base_fields.items()}
    for plan in PLANS:
        for name in plan.fields:
            if name in _SCREENING.values():
                key = next(k for k, v in _SCREENING.items() if v == name)
                old, new = (
                    _said(key, (c.get("screening") or {}).get(key)) for c in (before, after)
                )
            elif name == "office":
                old, new = (offices.get(str(c.get(name) or ""), "") for c in (before, after))
            else:
                old, new = (_said(name, c.get(name)) for c in (before, after))
            yield labels[name], old, new
        for name, title in plan.rows:
            yield title, _rows(name, before), _rows(name, after)


def _rows(name: str, content: Mapping[str, Any]) -> str:
    sides = {"sellers": terms.Side.SELLER, "buyers": terms.Side.BUYER}
    if name in sides:
        held = [row for row in content.get("parties") or [] if row["side"] == sides[name]]
        return _lines(_party, held)
    return _lines({"lines": _line, "costs": _cost, "ip": _right}[name], content.get(name) or [])


def _lines(say: Any, rows: Sequence[Mapping[str, Any]]) -> str:
    return "\n".join(say(row) for row in rows)


def _party(row: Mapping[str, Any]) -> str:
    region = str(row.get("region") or "")
    country = row.get("country") or terms.CHINA
    place = region_label(region) if region else ""
    if country != terms.CHINA:
        place = terms.country_name(country, language=get_language() or "")
    names = ("name", "uscc", "legal_representative", "contact", "phone", "address")
    return _joined(
        [*(row.get(name) for name in names), _said("nature", row.get("nature")), place]
    )


def _line(row: Mapping[str, Any]) -> str:
    return _joined(
        [
            _said("subkind", row.get("subkind")),
            row.get("description"),
            _said("amount", row.get("amount")),
        ]
    )


def _cost(row: Mapping[str, Any]) -> str:
    quantity = Decimal(str(row.get("quantity") or 1)).normalize()
    kind = row.get("kind")
    kept = _("合理数量，不扣除") if row.get("is_within_reason") else ""
    return _joined(
        [
            terms.CostKind(kind).label if kind in terms.CostKind.values else "",
            row.get("description"),
            f"{quantity:f} {row.get('unit') or ''}".strip(),
            _said("amount", row.get("amount")),
            kept,
            row.get("claimed_reason"),
        ]
    )


def _right(row: Mapping[str, Any]) -> str:
    names = ("type", "number", "title", "status", "granted_on", "expires_on")
    return _joined(_said(name, row.get(name)) for name in names)


def _joined(pieces: Iterable[Any]) -> str:
    return " · ".join(str(piece) for piece in pieces if piece)


def _said(name: str, value: Any) -> str:
    if value is None or value == "":
        return ""
    if isinstance(value, bool):
        return _("是") if value else _("否")
    if isinstance(value, Decimal):
        return _number(name, value)
    if isinstance(value, date):
        return full_day(value)
    return _named(name, str(value))


def _number(name: str, value: Decimal) -> str:
    return f"{value.normalize():f}" if name == "exchange_rate" else written(value, 2)


def _named(name: str, code: str) -> str:
    if name == "industry":
        row = industries().get(code)
        return row.label if row else code
    known = _CODES.get(name)
    return str(known(code).label) if known is not None and code in known.values else code
