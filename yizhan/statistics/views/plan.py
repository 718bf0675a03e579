"""The plan's period: target against what was published."""

from decimal import Decimal
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from yizhan.kernel.actors import Actor
from yizhan.kernel.money import YI
from yizhan.statistics.drawing import Column, column
from yizhan.statistics.queries.references import (
    Plan,
    Reference,
    national_series,
    plan_target,
    reference_sums,
)
from yizhan.statistics.rules import compound, growth
from yizhan.web.access import public
from yizhan.web.wording import number


@require_safe
@public
def plan_period(request: HttpRequest, actor: Actor) -> HttpResponse:  # noqa: ARG001 - public
    """Show target, path and actual, year by year, and why provinces do not add up."""
    plan, series, sums = plan_target(), national_series(), reference_sums()
    base, last = series[plan.base], series[plan.last]
    rows = [_row(plan, series, year) for year in range(plan.first, plan.last + 1)]
    reached = next(row["year"] for row in rows if row["is_past_target"])
    context = {
        "plan": plan,
        "rows": rows,
        "columns": _columns(plan, series),
        "base": said(base.value),
        "last": said(last.value),
        "target": said(plan.target, 0),
        "reached": reached,
        "over": number((last.value / plan.target - 1) * 100, 1),
        "compound": _percent(compound(base.value, last.value, plan.last - plan.base)),
        "path_end": said(plan.path(base.value, plan.last)),
        "growth": number(plan.growth),
        "missed": [row for row in rows if row["is_below"]],
        "gaps": _gaps(series, sums),
        "marks": {
            "published": _("见于公开出版物"),
            "likely": _("未见原件，与已知增速和均值相符"),
            "unchecked": _("未核对"),
        },
    }
    return TemplateResponse(request, "statistics/plan.html", context)


def said(value: Decimal, places: int = 1) -> str:
    """Say an amount in 亿元, the unit of the plan."""
    return number(value / YI, places)


def _row(plan: Plan, series: dict[int, Reference], year: int) -> dict[str, Any]:
    here, before = series[year], series[year - 1]
    change = growth(before.value, here.value) or Decimal(0)
    path = plan.path(series[plan.base].value, year)
    return {
        "year": year,
        "actual": said(here.value),
        "contracts": here.contracts,
        "growth": number(change, 1),
        "is_below": change < plan.growth,
        "path": said(path),
        "difference": f"+{said(here.value - path)}"
        if here.value > path
        else said(here.value - path),
        "is_past_target": here.value >= plan.target,
        "mark": here.mark,
    }


def _columns(plan: Plan, series: dict[int, Reference]) -> list[dict[str, Any]]:
    years = range(plan.base, plan.last + 1)
    paths = {year: float(plan.path(series[plan.base].value, year)) for year in years}
    top = max(*paths.values(), *(float(series[year].value) for year in years)) * 1.05
    return [
        {
            "label": str(year),
            "value": said(series[year].value),
            "svg": column(
                Column(
                    parts=[("own", float(series[year].value))],
                    top=top,
                    target=float(plan.target),
                    path=(paths.get(year - 1), paths[year], paths.get(year + 1)),
                )
            ),
        }
        for year in years
    ]


def _gaps(series: dict[int, Reference], sums: dict[int, Decimal]) -> list[dict[str, Any]]:
    return [
        {
            "year": year,
            "nation": said(series[year].value),
            "sum": said(sums[year]),
            "gap": said(series[year].value - sums[year]),
            "share": number((series[year].value - sums[year]) / series[year].value * 100, 1),
        }
        for year in sorted(sums)
        if year in series
    ]


def _percent(value: Decimal | None) -> str:
    return number(value, 1) if value is not None else "–"
