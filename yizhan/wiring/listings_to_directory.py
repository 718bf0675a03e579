"""An organisation's page shows the needs, offers and services it has in public."""

from collections.abc import Iterator
from typing import Any

from django.http import HttpRequest

from yizhan.directory.models import Organisation
from yizhan.listings import queries, tables
from yizhan.listings.terms import Kind
from yizhan.web.panels import Panel, register
from yizhan.web.requests import actor_of

SHOWN = 30


def connect() -> None:
    """Hang the listings on the page."""
    register(
        "directory.organisation",
        Panel(name="listings", template="listings/parts/shelves.html", provide=published),
    )


def published(request: HttpRequest, organisation: Organisation) -> dict[str, Any] | None:
    """Return a shelf for each kind that the organisation has published, or nothing."""
    shelves = list(_shelves(request, organisation))
    return {"shelves": shelves} if shelves else None


def _shelves(request: HttpRequest, organisation: Organisation) -> Iterator[dict[str, Any]]:
    actor = actor_of(request)
    rows = list(queries.organisation_rows(actor=actor, organisation_id=organisation.pk)[:500])
    for kind in Kind:
        mine = [row for row in rows if row.kind == kind]
        if mine:
            views = [queries.view_of(row, actor=actor) for row in mine[:SHOWN]]
            yield {
                "kind": kind.label,
                "count": len(mine),
                "rows": [tables.item_of(view, level=3) for view in views],
            }
