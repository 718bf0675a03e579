"""Pages of a list: counted when the total is known, else asked for one row more than shown."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from django.http import HttpRequest

Row = TypeVar("Row")
DEEPEST = 10_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Page(Generic[Row]):
    """One page of rows; `total` None means nobody counted. Print it with parts/pager.html."""

    rows: Sequence[Row]
    number: int
    size: int
    has_next: bool
    total: int | None = None

    @property
    def has_previous(self) -> bool:
        """Say whether there is a page before this one."""
        return self.number > 1

    @property
    def previous(self) -> int:
        """Return the number of the page before."""
        return self.number - 1

    @property
    def next(self) -> int:
        """Return the number of the page after."""
        return self.number + 1

    @property
    def last(self) -> int | None:
        """Return the number of the last page, when counted."""
        return None if self.total is None else max(1, -(-self.total // self.size))

    @property
    def window(self) -> list[int | None]:
        """List the numbers to print: the first, two around here, the last; None is a gap."""
        if self.last is None:
            return [self.number]
        near = range(max(1, self.number - 2), min(self.last, self.number + 2) + 1)
        numbers = sorted({1, *near, self.last})
        window: list[int | None] = []
        for number in numbers:
            if window and window[-1] is not None and number > window[-1] + 1:
                window.append(None)
            window.append(number)
        return window


def page_number(request: HttpRequest) -> int:
    """Read `?page=`; anything that is not a page is the first one."""
    said = request.GET.get("page", "1")
    # isdecimal() also takes digits of other scripts; int() reads those too.
    return min(max(1, int(said)), DEEPEST) if said.isdecimal() and len(said) < 8 else 1


def page_of(rows: Any, *, number: int, size: int, total: int | None = None) -> Page[Any]:
    """Cut one page out of rows, reading one row more to know whether another follows."""
    start = (number - 1) * size
    cut = list(rows[start : start + size + 1])
    return Page(
        rows=cut[:size], number=number, size=size, has_next=len(cut) > size, total=total
    )
