"""What the API says of a listing: where it stands, and its text as a standard document."""

from typing import Annotated, Any
from uuid import UUID

from django.conf import settings
from pydantic import Field

from yizhan.listings.queries import ListingView
from yizhan.listings.stages import Stage
from yizhan.listings.standard import document_of, plain
from yizhan.listings.terms import Kind
from yizhan.web.api.types import Moment, Told, codes_of

KindCode = Annotated[Kind, codes_of(Kind)]
StageCode = Annotated[Stage, codes_of(Stage)]


class ListingOut(Told):
    """A listing as far as the caller may read it."""

    id: UUID
    number: str = Field(description="The number people know it by.")
    kind: KindCode
    stage: StageCode
    version: int = Field(description="Send it back with a change; another one is refused.")
    title: str
    organisation_id: UUID | None = Field(description="Empty while the owner stays unnamed.")
    organisation: str
    hidden: list[str] = Field(description="Fields that are there but not for this caller.")
    created_at: Moment
    updated_at: Moment
    published_at: Moment | None
    confirmed_at: Moment | None
    url: str = Field(description="The page for people.")
    document: dict[str, Any] = Field(
        description="The text by the publication standard, without hidden and empty fields."
    )


class ListingList(Told):
    """One page of listings; `next` is empty at the end."""

    items: list[ListingOut]
    next: str | None


def told(view: ListingView) -> ListingOut:
    """Say what the view holds; what the caller may not read is no longer in it."""
    site = settings.YIZHAN_BASE_URL
    return ListingOut(
        id=view.id,
        number=view.number,
        kind=Kind(view.kind),
        stage=Stage(view.stage),
        version=view.version,
        title=view.title,
        organisation_id=view.organisation.id,
        organisation=view.organisation.name,
        hidden=sorted(view.hidden),
        created_at=view.created_at,
        updated_at=view.updated_at,
        published_at=view.published_at,
        confirmed_at=view.confirmed_at,
        url=f"{site}{view.url}",
        document=plain(document_of(view, site=site)),
    )
