"""When two people wrote at once: both versions side by side, and nothing typed is lost."""

from collections.abc import Iterable
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse

from yizhan.directory.queries import industries, region_label
from yizhan.directory.terms import Field, Zone
from yizhan.listings import queries, tables
from yizhan.listings.details import Content
from yizhan.listings.forms import Editor
from yizhan.listings.models import Listing
from yizhan.listings.terms import FieldName, Mode

_NAMES: dict[str, Any] = {"fields": Field, "modes": Mode, "region_preference": Zone}
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
    if name in {"region", "industry"}:
        return _named(name, str(value))
    if isinstance(value, list):
        return "\n".join(_lines(name, value))
    if isinstance(value, dict):
        return "\n".join(f"{key}: {item}" for key, item in value.items())
    return "✓" if value is True else str(value)


def _named(name: str, code: str) -> str:
    if name == "region":
        return region_label(code)
    row = industries().get(code)
    return row.label if row else code


def _lines(name: str, values: Iterable[Any]) -> Iterable[str]:
    for value in values:
        if name == "indicators":
            yield f"{value['name']} {tables.said_value(value)} {value['unit']}".strip()
        elif isinstance(value, dict):
            yield " ".join(str(item) for item in value.values() if item)
        else:
            names = _NAMES.get(name)
            yield str(names(value).label) if names else str(value)


def _typed(request: HttpRequest) -> list[tuple[str, str]]:
    return [
        (name, value)
        for name, values in request.POST.lists()
        if name not in _LEFT_OUT
        for value in values
        if isinstance(value, str)
    ]
