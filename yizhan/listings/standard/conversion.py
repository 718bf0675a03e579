"""From a document to the values of a draft, and from what a reader sees to a document."""

from collections.abc import Mapping
from typing import Any

from yizhan.listings.details import DETAILS, Common
from yizhan.listings.queries import ListingView
from yizhan.listings.standard.documents import DOCUMENTS, VERSION, Document, Standing

_ALWAYS = frozenset({"standard", "kind", "is_anonymous"})


def content_values(document: Document) -> dict[str, Any]:
    """Return what `services.create_draft(kind=document.kind, values=…)` reads."""
    values = {name: getattr(document, name) for name in Common.model_fields}
    held = document.model_dump(mode="json")
    details = {name: held[name] for name in DETAILS[document.kind].model_fields}
    indicators = held["indicators"]
    return {**values, "indicators": indicators, "details": details}


def document_of(view: ListingView, *, site: str = "") -> Document:
    """Return what the reader of the view may read, as a document; `site` heads the links."""
    shape = DOCUMENTS[view.kind]
    shared = {name: getattr(view, name) for name in Common.model_fields if name != "visibility"}
    values = {
        **shared,
        **view.details,
        **_envelope(view, site),
        "visibility": view.hidden,
    }
    return shape.model_validate(values)


def plain(document: Document) -> dict[str, Any]:
    """Return the document as it is written: what is empty is left out."""
    held = document.model_dump(mode="json")
    return {
        name: _pruned(value)
        for name, value in held.items()
        if name in _ALWAYS or not _is_empty(value)
    }


def _envelope(view: ListingView, site: str) -> dict[str, Any]:
    card = view.organisation
    return {
        "standard": VERSION,
        "kind": view.kind,
        "id": str(view.id),
        "source": view.source,
        "number": view.number,
        "url": f"{site}{view.url}" if site else None,
        "organisation": {
            "name": card.name[:120],
            "kind": card.kind or None,
            "url": f"{site}{card.url}" if site and card.url else None,
        },
        "stage": view.stage if view.stage in Standing.values else None,
        "version": view.version,
        "published_at": view.published_at,
        "confirmed_at": view.confirmed_at,
        "valid_until": view.due_at,
        "updated_at": view.updated_at,
    }


def _pruned(value: Any) -> Any:
    if isinstance(value, Mapping):
        return {name: _pruned(one) for name, one in value.items() if not _is_empty(one)}
    if isinstance(value, list):
        return [_pruned(one) for one in value]
    return value


def _is_empty(value: Any) -> bool:
    return value is None or value in ("", [], {})
