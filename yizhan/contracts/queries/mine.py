"""The contracts an organisation has to do with: those it files and those it is a party of."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.db.models import Count, Q, QuerySet

from yizhan.contracts.models import Contract, Party
from yizhan.contracts.permissions import visible_to
from yizhan.contracts.stages import WRITE, Stage
from yizhan.contracts.terms import Kind
from yizhan.kernel.actors import Actor

FILED, JOINED = "filed", "joined"
ROLES = (FILED, JOINED)


@dataclass(frozen=True, slots=True, kw_only=True)
class Mine:
    """What of the own contracts is asked for; unknown words ask for everything."""

    role: str = ""
    stage: str = ""
    kind: str = ""


def my_rows(*, actor: Actor, wanted: Mine) -> QuerySet[Contract]:
    """Return the organisation's contracts, last touched first, with their parties."""
    rows = _of(actor, wanted.role).select_related("organisation", "office")
    if wanted.stage in Stage.values:
        rows = rows.filter(stage=wanted.stage)
    if wanted.kind in Kind.values:
        rows = rows.filter(kind=wanted.kind)
    return rows.prefetch_related("parties").order_by("-updated_at", "-serial")


def my_counts(*, actor: Actor) -> Iterator[tuple[str, str, str, int]]:
    """Count the organisation's contracts by role, stage and kind."""
    for role in ROLES:
        rows = _of(actor, role).order_by().values_list("stage", "kind").annotate(n=Count("id"))
        for stage, kind, count in rows:
            yield role, stage, kind, count


def _of(actor: Actor, role: str) -> QuerySet[Contract]:
    mine = actor.organisation_id
    if mine is None or not actor.may(WRITE):
        return Contract.objects.none()
    filed = Q(organisation_id=mine)
    parties = Party.objects.filter(organisation_id=mine)
    joined = Q(submitted_at__isnull=False, pk__in=parties.values("contract_id"))
    within = {FILED: filed, JOINED: joined & ~filed}.get(role, filed | joined)
    return visible_to(actor).filter(within)
