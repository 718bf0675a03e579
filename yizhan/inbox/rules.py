"""When mail goes: the pauses after failures, the cap, the hour of the daily mail."""

from datetime import date, datetime, time, timedelta
from typing import Final
from zoneinfo import ZoneInfo

from yizhan.kernel.periods import WorkCalendar

ZONE: Final = ZoneInfo("Asia/Shanghai")
MORNING: Final = time(8, 30)
EVENING: Final = time(20, 0)
# Who holds a mail longer than this has died; the mail server is given 10 seconds.
LEASE: Final = timedelta(minutes=10)
# More than this in an hour is folded into the daily mail.
MOST_AN_HOUR: Final = 10
HOUR: Final = timedelta(hours=1)
# What nobody has read is kept so many times as long as what was read.
UNREAD_TIMES: Final = 2
_FIRST_PAUSE: Final = timedelta(minutes=1)
_LONGEST_PAUSE: Final = timedelta(hours=1)
_DOUBLINGS: Final = 6


def pause_after(attempts: int) -> timedelta:
    """Return how long to wait after so many failures: 1, 2, 4 … minutes, an hour at most."""
    doubled: timedelta = _FIRST_PAUSE * 2 ** min(max(attempts, 1) - 1, _DOUBLINGS)
    return min(doubled, _LONGEST_PAUSE)


def digest_day(at: datetime, *, calendar: WorkCalendar) -> date | None:
    """Return the day whose daily mail is due at the moment, None when none is.

    Due from half past eight to eight in the evening: who starts the platform at noon still
    sends the morning's, who starts it at night sends it the next working day.
    """
    here = at.astimezone(ZONE)
    if not MORNING <= here.time() < EVENING or not calendar.is_working_day(here.date()):
        return None
    return here.date()
