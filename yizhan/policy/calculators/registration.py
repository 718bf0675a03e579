"""Which rules a contract is registered under: regime, kinds, numbers, and how long it may take.

Regime and term follow the day of acceptance. Where a province has a term of its own beside
the national one, the office has to keep both, so the earlier day counts.
"""

from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from yizhan.kernel.periods import WorkCalendar
from yizhan.policy.law import Lawbook, Silent, Term, lawbook

# The law book's words for the kinds, and the permanent codes of contracts for them.
_KIND_CODES = {"transfer": "assignment", "license": "licence"}
_LOCAL_DAYS = {"11": "beijing", "33": "zhejiang", "41": "henan"}
_LOCAL_WORKING_DAYS = {"31": "shanghai"}
_CALENDAR = WorkCalendar()


@dataclass(frozen=True, slots=True, kw_only=True)
class Deadline:
    """The last day to decide, and the terms of the law it was counted from."""

    due_on: date
    terms: tuple[Term, ...]

    @property
    def needs_review(self) -> bool:
        """Say whether the official text of a term must still be looked at."""
        return any(term.needs_review for term in self.terms)


def regime_on(accepted_on: date, law: Lawbook | None = None) -> str:
    """Name the measures that govern a contract by their first year: 1990, 2000 or 2026."""
    since = (law or lawbook()).on("registration.regime", accepted_on).since
    if since is None:
        raise Silent("registration.regime", accepted_on)
    return str(since.year)


def kinds_on(day: date, law: Lawbook | None = None) -> tuple[str, ...]:
    """List the kinds a contract may have: four until 2020, with the licence five since."""
    named = (law or lawbook()).on("registration.kinds", day).value
    return tuple(_KIND_CODES.get(name, name) for name in named)


def number_length_on(day: date, law: Lawbook | None = None) -> int:
    """Return how many digits a registration number of the day has."""
    return int((law or lawbook()).on("registration.number_length", day).value)


def decision_deadline(
    accepted_on: date,
    *,
    region: str,
    amount: Decimal = Decimal(0),
    is_disputed: bool = False,
    needs_experts: bool = False,
    law: Lawbook | None = None,
) -> Deadline:
    """Return by when the office decides; `region` is any GB/T 2260 code of the office.

    Raises Silent where neither the nation nor the province had a term.
    """
    book = law or lawbook()
    large = is_disputed or amount >= _large(book, accepted_on)
    names = [
        "registration.decision_days",
        "registration.decision_working_days_large"
        if large
        else "registration.decision_working_days",
        *_local(region, needs_experts=needs_experts),
    ]
    terms = [term for name in names if (term := _found(book, name, accepted_on))]
    if not terms:
        raise Silent("registration.decision_days", accepted_on)
    due_on = min(_last_day(accepted_on, term) for term in terms)
    return Deadline(due_on=due_on, terms=tuple(terms))


def _local(region: str, *, needs_experts: bool) -> list[str]:
    province = region[:2]
    if province in _LOCAL_DAYS:
        return [f"registration.decision_days.{_LOCAL_DAYS[province]}"]
    if province not in _LOCAL_WORKING_DAYS:
        return []
    name = "decision_working_days_expert" if needs_experts else "decision_working_days"
    return [f"registration.{name}.{_LOCAL_WORKING_DAYS[province]}"]


def _large(book: Lawbook, day: date) -> Decimal:
    term = _found(book, "registration.large_contract", day)
    return Decimal(term.value) if term else Decimal("Infinity")


def _found(book: Lawbook, name: str, day: date) -> Term | None:
    try:
        return book.on(name, day)
    except Silent:  # a term that did not exist binds nobody
        return None


def _last_day(start: date, term: Term) -> date:
    if term.unit == "workdays":
        return _CALENDAR.add_working_days(start, int(term.value))
    return start + timedelta(days=int(term.value))
