"""A calculation as lines that a tax officer can follow; plain Python."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Any

from yizhan.kernel.money import to_fen
from yizhan.policy.law import CERTAIN, Term


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One step: what it is (a code), how much, how it was worked out, and by which law."""

    code: str
    amount: Decimal
    formula: str
    rule: str = ""
    since: date | None = None
    references: tuple[str, ...] = ()
    confidence: str = CERTAIN

    @property
    def needs_review(self) -> bool:
        """Say whether a value it rests on must still be checked."""
        return self.confidence != CERTAIN


@dataclass(slots=True)
class Ledger:
    """Lines in the order they were worked out; amounts unrounded until they are shown."""

    lines: list[Line] = field(default_factory=list)

    def add(
        self, code: str, amount: Decimal | Fraction | int, formula: str, *terms: Term
    ) -> Decimal:
        """Add a line resting on these values of the law and return its amount."""
        exact = _decimal(amount)
        self.lines.append(
            Line(
                code=code,
                amount=exact,
                formula=formula,
                rule=", ".join(term.parameter for term in terms),
                since=max((term.since for term in terms if term.since), default=None),
                references=tuple(dict.fromkeys(term.reference for term in terms)),
                confidence=_weakest(terms),
            )
        )
        return exact

    def of(self, code: str) -> Decimal:
        """Return the amount of the last line of a code, rounded to the fen."""
        return to_fen(next(line.amount for line in reversed(self.lines) if line.code == code))

    def to_json(self) -> list[dict[str, Any]]:
        """Give the lines for machines; money is a string."""
        return [
            {
                "code": line.code,
                "amount": str(to_fen(line.amount)),
                "formula": line.formula,
                "rule": line.rule,
                "since": line.since.isoformat() if line.since else None,
                "references": list(line.references),
                "confidence": line.confidence,
                "needs_review": line.needs_review,
            }
            for line in self.lines
        ]


_ORDER = (CERTAIN, "high", "medium", "low")


def _weakest(terms: Sequence[Term]) -> str:
    return max((term.confidence for term in terms), key=_ORDER.index, default=CERTAIN)


def _decimal(amount: Decimal | Fraction | int) -> Decimal:
    if isinstance(amount, Fraction):
        return Decimal(amount.numerator) / Decimal(amount.denominator)
    return Decimal(amount)


def plain(amount: Decimal | Fraction) -> str:
    """Write a number as it stands in a formula: 5,000,000 or 0.25 or 2/3."""
    if isinstance(amount, Fraction):
        return str(amount)
    return f"{amount.normalize():,f}"
