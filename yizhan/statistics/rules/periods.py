"""A year, a quarter or a month of statistics."""

import re
from dataclasses import dataclass

_WORD = re.compile(r"(\d{4})(?:Q([1-4])|(0[1-9]|1[0-2]))?")


@dataclass(frozen=True, slots=True)
class Period:
    """`first` and `last` are months of the year; 0 to 12 is the whole of it."""

    year: int
    first: int = 0
    last: int = 12

    @property
    def since(self) -> int:
        """Return the first month as cells name it."""
        return self.year * 100 + self.first

    @property
    def until(self) -> int:
        """Return the last month as cells name it."""
        return self.year * 100 + self.last

    @property
    def before(self) -> "Period":
        """Return the same period of the year before."""
        return Period(self.year - 1, self.first, self.last)

    @property
    def is_year(self) -> bool:
        """Say whether it is a whole year."""
        return self.first == 0

    @property
    def word(self) -> str:
        """Return what stands in an address: 2026, 2026Q2, 202605."""
        if self.is_year:
            return str(self.year)
        if self.first == self.last:
            return f"{self.year}{self.first:02d}"
        return f"{self.year}Q{self.last // 3}"


def period_of(word: str) -> Period | None:
    """Read 2026, 2026Q2 or 202605."""
    found = _WORD.fullmatch(word)
    if found is None or not 1900 <= int(found[1]) <= 2200:
        return None
    year, quarter, month = int(found[1]), found[2], found[3]
    if quarter:
        return Period(year, int(quarter) * 3 - 2, int(quarter) * 3)
    return Period(year, int(month), int(month)) if month else Period(year)
