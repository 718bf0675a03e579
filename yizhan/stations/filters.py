"""What the list of stations can be narrowed by: the query string in, facets out."""

from collections.abc import Iterable, Mapping
from typing import Any

from django.http import QueryDict
from django.utils.translation import gettext as _

from yizhan.directory.queries import provinces
from yizhan.directory.terms import Field, Zone
from yizhan.stations.queries import StationFilter
from yizhan.stations.terms import Level
from yizhan.web.facets import Facet, options

LONGEST = 200


def filter_of(query: Mapping[str, Any]) -> StationFilter:
    """Read the query string; whatever is not one of our codes is left out."""
    places = {row.code for row in provinces()}
    return StationFilter(
        search=_text(query),
        levels=_known(query, "level", Level.values),
        fields=_known(query, "field", Field.values),
        regions=_known(query, "zone", Zone.values) + _known(query, "province", places),
    )


def facets_of(query: QueryDict, counts: Mapping[str, Mapping[str, int]]) -> list[Facet]:
    """Build the groups in the order of the page, with what is chosen."""
    places = [(row.code, row.label) for row in provinces()]
    groups = (
        ("level", _("级别"), Level.choices, counts["level"], 1),
        ("field", _("服务领域"), Field.choices, counts["field"], 1),
        ("zone", _("经济区域"), Zone.choices, counts["region"], 2),
        ("province", _("省份"), places, counts["region"], 1),
    )
    return [
        Facet(
            name=name,
            label=label,
            columns=columns,
            options=options(choices, counts=counted, chosen=query.getlist(name)),
        )
        for name, label, choices, counted, columns in groups
    ]


def _known(query: Mapping[str, Any], name: str, known: Iterable[str]) -> tuple[str, ...]:
    values = query.getlist(name) if isinstance(query, QueryDict) else query.get(name, ())
    allowed = set(known)
    return tuple(dict.fromkeys(value for value in values if value in allowed))


def _text(query: Mapping[str, Any]) -> str:
    said = query.get("q", "") if isinstance(query, QueryDict) else "".join(query.get("q", ()))
    return str(said).replace("\x00", "").strip()[:LONGEST]
