"""How a list may be sorted: one table of keys, read from `?sort=`, drawn by parts/sort.html."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest


@dataclass(frozen=True, slots=True)
class Order:
    """One way to sort: the key in the address, its label, and the columns behind it."""

    key: str
    label: Any
    columns: tuple[Any, ...]


@dataclass(frozen=True, slots=True)
class Sorting:
    """All ways of a list and the one in force; columns never come from the address itself."""

    orders: Sequence[Order]
    current: Order

    @property
    def columns(self) -> tuple[Any, ...]:
        """Return the columns for `order_by`."""
        return self.current.columns


def sorting(request: HttpRequest, orders: Sequence[Order]) -> Sorting:
    """Choose the order asked for; the first one when it is none of ours."""
    wanted = request.GET.get("sort", "")
    return Sorting(orders, next((order for order in orders if order.key == wanted), orders[0]))
