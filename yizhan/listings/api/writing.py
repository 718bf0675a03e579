"""Writing listings of the key's own organisation, and checking documents."""

from typing import Annotated, Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.timezone import localdate, now
from ninja import Body, Status
from pydantic import Field, RootModel

from yizhan.kernel.refusals import Refusal, Refused
from yizhan.listings import queries, services
from yizhan.listings.api.shapes import ListingOut, told
from yizhan.listings.models import Listing
from yizhan.listings.permissions import WRITE
from yizhan.listings.standard import VERSION, content_values, read_value, validate
from yizhan.listings.standard.documents import Document
from yizhan.listings.standard.problems import Level, Problem, pointer_of
from yizhan.web.api.routes import Repeat, Routes
from yizhan.web.api.types import Asked, Told
from yizhan.web.requests import actor_of


def say(refusal: Refusal) -> str:
    """Put a refusal into words, in those of the standard where the standard refused."""
    pointer = pointer_of(*refusal.place.split(".")) if refusal.place else ""
    return Problem(
        level=Level.FORM, code=refusal.code, pointer=pointer, values=refusal.values
    ).sentence


routes = Routes("listings", say=say)
_WRITE = "listings:write"


class Sent(RootModel[dict[str, Any]]):
    """A document of the publication standard; `standard` may be left out."""

    root: Annotated[
        dict[str, Any],
        Field(
            description="See /standard/ for the schemas of needs, offers and services.",
            json_schema_extra={
                "properties": {"kind": {"enum": ["need", "offer", "service"]}},
                "required": ["kind"],
            },
        ),
    ]


class Anything(RootModel[Any]):
    """Whatever shall be checked; what is no document at all is told so too."""


class ProblemOut(Told):
    """What stands at one place of a document."""

    level: str = Field(description="form, rule or advice")
    code: str
    pointer: str = Field(description="A JSON Pointer.")
    field: str
    message: str
    rule: str


class Verdict(Told):
    """Whether a document is one, and whether it may be published."""

    is_valid: bool = Field(description="It has the form of the standard.")
    may_be_published: bool
    problems: list[ProblemOut]


class Seen(Asked):
    """The version the caller last read; without it the current one is meant."""

    version: Annotated[int, Field(ge=1, le=2_147_483_647)] | None = None


@routes.post(
    "/listings/validate",
    name="listing-validate",
    answer=Verdict,
    scope="listings:read",
    public=True,
)
def listing_validate(request: HttpRequest, asked: Body[Anything]) -> Verdict:  # noqa: ARG001
    """Check a document against the standard; nothing is stored."""
    problems = validate(_whole(asked.root), today=localdate())
    levels = {problem.level.value for problem in problems}
    return Verdict(
        is_valid="form" not in levels,
        may_be_published=not levels & {"form", "rule"},
        problems=[ProblemOut(**problem.as_json()) for problem in problems],
    )


@routes.post(
    "/listings",
    name="listing-create",
    answer=ListingOut,
    scope=_WRITE,
    permission=WRITE,
    status=201,
    repeat=Repeat.MUST,
)
def listing_create(
    request: HttpRequest, response: HttpResponse, asked: Body[Sent]
) -> Status[ListingOut]:
    """Begin a draft from a document."""
    document = _document(asked.root)
    listing = services.create_draft(
        actor=actor_of(request), kind=document.kind, values=content_values(document), at=now()
    )
    response["Location"] = reverse("api:listing-read", args=[listing.id])
    return Status(201, _told(request, listing))


@routes.put(
    "/listings/{uuid:listing_id}",
    name="listing-save",
    answer=ListingOut,
    scope=_WRITE,
    permission=WRITE,
)
def listing_save(request: HttpRequest, listing_id: UUID, asked: Body[Sent]) -> ListingOut:
    """Replace the text of a draft; `version` in the document is the one last read."""
    document = _document(asked.root)
    listing = services.save_draft(
        actor=actor_of(request),
        listing_id=listing_id,
        values=content_values(document),
        version=document.version,
        at=now(),
    )
    return _told(request, listing)


_STEPS = {
    "submit": (services.submit_listing, "Hand a draft in for review."),
    "revise": (services.revise_listing, "Take a listing back and make it a draft again."),
    "withdraw": (services.withdraw_listing, "Take a listing back."),
    "confirm": (services.confirm_listing, "Say that an open listing is still true."),
}


def _declare(step: str) -> None:
    verb, words = _STEPS[step]

    def act(request: HttpRequest, listing_id: UUID, asked: Body[Seen]) -> ListingOut:
        listing = verb(
            actor=actor_of(request), listing_id=listing_id, version=asked.version, at=now()
        )
        return _told(request, listing)

    act.__name__, act.__doc__ = f"listing_{step}", words
    routes.post(
        f"/listings/{{uuid:listing_id}}/{step}",
        name=f"listing-{step}",
        answer=ListingOut,
        scope=_WRITE,
        permission=WRITE,
        repeat=Repeat.MAY,
    )(act)


for _step in _STEPS:
    _declare(_step)


def _told(request: HttpRequest, listing: Listing) -> ListingOut:
    actor = actor_of(request)
    fresh = queries.listing_for(actor=actor, listing_id=listing.id)
    return told(queries.view_of(fresh, actor=actor))


def _whole(value: Any) -> Any:
    return {"standard": VERSION, **value} if isinstance(value, dict) else value


def _document(value: dict[str, Any]) -> Document:
    read = read_value(_whole(value))
    if read.document is None:
        raise Refused([_refusal(problem) for problem in read.problems])
    return read.document


def _refusal(problem: Problem) -> Refusal:
    return Refusal(problem.code, problem.values, ".".join(problem.place))
