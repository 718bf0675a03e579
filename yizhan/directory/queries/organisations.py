"""Reading organisations: those an actor may see, one of them, the list with its counts."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from uuid import UUID

from django.db import connection
from django.db.models import BooleanField, ExpressionWrapper, Q, QuerySet
from django.db.models.functions import Left

from yizhan.directory.models import SEARCHED, FormerName, Membership, Organisation
from yizhan.directory.models.expressions import Grams
from yizhan.directory.permissions import own_ids, visible_to
from yizhan.directory.queries.alliances import joined
from yizhan.directory.queries.designations import holding, partner_counts, title_counts
from yizhan.directory.queries.places import (
    expand_region_filter,
    provinces,
    under_prefixes,
)
from yizhan.directory.stages import Verification
from yizhan.directory.terms import Role
from yizhan.kernel.actors import Actor
from yizhan.kernel.codes import normal_code

GROUPS = ("kind", "region", "field", "verification")


@dataclass(frozen=True, slots=True, kw_only=True)
class OrganisationFilter:
    """What a list of organisations asks for; `regions` takes zones and region codes mixed."""

    search: str = ""
    kinds: tuple[str, ...] = ()
    regions: tuple[str, ...] = ()
    fields: tuple[str, ...] = ()
    verifications: tuple[str, ...] = ()
    titles: tuple[str, ...] = ()
    partners: tuple[str, ...] = ()
    alliances: tuple[UUID, ...] = ()
    on: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class OrganisationPage:
    """The filtered rows, their number, and the counts of each facet without its own choice.

    The counts of `region` are keyed by province code (330000) and by zone (yangtze).
    """

    rows: QuerySet[Organisation]
    total: int
    counts: Mapping[str, Mapping[str, int]] = field(default_factory=dict)


def organisations(actor: Actor) -> QuerySet[Organisation]:
    """Start from the organisations that exist for the actor."""
    return Organisation.objects.filter(visible_to(actor)).select_related("region", "industry")


def organisation_for(*, actor: Actor, organisation_id: UUID) -> Organisation:
    """Return one visible organisation, or raise DoesNotExist."""
    return (
        organisations(actor)
        .select_related("region", "industry", "verified_by")
        .get(pk=organisation_id)
    )


def lock_organisation(*, actor: Actor, organisation_id: UUID) -> Organisation:
    """Return one visible organisation, locked until the transaction ends."""
    return (
        Organisation.objects.filter(visible_to(actor))
        .select_for_update(of=("self",))
        .get(pk=organisation_id)
    )


def own_organisations(actor: Actor) -> QuerySet[Organisation]:
    """Return the organisations that the person behind the actor holds a role in."""
    if actor.person_id is None:
        return Organisation.objects.none()
    held = Membership.objects.filter(person_id=actor.person_id, is_active=True)
    return Organisation.objects.filter(pk__in=held.values("organisation_id"))


def awaiting_verification(actor: Actor) -> QuerySet[Organisation]:
    """Return what waits for a verifier: claims, and askers where nobody else decides."""
    if not actor.may("directory.verify") or actor.region is None:
        return Organisation.objects.none()
    asked = Membership.objects.filter(is_active=False, ended_at=None)
    settled = Membership.objects.filter(is_active=True, role=Role.ADMINISTRATOR)
    waiting = Q(verification=Verification.CLAIMED) | (
        Q(pk__in=asked.values("organisation_id")) & ~Q(pk__in=settled.values("organisation_id"))
    )
    return (
        organisations(actor)
        .filter(waiting, region__code__startswith=actor.region)
        .exclude(pk__in=own_ids(actor))
        .order_by("created_at", "id")
    )


def ids_by_uscc(codes: Iterable[str]) -> dict[str, UUID]:
    """Return the ids of the organisations that have these codes, or had them once."""
    asked = list(codes)
    former = FormerName.objects.filter(code__in=asked).values_list("code", "organisation_id")
    present = Organisation.objects.filter(uscc__in=asked).values_list("uscc", "pk")
    return {**dict(former), **dict(present)}


def verified_among(ids: Iterable[UUID]) -> frozenset[UUID]:
    """Return those of the organisations whose identity somebody has verified."""
    rows = Organisation.objects.filter(pk__in=list(ids), verification=Verification.VERIFIED)
    return frozenset(rows.values_list("pk", flat=True))


def organisation_names(ids: Iterable[UUID]) -> dict[UUID, str]:
    """Return legal names by id; for labels beside plain ids."""
    return dict(Organisation.objects.filter(pk__in=list(ids)).values_list("pk", "name"))


def find_organisations(*, actor: Actor, lines: Iterable[str]) -> tuple[list[UUID], list[str]]:
    """Read full names or codes: the ids found, and the lines that found nothing."""
    said = [line.strip() for line in lines if line.strip()]
    names: dict[str, UUID] = {}
    found = Organisation.objects.filter(visible_to(actor)).filter(
        Q(name__in=said) | Q(uscc__in=[normal_code(line) for line in said])
    )
    former = FormerName.objects.filter(
        name__in=said, organisation__in=Organisation.objects.filter(visible_to(actor))
    )
    names.update(former.values_list("name", "organisation_id"))
    for pk, name, uscc in found.values_list("pk", "name", "uscc"):
        names[name] = names[uscc] = pk
    names.pop("", None)
    ids = [names.get(line) or names.get(normal_code(line)) for line in said]
    unknown = [line for line, pk in zip(said, ids, strict=True) if pk is None]
    return [pk for pk in ids if pk is not None], unknown


def has_administrator(*, organisation: Organisation) -> bool:
    """Say whether somebody decides for the organisation."""
    return Membership.objects.filter(
        organisation=organisation, is_active=True, role=Role.ADMINISTRATOR
    ).exists()


def public_organisation_rows(*, actor: Actor, wanted: OrganisationFilter) -> OrganisationPage:
    """Filter the visible organisations and count each facet without its own choice."""
    conditions = _conditions(wanted)
    found = _found(actor, wanted.search)
    seen = found.filter(_related(wanted))
    rows = _without(seen, conditions, "")
    total, counts = _counted(seen, conditions)
    # What hangs on titles is counted without its own choice too: from the houses before it.
    houses = _without(found.filter(_joined(wanted)), conditions, "")
    counts["title"] = title_counts(houses, on=wanted.on, partners=wanted.partners)
    counts["partner"] = partner_counts(houses, on=wanted.on, codes=wanted.titles)
    return OrganisationPage(
        rows=rows.select_related("region", "industry"), total=total, counts=counts
    )


def public_organisations(*, actor: Actor, wanted: OrganisationFilter) -> QuerySet[Organisation]:
    """Filter the visible organisations without counting anything."""
    seen = _found(actor, wanted.search).filter(_related(wanted))
    return _without(seen, _conditions(wanted), "")


def _found(actor: Actor, search: str) -> QuerySet[Organisation]:
    seen = Organisation.objects.filter(visible_to(actor))
    for word in search.lower().split()[:8]:
        seen = seen.alias(text=SEARCHED).filter(text__contains=word)
        grams = sorted({word[i : i + 2] for i in range(len(word) - 1)})
        if grams:  # what the index finds; the text above makes sure of their order
            seen = seen.alias(grams=Grams(SEARCHED)).filter(Q(("grams__contains", grams)))
    return seen


def _related(wanted: OrganisationFilter) -> Q:
    """Narrow by what hangs on an organisation: titles held, alliances joined."""
    condition = _joined(wanted)
    if wanted.titles or wanted.partners:
        condition &= holding(wanted.titles, on=wanted.on, partners=wanted.partners)
    return condition


def _joined(wanted: OrganisationFilter) -> Q:
    return joined(wanted.alliances) if wanted.alliances else Q()


def _conditions(wanted: OrganisationFilter) -> dict[str, Q]:
    conditions: dict[str, Q] = {}
    if wanted.kinds:
        conditions["kind"] = Q(kind__in=wanted.kinds)
    if wanted.regions:
        conditions["region"] = under_prefixes(expand_region_filter(wanted.regions))
    if wanted.fields:
        conditions["field"] = Q(fields__overlap=list(wanted.fields))
    if wanted.verifications:
        conditions["verification"] = Q(verification__in=wanted.verifications)
    return conditions


def _without(
    seen: QuerySet[Organisation], conditions: Mapping[str, Q], group: str
) -> QuerySet[Organisation]:
    for name, condition in conditions.items():
        if name != group:
            seen = seen.filter(condition)
    return seen


# One reading of the rows serves every facet: each is counted without its own choice.
_COUNTS = """
WITH hit AS NOT MATERIALIZED ({rows}),
cell AS MATERIALIZED (
    SELECT kind, place, verification, fields, in_kind, in_region, in_field, in_verification,
           count(*) AS n
    FROM hit GROUP BY 1, 2, 3, 4, 5, 6, 7, 8
)
SELECT 'kind', kind, sum(n) FROM cell
    WHERE in_region AND in_field AND in_verification GROUP BY 2
UNION ALL SELECT 'region', place, sum(n) FROM cell
    WHERE in_kind AND in_field AND in_verification GROUP BY 2
UNION ALL SELECT 'verification', verification, sum(n) FROM cell
    WHERE in_kind AND in_region AND in_field GROUP BY 2
UNION ALL SELECT 'field', field, sum(n) FROM cell, unnest(fields) AS field
    WHERE in_kind AND in_region AND in_verification GROUP BY 2
UNION ALL SELECT 'total', '', sum(n) FROM cell
    WHERE in_kind AND in_region AND in_field AND in_verification
"""


def _counted(
    seen: QuerySet[Organisation], conditions: Mapping[str, Q]
) -> tuple[int, dict[str, dict[str, int]]]:
    inside = {
        f"in_{group}": ExpressionWrapper(conditions.get(group, ~Q(pk=None)), BooleanField())
        for group in GROUPS
    }
    rows = seen.order_by().annotate(place=Left("region_id", 2), **inside)
    columns = ("kind", "place", "verification", "fields", *inside)
    statement, values = rows.values(*columns).query.sql_with_params()
    counts: dict[str, dict[str, int]] = {group: {} for group in (*GROUPS, "total")}
    with connection.cursor() as cursor:
        cursor.execute(_COUNTS.format(rows=statement), values)
        for group, key, number in cursor.fetchall():
            counts[group][key] = int(number or 0)
    total = counts.pop("total").get("", 0)
    return total, {**counts, "region": _by_place(counts["region"])}


def _by_place(by_prefix: Mapping[str, int]) -> dict[str, int]:
    counts: dict[str, int] = {}
    for row in provinces():
        number = by_prefix.get(row.prefix, 0)
        counts[row.code] = number
        if row.zone:
            counts[row.zone] = counts.get(row.zone, 0) + number
    return counts
