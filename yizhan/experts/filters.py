"""What the list of experts can be narrowed by: the query string in, facets out."""

from collections.abc import Iterable, Mapping
from typing import Any

from django.http import QueryDict
from django.utils.translation import gettext as _

from yizhan.directory.queries import industries, provinces
from yizhan.directory.terms import Field, Zone
from yizhan.experts.queries import ExpertFilter
from yizhan.experts.terms import Fee, Mode
from yizhan.web.facets import Facet, Option, options

LONGEST = 200


def filter_of(query: Mapping[str, Any]) -> ExpertFilter:
    """Read the query string; whatever is not one of our codes is left out."""
    known_regions = {row.code for row in provinces()}
    return ExpertFilter(
        search=_text(query, "q"),
        fields=_known(query, "field", Field.values),
        industries=_known(query, "industry", industries()),
        regions=_known(query, "zone", Zone.values) + _known(query, "province", known_regions),
        modes=_known(query, "mode", Mode.values),
        fees=_known(query, "fee", Fee.values),
    )


def facets_of(query: QueryDict, counts: Mapping[str, Mapping[str, int]]) -> list[Facet]:
    """Build the groups in the order of the page, with what is chosen."""
    trades = [
        (code, row.label)
        for code, row in industries().items()
        if code in counts["industry"] or code in query.getlist("industry")
    ]
    places = [(row.code, row.label) for row in provinces()]
    return [
        _facet("field", _("技术领域"), Field.choices, counts["field"], query),
        _facet("mode", _("可接受的方式"), Mode.choices, counts["mode"], query),
        _facet("fee", _("收费"), Fee.choices, counts["fee"], query),
        _facet("industry", _("服务的行业"), trades, counts["industry"], query),
        _facet("zone", _("经济区域"), Zone.choices, counts["region"], query, columns=2),
        _facet("province", _("省份"), places, counts["region"], query),
    ]


def _facet(
    name: str,
    label: str,
    choices: Iterable[tuple[str, Any]],
    counts: Mapping[str, int],
    query: QueryDict,
    *,
    columns: int = 1,
) -> Facet:
    built: list[Option] = options(choices, counts=counts, chosen=query.getlist(name))
    if columns == 1:
        built.sort(key=lambda option: -(option.count or 0))
    return Facet(name=name, label=label, columns=columns, options=built)


def _known(query: Mapping[str, Any], name: str, known: Iterable[str]) -> tuple[str, ...]:
    values = query.getlist(name) if isinstance(query, QueryDict) else query.get(name, ())
    allowed = set(known)
    return tuple(dict.fromkeys(value for value in values if value in allowed))


def _text(query: Mapping[str, Any], name: str) -> str:
    said = query.get(name, "") if isinstance(query, QueryDict) else "".join(query.get(name, ()))
    return str(said).replace("\x00", "").strip()[:LONGEST]
