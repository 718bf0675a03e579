"""Take listings out: each list as a table, under the same filters and rights as its page."""

from collections.abc import Iterator, Mapping, Sequence
from functools import partial

from django.conf import settings

from yizhan.imports.services import register_export
from yizhan.imports.terms import Column, Export, Row
from yizhan.kernel.actors import Actor
from yizhan.listings import queries
from yizhan.listings.terms import Kind

Filters = Mapping[str, Sequence[str]]


def connect() -> None:
    """Register the exports."""
    columns = tuple(
        Column(code=code, label=label) for code, label in queries.EXPORT_COLUMNS.items()
    )
    for kind in Kind:
        rows = partial(_public_rows, kind.value)
        register_export(
            Export(code=f"listings.{kind}", label=kind.label, columns=columns, rows=rows)
        )


def _public_rows(kind: str, *, actor: Actor, filters: Filters) -> Iterator[Row]:
    rows = queries.listing_rows(actor=actor, kind=kind)
    return queries.export_rows(rows, actor=actor, site=settings.YIZHAN_BASE_URL)
