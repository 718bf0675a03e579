"""The search page."""

import time
from collections.abc import Sequence
from datetime import datetime
from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.timezone import localdate, now
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_safe

from yizhan.kernel.actors import Actor
from yizhan.listings.queries import ListingView, copies_of
from yizhan.listings.tables import item_of
from yizhan.listings.terms import Kind
from yizhan.matching import queries, tables
from yizhan.matching.engine.port import Sort
from yizhan.matching.searching.criteria import Criteria, address_of, parse
from yizhan.matching.searching.facets import facets_of
from yizhan.matching.searching.marking import excerpt, marked
from yizhan.web.access import public
from yizhan.web.facets import chips
from yizhan.web.paging import Page, page_number
from yizhan.web.partials import render_part
from yizhan.web.tables import Order, sorting

ORDERS = (
    Order(Sort.RELEVANCE, gettext_lazy("相关"), ()),
    Order(Sort.NEWEST, gettext_lazy("最新"), ()),
    Order(Sort.PRICE_LOW, gettext_lazy("金额"), ()),
    Order(Sort.DEADLINE, gettext_lazy("截止"), ()),
)


@require_safe
@public
def search(request: HttpRequest, actor: Actor) -> HttpResponse:
    """Search needs, offers and services by words and facets."""
    started = time.perf_counter()
    criteria = parse(request.GET)
    number = page_number(request)
    found = queries.search(actor=actor, criteria=criteria, page=number, today=localdate())
    kind_name = str(Kind(criteria.kind).label)
    facets = facets_of(criteria, found.counts)
    context = {
        "criteria": criteria,
        # Nothing found without any filter: a column of zeros would help nobody.
        "filterable": not found.is_degraded and bool(found.total or criteria.is_narrowed),
        "found": found,
        "kind_name": kind_name,
        "headline": _headline(kind_name, found.total),
        "tabs": _tabs(criteria, found),
        "tabs_label": _("检索范围"),
        "facets": facets,
        "kept": [("q", criteria.text), ("kind", criteria.kind), ("sort", criteria.sort)],
        "address": address_of(criteria),
        "chips": chips(facets, request.GET),
        "sorting": sorting(request, ORDERS if criteria.kind == Kind.NEED else ORDERS[:3]),
        "page": _page(found, number),
        "empty": _empty(criteria),
        "milliseconds": round((time.perf_counter() - started) * 1000),
    }
    return render_part(
        request, "matching/search.html", context, target="results", part="results"
    )


def _headline(kind: str, total: int) -> str:
    values = {"kind": kind, "total": total}
    return ngettext("%(kind)s %(total)s 条", "%(kind)s %(total)s 条", total) % values


def _page(found: queries.Found, number: int) -> Page[dict[str, Any]]:
    also = copies_of(view.id for view in found.views)
    at = now()
    rows = [_item(view, found, also.get(view.id, ()), at) for view in found.views]
    return Page(
        rows=rows,
        number=number,
        size=queries.SIZE,
        has_next=number * queries.SIZE < found.total,
        total=found.total,
    )


def _item(
    view: ListingView, found: queries.Found, also: Sequence[ListingView], at: datetime
) -> dict[str, Any]:
    item = item_of(view, at=at)
    item["facts"] += tables.remarks(view, also)
    if found.words:
        item["title_spans"] = marked(view.title, found.words)
        item["summary_spans"] = excerpt(view.summary, found.words)
    return item


def _tabs(criteria: Criteria, found: queries.Found) -> list[dict[str, Any]]:
    where = reverse("matching:search")
    query = f"&{urlencode({'q': criteria.text})}" if criteria.text else ""
    return [
        {
            "url": f"{where}?kind={kind}{query}",
            "label": label,
            "count": None if found.is_degraded else found.by_kind.get(kind, 0),
            "is_current": kind == criteria.kind,
        }
        for kind, label in Kind.choices
    ]


def _empty(criteria: Criteria) -> dict[str, str]:
    """Say what is missing and which step yields results."""
    where = reverse("matching:search")
    paste = reverse("matching:paste")
    if criteria.is_narrowed:
        return {
            "title": _("没有同时符合这些条件的结果"),
            "text": _("去掉一部分条件，往往就有了。"),
            "action_url": f"{where}?{urlencode({'kind': criteria.kind, 'q': criteria.text})}",
            "action_label": _("去掉全部筛选"),
            "other_url": paste,
            "other_label": _("粘贴难题匹配"),
        }
    return {
        "title": _("没有找到与“%(text)s”相关的信息") % {"text": criteria.text},
        "text": _("检索词至少两个字。")
        if len(criteria.text) == 1
        else _("换一个更常用的说法，或把整段难题粘贴进来，由系统按意思匹配。"),
        "action_url": paste,
        "action_label": _("粘贴难题匹配"),
        "other_url": f"{where}?kind={criteria.kind}",
        "other_label": _("看全部"),
    }
