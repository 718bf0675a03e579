"""The desk of an office: what waits, what is late, what a second registrar must look at."""

from datetime import datetime
from uuid import UUID

from django.db.models import Count, Q, QuerySet

from yizhan.contracts.models import Amendment, Appeal, Contract, Party
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
from yizhan.directory.queries import own_ids
from yizhan.kernel.actors import Actor

ALL, NEW, MINE, SECOND, OVERDUE = "", "new", "mine", "second", "overdue"


def queue_of(
    actor: Actor, *, show: str = ALL, at: datetime | None = None
) -> QuerySet[Contract]:
    """Return what waits at the registrar's office, what is due first on top.

    `at` is needed for what is overdue.
    """
    rows = _at_desk(actor).filter(_shown(actor, show, at))
    rows = rows.select_related("organisation", "office", "seller_region", "buyer_region")
    return rows.order_by("due_at", "serial")


def queue_counts(actor: Actor, *, at: datetime) -> dict[str, int]:
    """Count what each part of the queue would show, with one statement."""
    shows = (ALL, NEW, MINE, SECOND, OVERDUE)
    counts = {f"n_{show}": Count("pk", filter=_shown(actor, show, at)) for show in shows}
    found = _at_desk(actor).order_by().aggregate(**counts)
    return {name[2:]: count for name, count in found.items()}


def amendments_at_desk(actor: Actor) -> QuerySet[Amendment]:
    """Return the wishes to change that wait for the registrar's office, oldest first."""
    if not actor.may(REGISTER) or actor.organisation_id is None:
        return Amendment.objects.none()
    rows = Amendment.objects.filter(
        stage=AmendmentStage.FILED,
        contract__office__organisation_id=actor.organisation_id,
    )
    return rows.select_related("contract__organisation").order_by("due_at", "filed_at")


def appeals_to_decide(actor: Actor) -> QuerySet[Appeal]:
    """Return the objections that wait for the supervising authority, oldest first."""
    if not actor.may(SUPERVISE) or actor.region is None:
        return Appeal.objects.none()
    rows = Appeal.objects.filter(
        stage=AppealStage.FILED,
        contract__office__region__code__startswith=actor.region,
    )
    return rows.select_related("contract__organisation").order_by("due_at", "filed_at")


def overdue_in_reach(actor: Actor, *, at: datetime) -> QuerySet[Contract]:
    """Return what the offices under a supervising authority did not answer in time."""
    if not actor.may(SUPERVISE):
        return Contract.objects.none()
    rows = visible_to(actor).filter(stage__in=AT_OFFICE, due_at__lte=at)
    return rows.select_related("organisation", "office").order_by("due_at")


def overdue_ids(*, at: datetime, limit: int) -> list[UUID]:
    """Name the contracts whose day has passed and of which nobody was told."""
    rows = Contract.objects.filter(
        stage__in=ON_THE_CLOCK, due_at__lte=at, overdue_noted_at=None
    )
    return list(rows.order_by("due_at").values_list("id", flat=True)[:limit])


def _at_desk(actor: Actor) -> QuerySet[Contract]:
    if not actor.may(REGISTER) or actor.organisation_id is None:
        return Contract.objects.none()
    own = own_ids(actor)
    parties = Party.objects.filter(organisation_id__in=own)
    rows = Contract.objects.filter(
        stage__in=AT_OFFICE, office__organisation_id=actor.organisation_id
    )
    # Nobody decides on the own house.
    return rows.exclude(organisation_id__in=own).exclude(pk__in=parties.values("contract_id"))


def _shown(actor: Actor, show: str, at: datetime | None) -> Q:
    me = actor.person_id or actor.id
    if show == NEW:
        return Q(stage__in=[Stage.SUBMITTED, Stage.ACCEPTED])
    if show == MINE:
        return Q(stage=Stage.REVIEWING, registrar_id=me)
    if show == SECOND:
        return Q(stage=Stage.PROPOSED) & ~Q(registrar_id=me)
    if show == OVERDUE and at is not None:
        return Q(due_at__lte=at)
    return Q(stage__in=AT_OFFICE)
