"""What the API asks and tells of the law; amounts and ratios are strings, never floats."""

import re
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Annotated, Any

from pydantic import BeforeValidator, Field, WithJsonSchema
from pydantic_core import PydanticCustomError

from yizhan.policy import queries, tables
from yizhan.policy.terms import (
    Act,
    Chapter,
    Confidence,
    Deed,
    ExportList,
    Item,
    Owner,
    Researcher,
    Right,
    SharingRegion,
)
from yizhan.policy.wording import name_of, value_of
from yizhan.web.api.types import Asked, Money, Told, codes_of, text

_ISO = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")


def _day(value: Any) -> Any:
    # pydantic would take 0 for the first day of 1970.
    if isinstance(value, date) or (isinstance(value, str) and _ISO.fullmatch(value)):
        return value
    raise PydanticCustomError("api.invalid", "not a day")


Day = Annotated[
    date, BeforeValidator(_day), WithJsonSchema({"type": "string", "format": "date"})
]
ZERO = Decimal(0)


class OfDay(Asked):
    """The day whose law counts."""

    day: Day | None = Field(None, description="Today if left out.")


class Wanted(OfDay):
    """Which parameters."""

    chapter: Annotated[Chapter, codes_of(Chapter)] | None = None
    q: text(80) = ""  # type: ignore[valid-type]


class TermOut(Told):
    """One value with its days and its document."""

    value: Any = Field(description="Numbers are strings; lists and tables hold strings.")
    text: str = Field(description="The value in words.")
    since: date | None = Field(description="Empty where the first day is not known.")
    until: date | None = Field(description="Empty while in force.")
    reference: str
    confidence: Annotated[Confidence, codes_of(Confidence)]
    needs_review: bool = Field(description="The official text has not been read.")


class ParameterOut(Told):
    """One thing the law fixes; `now` is empty where the law is silent that day."""

    id: str
    chapter: Annotated[Chapter, codes_of(Chapter)]
    name: str
    unit: str
    review_by: date
    day: date
    now: TermOut | None


class ParameterList(Told):
    """All that was asked for, in the order of the book."""

    items: list[ParameterOut]


class HistoryOut(ParameterOut):
    """One parameter with all its values, oldest first."""

    values: list[TermOut]


class LineOut(Told):
    """One step of a calculation and the law it rests on."""

    code: str
    label: str
    amount: str
    formula: str
    rule: str
    since: date | None
    references: list[str]
    confidence: Annotated[Confidence, codes_of(Confidence)]
    needs_review: bool


class FigureOut(Told):
    """One result."""

    label: str
    amount: str


class ConditionOut(Told):
    """One condition of the relief: met, failed or open."""

    code: str
    label: str
    reference: str
    state: str


class CalculationOut(Told):
    """The results and every line that leads to them."""

    day: date
    figures: list[FigureOut]
    remarks: list[str]
    ledger: list[LineOut]


class TransferOut(CalculationOut):
    """The relief as well: decided, or what to ask next."""

    is_eligible: bool | None
    conditions: list[ConditionOut]
    next_fact: str | None = Field(description="The one fact to find out now.")
    missing: list[str] = Field(description="Facts that may still be needed.")


class TransferAsked(OfDay):
    """Transfer income of a year; what is left out is not known."""

    revenue: Money
    other: Money = Field(ZERO, description="What in the revenue is not technology.")
    cost: Money = ZERO
    charges: Money = ZERO
    period_expenses: Money = ZERO
    is_resident: bool | None = None
    right: Annotated[Right, codes_of(Right)] | None = None
    act: Annotated[Act, codes_of(Act)] | None = None
    licence_months: int | None = Field(None, ge=0, le=1200)
    owns_right: bool | None = None
    is_cross_border: bool | None = None
    is_registered: bool | None = None
    is_commerce_registered: bool | None = None
    is_state_funded: bool | None = None
    is_state_approved: bool | None = None
    export_list: Annotated[ExportList, codes_of(ExportList)] | None = None
    related_holding: Money | None = Field(None, le=100, description="Percent.")
    has_separate_accounts: bool | None = None


class TechnologyAsked(OfDay):
    """A contract with its cost lines; the day is that of acceptance."""

    value: Money
    equipment: Money = ZERO
    instruments: Money = ZERO
    parts: Money = ZERO
    materials: Money = ZERO
    other_costs: Money = ZERO
    sets: int = Field(0, ge=0, le=9999, description="Carriers of the technology.")
    each: Money = Field(ZERO, description="Direct cost of one carrier.")


class TurnoverAsked(OfDay):
    """One item of a contract, tax included."""

    gross: Money
    item: Annotated[Item, codes_of(Item)]
    is_registered: bool = False
    on_same_invoice: bool = False
    in_pilot: bool = Field(
        default=False, description="In a pilot region of VAT before 2013-08."
    )


class StampAsked(OfDay):
    """One document."""

    amount: Money
    kind: Annotated[Deed, codes_of(Deed)]
    funds: Money = Field(ZERO, description="Research funds in the amount of a development.")
    is_small: bool = False


class ResearchAsked(OfDay):
    """Research expense of a year."""

    own: Money
    entrusted: Money = ZERO
    overseas: Money = ZERO
    enterprise: Annotated[Researcher, codes_of(Researcher)] = Researcher.GENERAL


class SharingAsked(OfDay):
    """What a result earned, and who owes the award."""

    revenue: Money
    taxes: Money = ZERO
    upkeep: Money = ZERO
    direct_costs: Money = ZERO
    owner: Annotated[Owner, codes_of(Owner)]
    region: Annotated[SharingRegion, codes_of(SharingRegion)] | None = None
    agreed: Money | None = Field(None, le=100, description="Percent, laid down or agreed.")


class AwardAsked(OfDay):
    """A cash award on top of a year's taxable income."""

    taxable: Money
    award: Money
    months_after_income: int = Field(ge=0, le=600)
    is_registered: bool = False
    is_announced: bool = False


def parameter_out(one: queries.Parameter, day: date) -> ParameterOut:
    """Tell a parameter as of a day."""
    return ParameterOut(**_common(one, day))


def history_out(one: queries.Parameter, day: date) -> HistoryOut:
    """Tell a parameter with its history."""
    return HistoryOut(**_common(one, day), values=[term_out(term) for term in one.terms])


def term_out(term: queries.Term) -> TermOut:
    """Tell one value."""
    return TermOut(
        value=_exact(term.value),
        text=value_of(term),
        since=term.since,
        until=term.until,
        reference=term.reference,
        confidence=Confidence(term.confidence),
        needs_review=term.needs_review,
    )


def lines_out(rows: list[tables.LedgerRow]) -> list[LineOut]:
    """Tell the lines of a ledger in the caller's words."""
    ledger = queries.Ledger([row.line for row in rows])
    return [
        LineOut(label=row.label, **line)
        for row, line in zip(rows, ledger.to_json(), strict=True)
    ]


def _common(one: queries.Parameter, day: date) -> dict[str, Any]:
    try:
        now = term_out(one.on(day))
    except queries.Silent:
        now = None
    return {
        "id": one.id,
        "chapter": Chapter(one.chapter),
        "name": name_of(one),
        "unit": one.unit,
        "review_by": one.review_by,
        "day": day,
        "now": now,
    }


def _exact(value: Any) -> Any:
    if isinstance(value, (Decimal, Fraction)):
        return str(value)
    if isinstance(value, tuple):
        return [_exact(one) for one in value]
    if isinstance(value, dict):
        return {name: _exact(one) for name, one in value.items()}
    return value
