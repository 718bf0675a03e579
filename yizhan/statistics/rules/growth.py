"""Growth: raw, of the same cohort, and compound; exact in Decimal."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal


@dataclass(frozen=True, slots=True, kw_only=True)
class Growth:
    """Growth from one year to the next among some members, in per cent (None: no base)."""

    before: int
    after: int
    members: int

    @property
    def percent(self) -> Decimal | None:
        """Return the change in per cent of the year before."""
        return growth(self.before, self.after)


def growth(before: Decimal | int, after: Decimal | int) -> Decimal | None:
    """Return the change in per cent, or nothing where there was nothing before."""
    if before <= 0:
        return None
    return (Decimal(after) / Decimal(before) - 1) * 100


def cohort_growth(before: Mapping[str, int], after: Mapping[str, int]) -> Growth:
    """Compare two years only over the members that registered something in both.

    An office that opened, closed or joined the platform between the two years changes the raw
    growth though nobody traded more; this figure leaves it out on both sides.
    """
    both = {member for member in before if member and member in after}
    return Growth(
        before=sum(before[member] for member in both),
        after=sum(after[member] for member in both),
        members=len(both),
    )


def compound(first: Decimal, last: Decimal, years: int) -> Decimal | None:
    """Return the compound yearly growth in per cent over a number of years."""
    if first <= 0 or last <= 0 or years < 1:
        return None
    return ((last / first) ** (Decimal(1) / years) - 1) * 100
