"""Search by words and facets, as the page does."""

from typing import Annotated, Any, Literal
from urllib.parse import urlencode

from django.http import HttpRequest, QueryDict
from django.utils.timezone import localdate
from ninja import Query
from pydantic import Field

from yizhan.directory.terms import Field as TechnologyField
from yizhan.listings.terms import Kind, Mode
from yizhan.matching import queries
from yizhan.matching.api.shapes import Hit, hit
from yizhan.matching.messages import refusal_sentence
from yizhan.matching.searching.criteria import parse
from yizhan.web.api.routes import Routes
from yizhan.web.api.types import Asked, Told, codes_of, text
from yizhan.web.requests import actor_of

routes = Routes("search", say=refusal_sentence)
DEEPEST = 50
KindCode = Annotated[Kind, codes_of(Kind)]
TechnologyFieldCode = Annotated[TechnologyField, codes_of(TechnologyField)]
ModeCode = Annotated[Mode, codes_of(Mode)]


class SearchQuery(Asked):
    """The words and the facets of the search page."""

    q: text(400) = ""  # type: ignore[valid-type]
    kind: KindCode = Kind.OFFER
    field: list[TechnologyFieldCode] = Field([], max_length=11)
    place: list[text(12)] = Field([], max_length=40, description="Region codes or zones.")  # type: ignore[valid-type]
    mode: list[ModeCode] = Field([], max_length=15)
    trl: list[Literal["1", "2", "3", "4", "5", "6", "7", "8", "9"]] = Field([], max_length=9)
    sort: Literal["relevance", "newest", "price_low", "deadline"] = "relevance"
    limit: int = Field(20, ge=1, le=50)
    page: int = Field(
        1, ge=1, le=DEEPEST, description="Whoever wants everything uses the feed."
    )


class SearchOut(Told):
    """One page of what was found."""

    items: list[Hit]
    total: int
    page: int
    has_next: bool
    is_degraded: bool = Field(description="The index did not answer; the database did.")


@routes.get("/search", name="search", answer=SearchOut, scope="match", public=True)
def search(request: HttpRequest, asked: Query[SearchQuery]) -> SearchOut:
    """Search the open listings of one kind."""
    found = queries.search(
        actor=actor_of(request),
        criteria=parse(QueryDict(urlencode(_words(asked), doseq=True))),
        page=asked.page,
        today=localdate(),
        size=asked.limit,
    )
    more = asked.page * asked.limit < found.total and asked.page < DEEPEST
    return SearchOut(
        items=[hit(view) for view in found.views],
        total=found.total,
        page=asked.page,
        has_next=more,
        is_degraded=found.is_degraded,
    )


def _words(asked: SearchQuery) -> dict[str, Any]:
    return asked.model_dump(mode="json", exclude={"limit", "page"})
