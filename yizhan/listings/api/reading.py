"""Listings: the public list and one's own, and one of them."""

from typing import Annotated, Literal
from uuid import UUID

from django.db.models import QuerySet
from django.http import HttpRequest
from ninja import Query
from pydantic import Field

from yizhan.directory.terms import Field as TechnologyField
from yizhan.kernel.actors import Actor
from yizhan.listings import queries
from yizhan.listings.api.shapes import ListingList, ListingOut, told
from yizhan.listings.messages import sentence
from yizhan.listings.models import Listing
from yizhan.listings.queries.narrowing import narrowed
from yizhan.listings.stages import Stage
from yizhan.listings.terms import Kind, Mode
from yizhan.web.api.cursors import Paged, cut
from yizhan.web.api.problems import Problematic
from yizhan.web.api.routes import Routes
from yizhan.web.api.types import codes_of
from yizhan.web.requests import actor_of

routes = Routes("listings", say=sentence)
RegionCode = Annotated[str, Field(pattern=r"^[0-9]{6}$")]
_ORDER = ("-serial",)
KindCode = Annotated[Kind, codes_of(Kind)]
StageCode = Annotated[Stage, codes_of(Stage)]
TechnologyFieldCode = Annotated[TechnologyField, codes_of(TechnologyField)]
ModeCode = Annotated[Mode, codes_of(Mode)]


class ListingQuery(Paged):
    """Which listings; several values of one filter mean any of them."""

    kind: KindCode | None = None
    stage: StageCode | None = None
    mine: Literal["true", "false"] = Field(
        "false", description="true: those of the key's organisation, drafts included."
    )
    region: list[RegionCode] = Field([], max_length=40, description="Codes of GB/T 2260.")
    field: list[TechnologyFieldCode] = Field([], max_length=11)
    mode: list[ModeCode] = Field([], max_length=15)


@routes.get(
    "/listings", name="listing-list", answer=ListingList, scope="listings:read", public=True
)
def listing_list(request: HttpRequest, asked: Query[ListingQuery]) -> ListingList:
    """List needs, offers and services, the newest first."""
    actor = actor_of(request)
    page, following = cut(_rows(actor, asked), asked=asked, order=_ORDER, where="listings")
    items = [told(queries.view_of(row, actor=actor)) for row in page]
    return ListingList(items=items, next=following)


@routes.get(
    "/listings/{uuid:listing_id}",
    name="listing-read",
    answer=ListingOut,
    scope="listings:read",
    public=True,
)
def listing_read(request: HttpRequest, listing_id: UUID) -> ListingOut:
    """Read one listing as far as the caller may."""
    actor = actor_of(request)
    row = queries.listing_for(actor=actor, listing_id=listing_id)
    return told(queries.view_of(row, actor=actor))


def _rows(actor: Actor, asked: ListingQuery) -> QuerySet[Listing]:
    if asked.mine == "true":
        if actor.is_anonymous:
            raise Problematic(401, "api.key_required")
        rows = queries.own_rows(actor=actor)
    else:
        rows = queries.listing_rows(actor=actor)
    return narrowed(
        rows,
        kind=asked.kind,
        stage=asked.stage,
        regions=asked.region,
        fields=asked.field,
        modes=asked.mode,
    )
