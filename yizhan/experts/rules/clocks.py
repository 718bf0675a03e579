"""How long things take: working days of the one calendar, days that end in Beijing."""

from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from yizhan.kernel.periods import WorkCalendar

SHANGHAI = ZoneInfo("Asia/Shanghai")
ACCEPT_DAYS = 5
DECIDE_DAYS = 5
SETTLE_DAYS = 20
LONGEST_PROMISE = timedelta(days=90)
REMIND_AFTER = timedelta(days=335)
FADE_AFTER = timedelta(days=30)
_CALENDAR = WorkCalendar()


def day_of(at: datetime) -> date:
    """Return the day it is in Beijing."""
    return at.astimezone(SHANGHAI).date()


def end_of(day: date) -> datetime:
    """Return the moment in which the day is over in Beijing."""
    return datetime.combine(day + timedelta(days=1), time.min, tzinfo=SHANGHAI)


def end_of_working_days(at: datetime, count: int) -> datetime:
    """Return the end of a term of working days that begins the day after."""
    return end_of(_CALENDAR.add_working_days(day_of(at), count))


def furthest(at: datetime) -> date:
    """Return the last day that can be promised."""
    return day_of(at) + LONGEST_PROMISE


def is_late(*, promised_on: date, answered_at: datetime) -> bool:
    """Say whether an answer came after the promised day."""
    return day_of(answered_at) > promised_on


def next_confirmation(confirmed_at: datetime) -> datetime:
    """Return when the person is next asked whether the profile is true."""
    return confirmed_at + REMIND_AFTER
