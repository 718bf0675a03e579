"""Listings as rows of a table: the same reader sees the same fields as on the page."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from yizhan.kernel.actors import Actor
from yizhan.listings.models import Listing
from yizhan.listings.queries.views import ListingView, view_of
from yizhan.listings.stages import Stage

COLUMNS: Mapping[str, Any] = {
    "number": _("编号"),
    "kind": _("类别"),
    "title": _("标题"),
    "summary": _("说明"),
    "keywords": _("关键词"),
    "organisation": _("机构"),
    "place": _("地区"),
    "region": _("地区代码"),
    "industry": _("行业"),
    "fields": _("技术领域"),
    "modes": _("合作方式"),
    "trl_min": _("技术就绪度下限"),
    "trl_max": _("技术就绪度上限"),
    "price_min": _("金额下限（元）"),
    "price_max": _("金额上限（元）"),
    "deadline": _("截止日期"),
    "indicators": _("指标"),
    "tried": _("曾经尝试"),
    "conditions": _("已有条件"),
    "requirements": _("对合作方的要求"),
    "advantage": _("与最优替代方案相比"),
    "economics": _("经济性"),
    "ip": _("知识产权"),
    "funding_source": _("经费来源"),
    "plan_number": _("计划编号"),
    "capacity": _("服务能力"),
    "equipment": _("仪器设备"),
    "price_note": _("收费说明"),
    "stage": _("阶段"),
    "published_at": _("发布时间"),
    "confirmed_at": _("最近确认"),
    "url": _("网址"),
}
_CHUNK = 500


def export_rows(
    rows: QuerySet[Listing], *, actor: Actor, site: str = ""
) -> Iterator[dict[str, str]]:
    """Yield one row for each listing, read in chunks so that any number fits."""
    for listing in rows.select_related("organisation").iterator(chunk_size=_CHUNK):
        yield export_row(view_of(listing, actor=actor), site=site)


def export_row(view: ListingView, *, site: str = "") -> dict[str, str]:
    """Return what a reader may read of a listing as one row of plain texts."""
    details = view.details
    row: dict[str, Any] = {name: details.get(name) for name in COLUMNS if name in details}
    row |= {
        "number": view.number,
        "kind": view.kind_name,
        "title": view.title,
        "summary": view.summary,
        "keywords": "；".join(view.keywords),
        "organisation": view.organisation.name,
        "place": view.place,
        "region": view.region,
        "industry": view.industry_name,
        "fields": "；".join(view.field_names),
        "modes": "；".join(view.mode_names),
        "trl_min": view.trl_min,
        "trl_max": view.trl_max,
        "price_min": view.price_min,
        "price_max": view.price_max,
        "deadline": view.deadline,
        "indicators": "；".join(_indicators(view.indicators)),
        "ip": "；".join(_rights(details.get("ip") or [])),
        "stage": Stage(view.stage).label,
        "published_at": view.published_at and view.published_at.isoformat(),
        "confirmed_at": view.confirmed_at and view.confirmed_at.isoformat(),
        "url": f"{site}{view.url}",
    }
    return {name: "" if row.get(name) in (None, []) else str(row[name]) for name in COLUMNS}


def _indicators(indicators: Iterable[Mapping[str, Any]]) -> Iterator[str]:
    for item in indicators:
        top = f"–{item['value_max']}" if item.get("value_max") else ""
        yield f"{item['name']} {item['comparator']} {item['value']}{top} {item['unit']}".strip()


def _rights(rights: Iterable[Mapping[str, Any]]) -> Iterator[str]:
    for right in rights:
        yield f"{right['kind']} {right['number']}".strip()
