"""From a number to the contracts behind it, as far as the actor may see them."""

from datetime import date
from decimal import Decimal
from typing import Any

from django.db.models import Q, QuerySet

from yizhan.contracts.queries import visible_to
from yizhan.contracts.stages import COUNTED
from yizhan.directory.queries import prefix_of
from yizhan.kernel.actors import Actor
from yizhan.statistics.rules import Period
from yizhan.statistics.terms import FOREIGN, NATION, UNKNOWN, Axis, Band

_COLUMNS = {
    Axis.KIND: "kind",
    Axis.SUBKIND: "subkind",
    Axis.FIELD: "field",
    Axis.IP_TYPE: "ip_type",
    Axis.PLAN_SOURCE: "plan_source",
    Axis.NATURE: "seller_nature",
    Axis.PARTNER_NATURE: "buyer_nature",
}
_EDGES = (0, 100_000, 500_000, 1_000_000, 5_000_000, 10_000_000, 100_000_000)


def rows_behind(
    actor: Actor, place: str, period: Period, *, axis: Axis = Axis.TOTAL, code: str = ""
) -> QuerySet[Any]:
    """Return the counted contracts of a place and period that the actor may see."""
    last = (period.year + (period.last == 12), period.last % 12 + 1)
    rows = visible_to(actor).filter(
        _in_place("seller", place),
        stage__in=COUNTED,
        registered_on__gte=date(period.year, max(1, period.first), 1),
        registered_on__lt=date(*last, 1),
    )
    if axis != Axis.TOTAL:
        rows = rows.filter(_with_code(axis, code))
    return rows.order_by("-contract_value", "number")


def _in_place(side: str, place: str) -> Q:
    if place == NATION:
        return Q()
    nowhere = Q(**{f"{side}_region__isnull": True})
    if place == FOREIGN:
        return nowhere & ~Q(**{f"{side}_country": "142"})
    if place == UNKNOWN:
        return nowhere & Q(**{f"{side}_country": "142"})
    return Q(**{f"{side}_region__code__startswith": prefix_of(place)})


def _with_code(axis: Axis, code: str) -> Q:
    if axis in _COLUMNS:
        return Q(**{_COLUMNS[axis]: code})
    if axis == Axis.SECTION:
        return Q(industry__code__startswith=code) if code else Q(industry=None)
    if axis == Axis.PARTNER:
        return _in_place("buyer", code)
    if axis == Axis.BAND and code in Band.values:
        return _in_band(int(code))
    return Q(pk__in=[])


def _in_band(band: int) -> Q:
    condition = Q(contract_value__gte=Decimal(_EDGES[band]))
    if band + 1 < len(_EDGES):
        condition &= Q(contract_value__lt=Decimal(_EDGES[band + 1]))
    return condition
