"""Days that count: in Beijing, and the working days of the People's Republic."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from functools import cache
from zoneinfo import ZoneInfo

import holidays

BEIJING = ZoneInfo("Asia/Shanghai")


def china_day(at: datetime) -> date:
    """Return the day it is in Beijing at the moment."""
    return at.astimezone(BEIJING).date()


def end_of_day(day: date) -> datetime:
    """Return the moment a day is over in Beijing."""
    return datetime.combine(day + timedelta(days=1), time(), tzinfo=BEIJING)


@cache
def _statutory(year: int) -> holidays.HolidayBase:
    return holidays.country_holidays("CN", years=year)


@dataclass(frozen=True, slots=True)
class WorkCalendar:
    """The one calendar of the platform.

    `overrides` hold days announced after the library's table: True means a working day
    (a make-up Saturday), False a day off.
    """

    overrides: Mapping[date, bool] = field(default_factory=dict)

    def is_working_day(self, day: date) -> bool:
        """Say whether offices work on the day."""
        if day in self.overrides:
            return self.overrides[day]
        return bool(_statutory(day.year).is_working_day(day))

    def add_working_days(self, start: date, count: int) -> date:
        """Return the last day of a term of `count` working days after `start`.

        Counting from the following day is 民法典 第二百零一条.
        """
        if count < 0:
            raise ValueError("A term has no negative length.")
        day = start
        while count:
            day += timedelta(days=1)
            count -= self.is_working_day(day)
        return day

    def working_days_between(self, start: date, end: date) -> int:
        """Count the working days after `start` up to and including `end`."""
        days = (start + timedelta(days=n) for n in range(1, (end - start).days + 1))
        return sum(self.is_working_day(day) for day in days)
