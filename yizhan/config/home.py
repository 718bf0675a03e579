"""The front page: what the contexts have, side by side. Composition, so it stands here."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from urllib.parse import urlencode

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.timezone import localtime
from django.utils.translation import get_language, ngettext, pgettext
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from yizhan.directory.queries import organisations
from yizhan.directory.terms import Field
from yizhan.kernel.actors import Actor
from yizhan.listings.queries import figures, listing_rows, public_counts, view_of
from yizhan.listings.stages import OPEN, Stage
from yizhan.listings.tables import item_of
from yizhan.listings.terms import Kind
from yizhan.web.access import public
from yizhan.web.panels import fill
from yizhan.web.structured import PageMeta
from yizhan.web.tiles import tile_map

ROWS = 6
POPULAR = ("双相不锈钢 表面强化", "铜箔 翘曲", "中药渣 干化", "在线测厚", "除冰涂层")


@require_safe
@public
def home(request: HttpRequest, actor: Actor) -> HttpResponse:
    """Show what is needed and offered now, and take a problem in plain words."""
    at = localtime()
    kind = Kind.OFFER if request.GET.get("map") == Kind.OFFER else Kind.NEED
    totals = public_counts()
    by_organisation = organisations(actor).count()
    context = {
        "offers_total": totals.get(Kind.OFFER, 0),
        "organisations_total": by_organisation,
        "match_url": reverse("matching:paste"),
        "searches": _searches(),
        "popular": [{"text": text, "url": _found(q=text)} for text in POPULAR],
        "stats": _stats(totals, by_organisation, at),
        "updated_at": at,
        "pipeline": _pipeline(),
        "lists": [_list(Kind.NEED, actor, totals), _list(Kind.OFFER, actor, totals)],
        **_map(kind),
        **_fields(),
        "panels": fill("home", request, None),
        "page_meta": _meta(),
    }
    return TemplateResponse(request, "home.html", context)


def _meta() -> PageMeta:
    """Tell search engines what this site is and how to search it."""
    site, search = settings.YIZHAN_BASE_URL, reverse("matching:search")
    return PageMeta(
        title=_("驿站：技术需求与科技成果对接"),
        path=reverse("home"),
        description=_("以企业需求为导向、大学和科研院所为源头、技术转移服务为纽带的开放平台"),
        data={
            "@type": "WebSite",
            "@id": f"{site}/",
            "url": f"{site}{reverse('home')}",
            "name": _("驿站"),
            "potentialAction": {
                "@type": "SearchAction",
                "target": f"{site}{search}?q={{search_term_string}}",
                "query-input": "required name=search_term_string",
            },
        },
    )


def _found(**query: str) -> str:
    return f"{reverse('matching:search')}?{urlencode(query)}"


def _searches() -> list[dict[str, str]]:
    return [
        {
            "label": _("找成果"),
            "url": reverse("matching:search"),
            "placeholder": _("写关键词，如 双相不锈钢 表面强化"),
        },
    ]


def _stats(totals: Mapping[str, int], organised: int, at: datetime) -> list[dict[str, Any]]:
    rows = []
    for kind, label, unit in (
        (Kind.NEED, _("在库技术需求"), _("条")),
        (Kind.OFFER, _("在库科技成果"), _("项")),
        (Kind.SERVICE, _("技术服务与平台"), pgettext("services", "项")),
    ):
        series = figures.published_weekly(kind, at=at)
        rows.append(
            {
                "label": label,
                "value": totals.get(kind, 0),
                "unit": unit,
                "url": _found(kind=kind, sort="newest"),
                "series": series if any(series) else (),
                "note": _("本周新增 %(n)s") % {"n": series[-1]},
            }
        )
    rows.append(
        {
            "label": _("入驻机构"),
            "value": organised,
            "unit": _("家"),
            "url": reverse("directory:organisation-list"),
            "series": (),
            "note": "",
        }
    )
    return rows


def _pipeline() -> dict[str, Any]:
    """Lay out where needs stand; only stages that everybody may list are links."""
    by_stage = figures.counts_by_stage(Kind.NEED)
    notes = {
        Stage.SUBMITTED: _("等待审核员核对"),
        Stage.PUBLISHED: _("公开征集解决方案"),
        Stage.IN_TALKS: _("已与成果方洽谈"),
        Stage.CONCLUDED: _("双方达成合作"),
    }
    stages: list[dict[str, Any]] = [
        {"label": stage.label, "value": by_stage.get(stage, 0), "note": note}
        for stage, note in notes.items()
    ]
    total = sum(stage["value"] for stage in stages)
    title = ngettext("此刻在路上的 %(n)s 条需求", "此刻在路上的 %(n)s 条需求", total)
    return {
        "title": title % {"n": total},
        "note": _("每一条都有人接手，下方为当前件数"),
        "stages": stages,
    }


def _list(kind: Kind, actor: Actor, totals: Mapping[str, int]) -> dict[str, Any]:
    rows = listing_rows(actor=actor, kind=kind).filter(stage__in=OPEN)[:ROWS]
    title = _("最新技术需求") if kind == Kind.NEED else _("最新科技成果")
    items = [item_of(view_of(row, actor=actor), level=3) for row in rows]
    for item in items:
        item.pop("summary")
        item.pop("badge")
    total = totals.get(kind, 0)
    more = ngettext("全部 %(n)s 条", "全部 %(n)s 条", total) % {"n": total}
    return {"title": title, "url": _found(kind=kind), "more": more, "rows": items}


def _map(kind: Kind) -> dict[str, Any]:
    counts = figures.counts_by_province(kind)
    titles = {Kind.NEED: _("各地在库需求"), Kind.OFFER: _("各地在库成果")}
    tiles = tile_map(
        # A province without a single listing is not connected rather than empty.
        {code: counts.get(code) for code in ("71",)} | dict(counts),
        title=titles[kind],
        url=lambda code: _found(kind=kind, place=f"{code}0000"),
        language=get_language() or "",
    )
    tabs = [
        {"label": label, "url": f"?map={other}#map-title", "is_current": other == kind}
        for other, label in ((Kind.NEED, _("需求")), (Kind.OFFER, _("成果")))
    ]
    return {"map": tiles, "map_title": titles[kind], "map_note": _("条"), "map_tabs": tabs}


def _fields() -> dict[str, Any]:
    counts = figures.counts_by_field(Kind.OFFER)
    largest = max(counts.values(), default=0) or 1
    rows = [
        {
            "label": label,
            "value": counts.get(code, 0),
            "share": counts.get(code, 0) / largest * 100,
            "url": _found(kind=Kind.OFFER, field=code),
        }
        for code, label in Field.choices
    ]
    return {
        "fields": sorted(rows, key=lambda row: -row["value"]),
        "fields_title": _("按技术领域看成果"),
    }
