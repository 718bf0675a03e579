"""The change feed of listings, in the form of the publication standard."""

from typing import Annotated, Any

from django.conf import settings
from django.http import HttpRequest
from ninja import Query
from pydantic import Field

from yizhan.directory.terms import Field as TechnologyField
from yizhan.kernel.actors import anonymous
from yizhan.listings import queries
from yizhan.listings.messages import sentence
from yizhan.listings.models import ListingChange
from yizhan.listings.queries.changes import FEED, FeedFilter
from yizhan.listings.standard import document_of, plain
from yizhan.listings.terms import Kind
from yizhan.web.api.feeds import ChangesOut, ChangesQuery, changes
from yizhan.web.api.routes import Routes

routes = Routes("changes", say=sentence)


class ListingChangesQuery(ChangesQuery):
    """What part of the feed; a cursor stays good when this changes."""

    kind: Kind | None = None
    field: TechnologyField | None = None
    province: Annotated[str, Field(pattern=r"^([0-9]{2})?$")] = ""


@routes.get(
    "/listings/changes",
    name="listing-changes",
    answer=ChangesOut,
    scope="listings:read",
    public=True,
)
def listing_changes(
    request: HttpRequest,  # noqa: ARG001 - the feed is the same for everybody
    asked: Query[ListingChangesQuery],
) -> ChangesOut:
    """Follow the public needs, offers and services: what came, changed, and left."""
    wanted = FeedFilter(kind=asked.kind or "", field=asked.field or "", province=asked.province)
    return changes(queries.listing_changes(wanted), asked, feed=FEED, record=_record)


def _record(row: ListingChange) -> dict[str, Any]:
    if row.listing is None:  # the database would have to break a promise
        return {}
    view = queries.view_of(row.listing, actor=anonymous())
    return plain(document_of(view, site=settings.YIZHAN_BASE_URL))
