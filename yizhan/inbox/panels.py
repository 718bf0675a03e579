"""What the inbox hangs on every page: what is unread and what waits, for one query."""

from typing import Any

from django.http import HttpRequest
from django.utils.timezone import now  # noqa: TID251 -- a page is dated by its moment

from yizhan.inbox import tables
from yizhan.web.panels import Panel
from yizhan.web.requests import actor_of


def numbers(request: HttpRequest, subject: Any) -> dict[str, Any] | None:  # noqa: ARG001
    """Return the two numbers beside the links; a visitor has none."""
    at = now()
    return tables.header(actor_of(request), at=at)


HEADER = Panel(name="inbox", template="inbox/header.html", provide=numbers, order=50)
