"""Dated parameters of the law, read from `parameters/*.toml`; plain Python.

A file is a chapter. A parameter has values, each with the first and last day it is in force,
its document, and how sure we are. Ratios are strings in TOML ("0.25", "2/3") and exact here.
"""

import tomllib
from bisect import bisect_right
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction
from functools import lru_cache
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np

FOLDER = Path(__file__).parent / "parameters"
CERTAIN = "source"
# Units that are counted or measured; their values are exact numbers.
_NUMBERS = ("ratio", "cny", "days", "workdays", "months", "years", "count", "persons", "times")

Days = np.ndarray[Any, np.dtype[np.datetime64]]
Whole = np.ndarray[Any, np.dtype[np.int64]]


class Silent(LookupError):
    """The law book has no value for the day: never answered with a guess."""

    def __init__(self, parameter: str, day: date) -> None:
        """Keep what was asked."""
        super().__init__(f"{parameter} has no value on {day:%Y-%m-%d}")
        self.parameter, self.day = parameter, day


@dataclass(frozen=True, slots=True, kw_only=True)
class Term:
    """One value of a parameter; `since` is None where the first day is not known."""

    parameter: str
    value: Any
    unit: str
    since: date | None
    until: date | None
    reference: str
    confidence: str
    collected_as: str = ""

    @property
    def needs_review(self) -> bool:
        """Say whether the official text must still be looked at."""
        return self.confidence != CERTAIN

    def is_in_force(self, day: date) -> bool:
        """Say whether the value holds on the day, first and last day included."""
        started = self.since is None or self.since <= day
        return started and (self.until is None or day <= self.until)


@dataclass(frozen=True, slots=True, kw_only=True)
class Parameter:
    """One thing that the law fixes, with all its values from old to new."""

    id: str
    chapter: str
    zh: str
    en: str
    unit: str
    review_by: date
    terms: tuple[Term, ...]

    def on(self, day: date) -> Term:
        """Return the value in force; raises Silent where there is none."""
        place = bisect_right([term.since or date.min for term in self.terms], day) - 1
        if place < 0 or not self.terms[place].is_in_force(day):
            raise Silent(self.id, day)
        return self.terms[place]

    def over(self, days: Days, *, scale: int) -> Whole:
        """Return the value of every day, times `scale`, as whole numbers.

        Raises Silent for the first day without a value.
        """
        starts = np.array([term.since or date.min for term in self.terms], "datetime64[D]")
        ends = np.array([term.until or date.max for term in self.terms], "datetime64[D]")
        place = np.searchsorted(starts, days, side="right") - 1
        silent = (place < 0) | (days > ends[place])
        if silent.any():
            raise Silent(self.id, days[silent][0].astype(object))
        values = [Fraction(term.value) * scale for term in self.terms]
        if any(value.denominator != 1 for value in values):
            raise ValueError(f"{self.id} times {scale} is not whole")
        return np.array([int(value) for value in values], np.int64)[place]

    def is_stale(self, day: date) -> bool:
        """Say whether somebody should have looked at it again by now."""
        return self.review_by < day


class Lawbook(Mapping[str, Parameter]):
    """All parameters by id, in the order of the files."""

    def __init__(self, parameters: Mapping[str, Parameter]) -> None:
        """Keep the parameters."""
        self._parameters = dict(parameters)

    def __getitem__(self, key: str) -> Parameter:
        """Return one parameter."""
        return self._parameters[key]

    def __iter__(self) -> Iterator[str]:
        """Give the ids."""
        return iter(self._parameters)

    def __len__(self) -> int:
        """Count the parameters."""
        return len(self._parameters)

    def on(self, key: str, day: date) -> Term:
        """Return the value of a parameter in force on the day, or raise Silent."""
        return self._parameters[key].on(day)

    def ratio(self, key: str, day: date) -> Decimal:
        """Return a number in force on the day."""
        return Decimal(self.on(key, day).value)


@lru_cache(maxsize=1)
def lawbook() -> Lawbook:
    """Read the files once; a malformed one stops the platform at its start."""
    found: dict[str, Parameter] = {}
    for path in sorted(FOLDER.glob("*.toml")):
        with path.open("rb") as file:
            table = tomllib.load(file)
        for key, entry in table.items():
            if key in found:
                raise ValueError(f"{key} stands in two chapters")
            found[key] = _parameter(path.stem, key, entry)
    return Lawbook(found)


def _parameter(chapter: str, key: str, entry: Mapping[str, Any]) -> Parameter:
    unit = str(entry["unit"])
    terms = tuple(
        Term(
            parameter=key,
            value=_exact(row["value"], unit),
            unit=unit,
            since=row.get("since"),
            until=row.get("until"),
            reference=row["reference"],
            confidence=row["confidence"],
            collected_as=row.get("collected_as", ""),
        )
        for row in entry["values"]
    )
    for before, after in pairwise(terms):
        if before.until is None or after.since is None or before.until >= after.since:
            raise ValueError(f"{key}: two values hold on one day")
    return Parameter(
        id=key,
        chapter=chapter,
        zh=entry["zh"],
        en=entry["en"],
        unit=unit,
        review_by=entry["review_by"],
        terms=terms,
    )


def _exact(value: Any, unit: str) -> Any:
    if isinstance(value, float):
        raise TypeError("A number with a point is written as a string, else it is not exact.")
    if isinstance(value, list):
        return tuple(_exact(item, unit) for item in value)
    if isinstance(value, dict):
        return {name: _exact(item, unit) for name, item in value.items()}
    if isinstance(value, bool) or not unit.startswith((*_NUMBERS, "points", "mixed", "consec")):
        return value
    if isinstance(value, str):
        return Fraction(value) if "/" in value else Decimal(value) if value else None
    return Decimal(value)
