"""From a listing as everybody may read it to the document that the index holds."""

import json
from collections.abc import Iterator
from datetime import date
from decimal import ROUND_CEILING, ROUND_FLOOR, Decimal
from typing import Any, Final
from uuid import UUID

from django.db.models import QuerySet

from yizhan.directory.terms import Field
from yizhan.directory.terms import Kind as OrganisationKind
from yizhan.kernel.actors import Actor, anonymous
from yizhan.listings.queries import (
    ListingView,
    is_shadowed,
    listing_rows,
    public_views,
    shadowed_ids,
    view_of,
)
from yizhan.listings.stages import OPEN
from yizhan.listings.terms import Kind, Mode
from yizhan.matching.engine.facets import (
    NEED,
    NO_PRICE,
    OFFER,
    SERVICE,
    FacetValue,
    region_facets,
)
from yizhan.matching.engine.port import Document, document_number
from yizhan.matching.indexing.outlined import with_outline
from yizhan.matching.relevance import outline

KIND_CODES: Final = {Kind.NEED: NEED, Kind.OFFER: OFFER, Kind.SERVICE: SERVICE}
MODE_CODES: Final = {mode: place for place, mode in enumerate(Mode, start=1)}
FIELD_CODES: Final = {field: int(field) for field in Field}
OWNER_CODES: Final = {kind: place for place, kind in enumerate(OrganisationKind, start=1)}
PAGE: Final = 1_000
_DAY_ONE: Final = date(1970, 1, 1).toordinal()
_NO_LIMIT: Final = 1 << 53
DEMOTED_BY: Final = 20 * 366 * 86_400  # seconds
_INDICATOR: Final = ("name", "comparator", "value", "value_max", "unit")


def number_of(kind: str, serial: int) -> int:
    """Give the number that the index knows a listing by."""
    return document_number(KIND_CODES[Kind(kind)], serial)


def owner_code(organisation_id: UUID) -> int:
    """Fold an organisation's id into the 63 bits a facet has."""
    return organisation_id.int & (1 << 63) - 1


def open_documents() -> Iterator[Document]:
    """Read all open listings, without holding more than a page of them.

    Page after page along an index: sorting a million wide rows would take longer than
    segmenting them. What changes between two pages is in the outbox.
    """
    nobody = anonymous()
    last = -1
    while page := list(_indexed(nobody).filter(serial__gt=last).order_by("serial")[:PAGE]):
        for listing in page:
            yield bare_document(view_of(listing, actor=nobody))
        last = page[-1].serial


def newest_documents(limit: int) -> list[Document]:
    """Read what was published last."""
    nobody = anonymous()
    rows = _indexed(nobody).order_by("-published_at", "-serial")
    return [document_of(view_of(listing, actor=nobody)) for listing in rows[:limit]]


def documents_for(ids: list[UUID]) -> dict[UUID, Document]:
    """Read those of the listings that are open now; a copy stands behind its open origin."""
    copies = shadowed_ids(ids)
    views = (view for view in public_views(ids) if view.is_open)
    return {view.id: document_of(view) for view in views if view.id not in copies}


def sample_texts(limit: int) -> Iterator[str]:
    """Read texts to learn words from, spread over the whole table."""
    nobody = anonymous()
    rows = _indexed(nobody).order_by("id")
    for listing in rows[:limit].iterator(chunk_size=2_000):
        view = view_of(listing, actor=nobody)
        yield f"{view.title}\n{view.text}"


def document_of(view: ListingView) -> Document:
    """Lay out a listing for the index; hidden fields have been taken out before."""
    return with_outline(bare_document(view))


def bare_document(view: ListingView) -> Document:
    """Lay out a listing without the outline, which is worked out beside the segmentation."""
    return Document(
        number=number_of(view.kind, view.serial),
        identity=view.id,
        title=view.title,
        body=view.text,
        facets=_facets(view),
        payload=pack_indicators(view),
    )


def pack_indicators(view: ListingView) -> bytes:
    """Keep the public figures of a listing, shortly, for the score."""
    if not view.indicators:
        return b""
    rows = [[str(item.get(key) or "") for key in _INDICATOR] for item in view.indicators]
    return json.dumps(rows, ensure_ascii=False, separators=(",", ":")).encode()


def unpack_indicators(payload: bytes) -> list[dict[str, Any]]:
    """Read what `pack_indicators` wrote, behind the outline."""
    rest = outline.unpack_rest(payload)
    rows = json.loads(rest) if rest else []
    return [dict(zip(_INDICATOR, row, strict=True)) for row in rows]


def _indexed(nobody: Actor) -> QuerySet[Any]:
    return listing_rows(actor=nobody).filter(stage__in=OPEN).exclude(is_shadowed())


def _newness(view: ListingView) -> int:
    """Return the second of publication; what nobody confirms stands behind all the others."""
    if view.published_at is None:
        return 0
    moment = int(view.published_at.timestamp())
    return max(moment - DEMOTED_BY, 0) if view.demoted_at else moment


def _facets(view: ListingView) -> dict[str, FacetValue]:
    low, high = _price(view.price_min, view.price_max)
    facets: dict[str, FacetValue] = {
        "kind": KIND_CODES[Kind(view.kind)],
        "trl_low": view.trl_min or view.trl_max or 0,
        "trl_high": view.trl_max or view.trl_min or 0,
        "price_low": low,
        "price_high": high,
        "deadline": view.deadline.toordinal() - _DAY_ONE if view.deadline else 0,
        "published": _newness(view),
        "owner_kind": OWNER_CODES[OrganisationKind(view.organisation.kind)],
        "owner": owner_code(view.organisation.id) if view.organisation.id else 0,
        "verified": int(view.organisation.is_verified),
        "fields": [FIELD_CODES[Field(code)] for code in view.fields],
        "modes": [MODE_CODES[Mode(code)] for code in view.modes],
    }
    if view.region:
        facets |= region_facets(int(view.region))
    if view.industry:
        facets["section"] = ord(view.industry[0]) - ord("A") + 1
        facets["industry"] = int(view.industry[1:] or 0)
    return facets


def _price(low: Decimal | None, high: Decimal | None) -> tuple[int, int]:
    if low is None and high is None:
        return NO_PRICE, NO_PRICE
    bottom = 0 if low is None else int(low.to_integral_value(ROUND_FLOOR))
    top = _NO_LIMIT if high is None else int(high.to_integral_value(ROUND_CEILING))
    return min(bottom, _NO_LIMIT), min(top, _NO_LIMIT)
