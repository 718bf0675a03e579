"""Organisations: the list with the filters of its page, and one of them."""

from typing import Annotated
from uuid import UUID

from django.conf import settings
from django.http import HttpRequest
from ninja import Query
from pydantic import Field

from yizhan.directory import queries
from yizhan.directory.messages import say
from yizhan.directory.models import Organisation
from yizhan.directory.queries import OrganisationFilter
from yizhan.directory.stages import Verification
from yizhan.directory.terms import Field as TechnologyField
from yizhan.directory.terms import Kind
from yizhan.web.api.cursors import Paged, cut
from yizhan.web.api.routes import Routes
from yizhan.web.api.types import Moment, Told, codes_of, text
from yizhan.web.requests import actor_of

routes = Routes("organisations", say=say)
RegionCode = Annotated[str, Field(pattern=r"^[0-9]{6}$")]
KindCode = Annotated[Kind, codes_of(Kind)]
TechnologyFieldCode = Annotated[TechnologyField, codes_of(TechnologyField)]
VerificationCode = Annotated[Verification, codes_of(Verification)]


class OrganisationQuery(Paged):
    """The filters of the page; several values of one filter mean any of them."""

    q: text(200) = Field("", description="Words of the name, the introduction, or the code.")  # type: ignore[valid-type]
    kind: list[KindCode] = Field([], max_length=20)
    region: list[RegionCode] = Field([], max_length=40, description="Codes of GB/T 2260.")
    field: list[TechnologyFieldCode] = Field([], max_length=11)
    verification: list[VerificationCode] = Field([], max_length=4)


class OrganisationOut(Told):
    """An organisation as its page shows it."""

    id: UUID
    name: str
    name_en: str
    kind: KindCode
    size: str
    level: str
    uscc: str = Field(description="统一社会信用代码 of GB 32100, empty when not known.")
    region: str
    place: str
    industry: str
    fields: list[str]
    verification: VerificationCode
    verified_at: Moment | None
    website: str
    about: str
    about_en: str
    url: str = Field(description="The page for people.")
    merged_into: UUID | None = Field(
        description="Where this entry went; only an entry read by its old id says so."
    )


class OrganisationList(Told):
    """One page of organisations; `next` is empty at the end."""

    items: list[OrganisationOut]
    next: str | None


@routes.get(
    "/organisations",
    name="organisation-list",
    answer=OrganisationList,
    scope="organisations:read",
    public=True,
)
def organisation_list(
    request: HttpRequest, asked: Query[OrganisationQuery]
) -> OrganisationList:
    """List organisations by name."""
    wanted = OrganisationFilter(
        search=asked.q.strip(),
        kinds=tuple(asked.kind),
        regions=tuple(asked.region),
        fields=tuple(asked.field),
        verifications=tuple(asked.verification),
    )
    rows = queries.public_organisations(actor=actor_of(request), wanted=wanted)
    page, following = cut(rows, asked=asked, order=("name", "id"), where="organisations")
    return OrganisationList(items=[told(row) for row in page], next=following)


@routes.get(
    "/organisations/{uuid:organisation_id}",
    name="organisation-read",
    answer=OrganisationOut,
    scope="organisations:read",
    public=True,
)
def organisation_read(request: HttpRequest, organisation_id: UUID) -> OrganisationOut:
    """Read one organisation; an entry that was merged still answers, and says where it went."""
    actor = actor_of(request)
    kept = queries.forwarded_to(actor=actor, organisation_id=organisation_id)
    if kept is not None:
        return told(queries.forwards().get(pk=organisation_id))
    return told(queries.organisation_for(actor=actor, organisation_id=organisation_id))


def told(row: Organisation) -> OrganisationOut:
    """Say what the page of the organisation says."""
    return OrganisationOut(
        id=row.id,
        name=row.name,
        name_en=row.name_en,
        kind=Kind(row.kind),
        size=row.size,
        level=row.level,
        uscc=row.uscc,
        region=row.region_id,
        place=queries.region_label(row.region_id),
        industry=row.industry_id or "",
        fields=row.fields,
        verification=Verification(row.verification),
        verified_at=row.verified_at,
        website=row.website,
        about=row.about,
        about_en=row.about_en,
        url=f"{settings.YIZHAN_BASE_URL}{row.get_absolute_url()}",
        merged_into=row.merged_into_id,
    )
