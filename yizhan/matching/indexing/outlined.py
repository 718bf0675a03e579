"""Add the outline of its characters to a document; without Django, for worker processes."""

from dataclasses import replace

from yizhan.matching.engine.port import Document
from yizhan.matching.relevance import outline


def with_outline(document: Document) -> Document:
    """Put the outline before the figures that a bare document carries."""
    packed = outline.pack(document.title, document.body, document.payload)
    return replace(document, payload=packed)
