"""The facets of the search page, from the counts of the index."""

from bisect import bisect_left, bisect_right
from collections.abc import Mapping
from decimal import Decimal
from itertools import accumulate, pairwise
from typing import Any

from django.utils.translation import gettext as _

from yizhan.directory.queries import provinces
from yizhan.directory.terms import Field, Zone
from yizhan.listings.terms import Kind, Mode
from yizhan.matching.indexing.documents import FIELD_CODES, MODE_CODES
from yizhan.matching.searching.criteria import Criteria
from yizhan.web.facets import Facet, Option, options

Counts = Mapping[str, Mapping[int, int]]

NAMES = (
    "fields",
    "province",
    "trl_low",
    "trl_high",
    "modes",
    "price_low",
    "price_high",
)
# Upper ends of the bars of the histogram, in 万元; the last bar is open.
BARS = (10, 20, 30, 50, 80, 120, 200, 300, 500, 1000, 2000)


def facets_of(criteria: Criteria, counts: Counts) -> list[Facet]:
    """Lay out every group with its counts; a group never narrows its own counts."""
    found = [
        Facet(
            name="field",
            label=_("技术领域"),
            options=_sorted(
                options(
                    Field.choices,
                    counts=_by_code(counts, "fields", FIELD_CODES),
                    chosen=criteria.fields,
                )
            ),
        ),
        _zones(criteria, counts),
        _provinces(criteria, counts),
        _levels(criteria, counts),
        Facet(
            name="mode",
            label=_("合作方式"),
            options=_sorted(
                options(
                    Mode.choices,
                    counts=_by_code(counts, "modes", MODE_CODES),
                    chosen=criteria.modes,
                )
            ),
        ),
        _price(criteria, counts),
    ]
    if criteria.kind == Kind.NEED:
        found.append(_deadline(criteria))
    return found


def overlap(lows: Mapping[int, int], highs: Mapping[int, int], low: float, high: float) -> int:
    """Count the documents whose range touches [low, high] from two histograms.

    A range touches when it begins before the end and does not end before the beginning; since
    no range ends before it begins, the two counts may simply be subtracted.
    """
    begun = sum(count for value, count in lows.items() if value <= high)
    ended = sum(count for value, count in highs.items() if value < low)
    return max(0, begun - ended)


def _by_code(counts: Counts, name: str, numbers: Mapping[Any, int]) -> dict[str, int]:
    said = counts.get(name, {})
    return {code: said.get(number, 0) for code, number in numbers.items()}


def _sorted(rows: list[Option]) -> list[Option]:
    return sorted(rows, key=lambda row: -(row.count or 0))


def _province_counts(counts: Counts) -> dict[str, int]:
    said = counts.get("province", {})
    return {row.code: said.get(int(row.prefix), 0) for row in provinces()}


def _zones(criteria: Criteria, counts: Counts) -> Facet:
    by_province = _province_counts(counts)
    by_zone: dict[str, int] = {}
    for row in provinces():
        if row.zone:
            by_zone[row.zone] = by_zone.get(row.zone, 0) + by_province[row.code]
    rows = options(Zone.choices, counts=by_zone, chosen=criteria.places)
    return Facet(
        name="place", label=_("经济区域"), note=_("可再选省份"), columns=2, options=rows
    )


def _provinces(criteria: Criteria, counts: Counts) -> Facet:
    rows = options(
        [(row.code, row.label) for row in provinces()],
        counts=_province_counts(counts),
        chosen=criteria.places,
    )
    return Facet(name="place", label=_("省份"), columns=2, options=_sorted(rows))


def _levels(criteria: Criteria, counts: Counts) -> Facet:
    lows, highs = counts.get("trl_low", {}), counts.get("trl_high", {})
    by_level = {str(level): overlap(lows, highs, level, level) for level in range(1, 10)}
    note = ""
    if criteria.levels:
        note = f"{criteria.levels[0]}–{criteria.levels[-1]}"
    return Facet(
        name="trl",
        label=_("技术就绪度 TRL"),
        kind="trl",
        note=note,
        options=options(
            [(str(level), f"TRL {level}") for level in range(1, 10)],
            counts=by_level,
            chosen=map(str, criteria.levels),
        ),
    )


def _price(criteria: Criteria, counts: Counts) -> Facet:
    lows, highs = _accumulated(counts, "price_low"), _accumulated(counts, "price_high")
    edges = [0, *(bar * 10_000 for bar in BARS), None]
    bins = []
    for low, high in pairwise(edges):
        begun = _until(lows, (high - 1) if high else None)
        bins.append(max(0, begun - _until(highs, (low or 0) - 1)))
    chosen = (0, len(bins))
    if criteria.price_min is not None or criteria.price_max is not None:
        first = bisect_right(BARS, criteria.price_min or Decimal(0))
        last = len(bins)
        if criteria.price_max is not None:
            last = bisect_left(BARS, criteria.price_max) + 1
        chosen = (first, max(first + 1, last))
    return Facet(
        name="price",
        label=_("预算") if criteria.kind == Kind.NEED else _("报价"),
        kind="range",
        unit=_("万元"),
        bins=bins if any(bins) else (),
        chosen_bins=chosen,
        low=_plain(criteria.price_min),
        high=_plain(criteria.price_max),
    )


def _deadline(criteria: Criteria) -> Facet:
    rows = [
        Option(value="", label=_("不限"), is_chosen=not criteria.is_soon),
        Option(value="soon", label=_("30 天内"), is_chosen=criteria.is_soon),
    ]
    return Facet(name="deadline", label=_("截止时间"), kind="radio", options=rows)


def _accumulated(counts: Counts, name: str) -> tuple[list[int], list[int]]:
    values = sorted(counts.get(name, {}).items())
    return [value for value, _n in values], list(accumulate(n for _v, n in values))


def _until(accumulated: tuple[list[int], list[int]], high: int | None) -> int:
    values, sums = accumulated
    place = len(values) if high is None else bisect_right(values, high)
    return sums[place - 1] if place else 0


def _plain(amount: Decimal | None) -> str:
    return "" if amount is None else f"{amount.normalize():f}"
