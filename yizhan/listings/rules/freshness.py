"""How a confirmation fades: the timetable, the score, the day on which a listing closes."""

from collections.abc import Iterator, Mapping
from dataclasses import astuple, dataclass
from datetime import date, datetime, time, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

from yizhan.kernel.refusals import Refusal
from yizhan.listings.terms import Kind

SHANGHAI = ZoneInfo("Asia/Shanghai")
ASK, REMIND, DEMOTE, HIDE = "ask", "remind", "demote", "hide"
STEPS = (ASK, REMIND, DEMOTE, HIDE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Timetable:
    """Days since the last confirmation at which each step is taken."""

    ask: int
    remind: int
    demote: int
    hide: int
    expire: int

    def after(self, step: str) -> tuple[str, timedelta] | None:
        """Name the step that follows and how much later it is taken; nothing follows hiding."""
        if step == HIDE:
            return None
        following = STEPS[STEPS.index(step) + 1]
        return following, timedelta(days=getattr(self, following) - getattr(self, step))


# A need is of the moment: somebody else may have solved it. Results and services last longer.
TIMETABLES: Mapping[str, Timetable] = {
    Kind.NEED: Timetable(ask=30, remind=44, demote=60, hide=90, expire=180),
    Kind.OFFER: Timetable(ask=90, remind=104, demote=120, hide=180, expire=365),
    Kind.SERVICE: Timetable(ask=90, remind=104, demote=120, hide=180, expire=365),
}
# The score on the day of the confirmation and on the day of each step.
SCORES = (100, 80, 65, 50, 25, 0)
FRESH, AGEING = 80, 50
_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Freshness:
    """A score from 0 to 100 and its word: fresh, ageing or stale."""

    score: int
    state: str


def freshness(*, kind: str, confirmed_at: datetime, at: datetime) -> Freshness:
    """Say how far a confirmation has faded; straight lines between the steps."""
    days = (at - confirmed_at) / _DAY
    knots = list(zip((0, *astuple(TIMETABLES[Kind(kind)])), SCORES, strict=True))
    score = 100.0 if days <= 0 else 0.0
    for (start, high), (end, low) in pairwise(knots):
        if start < days <= end:
            score = high - (high - low) * (days - start) / (end - start)
    whole = int(score)
    state = "fresh" if whole >= FRESH else "ageing" if whole >= AGEING else "stale"
    return Freshness(whole, state)


def asking_at(*, kind: str, confirmed_at: datetime) -> datetime:
    """Return when the owner is asked."""
    return confirmed_at + timedelta(days=TIMETABLES[Kind(kind)].ask)


def step_after(*, kind: str, step: str, at: datetime) -> tuple[str, datetime] | None:
    """Return the step that follows one taken at this moment, and when.

    Counted from when the last step was really taken: a platform that stood still for a month
    skips nobody's question and hides nothing unannounced.
    """
    following = TIMETABLES[Kind(kind)].after(step)
    return following and (following[0], at + following[1])


def due_at(*, kind: str, deadline: date | None, confirmed_at: datetime) -> datetime:
    """Return when the listing closes by itself: its deadline, or nobody confirming it."""
    fading = confirmed_at + timedelta(days=TIMETABLES[Kind(kind)].expire)
    return fading if deadline is None else min(fading, closing(deadline))


def closing(deadline: date) -> datetime:
    """Return the end of a day in Beijing."""
    return datetime.combine(deadline + timedelta(days=1), time(), tzinfo=SHANGHAI)


def day_of(at: datetime) -> date:
    """Return the day it is in Beijing."""
    return at.astimezone(SHANGHAI).date()


def is_over(
    *, is_hidden: bool, deadline: date | None, due_at: datetime | None, at: datetime
) -> bool:
    """Say whether a listing closes now: past its deadline, or hidden and still unanswered.

    What the owner was not asked about is not closed for want of an answer.
    """
    if due_at is None or due_at > at:
        return False
    return is_hidden or (deadline is not None and closing(deadline) <= at)


def against_confirmation(*, stage: str, is_live: bool) -> Iterator[Refusal]:
    """Give the reason why nothing can be confirmed: only what is open can be still true."""
    if not is_live:
        yield Refusal("flow.wrong_stage", {"step": "confirm", "stage": stage})
