"""What the list of organisations can be narrowed by: the query string in, facets out."""

from collections.abc import Iterable, Mapping
from contextlib import suppress
from datetime import date
from typing import Any
from uuid import UUID

from django.http import QueryDict
from django.utils.translation import gettext as _

from yizhan.directory.queries import OrganisationFilter, countries, provinces, titles
from yizhan.directory.stages import Verification
from yizhan.directory.terms import Field, Kind, Zone
from yizhan.web.facets import Facet, Option, options

LONGEST = 200


def filter_of(query: Mapping[str, Any], *, on: date | None = None) -> OrganisationFilter:
    """Read the query string; whatever is not one of our codes is left out."""
    known_regions = {row.code for row in provinces()}
    return OrganisationFilter(
        search=_text(query, "q"),
        kinds=_known(query, "kind", Kind.values),
        regions=_known(query, "zone", Zone.values) + _known(query, "province", known_regions),
        fields=_known(query, "field", Field.values),
        verifications=_known(query, "verification", Verification.values),
        titles=_known(query, "title", [title.code for title in titles()])
        if "title" in query
        else (),
        partners=_known(query, "partner", countries()) if "partner" in query else (),
        alliances=_ids(query, "alliance"),
        on=on,
    )


def facets_of(query: QueryDict, counts: Mapping[str, Mapping[str, int]]) -> list[Facet]:
    """Build the groups in the order of the page, with what is chosen."""
    places = counts["region"]
    return [
        Facet(
            name="kind",
            label=_("机构类型"),
            options=_ranked(Kind.choices, counts["kind"], query, "kind"),
        ),
        Facet(
            name="zone",
            label=_("经济区域"),
            note=_("可再选省份"),
            columns=2,
            options=options(Zone.choices, counts=places, chosen=query.getlist("zone")),
        ),
        Facet(
            name="province",
            label=_("省份"),
            options=_ranked(
                [(row.code, row.label) for row in provinces()],
                places,
                query,
                "province",
            ),
        ),
        Facet(
            name="field",
            label=_("技术领域"),
            options=_ranked(Field.choices, counts["field"], query, "field"),
        ),
        *_honours(query, counts),
        Facet(
            name="verification",
            label=_("核实状态"),
            options=[
                option
                for option in options(
                    Verification.choices,
                    counts=counts["verification"],
                    chosen=query.getlist("verification"),
                )
                if option.count or option.is_chosen
            ],
        ),
    ]


def _honours(query: QueryDict, counts: Mapping[str, Mapping[str, int]]) -> list[Facet]:
    """Offer the titles, and the countries that somebody here works with or that are chosen."""
    held = Facet(
        name="title",
        label=_("称号与基地"),
        options=options(
            [(title.code, str(title)) for title in titles()],
            counts=counts["title"],
            chosen=query.getlist("title"),
        ),
    )
    wanted = {*counts["partner"], *query.getlist("partner")}
    named = [(code, name) for code, name in countries().items() if code in wanted]
    rows = _ranked(named, counts["partner"], query, "partner")
    if not rows:
        return [held]
    return [held, Facet(name="partner", label=_("合作国家和地区"), options=rows)]


def _ranked(
    choices: Iterable[tuple[str, Any]],
    counts: Mapping[str, int],
    query: QueryDict,
    name: str,
) -> list[Option]:
    built = options(choices, counts=counts, chosen=query.getlist(name))
    return sorted(built, key=lambda option: -(option.count or 0))


def _known(query: Mapping[str, Any], name: str, known: Iterable[str]) -> tuple[str, ...]:
    values = query.getlist(name) if isinstance(query, QueryDict) else query.get(name, ())
    allowed = set(known)
    return tuple(dict.fromkeys(value for value in values if value in allowed))


def _ids(query: Mapping[str, Any], name: str) -> tuple[UUID, ...]:
    values = query.getlist(name) if isinstance(query, QueryDict) else query.get(name, ())
    found = []
    for value in list(values)[:5]:
        with suppress(ValueError):
            found.append(UUID(value))
    return tuple(found)


def _text(query: Mapping[str, Any], name: str) -> str:
    said = query.get(name, "") if isinstance(query, QueryDict) else "".join(query.get(name, ()))
    return str(said).replace("\x00", "").strip()[:LONGEST]
