"""The conditions of every kind, read from TOML, by the edition in force on a day."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

_HERE = Path(__file__).parent
MUST, EXCLUDES, REFUSES = "must", "excludes", "refuses"
EVERY = "every"
CERTAIN = "source"
_ORDER = (CERTAIN, "high", "medium", "low")
# A question is asked in this order: what is for all, then kind by kind.
BRANCHES = (
    EVERY,
    "development",
    "assignment",
    "licence",
    "consulting",
    "service",
    "training",
    "intermediary",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Edition:
    """The rules of recognition from one day to another."""

    code: str
    zh: str
    en: str
    confidence: str
    since: date | None = None
    until: date | None = None
    note_zh: str = ""
    note_en: str = ""

    def holds_on(self, day: date) -> bool:
        """Say whether the edition is in force on the day."""
        return (self.since or date.min) <= day <= (self.until or date.max)


@dataclass(frozen=True, slots=True, kw_only=True)
class Condition:
    """One condition in one edition; `presumed` holds unless something speaks against it."""

    id: str
    branch: str
    sort: str
    zh: str
    en: str
    article: str
    confidence: str
    speaks_for: tuple[str, ...]
    speaks_against: tuple[str, ...]
    since: date | None
    until: date | None
    needs_paper: str = ""
    subject: str = ""
    presumed: bool = False

    @property
    def needs_review(self) -> bool:
        """Say whether its text must still be compared with the official one."""
        return self.confidence != CERTAIN


@dataclass(frozen=True, slots=True, kw_only=True)
class Branch:
    """What is judged together: a kind, or a sub-kind that has conditions of its own."""

    code: str
    kind: str
    subkind: str
    conditions: tuple[Condition, ...]

    def of_sort(self, sort: str) -> list[Condition]:
        """Return the conditions of one sort."""
        return [one for one in self.conditions if one.sort == sort]


def edition_on(day: date) -> Edition:
    """Return the edition by which a contract accepted on the day is judged."""
    return next(edition for edition in editions() if edition.holds_on(day))


@cache
def editions() -> tuple[Edition, ...]:
    """Return all editions, oldest first."""
    return tuple(Edition(**row) for row in _read("editions.toml")["edition"])


@cache
def _branches(edition_code: str, *, has_licence: bool) -> Mapping[str, Branch]:
    edition = next(one for one in editions() if one.code == edition_code)
    return {
        code: _branch(_read(f"conditions/{code}.toml"), edition, has_licence=has_licence)
        for code in BRANCHES
    }


def branches_on(day: date, *, signed_on: date | None = None) -> Mapping[str, Branch]:
    """Return what is judged of a contract accepted on the day.

    What was signed before licences had a name of their own is an assignment.
    """
    own = _read("conditions/licence.toml")["own_kind_since"]
    return _branches(edition_on(day).code, has_licence=(signed_on or day) >= own)


@cache
def subkind_words() -> Mapping[str, Mapping[str, tuple[str, ...]]]:
    """Return for each kind the words that speak for its sub-kinds."""
    return {
        kind: {subkind: tuple(words) for subkind, words in table.items()}
        for kind, table in _read("subkinds.toml").items()
    }


def condition_called(identifier: str, *, day: date) -> Condition | None:
    """Return a condition as the edition of the day has it."""
    every = (one for branch in branches_on(day).values() for one in branch.conditions)
    return next((one for one in every if one.id == identifier), None)


def _branch(table: Mapping[str, Any], edition: Edition, *, has_licence: bool) -> Branch:
    kind = table["kind"] if has_licence else table.get("before_own_kind", table["kind"])
    return Branch(
        code=table["branch"],
        kind=kind,
        subkind=table.get("subkind", ""),
        conditions=tuple(
            _condition(row, table["branch"], edition, has_licence=has_licence)
            for row in table["condition"]
            if edition.code in row["article"]
        ),
    )


def _condition(
    row: Mapping[str, Any], branch: str, edition: Edition, *, has_licence: bool
) -> Condition:
    articles = row["article"]
    # Under the rules of 2001 the statute behind them changed with the Civil Code.
    by_old_statute = edition.code == "2001" and not has_licence
    article = articles.get("before_code") if by_old_statute else None
    return Condition(
        id=row["id"],
        branch=branch,
        sort=row["sort"],
        zh=row["zh"],
        en=row["en"],
        article=article or articles[edition.code],
        confidence=max(row["confidence"], edition.confidence, key=_ORDER.index),
        speaks_for=tuple(row["for"]),
        speaks_against=tuple(row.get("against", ())),
        since=edition.since,
        until=edition.until,
        needs_paper=row.get("needs_paper", ""),
        subject=row.get("subject", ""),
        presumed=row.get("presumed", False),
    )


@cache
def _read(name: str) -> dict[str, Any]:
    return tomllib.loads((_HERE / name).read_text(encoding="utf-8"))
