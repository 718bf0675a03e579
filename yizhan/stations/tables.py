"""How stations, operators and appraisals look in lists."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from yizhan.directory.queries import region_label
from yizhan.directory.terms import Field
from yizhan.stations.criteria import Edition
from yizhan.stations.models import Appraisal, Operator, Station
from yizhan.stations.stages import Stage
from yizhan.stations.terms import Level, Verdict
from yizhan.web.badges import Badge
from yizhan.web.cards import Item
from yizhan.web.tables import Order
from yizhan.web.wording import is_english

PAGE_SIZE = 20
BADGES: Mapping[str, Badge] = {
    Stage.APPLIED: Badge(gettext_lazy("待评估"), "warn", "ring"),
    Stage.APPRAISING: Badge(gettext_lazy("评估中"), "info", "half"),
    Stage.ADMITTED: Badge(gettext_lazy("已加入"), "ok"),
    Stage.RECTIFYING: Badge(gettext_lazy("整改中"), "warn", "half"),
    Stage.SUSPENDED: Badge(gettext_lazy("暂停"), "bad", "square"),
    Stage.REMOVED: Badge(gettext_lazy("已除名"), "", "plain"),
    Stage.LEFT: Badge(gettext_lazy("已退出"), "", "plain"),
    Stage.DECLINED: Badge(gettext_lazy("未通过"), "", "plain"),
    Stage.WITHDRAWN: Badge(gettext_lazy("已撤回"), "", "plain"),
}
VERDICTS: Mapping[str, Badge] = {
    Verdict.EXCELLENT: Badge(gettext_lazy("优秀"), "ok"),
    Verdict.GOOD: Badge(gettext_lazy("良好"), "ok"),
    Verdict.PASS: Badge(gettext_lazy("合格"), "info"),
    Verdict.FAIL: Badge(gettext_lazy("不合格"), "bad", "square"),
}
ORDERS = (
    Order("number", gettext_lazy("编号"), ("number", "id")),
    Order("newest", gettext_lazy("最近加入"), ("-admitted_on", "number", "id")),
    Order("name", gettext_lazy("名称"), ("organisation__name", "id")),
)
_FIELDS = dict(Field.choices)
_LEVELS = dict(Level.choices)


def item_of(station: Station, *, level: int = 2) -> Item:
    """Return what a list row prints."""
    days = station.answer_days
    answers = ngettext("%(days)s 个工作日内答复", "%(days)s 个工作日内答复", days)
    return Item(
        url=station.get_absolute_url(),
        title=str(station),
        summary=station.about,
        badge=BADGES[station.stage],
        org=station.number,
        icon="route",
        place=region_label(station.region_id),
        facts=[_LEVELS[station.level], *field_names(station)[:3]],
        right=[answers % {"days": days}],
        level=level,
        lang="zh-CN" if is_english() else "",
    )


def field_names(station: Station) -> list[str]:
    """Name the fields a station serves."""
    return [str(_FIELDS[code]) for code in station.fields if code in _FIELDS]


def area_names(station: Station) -> list[str]:
    """Name the places a station serves."""
    return [region_label(code) for code in station.area]


def operator_rows(operators: list[Operator], *, today: date) -> list[dict[str, Any]]:
    """Say who operates a station, and whose training has run out."""
    return [
        {
            "operator": one,
            "is_ended": one.ended_at is not None,
            "is_lapsed": bool(one.valid_until and one.valid_until < today),
        }
        for one in operators
    ]


def appraisal_rows(appraisals: list[Appraisal], edition: Edition) -> list[dict[str, Any]]:
    """Print each appraisal with its headings in the language of the page."""
    return [
        {
            "appraisal": one,
            "badge": VERDICTS[one.verdict],
            "lines": [
                (heading, given["score"], given["note"])
                for code, given in one.scores.items()
                for heading in [headings(edition).get(code, code)]
            ],
        }
        for one in appraisals
    ]


def headings(edition: Edition) -> dict[str, str]:
    """Return every heading by its code in the language of the page."""
    return {
        one.code: one.question_en if is_english() else one.question
        for several in edition.criteria.values()
        for one in several
    }


def queue_row(station: Station) -> tuple[Station, Badge, str, str]:
    """Return what the queue prints of a station."""
    place = region_label(station.region_id)
    return station, BADGES[station.stage], level_name(station), place


def level_name(station: Station) -> str:
    """Name the level."""
    return str(_LEVELS.get(station.level, _("站点")))
