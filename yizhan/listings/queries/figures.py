"""Figures over the open listings: for the front page and anything else that counts."""

from collections.abc import Mapping
from datetime import datetime, timedelta

from django.db.models import Count, F, Func
from django.db.models.functions import Left, TruncWeek

from yizhan.listings.models import Listing
from yizhan.listings.stages import OPEN, SHOWN


def counts_by_province(kind: str) -> Mapping[str, int]:
    """Count open listings of a kind by the two digits of their province."""
    rows = Listing.objects.filter(kind=kind, stage__in=OPEN).order_by()
    return dict(rows.annotate(p=Left("region_id", 2)).values_list("p").annotate(n=Count("id")))


def counts_by_field(kind: str) -> Mapping[str, int]:
    """Count open listings of a kind by technology field; one listing may stand in several."""
    rows = Listing.objects.filter(kind=kind, stage__in=OPEN).order_by()
    fields = rows.annotate(f=Func(F("fields"), function="unnest")).values_list("f")
    return dict(fields.annotate(n=Count("id")))


def counts_by_stage(kind: str) -> Mapping[str, int]:
    """Count all listings of a kind by stage, for figures that name nobody."""
    rows = Listing.objects.filter(kind=kind).order_by()
    return dict(rows.values_list("stage").annotate(n=Count("id")))


def published_weekly(kind: str, *, at: datetime, weeks: int = 12) -> list[int]:
    """Count what was published in each of the last weeks, the running one last."""
    start = at - timedelta(weeks=weeks)
    rows = Listing.objects.filter(kind=kind, stage__in=SHOWN, published_at__gt=start)
    by_week = dict(
        rows.order_by()
        .annotate(week=TruncWeek("published_at"))
        .values_list("week")
        .annotate(n=Count("id"))
    )
    monday = at.date() - timedelta(days=at.weekday())
    found = {week.date(): count for week, count in by_week.items()}
    return [found.get(monday - timedelta(weeks=back), 0) for back in reversed(range(weeks))]
