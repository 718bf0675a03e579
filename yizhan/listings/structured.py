"""A listing in the words of schema.org: what everybody may read of it, and nothing else."""

from collections.abc import Callable, Mapping
from typing import Any, Final

from django.conf import settings

from yizhan.kernel.actors import anonymous
from yizhan.listings import queries
from yizhan.listings.models import Listing
from yizhan.listings.queries import ListingView
from yizhan.listings.stages import SHOWN
from yizhan.listings.terms import Comparator, Kind
from yizhan.web.structured import PageMeta, filled

_SIGNS: Final = {"ge": "≥", "gt": ">", "le": "≤", "lt": "<", "about": "≈"}
_BELOW: Final = frozenset({Comparator.LE, Comparator.LT})
_ABOVE: Final = frozenset({Comparator.GE, Comparator.GT})


def meta_of(listing: Listing) -> PageMeta | None:
    """Describe the page of a listing, unless not everybody may see it."""
    if listing.stage not in SHOWN:
        return None
    view = queries.view_of(listing, actor=anonymous())
    return PageMeta(
        title=view.title,
        path=view.url,
        description=view.summary,
        kind="article",
        data=data_of(view),
    )


def data_of(view: ListingView) -> dict[str, Any]:
    """Say it as a Demand, an Offer of a Product, or a Service."""
    return _KINDS[Kind(view.kind)](view)


def _need(view: ListingView) -> dict[str, Any]:
    wanted = filled(
        {
            "@type": "Service",
            "name": view.title,
            "category": view.field_names,
            "additionalProperty": _properties(view),
        }
    )
    return filled(
        {
            "@type": "Demand",
            **_shared(view),
            "itemOffered": wanted,
            "priceSpecification": _price(view),
            "availabilityStarts": _moment(view.published_at),
            "availabilityEnds": str(view.deadline or ""),
            # Schema.org says of the seeker that it seeks, not of the demand who does.
            "@reverse": {"seeks": _party(view)},
        }
    )


def _offer(view: ListingView) -> dict[str, Any]:
    product = filled(
        {
            "@type": "Product",
            "name": view.title,
            "description": view.summary,
            "category": view.field_names,
            "additionalProperty": _properties(view),
        }
    )
    return filled(
        {
            "@type": "Offer",
            **_shared(view),
            "itemOffered": product,
            "offeredBy": _party(view),
            "priceSpecification": _price(view),
            "availabilityStarts": _moment(view.published_at),
        }
    )


def _service(view: ListingView) -> dict[str, Any]:
    return filled(
        {
            "@type": "Service",
            **_shared(view),
            "category": view.field_names,
            "provider": _party(view),
            "termsOfService": view.details.get("price_note"),
        }
    )


def _shared(view: ListingView) -> dict[str, Any]:
    return {
        "@id": f"{settings.YIZHAN_BASE_URL}{view.url}",
        "url": f"{settings.YIZHAN_BASE_URL}{view.url}",
        "identifier": view.number,
        "name": view.title,
        "description": view.summary,
        "areaServed": view.place,
    }


def _party(view: ListingView) -> dict[str, Any]:
    card = view.organisation
    url = f"{settings.YIZHAN_BASE_URL}{card.url}" if card.url else ""
    return filled({"@type": "Organization", "@id": url, "name": card.name, "url": url})


def _price(view: ListingView) -> dict[str, Any]:
    if view.price_min is None and view.price_max is None:
        return {}
    return filled(
        {
            "@type": "PriceSpecification",
            "priceCurrency": "CNY",
            "minPrice": None if view.price_min is None else str(view.price_min),
            "maxPrice": None if view.price_max is None else str(view.price_max),
        }
    )


def _properties(view: ListingView) -> list[dict[str, Any]]:
    return [_property(item) for item in view.indicators]


def _property(item: Mapping[str, Any]) -> dict[str, Any]:
    comparator, value = item["comparator"], item["value"]
    said: dict[str, Any] = {"@type": "PropertyValue", "name": item["name"]}
    said["unitText"] = item.get("unit")
    if comparator == Comparator.BETWEEN:
        said |= {"minValue": value, "maxValue": item.get("value_max")}
    elif comparator in _ABOVE:
        said |= {"minValue": value}
    elif comparator in _BELOW:
        said |= {"maxValue": value}
    else:
        said |= {"value": f"{_SIGNS.get(comparator, '')}{value}"}
    return filled(said)


def _moment(at: Any) -> str:
    return at.isoformat() if at else ""


_KINDS: Final[Mapping[Kind, Callable[[ListingView], dict[str, Any]]]] = {
    Kind.NEED: _need,
    Kind.OFFER: _offer,
    Kind.SERVICE: _service,
}
