"""The two forms a listing is handed out in: Dublin Core, and the publication standard."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final
from xml.etree.ElementTree import Element, SubElement

from django.conf import settings

from yizhan.kernel.actors import anonymous
from yizhan.listings import queries
from yizhan.listings.models import Listing
from yizhan.listings.oai.xml import DC, OAI_DC, XSI, YZ, add, clean
from yizhan.listings.queries import ListingView
from yizhan.listings.standard import DOCUMENTS, document_of, plain

XSD_PATH: Final = "/oai/yizhan-1.0.xsd"
_TYPES: Final = {"need": "Technology need", "offer": "Technology offer", "service": "Service"}


@dataclass(frozen=True, slots=True)
class Format:
    """A metadata format: its prefix, its schema, and how a listing is written in it."""

    prefix: str
    schema: str
    space: str
    write: Callable[[Element, ListingView], None]


def write_metadata(parent: Element, listing: Listing, prefix: str) -> None:
    """Append what everybody may read of a listing."""
    FORMATS[prefix].write(parent, queries.view_of(listing, actor=anonymous()))


def xsd() -> Element:
    """Describe our own format; made from the standard, so it never falls behind."""
    space = "http://www.w3.org/2001/XMLSchema"
    root = Element(
        f"{{{space}}}schema",
        {"targetNamespace": YZ, "elementFormDefault": "qualified"},
    )
    listing = add(root, space, "element", name="listing")
    complex_type = add(listing, space, "complexType")
    choice = add(complex_type, space, "choice", minOccurs="0", maxOccurs="unbounded")
    for name in sorted({name for shape in DOCUMENTS.values() for name in shape.model_fields}):
        field = add(choice, space, "element", name=name)
        mixed = add(field, space, "complexType", mixed="true")
        parts = add(mixed, space, "sequence")
        add(
            parts,
            space,
            "any",
            namespace="##targetNamespace",
            processContents="skip",
            minOccurs="0",
            maxOccurs="unbounded",
        )
    return root


def _dublin_core(parent: Element, view: ListingView) -> None:
    root = SubElement(parent, f"{{{OAI_DC}}}dc")
    root.set(f"{{{XSI}}}schemaLocation", f"{OAI_DC} {OAI_DC[:-7]}oai_dc.xsd")
    for name, value in _elements(view):
        if value:
            add(root, DC, name, value)


def _elements(view: ListingView) -> Iterator[tuple[str, str]]:
    yield "title", view.title
    yield "creator", view.organisation.name
    yield from (("subject", word) for word in [*view.field_names, *view.keywords])
    yield "description", view.summary
    yield "publisher", "驿站 Yizhan"
    yield "date", view.published_at.date().isoformat() if view.published_at else ""
    yield "type", _TYPES[view.kind]
    yield "identifier", f"{settings.YIZHAN_BASE_URL}{view.url}"
    yield "identifier", view.number
    yield "language", "zh" if view.language == "zh-hans" else view.language
    yield "coverage", view.place


def _standard(parent: Element, view: ListingView) -> None:
    root = SubElement(parent, f"{{{YZ}}}listing")
    location = f"{YZ} {settings.YIZHAN_BASE_URL}{XSD_PATH}"
    root.set(f"{{{XSI}}}schemaLocation", location)
    for name, value in plain(document_of(view, site=settings.YIZHAN_BASE_URL)).items():
        _append(root, name, value)


def _append(parent: Element, name: str, value: Any) -> None:
    """Write a value: a list repeats the element, an object holds others, the rest is text."""
    if isinstance(value, list):
        for one in value:
            _append(parent, name, one)
        return
    made = SubElement(parent, f"{{{YZ}}}{name}")
    if isinstance(value, Mapping):
        for key, one in value.items():
            _append(made, key, one)
    elif isinstance(value, bool):
        made.text = "true" if value else "false"
    else:
        made.text = clean(value)


FORMATS: Final[Mapping[str, Format]] = {
    made.prefix: made
    for made in (
        Format("oai_dc", f"{OAI_DC[:-7]}oai_dc.xsd", OAI_DC, _dublin_core),
        Format("yizhan", XSD_PATH, YZ, _standard),
    )
}
