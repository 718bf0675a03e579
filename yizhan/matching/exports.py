"""The results of a search as rows of a table."""

from collections.abc import Iterator, Mapping, Sequence

from django.conf import settings
from django.http import QueryDict
from django.utils.timezone import localdate
from django.utils.translation import gettext_lazy as _

from yizhan.imports.terms import Column, Export, Row
from yizhan.kernel.actors import Actor
from yizhan.listings.queries import EXPORT_COLUMNS, export_row
from yizhan.matching import queries
from yizhan.matching.searching.criteria import parse

MOST = 10_000
_CHUNK = 500


def _rows(*, actor: Actor, filters: Mapping[str, Sequence[str]]) -> Iterator[Row]:  # noqa: ARG001 - the shape of an export
    wanted = QueryDict(mutable=True)
    for name, values in filters.items():
        wanted.setlist(name, list(values))
    found = queries.ids_found(criteria=parse(wanted), today=localdate(), limit=MOST)
    for start in range(0, len(found), _CHUNK):
        for view in queries.in_order(found[start : start + _CHUNK]):
            yield export_row(view, site=settings.YIZHAN_BASE_URL)


SEARCH = Export(
    code="matching.search",
    label=_("检索结果"),
    columns=tuple(Column(code=code, label=label) for code, label in EXPORT_COLUMNS.items()),
    rows=_rows,
)
