"""How long reviews took: exact figures read from the decisions, in one statement."""

from collections import Counter, defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Count, Q
from django.db.models.functions import Left

from yizhan.listings import rules
from yizhan.listings.models import Decision, Review
from yizhan.listings.rules import Turnaround
from yizhan.listings.terms import Verdict

QUARTER, YEAR = timedelta(days=90), timedelta(days=365)
NATION = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Record:
    """One place: how the last 90 days and the last twelve months went, and what waits."""

    place: str
    quarter: Turnaround
    year: Turnaround
    waiting: int
    overdue: int


def turnaround(*, under: str, target: int, at: datetime) -> list[Record]:
    """Return the place itself and what lies right below it, by the prefix of its code."""
    digits = min(len(under) + 2, 6)
    quarter, year = _histograms(under, digits, at)
    waiting = _waiting(under, digits, at)
    places = sorted({under, *year, *waiting})
    return [
        Record(
            place=place,
            quarter=rules.turnaround_of(quarter[place], target=target),
            year=rules.turnaround_of(year[place], target=target),
            waiting=waiting.get(place, (0, 0))[0],
            overdue=waiting.get(place, (0, 0))[1],
        )
        for place in places
    ]


def _histograms(
    under: str, digits: int, at: datetime
) -> tuple[Mapping[str, Counter[int]], Mapping[str, Counter[int]]]:
    """Count decisions by place and working days; a percentile needs no more than that."""
    rows = (
        Decision.objects.filter(~Q(verdict=Verdict.PROPOSED), at__gt=at - YEAR, at__lte=at)
        .order_by()
        .values_list(Left("region", digits), "working_days")
        .annotate(year=Count("at"), quarter=Count("at", filter=Q(at__gt=at - QUARTER)))
    )
    if under:
        rows = rows.filter(region__startswith=under)
    quarters: dict[str, Counter[int]] = defaultdict(Counter)
    years: dict[str, Counter[int]] = defaultdict(Counter)
    for place, days, year, quarter in rows:
        for key in (under, place):
            years[key][days] += year
            if quarter:
                quarters[key][days] += quarter
    return quarters, years


def _waiting(under: str, digits: int, at: datetime) -> dict[str, tuple[int, int]]:
    late = Q(due_on__lt=rules.day_of(at))
    rows = (
        Review.objects.filter(closed_at=None, listing__region__code__startswith=under)
        .order_by()
        .values_list(Left("listing__region_id", digits))
        .annotate(all=Count("pk"), late=Count("pk", filter=late))
    )
    found = {place: (count, overdue) for place, count, overdue in rows}
    total = (sum(c for c, _ in found.values()), sum(o for _, o in found.values()))
    return {**found, under: total}
