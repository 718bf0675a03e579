"""The publication standard: how needs, offers and services travel between platforms.

The shapes are those of `details.py` in an envelope; nothing about a field is said twice.
"""

from yizhan.listings.standard.conversion import content_values, document_of, plain
from yizhan.listings.standard.documents import (
    DOCUMENTS,
    VERSION,
    Document,
    NeedDocument,
    OfferDocument,
    ServiceDocument,
)
from yizhan.listings.standard.problems import Level, Problem
from yizhan.listings.standard.reading import Read, read_document, read_value
from yizhan.listings.standard.validating import validate, validate_bytes

__all__ = [
    "DOCUMENTS",
    "VERSION",
    "Document",
    "Level",
    "NeedDocument",
    "OfferDocument",
    "Problem",
    "Read",
    "ServiceDocument",
    "content_values",
    "document_of",
    "plain",
    "read_document",
    "read_value",
    "validate",
    "validate_bytes",
]
