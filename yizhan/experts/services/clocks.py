"""What happens by the clock, and to requests whose expert is no longer there.

Each asks again under its lock whether the day has really come: a clock that jumps back, or a
worker that starts twice, does nothing.
"""

from datetime import datetime
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.db import transaction

from yizhan.audit.services import record
from yizhan.experts import facts, rules
from yizhan.experts.models import Advice, Expert
from yizhan.experts.permissions import may_take_step
from yizhan.experts.queries import ids_of_person, lock_advice, lock_expert, open_ids_of
from yizhan.experts.services import profiles
from yizhan.experts.services.moving import begin, fact_values, move
from yizhan.experts.stages import CLOCK, EXPERT_FLOW, AdviceStage, ExpertStage
from yizhan.kernel.actors import Actor, machine

WORKER = machine("deadlines", CLOCK)


def due_expert(*, actor: Actor, expert_id: UUID, at: datetime) -> bool:
    """Ask a person to confirm, or hide what nobody confirmed; False when it is not due."""
    return remind_expert(actor=actor, expert_id=expert_id, at=at) or fade_expert(
        actor=actor, expert_id=expert_id, at=at
    )


@transaction.atomic
def remind_expert(*, actor: Actor, expert_id: UUID, at: datetime) -> bool:
    """Ask the person whether the profile is still true, a month before it fades."""
    expert = _due(actor, expert_id, at)
    if expert is None or expert.reminded_at is not None:
        return False
    expert.reminded_at, expert.due_at = at, at + rules.FADE_AFTER
    expert.save(update_fields=["reminded_at", "due_at"])
    fact = facts.ConfirmationAsked(**profiles.fact_values(expert))
    record(fact, actor=actor, at=at)
    return True


@transaction.atomic
def fade_expert(*, actor: Actor, expert_id: UUID, at: datetime) -> bool:
    """Hide a profile that nobody confirmed."""
    expert = _due(actor, expert_id, at)
    if expert is None or expert.reminded_at is None:
        return False
    _move_expert(expert, "fade", at)
    record(facts.ExpertFaded(**profiles.fact_values(expert)), actor=actor, at=at)
    return True


@transaction.atomic
def leave_home(*, person_id: UUID, organisation_id: UUID, at: datetime) -> int:
    """Hide the profile of somebody who left the home organisation; questions go back."""
    ids = ids_of_person(person_id=person_id, organisation_id=organisation_id)
    for expert_id in ids:
        expert = lock_expert(actor=WORKER, expert_id=expert_id)
        _move_expert(expert, "leave", at)
        record(facts.ExpertLeft(**profiles.fact_values(expert)), actor=WORKER, at=at)
        hand_back_open_requests(expert_id=expert_id, at=at)
    return len(ids)


def due_advice(*, actor: Actor, advice_id: UUID, at: datetime) -> bool:
    """Do what the clock asks of a request; False when somebody was faster."""
    with transaction.atomic():
        advice = lock_advice(actor=actor, advice_id=advice_id)
        if advice.due_at is None or advice.due_at > at:
            return False
        verb = {
            AdviceStage.ACCEPTED: remind_request,
            AdviceStage.ANSWERED: settle_request,
        }.get(AdviceStage(advice.stage), lapse_request)
        verb(actor=actor, advice_id=advice_id, at=at)
        return True


@transaction.atomic
def lapse_request(*, actor: Actor, advice_id: UUID, at: datetime) -> Advice:
    """End a request on which nobody decided in time."""
    advice, target = begin("lapse", actor, advice_id)
    before = advice.stage
    move(advice, target, at)
    record(facts.RequestLapsed(stage=before, **fact_values(advice)), actor=actor, at=at)
    return advice


@transaction.atomic
def settle_request(*, actor: Actor, advice_id: UUID, at: datetime) -> Advice:
    """Close an answered request that the asker never judged."""
    advice, target = begin("settle", actor, advice_id)
    move(advice, target, at)
    record(facts.RequestSettled(**fact_values(advice)), actor=actor, at=at)
    return advice


@transaction.atomic
def return_request(*, actor: Actor, advice_id: UUID, at: datetime) -> Advice:
    """Give a question back to its asker, because the expert is no longer there."""
    advice, target = begin("return", actor, advice_id)
    move(advice, target, at)
    record(facts.RequestReturned(**fact_values(advice)), actor=actor, at=at)
    return advice


def hand_back_open_requests(*, expert_id: UUID, at: datetime) -> int:
    """Give every open question to an expert back, in the running transaction."""
    ids = open_ids_of(expert_id=expert_id)
    for advice_id in ids:
        return_request(actor=WORKER, advice_id=advice_id, at=at)
    return len(ids)


@transaction.atomic
def remind_request(*, actor: Actor, advice_id: UUID, at: datetime) -> Advice:
    """Say that the promised day has passed without an answer; the expert may still answer."""
    advice, target = begin("remind", actor, advice_id)
    advice.due_at = None
    move(advice, target, at, "due_at")
    record(facts.RequestOverdue(**fact_values(advice)), actor=actor, at=at)
    return advice


def _due(actor: Actor, expert_id: UUID, at: datetime) -> Expert | None:
    expert = lock_expert(actor=actor, expert_id=expert_id)
    if not may_take_step(actor, expert, CLOCK):
        raise PermissionDenied
    is_due = expert.due_at is not None and expert.due_at <= at
    return expert if is_due and expert.stage == ExpertStage.LISTED else None


def _move_expert(expert: Expert, name: str, at: datetime) -> None:
    expert.stage = EXPERT_FLOW.take(name, stage=expert.stage).target
    expert.due_at = None
    expert.version += 1
    expert.updated_at = at
    expert.save(update_fields=["stage", "due_at", "version", "updated_at"])
