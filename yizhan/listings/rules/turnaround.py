"""How long reviews take: working days, the share in time, medians from counts."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from yizhan.kernel.periods import WorkCalendar
from yizhan.listings.rules.freshness import SHANGHAI

# Over fewer decisions a percentile says more about one case than about an office.
FEWEST = 5
CALENDAR = WorkCalendar()


@dataclass(frozen=True, slots=True, kw_only=True)
class Turnaround:
    """How a set of decisions went; the figures are None where there are too few to say."""

    count: int
    median: int | None
    ninth: int | None
    in_time: int | None

    @property
    def is_told(self) -> bool:
        """Say whether there are enough to say anything."""
        return self.median is not None


def review_due_on(at: datetime, working_days: int) -> date:
    """Return the last day for an answer to what was handed in at this moment."""
    return CALENDAR.add_working_days(at.astimezone(SHANGHAI).date(), working_days)


def end_of(day: date) -> datetime:
    """Return the moment a day is over in Beijing."""
    return datetime.combine(day + timedelta(days=1), time(), tzinfo=SHANGHAI)


def working_days_taken(began_at: datetime, at: datetime) -> int:
    """Count the working days from the day of the submission to the day of the decision."""
    began, ended = began_at.astimezone(SHANGHAI).date(), at.astimezone(SHANGHAI).date()
    return CALENDAR.working_days_between(began, ended)


def working_days_left(due_on: date, today: date) -> int:
    """Count the working days that remain; below zero it is overdue by as many."""
    if today <= due_on:
        return CALENDAR.working_days_between(today, due_on)
    return -max(1, CALENDAR.working_days_between(due_on, today))


def turnaround_of(counts: Mapping[int, int], *, target: int) -> Turnaround:
    """Read median, ninth decile and the share in time from (working days → decisions)."""
    total = sum(counts.values())
    if total < FEWEST:
        return Turnaround(count=total, median=None, ninth=None, in_time=None)
    within = sum(count for days, count in counts.items() if days <= target)
    return Turnaround(
        count=total,
        median=_percentile(counts, total, 50),
        ninth=_percentile(counts, total, 90),
        in_time=round(100 * within / total),
    )


def _percentile(counts: Mapping[int, int], total: int, share: int) -> int:
    """Return the smallest number of days within which that share was decided."""
    seen = 0
    for days in sorted(counts):
        seen += counts[days]
        if seen * 100 >= total * share:
            return days
    return max(counts)
