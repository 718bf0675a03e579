"""Which papers a contract is filed with; the list is data, dated like the law."""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from yizhan.contracts.content import Content
from yizhan.contracts.rules.gate import is_state_funded_abroad
from yizhan.contracts.terms import IpType, Kind, PaperKind, PlanSource, Screening
from yizhan.kernel.refusals import Refusal

# Rights that exist by a certificate; without it the right cannot be looked at.
_CERTIFIED = frozenset(
    {
        IpType.INVENTION_PATENT,
        IpType.UTILITY_MODEL,
        IpType.DESIGN_PATENT,
        IpType.PLANT_VARIETY,
        IpType.LAYOUT_DESIGN,
    }
)
_MOVES_RIGHTS = frozenset({Kind.ASSIGNMENT, Kind.LICENCE})


@dataclass(frozen=True, slots=True, kw_only=True)
class PaperRule:
    """One row of the list: the kind of paper, when it is asked for, and by which document."""

    kind: str
    when: str
    since: date
    until: date | None
    reference: str
    confidence: str

    def is_in_force(self, day: date) -> bool:
        """Say whether the row holds on the day."""
        return self.since <= day and (self.until is None or day <= self.until)


def required_papers(
    content: Content, rows: Sequence[PaperRule], *, day: date
) -> list[PaperRule]:
    """Return the rows that this contract falls under on the day, each kind once."""
    found: dict[str, PaperRule] = {}
    for row in rows:
        if row.is_in_force(day) and _applies(row.when, content):
            found.setdefault(row.kind, row)
    return list(found.values())


def against_papers(
    content: Content, present: Collection[str], rows: Sequence[PaperRule], *, day: date
) -> Iterator[Refusal]:
    """Name every paper that is asked for and not there."""
    for row in required_papers(content, rows, day=day):
        if row.kind not in present:
            values = {"kind": PaperKind(row.kind).value, "reference": row.reference}
            yield Refusal("contracts.paper_missing", values, place=f"papers.{row.kind}")


def _applies(when: str, content: Content) -> bool:
    if when == "registered_right":
        types = {item.type for item in content.ip} | {content.ip_type}
        return content.kind in _MOVES_RIGHTS and bool(types & _CERTIFIED)
    if when == "public_plan":
        return content.plan_source not in {"", PlanSource.NONE}
    if when == "listed_abroad":
        return content.screening.list in {Screening.RESTRICTED, Screening.FREE}
    if when == "state_funded_abroad":
        return is_state_funded_abroad(content)
    return when == "always"
