"""Finding experts: those an actor may see, one of them, the list with its counts."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import Case, Count, F, Func, IntegerField, Q, QuerySet, Value, When
from django.db.models.functions import Left

from yizhan.directory.queries import expand_region_filter, provinces, under_prefixes
from yizhan.experts.models import Expert
from yizhan.experts.permissions import awaiting, experts_visible_to
from yizhan.experts.rules import asked_terms
from yizhan.experts.stages import CONSENTED, ExpertStage
from yizhan.kernel.actors import Actor

_WITH = ("organisation", "region")
_ENDED = frozenset({ExpertStage.WITHDRAWN})


@dataclass(frozen=True, slots=True, kw_only=True)
class ExpertFilter:
    """What a list of experts asks for; `regions` takes zones and region codes mixed."""

    search: str = ""
    fields: tuple[str, ...] = ()
    industries: tuple[str, ...] = ()
    regions: tuple[str, ...] = ()
    modes: tuple[str, ...] = ()
    fees: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class ExpertPage:
    """The filtered rows, their number, and each facet counted without its own choice."""

    rows: QuerySet[Expert]
    total: int
    counts: Mapping[str, Mapping[str, int]] = field(default_factory=dict)


def expert_rows(actor: Actor) -> QuerySet[Expert]:
    """Start from the profiles that exist for the actor."""
    return Expert.objects.filter(experts_visible_to(actor)).select_related(*_WITH)


def expert_for(*, actor: Actor, expert_id: UUID) -> Expert:
    """Return one visible profile, or raise DoesNotExist both for absent and hidden ones."""
    return expert_rows(actor).get(pk=expert_id)


def lock_expert(*, actor: Actor, expert_id: UUID) -> Expert:
    """Return one visible profile, locked until the running transaction ends."""
    return expert_rows(actor).select_for_update(of=("self",)).get(pk=expert_id)


def name_of(*, expert_id: UUID) -> str:
    """Return the name of an expert, for notices to its home."""
    names = Expert.objects.filter(pk=expert_id).values_list("name", flat=True)
    return names.first() or ""


def expert_of(*, actor: Actor) -> Expert | None:
    """Return the actor's own profile, if it has one."""
    if actor.person_id is None:
        return None
    return Expert.objects.filter(person_id=actor.person_id).select_related(*_WITH).first()


def ids_of_person(*, person_id: UUID, organisation_id: UUID) -> list[UUID]:
    """Name the profiles that a person has at a home organisation and that are at work."""
    rows = Expert.objects.filter(person_id=person_id, organisation_id=organisation_id)
    return list(rows.filter(stage__in=CONSENTED).values_list("pk", flat=True))


def offered_to(*, emails: Iterable[str]) -> QuerySet[Expert]:
    """List the profiles prepared for addresses that a person has proven to read."""
    asked = [email.lower() for email in emails]
    return Expert.objects.filter(person=None, invited_email__in=asked).select_related(*_WITH)


def prepared_rows(*, actor: Actor) -> QuerySet[Expert]:
    """List what the actor's organisation prepared and nobody took over yet."""
    if actor.organisation_id is None:
        return Expert.objects.none()
    rows = expert_rows(actor).filter(person=None, organisation_id=actor.organisation_id)
    return rows.exclude(stage__in=_ENDED).order_by("-created_at", "id")


def awaiting_rows(*, actor: Actor) -> QuerySet[Expert]:
    """List what waits for this one's word, longest waiting first."""
    rows = Expert.objects.filter(awaiting(actor)).select_related(*_WITH)
    return rows.order_by("updated_at", "id")


def due_expert_ids(*, at: datetime, limit: int) -> list[UUID]:
    """Name listed profiles whose confirmation is due, longest overdue first."""
    due = Expert.objects.filter(stage=ExpertStage.LISTED, due_at__lte=at)
    return list(due.order_by("due_at", "id").values_list("pk", flat=True)[:limit])


def listed_for_asking(ids: Iterable[UUID]) -> list[Expert]:
    """Return listed experts in the order of their ids, locked, to be asked."""
    rows = Expert.objects.filter(pk__in=list(ids), stage=ExpertStage.LISTED)
    return list(
        rows.select_related("organisation").select_for_update(of=("self",)).order_by("pk")
    )


def experts_of_organisation(*, organisation_id: UUID) -> QuerySet[Expert]:
    """List the public experts of a home organisation."""
    rows = Expert.objects.filter(organisation_id=organisation_id, stage=ExpertStage.LISTED)
    return rows.select_related(*_WITH).order_by("-listed_at", "id")


def public_experts(*, wanted: ExpertFilter) -> QuerySet[Expert]:
    """Filter the listed experts without counting anything."""
    return _without(_found(wanted.search), _conditions(wanted), "").select_related(*_WITH)


def public_expert_rows(*, wanted: ExpertFilter) -> ExpertPage:
    """Filter the listed experts and count each facet without its own choice."""
    conditions, found = _conditions(wanted), _found(wanted.search)
    rows = _without(found, conditions, "")
    counts = {name: _counts(_without(found, conditions, name), name) for name in _KEYS}
    return ExpertPage(rows=rows.select_related(*_WITH), total=rows.count(), counts=counts)


def _found(search: str) -> QuerySet[Expert]:
    """All words must stand in the public text; those whose head says them come first."""
    rows = Expert.objects.filter(stage=ExpertStage.LISTED)
    asked = sorted(asked_terms(search))
    if not asked:
        return rows.annotate(rank=Value(0, output_field=IntegerField()))
    said = Case(
        When(heads__contains=asked, then=Value(0)),
        default=Value(1),
        output_field=IntegerField(),
    )
    return rows.filter(terms__contains=asked).annotate(rank=said)


def _conditions(wanted: ExpertFilter) -> dict[str, Q]:
    conditions: dict[str, Q] = {}
    if wanted.fields:
        conditions["field"] = Q(fields__overlap=list(wanted.fields))
    if wanted.industries:
        conditions["industry"] = Q(industries__overlap=list(wanted.industries))
    if wanted.regions:
        conditions["region"] = under_prefixes(expand_region_filter(wanted.regions))
    if wanted.modes:
        conditions["mode"] = Q(modes__overlap=list(wanted.modes))
    if wanted.fees:
        conditions["fee"] = Q(fee__in=wanted.fees) & ~Q(visibility__has_key="fee")
    return conditions


def _without(
    rows: QuerySet[Expert], conditions: Mapping[str, Q], group: str
) -> QuerySet[Expert]:
    for name, condition in conditions.items():
        if name != group:
            rows = rows.filter(condition)
    return rows


_KEYS: Mapping[str, Any] = {
    "field": Func(F("fields"), function="unnest"),
    "industry": Func(F("industries"), function="unnest"),
    "mode": Func(F("modes"), function="unnest"),
    "fee": F("fee"),
    "region": Left("region_id", 2),
}


def _counts(rows: QuerySet[Expert], group: str) -> dict[str, int]:
    if group == "fee":
        rows = rows.exclude(visibility__has_key="fee")
    keyed = rows.order_by().annotate(key=_KEYS[group]).values_list("key")
    counts: dict[str, int] = dict(keyed.annotate(n=Count("pk")))
    return _by_place(counts) if group == "region" else counts


def _by_place(by_prefix: Mapping[str, int]) -> dict[str, int]:
    counts: dict[str, int] = {}
    for row in provinces():
        number = by_prefix.get(row.prefix, 0)
        counts[row.code] = number
        if row.zone:
            counts[row.zone] = counts.get(row.zone, 0) + number
    return counts
