"""An organisation's page shows the experts who can be asked there."""

from typing import Any

from django.http import HttpRequest
from django.utils.timezone import localdate

from yizhan.directory.models import Organisation
from yizhan.experts import queries, tables
from yizhan.web.panels import Panel, register
from yizhan.web.requests import actor_of

SHOWN = 10


def connect() -> None:
    """Hang the experts on the page."""
    panel = Panel(
        name="experts", template="experts/panel_home.html", provide=at_home, order=120
    )
    register("directory.organisation", panel)


def at_home(request: HttpRequest, organisation: Organisation) -> dict[str, Any] | None:
    """Return the first experts of the house, or nothing."""
    rows = queries.experts_of_organisation(organisation_id=organisation.pk)
    count = rows.count()
    if not count:
        return None
    actor, today = actor_of(request), localdate()
    views = [queries.view_of(row, actor=actor) for row in rows[:SHOWN]]
    return {
        "count": count,
        "rows": [tables.item_of(view, today=today, level=3) for view in views],
    }
