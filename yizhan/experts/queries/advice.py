"""Finding requests for advice and what was said in them."""

from collections.abc import Iterable
from datetime import datetime
from enum import StrEnum
from uuid import UUID

from django.db.models import F, Q, QuerySet

from yizhan.directory.queries import alliances_of, organisations, own_ids
from yizhan.experts.models import Advice, Declaration, Expert, Message
from yizhan.experts.permissions import (
    advice_visible_to,
    asked_by,
    asked_through,
    received_by,
    supervised_by,
)
from yizhan.experts.stages import OPEN, AdviceStage
from yizhan.experts.terms import Finding
from yizhan.kernel.actors import Actor, machine

_WITH = ("expert__organisation", "organisation", "station", "author")
_READER = machine("advice")


class AdviceBox(StrEnum):
    """The lists a person may have: what it was asked, what its house asked, and so on."""

    RECEIVED = "received"
    ASKED = "asked"
    STATION = "station"
    REGION = "region"


_BOXES = {
    AdviceBox.RECEIVED: received_by,
    AdviceBox.ASKED: asked_by,
    AdviceBox.STATION: asked_through,
    AdviceBox.REGION: supervised_by,
}


def advice_rows(*, actor: Actor, box: AdviceBox, stage: str = "") -> QuerySet[Advice]:
    """List one box, newest first."""
    rows = Advice.objects.filter(_BOXES[box](actor)).select_related(*_WITH)
    return rows.filter(stage=stage) if stage in AdviceStage.values else rows


def box_counts(*, actor: Actor) -> dict[AdviceBox, int]:
    """Count the open requests of every box."""
    return {
        box: Advice.objects.filter(rule(actor), stage__in=OPEN).count()
        for box, rule in _BOXES.items()
    }


def advice_for(*, actor: Actor, advice_id: UUID) -> Advice:
    """Return one visible request, or raise DoesNotExist for absent and hidden ones alike."""
    return (
        Advice.objects.filter(advice_visible_to(actor)).select_related(*_WITH).get(pk=advice_id)
    )


def lock_advice(*, actor: Actor, advice_id: UUID) -> Advice:
    """Return one visible request, locked until the running transaction ends."""
    rows = Advice.objects.filter(advice_visible_to(actor)).select_related(*_WITH)
    return rows.select_for_update(of=("self",)).get(pk=advice_id)


def messages_of(*, advice: Advice) -> list[Message]:
    """List what was said after the question, in order."""
    return list(advice.messages.all())


def last_declaration(*, advice: Advice) -> Declaration | None:
    """Return what the expert declared, if it has declared yet."""
    return advice.declarations.last()


def requests_by_key(*, actor: Actor, key: UUID | None) -> list[Advice]:
    """Return what this person sent with the key of a form, if anything."""
    if key is None or actor.person_id is None:
        return []
    return list(Advice.objects.filter(author_id=actor.person_id, key=key).order_by("expert_id"))


def sent_since(*, organisation_id: UUID, since: datetime) -> int:
    """Count what an organisation asked since a moment."""
    return Advice.objects.filter(organisation_id=organisation_id, sent_at__gt=since).count()


def with_open_request(*, organisation_id: UUID, experts: Iterable[Expert]) -> set[UUID]:
    """Name those of the experts whom the organisation waits for already."""
    rows = Advice.objects.filter(
        organisation_id=organisation_id, expert__in=list(experts), stage__in=OPEN
    )
    return set(rows.values_list("expert_id", flat=True))


def due_advice_ids(*, at: datetime, limit: int) -> list[UUID]:
    """Name requests whose day has come, longest overdue first."""
    due = Advice.objects.filter(due_at__lte=at).order_by("due_at", "id")
    return list(due.values_list("pk", flat=True)[:limit])


def open_ids_of(*, expert_id: UUID) -> list[UUID]:
    """Name the open requests to an expert."""
    rows = Advice.objects.filter(expert_id=expert_id, stage__in=OPEN).order_by("pk")
    return list(rows.values_list("pk", flat=True))


def findings_between(*, expert: Expert, organisation_id: UUID) -> list[str]:
    """Say what stands in the directory between the two: one house, or one alliance."""
    homes = {expert.organisation_id, *own_ids(_standing(expert))}
    if organisation_id in homes:
        return [Finding.SAME_ORGANISATION]
    asking = _alliances(organisation_id)
    if asking and any(asking & _alliances(home) for home in homes):
        return [Finding.SAME_ALLIANCE]
    return []


def person_of(*, expert_id: UUID) -> UUID | None:
    """Return the person behind an expert, for notices."""
    return Expert.objects.filter(pk=expert_id).values_list("person_id", flat=True).first()


def people_of_asker(*, advice_id: UUID) -> list[UUID]:
    """Return who asked, for notices: the person that sent the request."""
    authors = Advice.objects.filter(pk=advice_id, author__isnull=False)
    return list(authors.values_list("author_id", flat=True))


def title_of(*, advice_id: UUID) -> str:
    """Return the title of a request, for notices to its sides."""
    titles = Advice.objects.filter(pk=advice_id).values_list("title", flat=True)
    return titles.first() or ""


def waiting_rows(
    *, actor: Actor, answering: Iterable[str], asking: Iterable[str]
) -> QuerySet[Advice]:
    """List the requests in which the next word is the actor's, the most urgent first."""
    mine = received_by(actor) & Q(stage__in=list(answering))
    mine |= (asked_by(actor) | asked_through(actor)) & Q(stage__in=list(asking))
    return Advice.objects.filter(mine).order_by(
        F("due_at").asc(nulls_first=True), "sent_at", "id"
    )


def _standing(expert: Expert) -> Actor:
    return Actor(
        id=expert.id, label="expert", permissions=frozenset(), person_id=expert.person_id
    )


def _alliances(organisation_id: UUID) -> set[UUID]:
    found = organisations(_READER).filter(pk=organisation_id).first()
    if found is None:
        return set()
    return {seat.alliance_id for seat in alliances_of(organisation=found, actor=_READER)}
