"""From a need to offers that may answer it, each with its reasons."""

from typing import Annotated, Any, Literal, Self

from django.http import HttpRequest
from ninja import Body
from pydantic import Field, model_validator
from pydantic_core import PydanticCustomError

from yizhan.matching import queries
from yizhan.matching.api.shapes import Hit, hit
from yizhan.matching.messages import explanation, refusal_sentence
from yizhan.matching.queries import Matches
from yizhan.web.api.problems import Problematic
from yizhan.web.api.routes import Routes
from yizhan.web.api.types import NO_CONTROLS, Asked, Told
from yizhan.web.requests import actor_of

routes = Routes("matches", say=refusal_sentence)


Problem = Annotated[str, Field(min_length=8, max_length=8000, pattern=NO_CONTROLS)]
Number = Annotated[str, Field(min_length=1, max_length=24, pattern=NO_CONTROLS)]


class MatchQuery(Asked):
    """A need: in plain words, or by the number of a published one."""

    text: Problem | None = None
    number: Number | None = None
    kinds: Annotated[
        tuple[Literal["offer", "service"], ...], Field(min_length=1, max_length=2)
    ] = (
        "offer",
        "service",
    )
    limit: Annotated[int, Field(ge=1, le=20)] = 10

    @model_validator(mode="after")
    def _one_of_both(self) -> Self:
        if (self.text is None) == (self.number is None):
            raise PydanticCustomError("api.text_or_number", "text or number")
        return self


class MatchOut(Told):
    """One candidate with its score and the reasons for it."""

    rank: int
    score: str = Field(description="0 to 100, as an exact decimal.")
    listing: Hit
    explanation: dict[str, Any]


class MatchesOut(Told):
    """The best candidates in order."""

    items: list[MatchOut]
    candidates: int = Field(description="How many were compared.")


@routes.post("/matches", name="match", answer=MatchesOut, scope="match", public=True)
def match(request: HttpRequest, asked: Body[MatchQuery]) -> MatchesOut:
    """Match a need with offers and services; nothing of it is stored."""
    found = _found(request, asked)
    if found.is_unavailable:
        raise Problematic(503, "api.no_index", headers={"Retry-After": "60"})
    return MatchesOut(
        items=[
            MatchOut(
                rank=row.rank,
                score=str(row.match.score),
                listing=hit(row.view),
                explanation=explanation(row.match),
            )
            for row in found.rows
        ],
        candidates=found.candidates,
    )


def _found(request: HttpRequest, asked: MatchQuery) -> Matches:
    kinds = asked.kinds
    if asked.text is not None:
        read = queries.read_problem(asked.text)
        return queries.matches_of_need(read.as_need(), kinds=kinds, limit=asked.limit)
    need = queries.need_by_number(actor=actor_of(request), number=asked.number or "")
    if need is None:
        raise Problematic(404, "api.not_found")
    return queries.matches_of_need(queries.need_view(need), kinds=kinds, limit=asked.limit)
