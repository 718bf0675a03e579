"""The checklists and clocks of review: dated data, looked up by the day."""

import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

FILE = Path(__file__).with_name("data") / "review.toml"


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """One question to the reviewer; `mend` is what the owner hears after a "no"."""

    code: str
    kinds: frozenset[str]
    field: str
    required: bool
    question: str
    question_en: str
    mend: str
    mend_en: str
    reference: str
    reference_en: str
    machine: str = ""
    confidence: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Edition:
    """One edition of the checklists, in force from a day on."""

    code: str
    since: date
    items: Sequence[Item]

    def items_for(self, kind: str) -> list[Item]:
        """Return the questions that a kind of listing is asked."""
        return [item for item in self.items if kind in item.kinds]


@dataclass(frozen=True, slots=True, kw_only=True)
class Clock:
    """How long a review may take, and how long a reviewer may keep what was taken."""

    since: date
    working_days: int
    hold_hours: int
    reference: str
    reference_en: str


def edition_on(day: date) -> Edition:
    """Return the edition in force on the day; before the first one, the first."""
    rows = _editions()
    return next((edition for edition in rows if edition.since <= day), rows[-1])


def edition_called(code: str) -> Edition | None:
    """Return the edition that an old decision was made by."""
    return next((edition for edition in _editions() if edition.code == code), None)


def clock_on(day: date) -> Clock:
    """Return the clock in force on the day; before the first one, the first."""
    rows = _clocks()
    return next((clock for clock in rows if clock.since <= day), rows[-1])


@cache
def _editions() -> tuple[Edition, ...]:
    found = [
        Edition(code=row["code"], since=row["since"], items=tuple(map(_item, row["item"])))
        for row in _held()["edition"]
    ]
    return tuple(sorted(found, key=lambda edition: edition.since, reverse=True))


@cache
def _clocks() -> tuple[Clock, ...]:
    found = [Clock(**row) for row in _held()["clock"]]
    return tuple(sorted(found, key=lambda clock: clock.since, reverse=True))


def _item(row: Mapping[str, Any]) -> Item:
    return Item(**{**row, "kinds": frozenset(row["kinds"])})


@cache
def _held() -> dict[str, Any]:
    return tomllib.loads(FILE.read_text(encoding="utf-8"))
