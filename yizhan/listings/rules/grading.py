"""How well a listing proves what it says: points for what can be checked, and a grade."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from yizhan.listings.details import (
    Content,
    Indicator,
    NeedDetails,
    OfferDetails,
    ServiceDetails,
)
from yizhan.listings.rules.claims import claims_of
from yizhan.listings.terms import IpKind, Kind

GRADES = (("A", 80), ("B", 60), ("C", 35), ("D", 0))
# Each unproven claim costs something; not so much that one word outweighs a test report.
_CLAIM_COST, _MOST_CLAIM_COST = 5, 20
_DIGIT = re.compile(r"\d|[一二三四五六七八九十两半百千]")
_OWN = re.compile("本单位|本公司|本校|自测|自检|我公司|我校|我单位")


@dataclass(frozen=True, slots=True)
class Part:
    """What one kind of evidence gave, of how much it could have."""

    code: str
    points: int
    most: int


@dataclass(frozen=True, slots=True)
class Grade:
    """A letter, its points of a hundred, and the parts they were made from."""

    letter: str
    points: int
    parts: tuple[Part, ...]
    claims: int

    @property
    def cost(self) -> int:
        """Return what unproven claims took away."""
        return min(_CLAIM_COST * self.claims, _MOST_CLAIM_COST)


def grade(content: Content) -> Grade:
    """Grade the evidence of a listing; who sees less of it sees the grade of that."""
    parts = tuple(
        Part(code, round(most * measure(content) / 100), most)
        for code, (most, measure) in PARTS[content.kind].items()
    )
    claims = sum(1 for _claim in claims_of(content))
    cost = min(_CLAIM_COST * claims, _MOST_CLAIM_COST)
    points = max(sum(part.points for part in parts) - cost, 0)
    letter = next(letter for letter, least in GRADES if points >= least)
    return Grade(letter, points, parts, claims)


def _share(content: Content, holds: Callable[[Indicator], bool]) -> int:
    rows = content.indicators
    return 100 * sum(map(holds, rows)) // len(rows) if rows else 0


def _numbers(content: Content) -> int:
    """Full for two comparable numbers: one may be chance."""
    return min(50 * sum(row.is_quantified for row in content.indicators), 100)


def _methods(content: Content) -> int:
    return _share(content, lambda row: bool(row.method))


def _measured(content: Content) -> int:
    def worth(row: Indicator) -> int:
        if not row.measured_by:
            return 0
        whose = 60 if _OWN.search(row.measured_by) else 85
        return whose + (15 if row.measured_on else 0)

    rows = content.indicators
    return sum(map(worth, rows)) // len(rows) if rows else 0


def _alternatives(content: Content) -> int:
    if any(row.alternative for row in content.indicators):
        return 100
    details = content.details
    if isinstance(details, OfferDetails) and details.advantage:
        return 70 if _DIGIT.search(details.advantage) else 30
    return 0


def _readiness(content: Content) -> int:
    details = content.details
    if not isinstance(details, OfferDetails) or not details.trl_evidence:
        return 0
    claimed = content.trl_max or content.trl_min
    proven = [row for row in details.trl_evidence if row.level == claimed]
    if not proven:
        return 30
    return 100 if any(_DIGIT.search(row.text) for row in proven) else 60


def _rights(content: Content) -> int:
    details = content.details
    if not isinstance(details, OfferDetails):
        return 0
    stated = [row for row in details.ip if row.number or row.kind == IpKind.TECHNICAL_SECRET]
    return 100 if stated else 0


def _money(content: Content) -> int:
    if content.price_min is not None or content.price_max is not None:
        return 100
    note = str(getattr(content.details, "economics", "") or "")
    note += str(getattr(content.details, "price_note", "") or "")
    return 100 if _DIGIT.search(note) else 40 if note else 0


def _tried(content: Content) -> int:
    details = content.details
    if not isinstance(details, NeedDetails) or not details.tried:
        return 0
    return 100 if len(details.tried) >= 20 else 60


def _conditions(content: Content) -> int:
    details = content.details
    if not isinstance(details, NeedDetails) or not details.conditions:
        return 0
    return 100 if _DIGIT.search(details.conditions) else 60


def _capacity(content: Content) -> int:
    return _numbered(content, "capacity")


def _equipment(content: Content) -> int:
    return _numbered(content, "equipment")


def _turnaround(content: Content) -> int:
    return _numbered(content, "turnaround")


def _numbered(content: Content, name: str) -> int:
    details = content.details
    text = getattr(details, name) if isinstance(details, ServiceDetails) else ""
    return 0 if not text else 100 if _DIGIT.search(text) else 40


Measure = Callable[[Content], int]
# Code: how many points it can give, and how much of them in percent.
PARTS: Mapping[str, Mapping[str, tuple[int, Measure]]] = {
    Kind.NEED: {
        "numbers": (40, _numbers),
        "methods": (15, _methods),
        "tried": (15, _tried),
        "conditions": (15, _conditions),
        "money": (15, _money),
    },
    Kind.OFFER: {
        "numbers": (20, _numbers),
        "measured": (25, _measured),
        "alternatives": (15, _alternatives),
        "readiness": (20, _readiness),
        "rights": (10, _rights),
        "money": (10, _money),
    },
    Kind.SERVICE: {
        "capacity": (30, _capacity),
        "equipment": (25, _equipment),
        "money": (20, _money),
        "turnaround": (15, _turnaround),
        "numbers": (10, _numbers),
    },
}
