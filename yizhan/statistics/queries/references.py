"""Figures that others published."""

from dataclasses import dataclass
from decimal import Decimal

from yizhan.statistics.models import ReferenceValue
from yizhan.statistics.terms import NATION


@dataclass(frozen=True, slots=True, kw_only=True)
class Reference:
    """One published figure in yuan."""

    year: int
    value: Decimal
    contracts: int | None
    mark: str


def reference_series(series: str, *, place: str = NATION) -> list[Reference]:
    """List a series of a place by year; empty where nobody loaded it."""
    rows = ReferenceValue.objects.filter(series=series, place=place).order_by("year")
    return [
        Reference(year=row.year, value=row.value, contracts=row.contracts, mark=row.mark)
        for row in rows
    ]


def reference_sums(series: str) -> dict[int, Decimal]:
    """Add up the provinces of a series by year, without the nation."""
    sums: dict[int, Decimal] = {}
    rows = ReferenceValue.objects.filter(series=series).exclude(place=NATION)
    for year, value in rows.values_list("year", "value"):
        sums[year] = sums.get(year, Decimal(0)) + value
    return sums
