"""One contract as its page prints it."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from yizhan.contracts.models import ContentLine, Contract, IntellectualProperty, Party
from yizhan.contracts.terms import CHINA, Screening, Side, SubKind, country_name
from yizhan.directory.queries import industries, region_label
from yizhan.web.wording import full_day, listed
from yizhan.web.wording import number as written

_KILO = 1024


def facts_of(contract: Contract, *, reads_amounts: bool = True) -> list[dict[str, Any]]:
    """Return the plain fields that were filled in."""
    source = contract.get_plan_source_display()
    rows: list[tuple[Any, Any]] = [
        (_("合同类别"), contract.get_kind_display()),
        (_("合同子类"), _label(SubKind, contract.subkind)),
        (_("技术领域"), contract.get_field_display()),
        (_("签订日期"), _day(contract.signed_on)),
        (_("有效期"), _term(contract.effective_from, contract.effective_until)),
        (_("支付方式"), contract.get_payment_display()),
        (_("知识产权类型"), contract.get_ip_type_display()),
        (_("计划来源"), f"{source} {contract.plan_reference}".strip()),
        (_("社会经济目标"), contract.get_objective_display()),
        (_("服务的国民经济行业"), _industry(contract)),
        (_("安全审查"), _screened(contract)),
    ]
    if reads_amounts:
        rows += _money_facts(contract)
    shown = [{"label": label, "value": value} for label, value in rows if value]
    if contract.note:
        shown.append({"label": _("备注"), "value": contract.note, "is_wide": True})
    return shown


def sides_of(parties: Iterable[Party]) -> list[dict[str, Any]]:
    """Return the parties by side, sellers first."""
    held = list(parties)
    return [
        {
            "label": Side(side).label,
            "parties": [_party(one) for one in held if one.side == side],
        }
        for side in (Side.SELLER, Side.BUYER)
    ]


def lines_of(lines: Iterable[ContentLine]) -> list[dict[str, Any]]:
    """Return the parts of the content."""
    return [
        {
            "text": line.description,
            "kind": _label(SubKind, line.subkind) or line.get_kind_display(),
            "amount": line.amount,
        }
        for line in lines
    ]


def rights_of(rights: Iterable[IntellectualProperty]) -> list[dict[str, Any]]:
    """Return the rights."""
    return [
        {
            "kind": right.get_type_display(),
            "number": right.number,
            "title": right.title,
            "status": right.get_status_display(),
            "term": _term(right.granted_on, right.expires_on),
        }
        for right in rights
    ]


def size_words(size: int) -> str:
    """Say how large a file is."""
    if size < _KILO:
        return f"{size} B"
    if size < _KILO * _KILO:
        return f"{written(size / _KILO, 1)} KB"
    return f"{written(size / _KILO / _KILO, 1)} MB"


def _party(party: Party) -> dict[str, Any]:
    place = region_label(str(party.region_id)) if party.region_id else ""
    abroad = country_name(party.country, language=get_language() or "")
    return {
        "name": party.name,
        "uscc": party.uscc,
        "place": place or abroad if party.country == CHINA else abroad,
        "nature": party.get_nature_display(),
        "people": listed([party.legal_representative, party.contact, party.phone]),
    }


def _money_facts(contract: Contract) -> list[tuple[Any, Any]]:
    rows: list[tuple[Any, Any]] = [
        (_("预计新增投入"), _yuan(contract.expected_investment)),
        (_("预计新增产值"), _yuan(contract.expected_output)),
    ]
    if contract.currency != "CNY":
        rate = contract.exchange_rate
        rate_said = f"{rate.normalize():f}" if rate is not None else ""
        rows.append((_("币种与汇率"), f"{contract.currency} {rate_said}".strip()))
    return rows


def _yuan(amount: Any) -> str:
    return "" if amount is None else f"{written(amount, 2)} {_('元')}"


def _screened(contract: Contract) -> str:
    said = contract.screening or {}
    pieces = [
        _("财政资金资助") if contract.is_state_funded else "",
        _("关联交易") if contract.is_related_party else "",
        _label(Screening, said.get("list", "")),
        said.get("licence_number", ""),
        said.get("approval_number", ""),
    ]
    return listed(pieces)


def _industry(contract: Contract) -> str:
    row = industries().get(str(contract.industry_id or ""))
    return row.label if row else ""


def _label(terms: Any, code: str) -> str:
    return str(terms(code).label) if code in terms.values else ""


def _day(value: date | None) -> str:
    return full_day(value) if value else ""


def _term(start: date | None, end: date | None) -> str:
    return " – ".join(full_day(one) for one in (start, end) if one)
