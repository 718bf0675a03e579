"""When two people wrote at once: both versions side by side, and nothing typed is lost."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from decimal import Decimal
from functools import partial
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.utils.translation import gettext_lazy

from yizhan.directory.queries import industries, region_label
from yizhan.directory.terms import Field, Zone
from yizhan.listings import queries, tables
from yizhan.listings.details import Content
from yizhan.listings.forms import Editor
from yizhan.listings.models import Listing
from yizhan.listings.terms import (
    FieldName,
    FundingSource,
    IpKind,
    IpStatus,
    IpWish,
    LicencePolicy,
    Mode,
    ServiceKind,
    Visibility,
)
from yizhan.web.wording import amount

_NAMES: dict[str, Any] = {
    "fields": Field,
    "modes": Mode,
    "region_preference": Zone,
    "ip_wish": IpWish,
    "funding_source": FundingSource,
    "licence_policy": LicencePolicy,
    "service_kind": ServiceKind,
    "kind": IpKind,
    "status": IpStatus,
}
_SECURITY = {
    "declared": gettext_lazy("已完成自查"),
    "touches": gettext_lazy("涉及国家安全或秘密"),
}
_LEFT_OUT = frozenset({"csrfmiddlewaretoken", "version", "submit"})


def stale_page(
    request: HttpRequest, editor: Editor, mine: Content, stored: Listing
) -> HttpResponse:
    """Show what was typed beside what is stored, and offer to keep either."""
    rows = [
        (FieldName(name).label, said(name, left), said(name, right))
        for name, left, right in queries.differences(mine, queries.content_of(stored))
    ]
    context = {
        "listing": stored,
        "editor": editor,
        "rows": rows,
        "action": f"{stored.get_absolute_url()}edit/",
        "typed": _typed(request),
    }
    return TemplateResponse(request, "listings/stale.html", context, status=409)


def said(name: str, value: Any) -> str:
    """Say the value of any field in a few words."""
    if value in (None, "", [], {}, False):
        return "—"
    if isinstance(value, list):
        return ("\n" if isinstance(value[0], dict) else "、").join(_lines(name, value))
    if isinstance(value, dict):
        return "；".join(_pairs(name, value)) or "—"
    return "✓" if value is True else _SPECIAL.get(name, partial(_label, name))(value)


def _industry(code: str) -> str:
    row = industries().get(code)
    return row.label if row else code


def _price(value: str) -> str:
    return str(amount(Decimal(value)))


_SPECIAL: Mapping[str, Callable[[Any], str]] = {
    "region": region_label,
    "industry": _industry,
    "price_min": _price,
    "price_max": _price,
}


def _lines(name: str, values: Iterable[Any]) -> Iterator[str]:
    for value in values:
        if name == "indicators":
            yield _indicator(value)
        elif name == "trl_evidence":
            yield f"TRL {value['level']} {value['text']}"
        elif isinstance(value, dict):
            yield " ".join(_label(key, item) for key, item in value.items() if item)
        else:
            yield _label(name, value)


def _indicator(value: Mapping[str, Any]) -> str:
    said_so = f"{value['name']} {tables.said_value(value)} {value['unit']}".strip()
    notes = [value[key] for key in ("method", "measured_by", "measured_on", "alternative")]
    behind = "，".join(str(note) for note in notes if note)
    return f"{said_so}（{behind}）" if behind else said_so


def _pairs(name: str, value: Mapping[str, Any]) -> Iterator[str]:
    for key, item in value.items():
        if name == "security_check" and item:
            yield str(_SECURITY[key]) if key in _SECURITY else str(item)
        elif name == "visibility":
            label = FieldName(key).label if key in FieldName.values else key
            yield f"{label} {Visibility(item).label}"


def _label(name: str, value: Any) -> str:
    names = _NAMES.get(name)
    if names is None or value not in names.values:
        return str(value)
    return str(names(value).label)


def _typed(request: HttpRequest) -> list[tuple[str, str]]:
    return [
        (name, value)
        for name, values in request.POST.lists()
        if name not in _LEFT_OUT
        for value in values
    ]
