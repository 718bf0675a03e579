"""Tags and filters of the design system: `{% load yz %}`, listed in docs/contexts/web.md."""

from collections.abc import Callable, Iterable, Mapping
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django import template
from django.forms import BoundField
from django.http import QueryDict
from django.template.context import Context
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from yizhan.kernel.money import in_words as words_of
from yizhan.web import drawing, facets, icons, navigation, wording
from yizhan.web.badges import Badge
from yizhan.web.forms import ErrorLine, error_lines
from yizhan.web.languages import LanguageLink, links_for
from yizhan.web.panels import Filled, fill

register = template.Library()
_STYLES: Mapping[str, Callable[[Any], str]] = {
    "day": wording.day,
    "full_day": wording.full_day,
    "moment": wording.moment,
}
register.simple_tag(icons.icon, name="icon")
register.simple_tag(drawing.logo, name="logo")
register.simple_tag(drawing.broken_line, name="broken_line")
register.simple_tag(drawing.ramp, name="ramp")
register.simple_tag(drawing.meter, name="meter")
register.simple_tag(drawing.spark, name="spark")
register.simple_tag(drawing.hist, name="hist")
register.simple_tag(drawing.column, name="column")
register.filter("number", wording.number)
register.filter("day", wording.day)
register.filter("full_day", wording.full_day)
register.filter("moment", wording.moment)
register.filter("short_region", wording.short_region)


@register.simple_tag
def parts(items: Iterable[Any]) -> SafeString:
    """Draw the composition bar from (key, points) pairs or from rows of a match explanation."""
    return drawing.parts(_part(item) for item in items)


@register.simple_tag
def money(*amounts: Any, size: str = "", tone: str = "") -> SafeString:
    """Say one exact amount, or a range from two; nothing in both reads 面议."""
    # A variable that the template does not find arrives as "".
    low, *rest = (None if value in {None, ""} else Decimal(value) for value in amounts)
    said = wording.priced(low, rest[0]) if rest else wording.amount(low)
    attributes = format_html_join(
        "", ' data-{}="{}"', ((k, v) for k, v in (("size", size), ("tone", tone)) if v)
    )
    before = format_html("<i>{} </i>", said.before) if said.before else ""
    after = format_html("<i>{}</i>", said.after) if said.after else ""
    return format_html(
        '<span class="y-money"{}>{}<b>{}</b>{}</span>', attributes, before, said.figure, after
    )


@register.filter
def yuan(value: Decimal) -> str:
    """Write full yuan with two decimals, for ledgers."""
    return wording.number(value, 2)


@register.filter
def in_words(value: Decimal | None) -> str:
    """Write an amount in Chinese capitals (大写), for inputs that bind money."""
    return "" if value is None else words_of(value)


@register.filter
def unit(value: object, name: str) -> str:
    """Join a figure and its unit with a no-break space."""
    return f"{value}{wording.NBSP}{name}"


@register.simple_tag
def region(*names: str) -> SafeString:
    """Name a place as 省·市 with its pin; empty names are left out."""
    short = "·".join(wording.short_region(name) for name in names if name)
    if not short:
        return SafeString("")
    return format_html("<span>{}{}</span>", icons.icon("map-pin"), short)


@register.simple_tag
def status(state: Any, table: Mapping[Any, Badge] | None = None) -> SafeString:
    """Draw a status badge from a Badge, or from a state and its table of badges."""
    badge = state if table is None else table[state]
    return format_html(
        '<span class="y-st" data-tone="{}" data-shape="{}">{}</span>',
        badge.tone,
        badge.shape,
        badge.text,
    )


@register.filter
def marked(spans: Iterable[tuple[str, bool]]) -> SafeString:
    """Print (text, is_marked) spans, escaped, with `<mark>` around the marked ones."""
    return format_html_join(
        "",
        "{}{}{}",
        (
            (SafeString("<mark>"), text, SafeString("</mark>")) if is_marked else ("", text, "")
            for text, is_marked in spans
        ),
    )


@register.simple_tag(takes_context=True)
def ago(context: Context, value: datetime) -> SafeString:
    """Say how long ago a moment was, measured from the page's `now`."""
    return format_html(
        '<time datetime="{}">{}</time>', value.isoformat(), wording.ago(value, context["now"])
    )


@register.simple_tag
def when(value: date | datetime, style: str = "full_day") -> SafeString:
    """Print a day or moment inside `<time>`; style: day, full_day or moment."""
    return format_html(
        '<time datetime="{}">{}</time>', value.isoformat(), _STYLES[style](value)
    )


@register.simple_tag(takes_context=True)
def query(context: Context, **changes: Any) -> str:
    """Return `?…` of this page with keys set, or removed when None; paging starts over."""
    wanted = _query_of(context)
    if "page" not in changes:
        wanted.pop("page", None)
    for key, value in changes.items():
        if value is None or value == "":
            wanted.pop(key, None)
        elif isinstance(value, (list, tuple)):
            wanted.setlist(key, [str(item) for item in value])
        else:
            wanted[key] = str(value)
    return f"?{wanted.urlencode()}"


@register.simple_tag(takes_context=True)
def query_without(context: Context, key: str, value: object = None) -> str:
    """Return `?…` of this page without one value of a key (or the key whole), for chips."""
    return facets.without(_query_of(context), key, None if value is None else str(value))


@register.simple_tag(takes_context=True)
def navigate(context: Context, area: str) -> list[navigation.Link]:
    """List the links of an area that this visitor may follow."""
    return navigation.links(area, context.get("request"))


@register.simple_tag(takes_context=True)
def panels(context: Context, slot: str) -> list[Filled]:
    """List the panels of a slot that every page has, such as "header"."""
    request = context.get("request")
    return fill(slot, request, None) if request is not None else []


@register.simple_tag(takes_context=True)
def languages(context: Context) -> list[LanguageLink]:
    """List this page in every language, query kept."""
    return links_for(context.get("request"))


@register.simple_tag
def field(
    bound: BoundField, *, label: Any = "", hint: Any = "", wide: bool = False
) -> SafeString:
    """Render a form row; a page may reword label and hint, or put the label above."""
    bound.label = label or bound.label
    bound.help_text = hint or bound.help_text
    return bound.render(context={"field": bound, "wide": wide})


@register.simple_tag
def errors_of(*forms: Any) -> list[ErrorLine]:
    """List every error of forms and formsets with the anchor of its control."""
    return error_lines(*forms)


def _part(item: Any) -> tuple[Any, Any]:
    if isinstance(item, Mapping):
        return item["key"], item["points"]
    return (item.key, item.points) if hasattr(item, "points") else (item[0], item[1])


def _query_of(context: Context) -> QueryDict:
    request = context.get("request")
    return request.GET.copy() if request is not None else QueryDict(mutable=True)


@register.simple_tag(takes_context=True)
def query_only(context: Context, *keys: str) -> str:
    """Return `?…` of this page with nothing but the named keys, for 清除全部."""
    held = _query_of(context)
    wanted = QueryDict(mutable=True)
    for key in keys:
        if held.getlist(key):
            wanted.setlist(key, held.getlist(key))
    return f"?{wanted.urlencode()}"


@register.simple_tag
def share_meter(points: float, whole: float) -> SafeString:
    """Draw how much of its weight a part of the score reached."""
    return drawing.meter(float(points) / float(whole) * 100 if whole else 0)
