"""What the asker does with a request: go on in spite of a conflict, add, withdraw, close."""

from datetime import datetime
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.db import transaction

from yizhan.audit.services import record
from yizhan.experts import facts, rules
from yizhan.experts.models import Advice, Message
from yizhan.experts.permissions import is_asker_of, is_expert_of
from yizhan.experts.queries import advice_for, last_declaration, lock_advice, messages_of
from yizhan.experts.services.answering import promise, refuse_unless, say
from yizhan.experts.services.moving import begin, fact_values, move
from yizhan.experts.stages import OPEN
from yizhan.experts.terms import MessageKind, Use
from yizhan.kernel.actors import Actor
from yizhan.kernel.refusals import Refusal, refuse_if


@transaction.atomic
def proceed_request(*, actor: Actor, advice_id: UUID, at: datetime) -> Advice:
    """Go on, knowing of the conflict; the day the expert named holds, if it is still ahead."""
    advice, target = begin("proceed", actor, advice_id)
    declared = last_declaration(advice=advice)
    if declared is None:
        refuse_if([Refusal("flow.wrong_stage", {"step": "proceed", "stage": advice.stage})])
        raise AssertionError
    promise(advice, max(declared.promised_on, rules.day_of(at)))
    move(advice, target, at, "promised_on", "due_at")
    fact = facts.ConflictWaived(
        promised_on=advice.promised_on or declared.promised_on, **fact_values(advice)
    )
    record(fact, actor=actor, at=at)
    return advice


@transaction.atomic
def withdraw_request(*, actor: Actor, advice_id: UUID, at: datetime) -> Advice:
    """Take the question back."""
    advice, target = begin("withdraw", actor, advice_id)
    move(advice, target, at)
    record(facts.RequestWithdrawn(**fact_values(advice)), actor=actor, at=at)
    return advice


@transaction.atomic
def add_to_request(*, actor: Actor, advice_id: UUID, text: str, at: datetime) -> Message:
    """Add what the expert asked for, or what was forgotten."""
    advice = lock_advice(actor=actor, advice_id=advice_id)
    if not is_asker_of(actor, advice):
        raise PermissionDenied
    refuse_unless(advice, OPEN, "add")
    said = messages_of(advice=advice)
    refuse_if(rules.against_message(text=text, before=len(said)))
    message = say(advice, MessageKind.REPLY, text, (), at)
    record(facts.ClarificationGiven(**fact_values(advice)), actor=actor, at=at)
    return message


@transaction.atomic
def close_request(
    *,
    actor: Actor,
    advice_id: UUID,
    rating: int | None,
    use: str,
    at: datetime,
    feedback: str = "",
) -> Advice:
    """Say what the answer was worth; nothing follows."""
    advice, target = begin("close", actor, advice_id)
    refuse_if(rules.against_rating(rating=rating, use=use, note=feedback, known=Use.values))
    advice.rating, advice.use, advice.feedback = rating, use, feedback.strip()
    move(advice, target, at, "rating", "use", "feedback")
    fact = facts.RequestClosed(rating=rating or 0, use=use, **fact_values(advice))
    record(fact, actor=actor, at=at)
    return advice


@transaction.atomic
def read_as_supervisor(*, actor: Actor, advice_id: UUID, at: datetime) -> bool:
    """Note that an administrator reads a request that is not its own; False when it is."""
    advice = advice_for(actor=actor, advice_id=advice_id)
    if is_expert_of(actor, advice) or is_asker_of(actor, advice):
        return False
    record(facts.RequestRead(**fact_values(advice)), actor=actor, at=at)
    return True
