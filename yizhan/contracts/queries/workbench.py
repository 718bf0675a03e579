"""What the registrar's workbench lists: filed contracts of the own offices or reach."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.contrib.postgres.aggregates import ArrayAgg
from django.db.models import Count, Exists, OuterRef, Q, QuerySet
from django.db.models.functions import Coalesce, Now

from yizhan.contracts.models import Amendment, Appeal, Contract, Finding, Party
from yizhan.contracts.permissions import visible_to
from yizhan.contracts.stages import (
    AT_OFFICE,
    ON_THE_CLOCK,
    REGISTER,
    SUPERVISE,
    AmendmentStage,
    AppealStage,
    Stage,
)
from yizhan.contracts.terms import FindingState, Kind
from yizhan.directory.queries import own_ids
from yizhan.kernel.actors import Actor

WAITING, NEW, UNCLAIMED, MINE, SECOND, OVERDUE, CHANGES, DECIDED = (
    "",
    "new",
    "unclaimed",
    "mine",
    "second",
    "overdue",
    "changes",
    "decided",
)
SHOWS = (WAITING, NEW, UNCLAIMED, MINE, SECOND, OVERDUE, CHANGES, DECIDED)
_WORKED_ON = frozenset({Stage.SUBMITTED, *AT_OFFICE})
_DECIDED = frozenset({Stage.REGISTERED, Stage.REFUSED, Stage.CANCELLED, Stage.REVOKED})
_LONGEST = 80


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """What of the desk is asked for."""

    show: str = WAITING
    kind: str = ""
    office: str = ""
    words: str = ""
    is_flagged: bool = False


def wanted_of(asked: Mapping[str, str]) -> Wanted:
    """Read what was asked for; what nobody offers is as if it were not asked."""
    show, kind, office = (asked.get(name, "") for name in ("show", "kind", "office"))
    is_number = office.isascii() and office.isdigit() and len(office) < 10
    return Wanted(
        show=show if show in SHOWS else WAITING,
        kind=kind if kind in Kind.values else "",
        office=office if is_number else "",
        words=asked.get("q", "").replace("\x00", "")[:_LONGEST],
        is_flagged=asked.get("flagged") == "1",
    )


def desk_rows(*, actor: Actor, wanted: Wanted) -> QuerySet[Contract]:
    """Return what the actor's offices have to do with, what is due first on top."""
    is_open = Q(findings__state=FindingState.OPEN)
    first = ["-decided_at"] if wanted.show == DECIDED else [Coalesce("due_at", "submitted_at")]
    rows = _narrowed(_within(actor), wanted).filter(_shown(wanted.show, actor))
    return (
        rows.select_related("organisation", "office")
        .annotate(
            flags=Count("findings", filter=is_open),
            flagged=ArrayAgg("findings__card", filter=is_open, distinct=True, default=[]),
        )
        .order_by(*first, "serial")
    )


def desk_counts(*, actor: Actor, wanted: Wanted) -> Mapping[str, int]:
    """Count each tab under the same filters, in one statement."""
    rows = _narrowed(_within(actor), wanted).order_by()
    counted = rows.aggregate(
        **{f"n_{show}": Count("pk", filter=_shown(show, actor)) for show in SHOWS}
    )
    return {show: counted[f"n_{show}"] for show in SHOWS}


def offices_of(actor: Actor) -> list[tuple[int, str]]:
    """Return the offices whose contracts the actor sees at the desk."""
    rows = _within(actor).exclude(office=None).order_by("office__name")
    return list(rows.values_list("office_id", "office__name").distinct())


def _within(actor: Actor) -> QuerySet[Contract]:
    """Return filed contracts of the own offices or reach; nobody decides on the own house."""
    offices = Q(pk__in=[])
    if actor.may(REGISTER) and actor.organisation_id is not None:
        offices |= Q(office__organisation_id=actor.organisation_id)
    if actor.may(SUPERVISE) and actor.region is not None:
        offices |= Q(office__region__code__startswith=actor.region)
    own = own_ids(actor)
    sides = Party.objects.filter(organisation_id__in=own).values("contract_id")
    rows = visible_to(actor).filter(offices, submitted_at__isnull=False)
    return rows.exclude(organisation_id__in=own).exclude(pk__in=sides)


def _narrowed(rows: QuerySet[Contract], wanted: Wanted) -> QuerySet[Contract]:
    if wanted.kind:
        rows = rows.filter(kind=wanted.kind)
    if wanted.office:
        rows = rows.filter(office_id=int(wanted.office))
    for word in wanted.words.split()[:6]:
        rows = rows.filter(
            Q(title__icontains=word)
            | Q(number__startswith=word)
            | Q(organisation__name__icontains=word)
        )
    if wanted.is_flagged:
        found = Finding.objects.filter(contract=OuterRef("pk"), state=FindingState.OPEN)
        rows = rows.filter(Exists(found))
    return rows


def _shown(show: str, actor: Actor) -> Q:
    me = actor.person_id or actor.id
    wishes = Amendment.objects.filter(contract=OuterRef("pk"), stage=AmendmentStage.FILED)
    appeals = Appeal.objects.filter(contract=OuterRef("pk"), stage=AppealStage.FILED)
    return {
        WAITING: Q(stage__in=_WORKED_ON),
        NEW: Q(stage=Stage.SUBMITTED),
        UNCLAIMED: Q(stage=Stage.ACCEPTED),
        MINE: Q(stage=Stage.REVIEWING, registrar_id=me),
        SECOND: Q(stage=Stage.PROPOSED) & ~Q(registrar_id=me),
        OVERDUE: Q(stage__in=ON_THE_CLOCK, due_at__lt=Now()),
        CHANGES: Q(Exists(wishes)) | Q(Exists(appeals)),
        DECIDED: Q(stage__in=_DECIDED),
    }[show]
