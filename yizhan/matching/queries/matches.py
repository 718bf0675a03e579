"""From a need to scored offers with their reasons, and from an offer to needs it answers."""

import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal
from itertools import pairwise
from uuid import UUID

import structlog

from yizhan.kernel.actors import Actor
from yizhan.listings.queries import ListingView, listing_rows, view_of
from yizhan.listings.terms import Kind, Mode
from yizhan.matching.engine.facets import Filters
from yizhan.matching.engine.port import IndexUnavailable
from yizhan.matching.engine.retrieval import Retrieval
from yizhan.matching.indexing.documents import KIND_CODES, MODE_CODES
from yizhan.matching.indexing.yardstick import Yardstick, yardstick
from yizhan.matching.queries.search import in_order
from yizhan.matching.relevance.evidence import Side
from yizhan.matching.relevance.preselection import preselected
from yizhan.matching.relevance.scoring import Inputs, Match, outlook, score
from yizhan.matching.relevance.views import IndicatorView, NeedView, OfferView
from yizhan.matching.relevance.weights import weights

# Candidates measured from all their text, and of those the ones whose figures are read too:
# each step costs ten times the one before, and each estimate is good to a few points.
MEASURED = 32
SHOWN = 20
DEMOTED_POINTS = Decimal(5)
OFFERS = (Kind.OFFER, Kind.SERVICE)

_PROSE = ("advantage", "economics", "capacity", "equipment", "tried", "conditions")
_log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True, kw_only=True)
class Scored:
    """One candidate as the public may read it, with its score and what that was made from."""

    rank: int
    view: ListingView
    match: Match
    inputs: Inputs


@dataclass(frozen=True, slots=True, kw_only=True)
class Matches:
    """The best candidates in order; `candidates` is how many were compared.

    `is_unavailable` means that there is no index to ask; nothing was compared.
    """

    rows: Sequence[Scored] = ()
    candidates: int = 0
    seconds: Mapping[str, float] = field(default_factory=dict)
    is_unavailable: bool = False


def matches_of_need(
    need: NeedView, *, kinds: Sequence[str] = OFFERS, limit: int = SHOWN
) -> Matches:
    """Find, score and explain offers and services for a need in plain words."""
    return _guarded(lambda: _ranked(need, None, kinds, limit))


def matches_of_offer(offer: ListingView, *, limit: int = SHOWN) -> Matches:
    """Find the open needs that an offer or service may answer, scored from the need's side."""
    query = NeedView(title=offer.title, text=prose(offer))
    return _guarded(lambda: _ranked(query, offer_view(offer), (Kind.NEED,), limit))


def need_by_number(*, actor: Actor, number: str) -> ListingView | None:
    """Return a need by the number people know it by, as the actor may read it."""
    row = listing_rows(actor=actor, kind=Kind.NEED).filter(number=number.strip()).first()
    return view_of(row, actor=actor) if row else None


def visible_pair(
    *, actor: Actor, need_id: UUID, offer_id: UUID
) -> tuple[ListingView, ListingView] | None:
    """Return a need and an offer as the actor may read them, or nothing."""
    seen = listing_rows(actor=actor).filter(id__in=[need_id, offer_id])
    views = {row.id: view_of(row, actor=actor) for row in seen}
    need, offer = views.get(need_id), views.get(offer_id)
    if need is None or offer is None or need.kind != Kind.NEED or offer.kind == Kind.NEED:
        return None
    return need, offer


def scored_pair(need: ListingView, offer: ListingView) -> Inputs:
    """Measure one pair on its own; raises IndexUnavailable without an index."""
    stick = yardstick()
    measurer = stick.measurer()
    wanted, given = need_view(need), offer_view(offer)
    vector = stick.similarity(wanted.title, wanted.text, given.title, given.text)
    evidence = measurer.measure(measurer.need(wanted), measurer.offer(given), vector)
    return Inputs(wanted, replace(given, similarity=vector), evidence)


def prose(view: ListingView) -> str:
    """Join the sentences a reader may read; figures and key words are not sentences."""
    lines = [view.summary, *(str(view.details.get(name) or "") for name in _PROSE)]
    return "\n".join(line for line in lines if line)


def need_view(view: ListingView) -> NeedView:
    """Say what the score reads of a need."""
    wished = [code for code in view.details.get("region_preference", []) if code.isdecimal()]
    return NeedView(
        title=view.title,
        text=prose(view),
        modes=tuple(view.modes),
        trl_min=view.trl_min,
        trl_max=view.trl_max,
        region=wished[0] if wished else view.region,
        budget_min=view.price_min,
        budget_max=view.price_max,
        indicators=_indicators(view),
    )


def offer_view(view: ListingView) -> OfferView:
    """Say what the score reads of an offer or a service."""
    return OfferView(
        id=str(view.id),
        title=view.title,
        text=prose(view),
        modes=tuple(view.modes),
        trl_min=view.trl_min,
        trl_max=view.trl_max,
        region=view.region,
        price_min=view.price_min,
        price_max=view.price_max,
        indicators=_indicators(view),
    )


def _indicators(view: ListingView) -> tuple[IndicatorView, ...]:
    names = ("name", "comparator", "value", "value_max", "unit", "method")
    return tuple(
        IndicatorView(**{name: row[name] for name in names if row.get(name)})
        for row in view.indicators
    )


def standing(view: ListingView) -> Decimal:
    """Return what a listing that nobody confirms loses in the order; never in the score."""
    return DEMOTED_POINTS if view.demoted_at else Decimal(0)


def _guarded(find: Callable[[], Matches]) -> Matches:
    try:
        return find()
    except IndexUnavailable as error:
        _log.warning("match.unavailable", reason=str(error))
        return Matches(is_unavailable=True)


def _ranked(
    need: NeedView, offer: OfferView | None, kinds: Sequence[str], limit: int
) -> Matches:
    """Retrieve, choose, fetch and score; `offer` set means that the candidates are needs."""
    clock = [time.perf_counter()]
    stick = yardstick()
    filters = Filters(any_of={"kind": tuple(KIND_CODES[Kind(kind)] for kind in kinds)})
    found = stick.retriever.retrieve(title=need.title, body=need.text, filters=filters)
    clock.append(time.perf_counter())
    chosen = _best(stick, need, found)
    clock.append(time.perf_counter())
    views = in_order([id_ for id_, _similarity in chosen])
    clock.append(time.perf_counter())
    rows = _scored(stick, need, offer, views, dict(chosen), limit)
    clock.append(time.perf_counter())
    phases = ("retrieve", "choose", "fetch", "score")
    seconds = {
        name: after - before
        for name, (before, after) in zip(phases, pairwise(clock), strict=True)
    }
    return Matches(rows=rows, candidates=len(found.rows.numbers), seconds=seconds)


def _best(
    stick: Yardstick, need: NeedView, found: Retrieval
) -> list[tuple[UUID, float | None]]:
    rows = found.rows
    estimate = preselected(
        need,
        characters=stick.plane.cosines(need.title, need.text, rows.payloads),
        lexical=found.lexical,
        similarity=found.similarity,
        facets=rows.facets,
        mode_codes=tuple(MODE_CODES[Mode(code)] for code in need.modes),
        chosen=weights(),
    )
    order = estimate.argsort()[::-1][:MEASURED].tolist()
    similar = found.similarity
    return [
        (rows.identities[place], None if similar is None else float(similar[place]))
        for place in order
    ]


def _scored(
    stick: Yardstick,
    need: NeedView,
    offer: OfferView | None,
    views: Sequence[ListingView],
    similarity: Mapping[UUID, float | None],
    limit: int,
) -> list[Scored]:
    measurer = stick.measurer()
    ours = measurer.need(need) if offer is None else measurer.offer(offer)

    def inputs(view: ListingView) -> Inputs:
        vector = similarity[view.id]
        if offer is None:
            given = replace(offer_view(view), similarity=vector)
            return Inputs(need, given, measurer.measure(ours, measurer.offer(given), vector))
        wanted = need_view(view)
        theirs: Side = measurer.need(wanted)
        measured = measurer.measure(theirs, ours, vector)
        return Inputs(wanted, replace(offer, similarity=vector), measured)

    made = [(view, inputs(view)) for view in views]
    made.sort(key=lambda pair: -outlook(pair[1]))
    scored = sorted(
        ((score(each), view, each) for view, each in made[:limit]),
        key=lambda row: (standing(row[1]) - row[0].score, row[1].serial),
    )
    return [
        Scored(rank=rank, view=view, match=match, inputs=each)
        for rank, (match, view, each) in enumerate(scored, 1)
    ]
