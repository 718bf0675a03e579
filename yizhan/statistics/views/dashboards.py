"""Dashboards: the nation, a province, a city; and the contracts behind a number."""

from typing import Any
from urllib.parse import urlencode

from django.http import Http404, HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.timezone import localdate, now
from django.views.decorators.http import require_safe

from yizhan.directory.queries import region_for, region_path
from yizhan.kernel.actors import Actor
from yizhan.statistics import findings, queries, services, tables, wording
from yizhan.statistics.queries import Board
from yizhan.statistics.rules import Period, period_of
from yizhan.statistics.terms import NATION, PUBLISH, Axis
from yizhan.web.access import public, requires
from yizhan.web.paging import page_number, page_of

_ROWS = 50
_PARTS = ("", "Q1", "Q2", "Q3", "Q4", *(f"{month:02d}" for month in range(1, 13)))


@require_safe
@public
def nation(request: HttpRequest, actor: Actor) -> HttpResponse:
    """Show the nation."""
    return _dashboard(request, actor, NATION)


@require_safe
@public
def place(request: HttpRequest, actor: Actor, code: str) -> HttpResponse:
    """Show a province or a city."""
    return _dashboard(request, actor, _known(code))


@require_safe
@requires(PUBLISH)
def rows(request: HttpRequest, actor: Actor, code: str) -> HttpResponse:
    """List the contracts behind a number, as far as the actor may see them."""
    here = code if code == NATION else _known(code)
    if not queries.sees_everything_in(actor, here):
        raise Http404
    period = period_asked(request)
    asked, cut = request.GET.get("axis", ""), request.GET.get("code", "")[:30]
    axis = Axis(asked) if asked in Axis.values else Axis.TOTAL
    found = queries.rows_behind(actor, here, period, axis=axis, code=cut)
    page = page_of(found, number=page_number(request), size=_ROWS, total=found.count())
    context = {
        "page": page,
        "place": here,
        "place_name": wording.place_name(here),
        "period": period,
        "period_name": wording.period_name(period),
        "cut": "" if axis == Axis.TOTAL else wording.code_name(axis, cut),
    }
    return TemplateResponse(request, "statistics/rows.html", context)


def period_asked(request: HttpRequest) -> Period:
    """Read `?period=2026Q2` or `?year=2026&part=Q2`; else the last year that has contracts."""
    word = request.GET.get("period", "")
    if not word and request.GET.get("year", "").isdecimal():
        word = request.GET["year"][:4] + request.GET.get("part", "")[:2]
    found = period_of(word)
    if found is not None:
        return found
    return Period(next(iter(queries.years_counted()), localdate().year))


def make_editions(years: list[int], period: Period) -> None:
    """Make the open editions of a year and the one before, where nobody asked before.

    Those of the years further back are made by the clock: the page does not wait for them.
    """
    for year in {period.year, period.year - 1}.intersection(years):
        services.open_edition(year=year, at=now())


def _known(code: str) -> str:
    if len(code) != 6 or not code.isascii() or region_for(code) is None:
        raise Http404
    if len(region_path(code)) > 2:
        raise Http404
    return code


def _dashboard(request: HttpRequest, actor: Actor, here: str) -> HttpResponse:
    period, years = period_asked(request), queries.years_counted()
    if not queries.sees_everything_in(actor, here):
        make_editions(years, period)
    board = queries.board_for(actor, here, period, at=now())
    context = {
        "board": board,
        "name": wording.place_name(here),
        "above": [(row.label, row.code) for row in region_path(here)[:-1]],
        "period": board.period,
        "period_name": wording.period_name(board.period),
        "years": years or [board.period.year],
        "parts": _parts(board),
        "is_nation": here == NATION,
        **_printed(board, here),
    }
    return TemplateResponse(request, "statistics/dashboard.html", context)


def _printed(board: Board, here: str) -> dict[str, Any]:
    def link(axis: str, code: str) -> str:
        if board.is_open:
            return ""
        query = urlencode({"period": board.period.word, "axis": axis, "code": code})
        return f"{reverse('statistics:rows', args=[here])}?{query}"

    partner = board.cuts.get(Axis.PARTNER) or {}
    total = board.total or queries.Figure()
    drawn, unit = tables.tiles(board) if here == NATION else (None, "")
    return {
        "stats": tables.stats(board),
        "trend": findings.trend(board),
        "cohort": findings.cohort(board),
        "columns": tables.year_columns(board),
        "year_rows": tables.year_rows(board),
        "cards": tables.cards(board, link),
        "ranking_title": findings.ranking(board),
        "ranking": tables.ranking(board),
        "quarters_title": findings.quarters(board),
        "quarters": tables.quarter_columns(board) if board.quarters else [],
        "partners_title": findings.partners(partner, total),
        "partners": tables.axis_bars(
            Axis.PARTNER, partner, total, lambda code: link(Axis.PARTNER, code)
        ),
        "map": drawn,
        "map_unit": unit,
        "map_title": findings.spread(board),
        "flows_title": findings.flows(board),
        "matrix": tables.matrix(board) if here == NATION and board.flows else None,
        "rows_url": "" if board.is_open else link("", ""),
        "bought": tables.said(board.bought) if board.bought else "",
        "together": wording.place_name(board.hidden_in) if board.hidden_in else "",
    }


def _parts(board: Board) -> list[tuple[str, str, bool]]:
    """List the parts of the year to choose from; open figures have whole years only."""
    if board.is_open:
        return []
    year = board.period.year
    return [
        (part, wording.period_name(period), period == board.period)
        for part in _PARTS
        if (period := period_of(f"{year}{part}")) is not None
    ]
