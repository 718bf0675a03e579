"""One page of figures: live for those who may see everything, the open edition for others."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db import connection

from yizhan.kernel.actors import Actor
from yizhan.statistics.models import OpenEdition
from yizhan.statistics.queries.cells import Figure, figures, totals
from yizhan.statistics.queries.opening import QUARTER, tree
from yizhan.statistics.queries.rights import sees_everything_in
from yizhan.statistics.rules import TOGETHER, Growth, Period, cohort_growth
from yizhan.statistics.terms import NATION, Axis, Grain, Side

Cells = Mapping[str, Figure | None]
YEARS = 8
_CUT = [axis for axis in Axis if axis not in {Axis.TOTAL, Axis.OFFICE}]


@dataclass(frozen=True, slots=True, kw_only=True)
class Below:
    """A row of the ranking: a place, or several shown together."""

    id: str
    members: Sequence[str]
    figure: Figure
    before: Figure | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Board:
    """Everything a dashboard says; None stands for what is not told or not known."""

    place: str
    period: Period
    is_open: bool
    at: datetime
    total: Figure | None
    before: Figure | None
    years: Mapping[int, Figure]
    cuts: Mapping[str, Cells | None]
    below: Sequence[Below]
    quarters: Cells
    flows: Mapping[str, Cells]
    bought: Figure | None = None
    cohort: Growth | None = None
    hidden_in: str = field(default="")


def live_board(place: str, period: Period, *, at: datetime) -> Board:
    """Read the page from the cells: exact at this moment."""
    span: Any = {"since": period.since, "until": period.until}
    past: Any = {"since": period.before.since, "until": period.before.until}
    first = period.year - YEARS + 1
    years = totals([place], since=first * 100, until=period.year * 100 + 12)
    year: Any = {"since": period.year * 100, "until": period.year * 100 + 12}
    quarters = totals([place], **year, grain=Grain.QUARTER)
    cuts: dict[str, dict[str, Figure | None]] = {axis: {} for axis in _CUT}
    for row in figures(_CUT, [place], **span):
        cuts[row.axis][row.code] = row.figure
    here = [place, *tree().get(place, [])]
    now, then = totals(here, **span), totals(here, **past)
    offices = {
        name: {
            row.code: row.figure.value_fen for row in figures([Axis.OFFICE], [place], **wanted)
        }
        for name, wanted in (("now", span), ("then", past))
    }
    bought = figures([Axis.TOTAL], [place], side=Side.BUYER, **span)
    return Board(
        place=place,
        period=period,
        is_open=False,
        at=at,
        total=now.get((place, period.year), Figure()),
        before=then.get((place, period.year - 1)),
        years={when: figure for (_place, when), figure in years.items()},
        cuts=cuts,
        below=[
            Below(
                id=code,
                members=[code],
                figure=figure,
                before=then.get((code, period.year - 1)),
            )
            for (code, _year), figure in now.items()
            if code != place
        ],
        quarters={str(when % 10): figure for (_place, when), figure in quarters.items()},
        flows=_live_flows(span) if place == NATION else {},
        bought=bought[0].figure if bought else Figure(),
        cohort=cohort_growth(offices["then"], offices["now"]),
    )


def _live_flows(span: Any) -> dict[str, dict[str, Figure | None]]:
    flows: dict[str, dict[str, Figure | None]] = {}
    for row in figures([Axis.PARTNER], tree()[NATION], **span):
        flows.setdefault(row.place, {})[row.code] = row.figure
    return flows


def open_board(place: str, period: Period, *, at: datetime) -> Board:
    """Read the page from the open editions of its year and those before."""
    tables = _rows_by_year([period.year - back for back in range(YEARS)])
    rows, past = tables.get(period.year, {}), tables.get(period.year - 1, {})
    row = rows.get(place)
    shown_with = next(
        (id_ for id_, one in rows.items() if place in one[2] and id_ != place), ""
    )
    cells, flows = _cells_of(period.year, place)
    edition = OpenEdition.objects.filter(year=period.year).values_list("at", flat=True).first()
    return Board(
        place=place,
        period=Period(period.year),
        is_open=True,
        at=edition or at,
        total=_figure(row),
        before=_figure(past.get(place)),
        years={
            year: figure
            for year, known in tables.items()
            if (figure := _figure(known.get(place))) is not None
        },
        cuts={axis: cells.get(axis) for axis in _CUT},
        below=[
            Below(
                id=id_,
                members=one[2],
                figure=figure,
                before=None if id_.endswith(TOGETHER) else _figure(past.get(id_)),
            )
            for id_, one in rows.items()
            if one[1] == place and (figure := _figure(one)) is not None
        ],
        quarters=cells.get(QUARTER) or {},
        flows=flows if place == NATION else {},
        hidden_in=shown_with,
    )


def board_for(actor: Actor, place: str, period: Period, *, at: datetime) -> Board:
    """Read the page that the actor may see."""
    if sees_everything_in(actor, place):
        return live_board(place, period, at=at)
    return open_board(place, period, at=at)


def _rows_by_year(years: Sequence[int]) -> dict[int, dict[str, Any]]:
    found = OpenEdition.objects.filter(year__in=years).values_list("year", "content__rows")
    return {year: {row[0]: row for row in rows} for year, rows in found}


def _cells_of(year: int, place: str) -> tuple[dict[str, Cells | None], dict[str, Cells]]:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT axis, CASE WHEN axis = %s THEN places ELSE places -> %s END"
            " FROM statistics_openedition, jsonb_each(content -> 'cells') t(axis, places)"
            " WHERE year = %s AND jsonb_typeof(places) = 'object'",
            [Axis.PARTNER.value, place, year],
        )
        read = {axis: _loaded(value) for axis, value in cursor.fetchall()}
    flows = read.pop(Axis.PARTNER.value, None) or {}
    cells = {axis: _cells(value) for axis, value in read.items()}
    cells[Axis.PARTNER.value] = _cells(flows.get(place))
    return cells, {seller: _cells(codes) or {} for seller, codes in flows.items()}


def _loaded(value: Any) -> Any:
    return json.loads(value) if isinstance(value, str) else value


def _cells(value: Mapping[str, Any] | None) -> Cells | None:
    if value is None:
        return None
    return {code: None if sums is None else Figure(*sums) for code, sums in value.items()}


def _figure(row: Sequence[Any] | None) -> Figure | None:
    return None if row is None else Figure(*row[3])
