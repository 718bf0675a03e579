"""The open tables for machines: the same numbers, and the same blanks, as on the pages."""

from decimal import Decimal
from typing import Annotated, Literal

from django.http import HttpRequest
from django.utils.timezone import now
from ninja import Query
from pydantic import Field

from yizhan.statistics import queries, services
from yizhan.statistics.messages import say
from yizhan.statistics.official import open_rows
from yizhan.web.api.problems import Problematic
from yizhan.web.api.routes import Routes
from yizhan.web.api.types import Asked, Moment, Money, Told

routes = Routes("statistics", say=say)
SCOPE = "statistics:read"

# Written out for the description; a test holds it against the list of open tables.
OpenAxis = Literal[
    "kind", "field", "ip", "plan", "section", "band", "nature", "pnature", "partner", "quarter"
]


class StatisticsYears(Told):
    """The years that have contracts."""

    items: list[int]


class StatisticsWanted(Asked):
    """Which table, and of which place."""

    year: Annotated[int, Field(ge=1900, le=2200)]
    axis: OpenAxis
    place: Annotated[str, Field(pattern=r"^([0-9]{6}[+-]?)?$")] = Field(
        "", description="A row of the tables, such as 330000; empty for all."
    )


class StatisticsFigure(Told):
    """One cell. Code "" is the total of the place. A blank cell has no figures."""

    place: str = Field(
        description="GB/T 2260; ends in + for places shown together, - for the rest."
    )
    place_name: str
    parent: str
    members: list[str]
    code: str
    code_name: str
    contracts: int | None
    value: Money | None
    technology: Money | None
    is_withheld: bool


class StatisticsTable(Told):
    """One table of an open edition."""

    year: int
    axis: str
    at: Moment = Field(description="When the edition was made.")
    items: list[StatisticsFigure]


@routes.get(
    "/statistics/years",
    name="statistics-years",
    answer=StatisticsYears,
    scope=SCOPE,
    public=True,
)
def statistics_years(request: HttpRequest) -> StatisticsYears:  # noqa: ARG001 - the same for all
    """List the years that have registered contracts, the newest first."""
    return StatisticsYears(items=queries.years_counted())


@routes.get(
    "/statistics/figures",
    name="statistics-figures",
    answer=StatisticsTable,
    scope=SCOPE,
    public=True,
    may_lack=True,
)
def statistics_figures(request: HttpRequest, asked: Query[StatisticsWanted]) -> StatisticsTable:  # noqa: ARG001
    """Read a table of a year: contracts, contract value and technology amount in yuan."""
    if asked.year not in queries.years_counted():
        raise Problematic(404, "api.not_found")
    edition = services.open_edition(year=asked.year, at=now())
    content = {
        "rows": edition.content["rows"],
        "cells": edition.content["cells"].get(asked.axis),
    }
    return StatisticsTable(
        year=asked.year,
        axis=asked.axis,
        at=edition.at,
        items=[
            _out(row)
            for row in open_rows(asked.axis, content)
            if asked.place in {"", row["place"]}
        ],
    )


def _out(row: dict[str, str]) -> StatisticsFigure:
    is_withheld = row["is_withheld"] == "1"
    return StatisticsFigure(
        place=row["place"],
        place_name=row["place_name"],
        parent=row["parent"],
        members=row["members"].split(),
        code=row["code"],
        code_name=row["code_name"],
        contracts=None if is_withheld else int(row["contracts"]),
        value=None if is_withheld else Decimal(row["value"]),
        technology=None if is_withheld else Decimal(row["technology"]),
        is_withheld=is_withheld,
    )
