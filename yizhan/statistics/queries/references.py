"""Figures that others published: shipped national totals, and what an administrator loaded."""

import tomllib
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any

from yizhan.kernel.money import YI
from yizhan.statistics.models import ReferenceValue
from yizhan.statistics.terms import NATION

_FOLDER = Path(__file__).resolve().parents[1] / "reference"
NATIONAL, PROVINCES, PROVINCE_SUM = "national", "provinces", "province_sum"


@dataclass(frozen=True, slots=True, kw_only=True)
class Reference:
    """One published figure in yuan; `mark` says how sure we are of it."""

    year: int
    value: Decimal
    contracts: int | None
    mark: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """A target for a run of years: yearly growth in per cent, and a value in the last year."""

    base: int
    first: int
    last: int
    growth: Decimal
    target: Decimal
    reference: str
    confidence: str

    def path(self, base_value: Decimal, year: int) -> Decimal:
        """Return what the yearly growth makes of the base by a year."""
        return base_value * (1 + self.growth / 100) ** (year - self.base)


def national_series() -> dict[int, Reference]:
    """Return the national totals by year; what was loaded stands above what is shipped."""
    loaded = ReferenceValue.objects.filter(series=NATIONAL, place=NATION)
    return _shipped() | {
        row.year: Reference(
            year=row.year, value=row.value, contracts=row.contracts, mark=row.mark
        )
        for row in loaded
    }


def reference_series(series: str, *, place: str = NATION) -> dict[int, Decimal]:
    """Return a loaded series of a place by year; empty where nobody loaded it."""
    rows = ReferenceValue.objects.filter(series=series, place=place)
    return dict(rows.values_list("year", "value"))


def reference_sums() -> dict[int, Decimal]:
    """Return the sum of the provinces by year, from the panel or from a loaded sum."""
    sums: dict[int, Decimal] = {}
    for year, value in ReferenceValue.objects.filter(series=PROVINCES).values_list(
        "year", "value"
    ):
        sums[year] = sums.get(year, Decimal(0)) + value
    return reference_series(PROVINCE_SUM) | sums


@cache
def plan_target() -> Plan:
    """Return the plan of the eleventh five-year period."""
    read: dict[str, Any] = tomllib.loads((_FOLDER / "plan.toml").read_text("utf-8"))
    return Plan(
        base=read["base"],
        first=read["first"],
        last=read["last"],
        growth=Decimal(read["growth"]),
        target=Decimal(read["target"]) * YI,
        reference=read["reference"],
        confidence=read["confidence"],
    )


@cache
def _shipped() -> dict[int, Reference]:
    rows = tomllib.loads((_FOLDER / "national.toml").read_text("utf-8"))["year"]
    return {
        row["year"]: Reference(
            year=row["year"],
            value=Decimal(row["value"]) * YI,
            contracts=row.get("contracts"),
            mark=row["confidence"],
        )
        for row in rows
    }
