"""The criteria of appraisal: dated data, looked up by the day."""

import tomllib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path

from yizhan.stations.terms import Verdict

FILE = Path(__file__).with_name("data") / "appraisal.toml"


@dataclass(frozen=True, slots=True, kw_only=True)
class Criterion:
    """One heading; weights of an occasion sum to 100."""

    code: str
    weight: int
    question: str
    question_en: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Edition:
    """One edition, in force from a day on; a total at or above a bound earns its verdict."""

    code: str
    since: date
    confidence: str
    reference: str
    reference_en: str
    bounds: Sequence[tuple[str, int]]
    criteria: dict[str, tuple[Criterion, ...]]


def edition_on(day: date) -> Edition:
    """Return the edition in force on the day; before the first one, the first."""
    rows = _editions()
    return next((one for one in rows if one.since <= day), rows[-1])


@cache
def _editions() -> tuple[Edition, ...]:
    """Return all editions, newest first; refuse weights that do not sum to 100."""
    read = tomllib.loads(FILE.read_text())
    found = []
    for row in read["edition"]:
        criteria: dict[str, list[Criterion]] = {}
        for one in row["criterion"]:
            occasions = one.pop("occasions")
            for occasion in occasions:
                criteria.setdefault(occasion, []).append(Criterion(**one))
        for occasion, several in criteria.items():
            if sum(one.weight for one in several) != 100:
                raise ValueError(f"The weights of {occasion} do not sum to 100.")
        found.append(
            Edition(
                code=row["code"],
                since=row["since"],
                confidence=row["confidence"],
                reference=row["reference"],
                reference_en=row["reference_en"],
                bounds=[
                    (Verdict.EXCELLENT, row["excellent"]),
                    (Verdict.GOOD, row["good"]),
                    (Verdict.PASS, row["pass"]),
                ],
                criteria={name: tuple(several) for name, several in criteria.items()},
            )
        )
    return tuple(sorted(found, key=lambda one: one.since, reverse=True))
