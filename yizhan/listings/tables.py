"""How stages and rows look: badges, list items, the facts bar of a page."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from yizhan.directory.terms import Zone
from yizhan.listings import rules
from yizhan.listings.models import Pair, Review
from yizhan.listings.queries import ListingView
from yizhan.listings.stages import Stage
from yizhan.listings.terms import (
    Comparator,
    FundingSource,
    IpKind,
    IpStatus,
    IpWish,
    Kind,
    LicencePolicy,
    ServiceKind,
    Visibility,
)
from yizhan.web.badges import Badge
from yizhan.web.wording import day, full_day, listed

BADGES = {
    Stage.DRAFT: Badge(gettext_lazy("草稿"), "", "ring"),
    Stage.SUBMITTED: Badge(gettext_lazy("待审核"), "warn", "half"),
    Stage.PROPOSED: Badge(gettext_lazy("待复核"), "warn", "half"),
    Stage.RETURNED: Badge(gettext_lazy("退回修改"), "warn", "square"),
    Stage.PUBLISHED: Badge(gettext_lazy("征集中"), "info"),
    Stage.IN_TALKS: Badge(gettext_lazy("对接中"), "rev", "half"),
    Stage.CONCLUDED: Badge(gettext_lazy("已达成"), "ok"),
    Stage.SUSPENDED: Badge(gettext_lazy("暂停展示"), "bad", "square"),
    Stage.HIDDEN: Badge(gettext_lazy("久未确认"), "warn", "plain"),
    Stage.WITHDRAWN: Badge(gettext_lazy("已撤回"), "", "plain"),
    Stage.EXPIRED: Badge(gettext_lazy("已过期"), "", "plain"),
}
# An offer or a service is not collected, it is open.
OPEN_BADGE = Badge(gettext_lazy("可合作"), "info")
HIDDEN_NOTES = {
    Visibility.AFTER_CONTACT: gettext_lazy("对接后可见"),
    Visibility.PARTIES_ONLY: gettext_lazy("仅当事方可见"),
}
NEXT_STEPS = {
    "remind": gettext_lazy("再次提醒"),
    "demote": gettext_lazy("排序后移"),
    "hide": gettext_lazy("停止公开"),
    "expire": gettext_lazy("过期关闭"),
}
ICONS = {
    "university": "school",
    "research_institute": "microscope",
    "enterprise": "building-factory-2",
}


def badge_of(kind: str, stage: str) -> Badge:
    """Return the badge of a stage in the words of the kind."""
    if stage == Stage.PUBLISHED and kind != Kind.NEED:
        return OPEN_BADGE
    return BADGES[Stage(stage)]


def icon_of(organisation_kind: str) -> str:
    """Return the icon of a kind of organisation."""
    return ICONS.get(organisation_kind, "building")


def item_of(view: ListingView, *, level: int = 2, at: datetime | None = None) -> dict[str, Any]:
    """Return what a list row prints (`parts/item.html`); with `at` also how fresh it is."""
    facts = [", ".join(view.field_names[:1]), view.trl, listed(view.mode_names[:2])]
    right = []
    if view.deadline:
        right.append(_("截止 %(day)s") % {"day": full_day(view.deadline)})
    elif view.published_at:
        right.append(_("%(day)s发布") % {"day": day(view.published_at)})
    if at and view.is_open and view.confirmed_at:
        right.append(_fresh(view, view.confirmed_at, at))
    return {
        "url": view.url,
        "title": view.title,
        "summary": view.summary,
        "level": level,
        "badge": badge_of(view.kind, view.stage),
        "org": view.organisation.name,
        "icon": icon_of(view.organisation.kind),
        "place": view.place,
        "facts": [fact for fact in facts if fact],
        "priced": "price" not in view.hidden,
        "money_low": view.price_min,
        "money_high": view.price_max,
        "right": right,
        "lang": "zh-CN" if view.language == "zh-hans" else "en",
    }


def _fresh(view: ListingView, confirmed_at: datetime, at: datetime) -> str:
    found = rules.freshness(kind=view.kind, confirmed_at=confirmed_at, at=at)
    if view.demoted_at:
        return _("新鲜度 %(score)s，久未确认") % {"score": found.score}
    return _("新鲜度 %(score)s") % {"score": found.score}


def alike_words(pair: Pair) -> str:
    """Say in what two listings are alike, and how much."""
    return measured_words(pair.reason, float(pair.likeness), float(pair.containment))


def measured_words(reason: str, likeness: float, containment: float) -> str:
    """Say in what two texts are alike, in whole percent."""
    if reason != Pair.Reason.TEXT:
        return str(Pair.Reason(reason).label)
    values = {"likeness": round(100 * likeness), "containment": round(100 * containment)}
    if containment > 1.25 * likeness:
        return _("文字相近 %(likeness)s%%，短文有 %(containment)s%% 见于长文") % values
    return _("文字相近 %(likeness)s%%") % values


def days_left(deadline: date, today: date) -> str:
    """Say how many days remain."""
    left = (deadline - today).days
    if left < 0:
        return _("已截止")
    if left == 0:
        return _("今天截止")
    return ngettext("剩 %(count)s 天", "剩 %(count)s 天", left) % {"count": left}


def freshness_said(view: ListingView, at: datetime) -> dict[str, Any]:
    """Say how fresh a listing is: score, state, and when somebody last vouched for it."""
    confirmed_at = view.confirmed_at or at
    found = rules.freshness(kind=view.kind, confirmed_at=confirmed_at, at=at)
    values = {"day": full_day(confirmed_at)}
    words = {
        "fresh": _("%(day)s确认有效"),
        "ageing": _("%(day)s确认有效，已有一段时间"),
        "stale": _("%(day)s之后没有再确认，请先核实"),
    }[found.state]
    return {
        "score": found.score,
        "state": found.state,
        "words": words % values,
        "is_demoted": view.demoted_at is not None,
    }


SIGNS = {"ge": "≥", "le": "≤", "gt": ">", "lt": "<", "eq": "", "about": "≈", "text": ""}


def indicator_rows(view: ListingView) -> list[dict[str, Any]]:
    """Return the indicators as a reader says them: ≥ 850 HV, by which method, against what."""
    return [
        {
            "name": item["name"],
            "said": said_value(item),
            "unit": item.get("unit", ""),
            "method": item.get("method", ""),
            "measured_by": item.get("measured_by") or "",
            "measured_on": item.get("measured_on") or "",
            "alternative": item.get("alternative", ""),
        }
        for item in view.indicators
    ]


def said_value(item: Mapping[str, Any]) -> str:
    """Say the value of an indicator with its sign."""
    value = _grouped(str(item.get("value") or ""))
    comparator = item.get("comparator", "eq")
    if comparator == Comparator.BETWEEN:
        return f"{value}–{_grouped(str(item.get('value_max') or ''))}"
    return f"{SIGNS[comparator]} {value}".strip()


def key_facts(view: ListingView, today: date) -> list[dict[str, Any]]:
    """Return the facts bar under the title; a fact that is unknown is left out."""
    details = view.details
    shown: list[tuple[Any, Any, Any]] = [
        (_("合作方式"), listed(view.mode_names[:3]), _more(view.mode_names, 3)),
    ]
    if view.kind == Kind.NEED:
        shown += [(_("期望成熟度"), view.trl, "")]
    elif view.kind == Kind.OFFER:
        policy = str(details.get("licence_policy") or "")
        label = LicencePolicy(policy).label if policy in LicencePolicy.values else ""
        shown += [(_("成熟度"), view.trl, ""), (_("许可政策"), label, "")]
    else:
        kind = str(details.get("service_kind") or "")
        label = ServiceKind(kind).label if kind in ServiceKind.values else ""
        shown = [(_("服务类别"), label, ""), (_("服务周期"), details.get("turnaround"), "")]
    if view.deadline:
        shown.append((_("截止"), day(view.deadline), days_left(view.deadline, today)))
    shown.append((_("地区"), view.place, ""))
    return [
        {"label": label, "value": value, "note": note} for label, value, note in shown if value
    ]


def price_label(kind: str) -> str:
    """Name the money of a kind."""
    return {Kind.NEED: _("预算"), Kind.OFFER: _("价格"), Kind.SERVICE: _("收费")}[Kind(kind)]


def _more(names: Sequence[str], shown: int) -> str:
    rest = len(names) - shown
    return (
        ngettext("等 %(count)s 种", "等 %(count)s 种", rest) % {"count": rest}
        if rest > 0
        else ""
    )


def _grouped(text: str) -> str:
    """Group the thousands of a plain number; leave everything else as it is."""
    whole, point, rest = text.partition(".")
    sign = whole[:1] if whole[:1] in "+-" else ""
    digits = whole.removeprefix(sign) if sign else whole
    if not digits.isdecimal() or len(digits) < 4:
        return text
    return f"{sign}{int(digits):,}{point}{rest}"


def need_labels(view: ListingView) -> dict[str, str]:
    """Return the wishes of a need in words."""
    wish = str(view.details.get("ip_wish") or "")
    chosen = view.details.get("region_preference") or []
    zones = [str(Zone(code).label) if code in Zone.values else code for code in chosen]
    return {
        "ip_wish": str(IpWish(wish).label) if wish in IpWish.values else "",
        "preference": listed(zones),
    }


def origin_rows(view: ListingView) -> list[tuple[str, str]]:
    """Return where an offer comes from, how it is licensed, and what was declared."""
    details = view.details
    source = str(details.get("funding_source") or FundingSource.NONE)
    check = details.get("security_check") or {}
    rows = [
        (_("经费来源"), str(FundingSource(source).label)),
        (_("计划编号"), str(details.get("plan_number") or "")),
        (_("安全自查"), _security_words(check)),
        (_("权属说明"), str(details.get("owner_note") or "")),
        (_("已有许可"), str(details.get("prior_licences") or "")),
        (_("行业"), view.industry_name),
        (_("来源"), view.source),
    ]
    return [(label, text) for label, text in rows if text]


def right_rows(view: ListingView) -> list[dict[str, str]]:
    """Return the rights of an offer with their codes in words."""
    return [
        {
            "number": str(right.get("number") or ""),
            "kind": str(IpKind(right["kind"]).label),
            "status": str(IpStatus(right["status"]).label),
            "expires": str(right.get("expires") or ""),
            "owners": str(right.get("owners") or ""),
        }
        for right in view.details.get("ip") or []
    ]


def _security_words(check: Mapping[str, Any]) -> str:
    if not check.get("declared"):
        return ""
    text = _("权利人声明不涉及国家经济安全、国防安全和国家秘密")
    day_said = str(check.get("declared_on") or "")
    return f"{text}（{day_said}）" if day_said else text


def due_badge(due_on: date, today: date) -> Badge:
    """Say how many working days a review has left, or by how many it is late."""
    left = rules.working_days_left(due_on, today)
    if left < 0:
        words = ngettext("逾期 %(count)s 个工作日", "逾期 %(count)s 个工作日", -left)
        return Badge(words % {"count": -left}, "bad", "square")
    if left == 0:
        return Badge(_("今天到期"), "warn", "half")
    words = ngettext("剩 %(count)s 个工作日", "剩 %(count)s 个工作日", left)
    return Badge(words % {"count": left}, "warn" if left == 1 else "", "plain")


def holder_words(review: Review, *, me: UUID, at: datetime) -> str:
    """Say who has a review on the desk, or nothing while it is anybody's."""
    if review.holder_id is None or review.held_until is None or review.held_until <= at:
        return ""
    if review.holder_id == me:
        return _("我")
    return str(review.holder_office or _("其他审核员"))
