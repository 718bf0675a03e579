"""Rows of the law pages, ready to print."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from django.urls import reverse

from yizhan.kernel.money import to_fen
from yizhan.policy import queries
from yizhan.policy.law import Parameter, Silent, Term
from yizhan.policy.ledger import Ledger, Line
from yizhan.policy.terms import Chapter, Confidence
from yizhan.policy.wording import CONDITIONS, FACTS, LINES, name_of, value_of


@dataclass(frozen=True, slots=True, kw_only=True)
class ValueRow:
    """One value with its days and its document."""

    value: str
    since: date | None
    until: date | None
    reference: str
    confidence: str
    needs_review: bool
    is_in_force: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class ParameterRow:
    """One parameter as of a day; `now` is None where the law is silent that day."""

    id: str
    name: str
    url: str
    now: ValueRow | None
    count: int


@dataclass(frozen=True, slots=True, kw_only=True)
class LedgerRow:
    """One line of a ledger in the reader's words."""

    label: str
    amount: str
    line: Line
    parameters: tuple[tuple[str, str], ...]


def value_row(term: Term, day: date) -> ValueRow:
    """Describe one value as seen from a day."""
    return ValueRow(
        value=value_of(term),
        since=term.since,
        until=term.until,
        reference=term.reference,
        confidence=str(Confidence(term.confidence).label),
        needs_review=term.needs_review,
        is_in_force=term.is_in_force(day),
    )


def parameter_row(parameter: Parameter, day: date) -> ParameterRow:
    """Describe a parameter as of a day."""
    try:
        now = value_row(parameter.on(day), day)
    except Silent:
        now = None
    return ParameterRow(
        id=parameter.id,
        name=name_of(parameter),
        url=reverse("policy:parameter", args=[parameter.id]),
        now=now,
        count=len(parameter.terms),
    )


def chapters(found: Iterable[Parameter], day: date) -> list[tuple[str, list[ParameterRow]]]:
    """Group parameters by chapter in the order of the book."""
    rows = list(found)
    grouped = [
        (
            str(chapter.label),
            [parameter_row(one, day) for one in rows if one.chapter == chapter],
        )
        for chapter in Chapter
    ]
    return [(name, group) for name, group in grouped if group]


def ledger_rows(ledger: Ledger) -> list[LedgerRow]:
    """Describe the lines of a ledger, each with links to its parameters."""
    return [
        LedgerRow(
            label=str(LINES[line.code]),
            amount=full(line.amount),
            line=line,
            parameters=tuple(
                (one, reverse("policy:parameter", args=[one]))
                for one in line.rule.split(", ")
                if one
            ),
        )
        for line in ledger.lines
    ]


def verdict_words(verdict: queries.Verdict) -> dict[str, list[str]]:
    """Say what a relief fails by and what must still be known, in the reader's words."""
    return {
        "failed": [str(CONDITIONS[code]) for code in verdict.failed],
        "missing": [str(FACTS[fact]) for fact in verdict.missing],
    }


@dataclass(frozen=True, slots=True, kw_only=True)
class ReviewRow:
    """A parameter that somebody has to look at, and by when."""

    parameter: ParameterRow
    chapter: str
    review_by: date
    days_late: int


def reviews(day: date) -> dict[str, Any]:
    """Describe what is past its review date, due within 90 days, or was never read."""
    rows = sorted(queries.lawbook().values(), key=lambda one: (one.review_by, one.id))
    soon = day + timedelta(days=90)
    unread = [one for one in rows if one.terms[-1].needs_review]
    return {
        "late": [_review_row(one, day) for one in queries.stale_parameters(day)],
        "soon": [_review_row(one, day) for one in rows if day <= one.review_by <= soon],
        "unread": [_review_row(one, day) for one in unread],
        "total": len(rows),
        "day": day,
    }


def _review_row(one: Parameter, day: date) -> ReviewRow:
    return ReviewRow(
        parameter=parameter_row(one, day),
        chapter=str(Chapter(one.chapter).label),
        review_by=one.review_by,
        days_late=(day - one.review_by).days,
    )


def full(amount: Decimal) -> str:
    """Write an amount in full yuan, to the fen."""
    return f"{to_fen(amount):,.2f}"
