"""Searching listings: by the index, and by the database when there is none."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from uuid import UUID

import structlog
from django.db.models import F, Q

from yizhan.kernel.actors import Actor
from yizhan.listings.queries import (
    ListingView,
    is_shadowed,
    listing_rows,
    public_views,
    view_of,
)
from yizhan.listings.stages import OPEN
from yizhan.listings.terms import Kind
from yizhan.matching.engine.facets import Filters
from yizhan.matching.engine.port import IndexUnavailable, Query
from yizhan.matching.indexing.documents import KIND_CODES
from yizhan.matching.indexing.gateway import retriever
from yizhan.matching.searching.criteria import Criteria, filters_of
from yizhan.matching.searching.facets import NAMES

SIZE = 20
# Of the words typed, this share must occur; a long sentence may miss a third of its words.
SHARE = 0.67

_log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """One page of results; `words` are what to mark, `counts` what the facets say.

    `is_degraded` means that the index did not answer and the database did: no facets, plain
    containment instead of relevance.
    """

    views: Sequence[ListingView]
    total: int
    words: Sequence[str] = ()
    counts: Mapping[str, Mapping[int, int]] = field(default_factory=dict)
    by_kind: Mapping[str, int] = field(default_factory=dict)
    is_degraded: bool = False


def search(
    *, actor: Actor, criteria: Criteria, page: int, today: date, size: int = SIZE
) -> Found:
    """Return one page of open listings, with facet counts and totals of every kind."""
    try:
        return _by_index(criteria, page=page, today=today, size=size)
    except IndexUnavailable as error:
        _log.warning("search.degraded", reason=str(error))
        return _by_database(actor, criteria, page=page, size=size)


def ids_found(*, criteria: Criteria, today: date, limit: int) -> list[UUID]:
    """Return the ids of everything found, in order, for an export."""
    engine = retriever()
    query = Query(_words(criteria), filters_of(criteria, today=today), share=SHARE)
    found = engine.reader.browse(query, sort=criteria.sort, offset=0, limit=limit)
    return list(found.identities)


def in_order(ids: Sequence[UUID]) -> list[ListingView]:
    """Return what everybody may read of the listings, in the order asked for.

    A listing withdrawn a moment ago is left out although the index still has it.
    """
    views = {view.id: view for view in public_views(ids)}
    return [views[id_] for id_ in ids if id_ in views]


def _words(criteria: Criteria) -> dict[str, float]:
    tokens = retriever().analyzer.tokens(criteria.text) if criteria.text else []
    return {word: float(times) for word, times in Counter(tokens).items()}


def _by_index(criteria: Criteria, *, page: int, today: date, size: int) -> Found:
    reader = retriever().reader
    words = _words(criteria)
    if criteria.text and not words:
        return Found(views=[], total=0, words=[criteria.text])
    query = Query(words, filters_of(criteria, today=today), share=SHARE)
    found = reader.browse(query, sort=criteria.sort, offset=(page - 1) * size, limit=size)
    kinds = reader.facet_counts(replace(query, filters=Filters()), ["kind"])["kind"]
    return Found(
        views=in_order(found.identities),
        total=found.total,
        words=sorted(words, key=len, reverse=True),
        counts=reader.facet_counts(query, NAMES),
        by_kind={str(kind): kinds.get(code, 0) for kind, code in KIND_CODES.items()},
    )


def _by_database(actor: Actor, criteria: Criteria, *, page: int, size: int) -> Found:
    rows = listing_rows(actor=actor, kind=criteria.kind).filter(stage__in=OPEN)
    rows = rows.exclude(is_shadowed()).order_by(
        F("demoted_at").asc(nulls_first=True), "-published_at", "-serial"
    )
    words = criteria.text.split()[:8]
    for word in words:
        rows = rows.filter(Q(title__icontains=word) | Q(summary__icontains=word))
    cut = rows[(page - 1) * size : page * size]
    return Found(
        views=[view_of(listing, actor=actor) for listing in cut],
        total=rows.count(),
        words=words,
        by_kind=dict.fromkeys(Kind.values, 0),
        is_degraded=True,
    )
