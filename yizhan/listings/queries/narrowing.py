"""Narrowing a list of listings by the codes that everybody may filter by."""

from collections.abc import Sequence

from django.db.models import QuerySet

from yizhan.directory.queries import expand_region_filter, under_prefixes
from yizhan.listings.models import Listing


def narrowed(
    rows: QuerySet[Listing],
    *,
    kind: str | None = None,
    stage: str | None = None,
    regions: Sequence[str] = (),
    fields: Sequence[str] = (),
    modes: Sequence[str] = (),
) -> QuerySet[Listing]:
    """Keep the rows that fit every filter in use; several values of one mean any of them."""
    if kind:
        rows = rows.filter(kind=kind)
    if stage:
        rows = rows.filter(stage=stage)
    if regions:
        prefixes = expand_region_filter(regions)
        rows = rows.filter(under_prefixes(prefixes)) if prefixes else rows.none()
    if fields:
        rows = rows.filter(fields__overlap=list(fields))
    return rows.filter(modes__overlap=list(modes)) if modes else rows
