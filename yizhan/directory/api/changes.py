"""The change feed of organisations."""

from typing import Any

from django.http import HttpRequest
from ninja import Query

from yizhan.directory import queries
from yizhan.directory.api.organisations import told
from yizhan.directory.messages import say
from yizhan.directory.models import OrganisationChange
from yizhan.web.api.feeds import ChangesOut, ChangesQuery, changes
from yizhan.web.api.routes import Routes

routes = Routes("changes", say=say)


@routes.get(
    "/organisations/changes",
    name="organisation-changes",
    answer=ChangesOut,
    scope="organisations:read",
    public=True,
)
def organisation_changes(
    request: HttpRequest,  # noqa: ARG001 - the feed is the same for everybody
    asked: Query[ChangesQuery],
) -> ChangesOut:
    """Follow the public organisations: what came, changed, and left."""
    return changes(queries.organisation_changes(), asked, feed="organisations", record=_record)


def _record(row: OrganisationChange) -> dict[str, Any]:
    if row.organisation is None:  # the database would have to break a promise
        return {}
    return told(row.organisation).model_dump(mode="json")
