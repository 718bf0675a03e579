"""What a search and a match say of a listing; the whole text is at /listings/<id>."""

from typing import Annotated
from uuid import UUID

from django.conf import settings
from pydantic import Field

from yizhan.listings.queries import ListingView
from yizhan.listings.stages import Stage
from yizhan.listings.terms import Kind
from yizhan.web.api.types import Moment, Money, Told, codes_of

KindCode = Annotated[Kind, codes_of(Kind)]
StageCode = Annotated[Stage, codes_of(Stage)]


class Hit(Told):
    """A listing in a list of results, as everybody may read it."""

    id: UUID
    number: str
    kind: KindCode
    stage: StageCode
    title: str
    summary: str
    organisation: str
    place: str
    fields: list[str]
    modes: list[str]
    trl_min: int | None
    trl_max: int | None
    price_min: Money | None
    price_max: Money | None
    published_at: Moment | None
    hidden: list[str] = Field(description="Fields that are there but not for everybody.")
    url: str = Field(description="The page for people.")


def hit(view: ListingView) -> Hit:
    """Say what the view holds."""
    names = ("id", "number", "title", "summary", "place", "trl_min", "trl_max")
    return Hit(
        **{name: getattr(view, name) for name in names},
        kind=Kind(view.kind),
        stage=Stage(view.stage),
        organisation=view.organisation.name,
        fields=list(view.fields),
        modes=list(view.modes),
        price_min=view.price_min,
        price_max=view.price_max,
        published_at=view.published_at,
        hidden=sorted(view.hidden),
        url=f"{settings.YIZHAN_BASE_URL}{view.url}",
    )
