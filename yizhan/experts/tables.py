"""How experts and requests look in lists: badges, items, figures, the record."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from yizhan.experts.queries import ExpertView, Figures, Suggestion
from yizhan.experts.stages import AdviceStage, ExpertStage
from yizhan.web.badges import Badge
from yizhan.web.cards import Item
from yizhan.web.tables import Order
from yizhan.web.wording import full_day, is_english, listed, number

PAGE_SIZE = 20
EXPERT_BADGES: Mapping[str, Badge] = {
    ExpertStage.DRAFT: Badge(gettext_lazy("草稿"), "", "ring"),
    ExpertStage.WAITING: Badge(gettext_lazy("待单位确认"), "warn", "half"),
    ExpertStage.LISTED: Badge(gettext_lazy("可请教"), "ok"),
    ExpertStage.PAUSED: Badge(gettext_lazy("暂停接受"), "", "half"),
    ExpertStage.WITHDRAWN: Badge(gettext_lazy("已撤出"), "", "plain"),
}
ON_LEAVE = Badge(gettext_lazy("休假中"), "warn", "ring")
ADVICE_BADGES: Mapping[str, Badge] = {
    AdviceStage.SENT: Badge(gettext_lazy("待受理"), "warn", "ring"),
    AdviceStage.DISCLOSED: Badge(gettext_lazy("待定夺冲突"), "warn", "square"),
    AdviceStage.ACCEPTED: Badge(gettext_lazy("已受理"), "info", "half"),
    AdviceStage.OVERDUE: Badge(gettext_lazy("逾期未答"), "bad", "square"),
    AdviceStage.ANSWERED: Badge(gettext_lazy("已答复"), "rev"),
    AdviceStage.CLOSED: Badge(gettext_lazy("已办结"), "ok"),
    AdviceStage.DECLINED: Badge(gettext_lazy("已谢绝"), "", "plain"),
    AdviceStage.LAPSED: Badge(gettext_lazy("逾期未受理"), "", "plain"),
    AdviceStage.WITHDRAWN: Badge(gettext_lazy("已撤回"), "", "plain"),
    AdviceStage.RETURNED: Badge(gettext_lazy("已退还"), "", "plain"),
}
ORDERS = (
    Order("best", gettext_lazy("最相关"), ("rank", "-listed_at", "id")),
    Order("confirmed", gettext_lazy("最近确认"), ("-confirmed_at", "id")),
    Order("name", gettext_lazy("姓名"), ("name", "id")),
)


def badge_of(view: ExpertView, today: date) -> Badge:
    """Return the badge of a profile; a public one on leave says so."""
    is_away = view.on_leave_until is not None and view.on_leave_until >= today
    if view.stage == ExpertStage.LISTED and is_away:
        return ON_LEAVE
    return EXPERT_BADGES[view.stage]


def item_of(view: ExpertView, *, today: date, level: int = 2) -> Item:
    """Return what a list row prints."""
    hours = [_("每月 %(hours)s 小时") % {"hours": view.hours}] if view.hours else []
    fee = [view.fee_name] if view.fee_name else []
    return Item(
        url=view.url,
        title=headline(view),
        summary=view.problems,
        badge=badge_of(view, today),
        org=view.organisation,
        icon="school",
        place=view.place,
        facts=[listed(view.keywords[:4]), listed(view.mode_names)],
        right=[*hours, *fee],
        level=level,
        lang="zh-CN" if is_english() else "",
    )


def headline(view: ExpertView) -> str:
    """Say name and title as one."""
    return f"{view.name} · {view.title}" if view.title else view.name


def figure_rows(figures: Figures) -> list[tuple[Any, str]]:
    """Say how the clocks were kept; nothing before the first request."""
    if not figures.received:
        return []
    rows: list[tuple[Any, Any]] = [
        (_("收到咨询"), number(figures.received)),
        (_("已答复"), number(figures.answered)),
        (_("已谢绝"), number(figures.declined)),
        (_("逾期未受理"), number(figures.lapsed)),
        (_("答复晚于约定"), number(figures.late)),
    ]
    if figures.hours_to_decide is not None:
        said = _("%(hours)s 小时内") % {"hours": number(figures.hours_to_decide)}
        rows.append((_("受理用时中位数"), said))
    if figures.days_to_answer is not None:
        said = _("%(days)s 天内") % {"days": number(figures.days_to_answer)}
        rows.append((_("答复用时中位数"), said))
    if figures.rating:
        said = _("%(rating)s 分（%(count)s 次）") % {
            "rating": figures.rating,
            "count": figures.rated,
        }
        rows.append((_("提问方评分"), said))
    return rows


def reasons_of(found: Suggestion) -> list[str]:
    """Say why an expert fits a need."""
    fit, view = found.fit, found.expert
    reasons = []
    if fit.words:
        reasons.append(_("关键词相合：%(words)s") % {"words": listed(fit.words)})
    if fit.fields:
        named = dict(zip(view.field_codes, view.field_names, strict=True))
        reasons.append(
            _("同一领域：%(fields)s") % {"fields": listed(named[code] for code in fit.fields)}
        )
    if fit.is_same_industry:
        reasons.append(_("服务同一行业"))
    if fit.is_same_province:
        reasons.append(_("同省"))
    return reasons


def suggestion_rows(found: Iterable[Suggestion]) -> Sequence[dict[str, Any]]:
    """Return what the panel of a need prints."""
    return [
        {
            "url": row.expert.url,
            "id": str(row.expert.id),
            "title": headline(row.expert),
            "organisation": row.expert.organisation,
            "place": row.expert.place,
            "reasons": reasons_of(row),
        }
        for row in found
    ]


def hidden_rows(hidden: Mapping[str, str], labels: Mapping[str, Any]) -> list[tuple[Any, Any]]:
    """Say what the reader does not see, and who does."""
    notes = {
        "organisations": _("登录并代表一家机构后可见"),
        "nobody": _("本人选择不公开"),
    }
    return [(labels[name], notes[level]) for name, level in hidden.items()]


def until(day: date | None) -> str:
    """Say a day that may not be known."""
    return full_day(day) if day else ""
