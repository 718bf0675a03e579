"""What stands against a word on a match or a saved search, and when finds are told."""

from collections.abc import Iterator
from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from yizhan.kernel.periods import WorkCalendar
from yizhan.kernel.refusals import Refusal

LONGEST_NOTE = 500
LONGEST_NAME = 80
MOST_SEARCHES = 50
MORNING = time(7, 30)
HOUR = timedelta(hours=1)
ZONE = ZoneInfo("Asia/Shanghai")
_CALENDAR = WorkCalendar()


def against_feedback(
    *, verdict: str, reason: str, note: str, is_party: bool, is_open: bool
) -> Iterator[Refusal]:
    """Give every reason why the word may not be taken down."""
    if not is_party:
        yield Refusal("matching.not_a_party")
    if not is_open:
        yield Refusal("matching.not_open")
    if verdict == "unsuitable" and not reason:
        yield Refusal("matching.reason_missing", place="reason")
    if len(note) > LONGEST_NOTE:
        yield Refusal("matching.note_too_long", {"limit": LONGEST_NOTE}, place="note")


def against_saving(*, name: str, held: int) -> Iterator[Refusal]:
    """Give every reason why the search may not be saved."""
    if held >= MOST_SEARCHES:
        yield Refusal("matching.too_many_searches", {"limit": MOST_SEARCHES})
    if len(name) > LONGEST_NAME:
        yield Refusal("matching.name_too_long", {"limit": LONGEST_NAME}, place="name")


def is_due(*, pace: str, told_at: datetime | None, at: datetime) -> bool:
    """Say whether what was found may be told now.

    At once is once an hour at most; daily is on working days from half past seven, an hour
    before the daily mail is gathered; weekly is the first such morning of a week.
    """
    if pace == "at_once":
        return told_at is None or told_at + HOUR <= at
    here = at.astimezone(ZONE)
    if here.time() < MORNING or not _CALENDAR.is_working_day(here.date()):
        return False
    if told_at is None:
        return True
    before = told_at.astimezone(ZONE).date()
    if pace == "weekly":
        return before.isocalendar()[:2] < here.date().isocalendar()[:2]
    return before < here.date()
