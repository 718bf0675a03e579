"""What a dashboard prints: cards with a finding in words, columns, bars, a map, a matrix."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import partial
from typing import Any

from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from yizhan.kernel.money import WAN, YI
from yizhan.statistics import findings
from yizhan.statistics.drawing import Column, column
from yizhan.statistics.queries import Board, Figure
from yizhan.statistics.rules import growth
from yizhan.statistics.terms import FOREIGN, NATION, UNKNOWN, Axis
from yizhan.statistics.wording import code_name, place_name, quarter_name
from yizhan.web.tiles import PLACES, tile_map
from yizhan.web.wording import amount, number

SHOWN = 12
_MATRIX = 8
_TEN = 10
# The axes of the lower rows, each a card; the wide ones have long names.
CARDS = (
    Axis.KIND, Axis.FIELD, Axis.BAND, Axis.IP_TYPE, Axis.PLAN_SOURCE, Axis.SECTION,
    Axis.NATURE, Axis.PARTNER_NATURE,
)  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Bar:
    """One row of a bar list; `value` is "" where it is withheld."""

    name: str
    value: str
    contracts: str
    count: int
    share: str
    width: float
    url: str = ""
    delta: str = ""
    is_down: bool = False
    is_withheld: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Card:
    """A card: the finding is its heading, the note says what is drawn."""

    id: str
    finding: str
    note: str
    bars: Sequence[Bar] = ()


def said(figure: Figure) -> str:
    """Say the contract value of a figure by its size."""
    return str(amount(figure.value))


def percent(value: Decimal | None, places: int = 1) -> str:
    """Say a change in per cent with its sign; nothing where there is no base."""
    if value is None:
        return ""
    rounded = round(value, places) + 0  # no minus before a nought
    sign = "+" if rounded > 0 else ""
    return f"{sign}{number(rounded, places)}%"


def share(part: int, whole: int) -> Decimal:
    """Return a share in per cent."""
    return Decimal(part) / Decimal(whole) * 100 if whole else Decimal(0)


def stats(board: Board) -> list[dict[str, Any]]:
    """Build the row of figures at the top."""
    total, before = board.total or Figure(), board.before
    each = said_amount(total.value / total.contracts) if total.contracts else "–"
    technology = said_amount(total.technology)
    rows = [
        (_("登记合同"), number(total.contracts), "", _change(before, total, "contracts")),
        (_("成交额"), said(total), "", _change(before, total, "value_fen")),
        (_("技术交易额"), technology, "", _change(before, total, "technology_fen")),
        (_("平均每项"), each, "", ""),
    ]
    return [
        {"label": label, "value": value, "unit": unit, "delta": delta}
        for label, value, unit, delta in rows
    ]


def said_amount(value: Decimal) -> str:
    """Say an amount of yuan by its size."""
    return str(amount(value))


def _change(before: Figure | None, after: Figure, name: str) -> str:
    if before is None:
        return ""
    said_growth = percent(growth(getattr(before, name), getattr(after, name)))
    return _("同比 %(growth)s") % {"growth": said_growth} if said_growth else ""


def year_columns(board: Board) -> list[dict[str, Any]]:
    """Build the columns of the trend, one for each year."""
    top = max((float(figure.value) for figure in board.years.values()), default=0) * 1.06
    return [
        {
            "label": str(year),
            "value": said(figure),
            "svg": column(Column(parts=[("own", float(figure.value))], top=top)),
        }
        for year, figure in sorted(board.years.items())
    ]


def year_rows(board: Board) -> list[dict[str, Any]]:
    """Build the table of the trend."""
    rows = []
    for year, figure in sorted(board.years.items(), reverse=True):
        before = board.years.get(year - 1)
        change = growth(before.value_fen, figure.value_fen) if before else None
        rows.append(
            {
                "year": year,
                "figure": figure,
                "value": said(figure),
                "technology": said_amount(figure.technology),
                "growth": percent(change),
                "is_down": percent(change).startswith("−"),
            }
        )
    return rows


def quarter_columns(board: Board) -> list[dict[str, Any]]:
    """Build the columns of the four quarters; a withheld one has no bar."""
    values = board.quarters
    top = max((float(f.value) for f in values.values() if f is not None), default=0) * 1.06
    columns = []
    for quarter in range(1, 5):
        figure = values.get(str(quarter), Figure())
        parts = [("own", float(figure.value))] if figure is not None else []
        columns.append(
            {
                "label": quarter_name(quarter),
                "value": _("未公布") if figure is None else said(figure),
                "svg": column(Column(parts=parts, top=top)),
            }
        )
    return columns


def cards(board: Board, link: Callable[[str, str], str]) -> list[Card]:
    """Build one card for each axis; one that is withheld as a whole says so.

    Cities keep most axes by year only: for a part of a year they have no card.
    """
    total = board.total or Figure()
    is_kept = board.is_open or board.period.is_year or not total.contracts
    return [
        Card(
            id=f"axis-{axis}",
            finding=findings.leading(axis, board.cuts.get(axis) or {}, total),
            note=findings.axis_note(axis),
            bars=axis_bars(axis, board.cuts.get(axis) or {}, total, partial(link, axis)),
        )
        for axis in CARDS
        if is_kept or board.cuts.get(axis)
    ]


def axis_bars(
    axis: str,
    cells: Mapping[str, Figure | None],
    total: Figure,
    link: Callable[[str], str],
    most: int = _TEN,
) -> list[Bar]:
    """Build the bars of an axis, the largest first, the withheld ones last."""
    ranked = sorted(
        cells.items(),
        key=lambda item: (item[1] is None, -(item[1].value_fen if item[1] else 0)),
    )
    largest = max((f.value_fen for f in cells.values() if f is not None), default=0) or 1
    return [
        Bar(
            name=code_name(axis, code),
            value=said(figure) if figure else "",
            contracts=number(figure.contracts) if figure else "",
            count=figure.contracts if figure else 0,
            share=f"{number(share(figure.value_fen, total.value_fen), 1)}%" if figure else "",
            width=figure.value_fen / largest * 100 if figure else 0,
            url=link(code) if figure else "",
            is_withheld=figure is None,
        )
        for code, figure in ranked[:most]
    ]


def ranking(board: Board, most: int = SHOWN) -> list[Bar]:
    """Build the ranking of the places below, with the growth of each."""
    ranked = sorted(board.below, key=lambda one: -one.figure.value_fen)
    largest = max((one.figure.value_fen for one in ranked), default=0) or 1
    whole = (board.total or Figure()).value_fen
    bars = []
    for one in ranked[:most]:
        change = growth(one.before.value_fen, one.figure.value_fen) if one.before else None
        bars.append(
            Bar(
                name=place_name(one.id),
                value=said(one.figure),
                contracts=number(one.figure.contracts),
                count=one.figure.contracts,
                share=f"{number(share(one.figure.value_fen, whole), 1)}%",
                width=one.figure.value_fen / largest * 100,
                url=place_url(one.id, board),
                delta=percent(change),
                is_down=percent(change).startswith("−"),
            )
        )
    return bars


def place_url(place: str, board: Board) -> str:
    """Link to the page of a place in the same year; made-up places have none."""
    if not place.isdigit() or place in {FOREIGN, UNKNOWN, NATION}:
        return ""
    return f"{reverse('statistics:place', args=[place])}?period={board.period.word}"


def tiles(board: Board) -> tuple[Any, str]:
    """Build the map of provinces by contract value, and say in which unit it is drawn."""
    largest = max((one.figure.value for one in board.below), default=Decimal(0))
    # Four digits are what a square holds on a phone.
    unit, name = next(
        (size, text) for size, text in _units() if largest < size * 10_000 or size == YI
    )
    values: dict[str, int | None] = dict.fromkeys(PLACES, 0)
    for one in board.below:
        for member in one.members:
            if member[:2] in values:
                is_merged = len(one.members) > 1
                values[member[:2]] = None if is_merged else round(one.figure.value / unit)
    drawn = tile_map(
        values,
        title=_("各省输出技术合同成交额，%(unit)s") % {"unit": name},
        url=lambda code: (
            f"{reverse('statistics:place', args=[code + '0000'])}?period={board.period.word}"
        ),
        language=get_language() or "",
    )
    return drawn, name


def _units() -> list[tuple[Decimal, str]]:
    return [(WAN, _("万元")), (WAN * 100, _("百万元")), (YI, _("亿元"))]


def matrix(board: Board) -> dict[str, Any]:
    """Build the flows between the provinces that sell and buy most."""
    sellers = _largest(
        {place: _sum(cells.values()) for place, cells in board.flows.items() if place != NATION}
    )
    bought: dict[str, int] = {}
    for place, cells in board.flows.items():
        if place == NATION:
            continue
        for code, figure in cells.items():
            bought[code] = bought.get(code, 0) + (figure.value_fen if figure else 0)
    buyers = _largest(bought)
    largest = (
        max(
            (figure.value_fen for s in sellers for figure in board.flows[s].values() if figure),
            default=0,
        )
        or 1
    )
    return {
        "buyers": [place_name(place) for place in buyers],
        "rows": [
            {
                "name": place_name(seller),
                "cells": [
                    _cell(board.flows[seller].get(buyer, Figure()), largest, seller == buyer)
                    for buyer in buyers
                ],
            }
            for seller in sellers
        ],
    }


def _largest(values: Mapping[str, int]) -> list[str]:
    return sorted(values, key=lambda place: (-values[place], place))[:_MATRIX]


def _sum(figures: Iterable[Figure | None]) -> int:
    return sum(figure.value_fen for figure in figures if figure is not None)


def _cell(figure: Figure | None, largest: int, own: bool) -> dict[str, Any]:  # noqa: FBT001 -- a plain helper
    if figure is None:
        return {"text": _("未公布"), "level": "na", "own": own}
    level = (
        0 if not figure.value_fen else 1 + min(4, int((figure.value_fen / largest) ** 0.5 * 5))
    )
    text = said(figure) if figure.contracts else "–"
    return {"text": text, "level": level, "own": own}
