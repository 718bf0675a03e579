"""The names of places, codes and periods in the reader's language."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _

from yizhan.contracts.terms import IpType, Kind, Nature, PlanSource, SubKind
from yizhan.directory.queries import industries, region_for
from yizhan.directory.terms import Field
from yizhan.statistics.queries import QUARTER
from yizhan.statistics.rules import REST, TOGETHER, Period
from yizhan.statistics.terms import FOREIGN, NATION, UNKNOWN, Axis, Band

_LISTS: Mapping[str, Any] = {
    Axis.KIND: Kind,
    Axis.SUBKIND: SubKind,
    Axis.FIELD: Field,
    Axis.IP_TYPE: IpType,
    Axis.PLAN_SOURCE: PlanSource,
    Axis.NATURE: Nature,
    Axis.PARTNER_NATURE: Nature,
    Axis.BAND: Band,
}


def place_name(place: str) -> str:
    """Say a place shortly, made-up rows of open tables too."""
    special = {
        NATION: _("全国"),
        FOREIGN: _("境外"),
        UNKNOWN: _("地区不详"),
        NATION + TOGETHER: _("其余省份（合并）"),
    }
    if place in special:
        return special[place]
    if place.endswith((TOGETHER, REST)):
        return _("其余地市（合并）") if place.endswith(TOGETHER) else _("未分到地市")
    row = region_for(place)
    return row.label if row else place


def code_name(axis: str, code: str) -> str:
    """Say a code of an axis; an empty one is what the form left open."""
    if axis == Axis.PARTNER:
        return place_name(code)
    if axis == QUARTER:
        return quarter_name(int(code))
    if not code:
        return _("未填写")
    if axis == Axis.SECTION:
        row = industries().get(code)
        return row.label if row else code
    known = _LISTS.get(axis)
    return str(known(code).label) if known is not None and code in known.values else code


def axis_name(axis: str) -> str:
    """Say an axis of the open tables."""
    return _("季度") if axis == QUARTER else str(Axis(axis).label)


def quarter_name(quarter: int) -> str:
    """Say a quarter."""
    return _("第%(quarter)s季度") % {"quarter": quarter}


def period_name(period: Period) -> str:
    """Say a period: 2026 年, 2026 年第2季度, 2026 年 5 月."""
    if period.is_year:
        return _("%(year)s 年") % {"year": period.year}
    if period.first == period.last:
        return _("%(year)s 年 %(month)s 月") % {"year": period.year, "month": period.first}
    return _("%(year)s 年第%(quarter)s季度") % {
        "year": period.year,
        "quarter": period.last // 3,
    }
