"""How organisations look in lists: badges, list items, orders, icons."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import F
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from yizhan.directory.models import Organisation, Pair
from yizhan.directory.queries import region_label
from yizhan.directory.stages import ClaimStage, Verification
from yizhan.directory.terms import Field, Kind
from yizhan.web.badges import Badge
from yizhan.web.cards import Item
from yizhan.web.tables import Order
from yizhan.web.wording import full_day, is_english

PAGE_SIZE = 20
BADGES: Mapping[str, Badge] = {
    Verification.UNVERIFIED: Badge(gettext_lazy("未核实"), "", "ring"),
    Verification.CLAIMED: Badge(gettext_lazy("待核实"), "warn", "half"),
    Verification.VERIFIED: Badge(gettext_lazy("已核实"), "ok"),
    Verification.REJECTED: Badge(gettext_lazy("核实未通过"), "bad", "square"),
}
MEMBER_BADGES: Mapping[str, Badge] = {
    "active": Badge(gettext_lazy("在任"), "ok"),
    "asked": Badge(gettext_lazy("待批准"), "warn", "half"),
    "invited": Badge(gettext_lazy("已邀请"), "info", "ring"),
}
CLAIM_BADGES: Mapping[str, Badge] = {
    ClaimStage.OPEN: Badge(gettext_lazy("待决定"), "warn", "half"),
    ClaimStage.GRANTED: Badge(gettext_lazy("已认领"), "ok"),
    ClaimStage.REFUSED: Badge(gettext_lazy("未予认领"), "bad", "square"),
    ClaimStage.WITHDRAWN: Badge(gettext_lazy("已撤回"), "", "ring"),
    ClaimStage.LOST: Badge(gettext_lazy("已由他人认领"), "", "ring"),
    ClaimStage.EXPIRED: Badge(gettext_lazy("已过期"), "", "ring"),
}
ALIKE: Mapping[str, Any] = {
    "code": gettext_lazy("主体代码相同"),
    "name": gettext_lazy("名称只差写法"),
    "site": gettext_lazy("网站相同"),
    "like": gettext_lazy("名称相近"),
}
ICONS: Mapping[str, str] = {
    Kind.ENTERPRISE: "building-factory-2",
    Kind.UNIVERSITY: "school",
    Kind.RESEARCH_INSTITUTE: "microscope",
    Kind.TRANSFER_INSTITUTION: "arrows-exchange",
    Kind.STATION_NATIONAL: "route",
    Kind.STATION_REGIONAL: "route",
    Kind.STATION_LOCAL: "route",
    Kind.EXCHANGE: "gavel",
    Kind.SCIENCE_PARK: "plant-2",
    Kind.PRODUCTIVITY_CENTRE: "tools",
    Kind.INVESTOR: "coins",
    Kind.BANK: "building-bank",
    Kind.TRAINING_BASE: "certificate",
    Kind.GOVERNMENT: "building-arch",
    Kind.ALLIANCE: "users-group",
}
ORDERS = (
    Order("new", gettext_lazy("最近加入"), ("-created_at", "id")),
    Order("verified", gettext_lazy("最近核实"), (F("verified_at").desc(nulls_last=True), "id")),
    Order("name", gettext_lazy("名称"), ("name", "id")),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class PairRow:
    """Two entries that may be one, and why."""

    pair: Pair
    reasons: list[Any]
    percent: int
    places: tuple[str, str]


def pair_of(pair: Pair) -> PairRow:
    """Return what the list of duplicates prints."""
    return PairRow(
        pair=pair,
        reasons=[ALIKE[reason] for reason in pair.reasons if reason in ALIKE],
        percent=round(pair.likeness * 100),
        places=(region_label(pair.first.region_id), region_label(pair.second.region_id)),
    )


def icon_of(kind: str) -> str:
    """Return the icon of a kind of organisation."""
    return ICONS.get(kind, "building")


def kind_label(organisation: Organisation) -> str:
    """Say kind and size, or kind and level, in one phrase."""
    detail = organisation.get_size_display() or organisation.get_level_display()
    if organisation.size:
        return detail
    if not detail:
        return organisation.get_kind_display()
    return _("%(kind)s（%(detail)s）") % {
        "kind": organisation.get_kind_display(),
        "detail": detail,
    }


def field_labels(organisation: Organisation) -> list[str]:
    """Name the technology fields."""
    return [str(Field(code).label) for code in organisation.fields]


def about_of(organisation: Organisation) -> str:
    """Return the description in the reader's language, else the Chinese one."""
    return (organisation.about_en if is_english() else "") or organisation.about


def item_of(organisation: Organisation, *, level: int = 2) -> Item:
    """Return what a list row prints."""
    right: list[Any] = []
    if organisation.verified_at:
        right.append(_("%(day)s核实") % {"day": full_day(organisation.verified_at)})
    foreign = is_english() and not organisation.name_en
    return Item(
        url=organisation.get_absolute_url(),
        title=str(organisation),
        summary=about_of(organisation),
        badge=BADGES[organisation.verification],
        org=kind_label(organisation),
        icon=icon_of(organisation.kind),
        place=region_label(organisation.region_id),
        facts=field_labels(organisation)[:2],
        right=right,
        level=level,
        lang="zh-CN" if foreign else "",
    )
