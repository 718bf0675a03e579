"""Take the words of a draft from the values of a form, stored or just begun."""

from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from typing import Any

from django.utils.translation import override

from yizhan.contracts.drafts.content import (
    DraftContent,
    DraftCost,
    DraftIndicator,
    DraftLine,
    DraftParty,
    DraftRight,
)
from yizhan.contracts.terms import (
    CHINA,
    CostKind,
    IpStatus,
    IpType,
    Kind,
    PlanSource,
    SubKind,
    country_name,
)
from yizhan.directory.queries import region_path
from yizhan.directory.terms import Field

Values = Mapping[str, Any]


def draft_of(
    values: Values,
    *,
    kind: str = "",
    filer: str = "",
    indicators: Sequence[Values] = (),
    ownership: str = "",
) -> DraftContent:
    """Return the words of a draft, in Chinese whatever language the page speaks."""
    with override("zh-hans"):
        return DraftContent(
            kind=kind or values.get("kind") or Kind.DEVELOPMENT,
            subkind=_subkind(values, kind),
            title=values.get("title") or "",
            field=_label(Field, values.get("field")),
            plan=_plan(values),
            buyers=_parties(values.get("buyers") or ()),
            sellers=_parties(values.get("sellers") or ()),
            filer=filer,
            signed_on=values.get("signed_on"),
            effective_from=values.get("effective_from"),
            effective_until=values.get("effective_until"),
            place=_place(values.get("sellers") or ()),
            contents=tuple(_line(row) for row in values.get("lines") or ()),
            indicators=tuple(_indicator(row) for row in indicators),
            rights=tuple(_right(row) for row in values.get("ip") or ()),
            costs=tuple(_cost(row) for row in values.get("costs") or ()),
            payment=values.get("payment") or "",
            currency=values.get("currency") or "CNY",
            exchange_rate=values.get("exchange_rate"),
            amount=values.get("contract_value") or None,
            ownership=ownership,
            has_foreign=_has_foreign(values),
            is_state_funded=bool(values.get("is_state_funded")),
        )


def _subkind(values: Values, kind: str) -> str:
    """Leave the sub-kind of another kind than the one asked for out."""
    return values.get("subkind") or "" if kind in {"", values.get("kind")} else ""


def _label(terms: Any, code: Any) -> str:
    return str(terms(code).label) if code in terms.values else ""


def _plan(values: Values) -> str:
    source = values.get("plan_source")
    if source in {None, "", PlanSource.NONE}:
        return ""
    return f"{_label(PlanSource, source)} {values.get('plan_reference') or ''}".strip()


def _parties(rows: Iterable[Values]) -> tuple[DraftParty, ...]:
    return tuple(
        DraftParty(
            name=row.get("name") or "",
            uscc=row.get("uscc") or "",
            representative=row.get("legal_representative") or "",
            country=country_name(row.get("country") or CHINA),
            address=row.get("address") or "",
            contact=row.get("contact") or "",
            phone=row.get("phone") or "",
        )
        for row in rows
    )


def _place(rows: Sequence[Values]) -> str:
    code = str(rows[0].get("region") or "") if rows else ""
    return "".join(region.full for region in region_path(code)) if code else ""


def _line(row: Values) -> DraftLine:
    return DraftLine(
        text=row.get("description") or "",
        kind=_label(SubKind, row.get("subkind")) or _label(Kind, row.get("kind")),
        amount=row.get("amount"),
    )


def _cost(row: Values) -> DraftCost:
    quantity = row.get("quantity")
    said = f"{Decimal(quantity).normalize():f}" if quantity is not None else ""
    return DraftCost(
        text=row.get("description") or "",
        kind=_label(CostKind, row.get("kind")),
        quantity=f"{said} {row.get('unit') or ''}".strip(),
        # What is within reason is technology, and is not taken off.
        amount=None if row.get("is_within_reason") else row.get("amount"),
    )


def _right(row: Values) -> DraftRight:
    return DraftRight(
        kind=_label(IpType, row.get("type")),
        number=row.get("number") or "",
        title=row.get("title") or "",
        status=_label(IpStatus, row.get("status")),
    )


def _indicator(row: Values) -> DraftIndicator:
    signs = {"ge": "≥", "le": "≤", "gt": ">", "lt": "<", "about": "约"}
    sign = signs.get(str(row.get("comparator")), "")
    top = f"–{row['value_max']}" if row.get("value_max") else ""
    said = f"{sign} {row.get('value') or ''}{top} {row.get('unit') or ''}".strip()
    return DraftIndicator(
        name=str(row.get("name") or ""), said=said, method=str(row.get("method") or "")
    )


def _has_foreign(values: Values) -> bool:
    rows = [*(values.get("sellers") or ()), *(values.get("buyers") or ())]
    return any((row.get("country") or CHINA) != CHINA for row in rows)
