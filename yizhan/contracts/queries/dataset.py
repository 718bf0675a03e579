"""The registry looked at as a whole: what is filled in, what is there twice, what is odd."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import Count, Q, QuerySet, Sum
from django.db.models.functions import ExtractYear

from yizhan.contracts.models import Contract
from yizhan.contracts.permissions import visible_to
from yizhan.contracts.stages import COUNTED, LIVE
from yizhan.contracts.terms import Kind
from yizhan.kernel.actors import Actor

YEARS = 5
# What the form asks for and a careless office leaves out.
COVERED = (
    "field",
    "ip_type",
    "plan_source",
    "objective",
    "industry",
    "payment",
    "effective_until",
    "seller_region",
    "buyer_region",
    "seller_nature",
    "buyer_nature",
)
_NULLABLE = frozenset({"industry", "effective_until", "seller_region", "buyer_region"})
_LEAST = 30


@dataclass(frozen=True, slots=True, kw_only=True)
class Coverage:
    """How many of a hundred contracts of each year have a column filled; None without any."""

    column: str
    shares: tuple[int | None, ...]

    @property
    def falls(self) -> bool:
        """Say whether the last year is ten points or more below the one before."""
        known = [share for share in self.shares if share is not None]
        return len(known) > 1 and known[-1] <= known[-2] - 10


@dataclass(frozen=True, slots=True, kw_only=True)
class Twice:
    """Contracts of one seller with the same title, day and value."""

    title: str
    signed_on: date | None
    count: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Year:
    """One year: how many, the share of each kind, of round sums, and of the last month."""

    year: int
    count: int
    kinds: tuple[int, ...]
    round_share: int
    december_share: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Dataset:
    """The answer of all checks within what the actor may see."""

    years: tuple[Year, ...]
    coverage: tuple[Coverage, ...]
    twice: tuple[Twice, ...]
    top_share: int | None


def dataset(*, actor: Actor, today: date) -> Dataset:
    """Check the registered contracts of the last years in three statements."""
    first = today.year - YEARS + 1
    rows = visible_to(actor).filter(stage__in=COUNTED, registered_on__gte=date(first, 1, 1))
    counted = {row["year"]: row for row in _by_year(rows)}
    years = range(first, today.year + 1)
    return Dataset(
        years=tuple(_year(year, counted[year]) for year in years if year in counted),
        coverage=tuple(_coverage(column, years, counted) for column in COVERED),
        twice=_twice(rows),
        top_share=_top_share(rows),
    )


def examined_ids(*, actor: Actor, since: date) -> list[UUID]:
    """Name what was filed since a day and can still change, oldest first."""
    rows = visible_to(actor).filter(submitted_at__date__gte=since, stage__in=LIVE)
    return list(rows.order_by("serial").values_list("id", flat=True))


def _by_year(rows: QuerySet[Contract]) -> Sequence[Mapping[str, Any]]:
    filled = {
        f"has_{column}": Count(
            "pk",
            filter=~Q(**{f"{column}__isnull": True})
            if column in _NULLABLE
            else ~Q(**{column: ""}),
        )
        for column in COVERED
    }
    kinds = {f"kind_{kind}": Count("pk", filter=Q(kind=kind)) for kind in Kind.values}
    return list(
        rows.order_by()
        .annotate(year=ExtractYear("registered_on"))
        .values("year")
        .annotate(
            count=Count("pk"),
            **filled,
            **kinds,
            rounded=Count("pk", filter=Q(contract_value__endswith="0000.00")),
            december=Count("pk", filter=Q(registered_on__month=12)),
        )
        .order_by("year")
    )


def _year(year: int, row: Mapping[str, Any]) -> Year:
    count = row["count"]
    return Year(
        year=year,
        count=count,
        kinds=tuple(_percent(row[f"kind_{kind}"], count) for kind in Kind.values),
        round_share=_percent(row["rounded"], count),
        december_share=_percent(row["december"], count),
    )


def _coverage(
    column: str, years: Sequence[int], counted: Mapping[int, Mapping[str, Any]]
) -> Coverage:
    return Coverage(
        column=column,
        shares=tuple(
            _percent(counted[year][f"has_{column}"], counted[year]["count"])
            if year in counted
            else None
            for year in years
        ),
    )


def _twice(rows: QuerySet[Contract]) -> tuple[Twice, ...]:
    same = (
        rows.order_by()
        .values("organisation", "title", "signed_on", "contract_value")
        .annotate(count=Count("pk"))
        .filter(count__gt=1)
        .order_by("-count", "title")[:20]
    )
    return tuple(
        Twice(title=row["title"], signed_on=row["signed_on"], count=row["count"])
        for row in same
    )


def _top_share(rows: QuerySet[Contract]) -> int | None:
    """Return what share of the value the ten largest sellers have, where there are enough."""
    whole = rows.aggregate(total=Sum("contract_value"), count=Count("pk"))
    if whole["count"] < _LEAST or not whole["total"]:
        return None
    by_seller = rows.order_by().values("organisation").annotate(sum=Sum("contract_value"))
    top = sum(row["sum"] for row in by_seller.order_by("-sum")[:10])
    return int(100 * top / whole["total"])


def _percent(part: int, whole: int) -> int:
    return 100 * part // whole if whole else 0
