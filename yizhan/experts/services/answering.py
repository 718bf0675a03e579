"""What the expert does with a question: declare, accept or decline, ask back, answer."""

from collections.abc import Sequence
from datetime import date, datetime
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.db import transaction

from yizhan.audit.services import record, record_many
from yizhan.experts import facts, rules
from yizhan.experts.models import Advice, Declaration, Message
from yizhan.experts.permissions import is_expert_of
from yizhan.experts.queries import findings_between, lock_advice, messages_of
from yizhan.experts.services.moving import begin, fact_values, move
from yizhan.experts.stages import ADVICE_FLOW, AT_WORK, AdviceStage
from yizhan.experts.terms import Declined, MessageKind, Relation
from yizhan.kernel.actors import Actor
from yizhan.kernel.facts import Fact
from yizhan.kernel.refusals import Refusal, refuse_if

_TALKING = frozenset({AdviceStage.SENT, *AT_WORK})


@transaction.atomic
def accept_request(
    *,
    actor: Actor,
    advice_id: UUID,
    promised_on: date | None,
    is_none: bool,
    at: datetime,
    relations: Sequence[str] = (),
    note: str = "",
) -> Advice:
    """Declare, and promise a day; a conflict declared or found is the asker's to decide."""
    advice, target = begin("accept", actor, advice_id)
    today, last = rules.day_of(at), rules.furthest(at)
    refusals = [
        *rules.against_declaration(
            is_none=is_none, relations=relations, note=note, known=Relation.values
        ),
        *rules.against_acceptance(promised_on=promised_on, today=today, last=last),
    ]
    refuse_if(refusals)
    assert promised_on is not None  # noqa: S101 -- the rules refused nothing
    declared = Declaration(
        advice=advice,
        relations=list(dict.fromkeys(relations)),
        findings=findings_between(expert=advice.expert, organisation_id=advice.organisation_id),
        note=note.strip(),
        promised_on=promised_on,
        at=at,
    )
    declared.save(force_insert=True)
    advice.decided_at = at
    if declared.is_clear:
        return _take_on(actor, advice, target, declared, at)
    return disclose_conflict(actor=actor, advice=advice, declared=declared, at=at)


def disclose_conflict(
    *, actor: Actor, advice: Advice, declared: Declaration, at: datetime
) -> Advice:
    """Lay a conflict before the asker; part of `accept_request`, in its transaction."""
    step = ADVICE_FLOW.take("disclose", stage=advice.stage)
    advice.due_at = rules.end_of_working_days(at, rules.DECIDE_DAYS)
    move(advice, step.target, at, "due_at", "decided_at")
    laid_open = facts.RequestDisclosed(**fact_values(advice))
    record_many([_declared(declared), laid_open], actor=actor, at=at)
    return advice


@transaction.atomic
def decline_request(
    *, actor: Actor, advice_id: UUID, reason: str, at: datetime, note: str = ""
) -> Advice:
    """Say no, with a reason; also after having accepted, when it turns out so."""
    advice, target = begin("decline", actor, advice_id)
    refuse_if(rules.against_declining(reason=reason, note=note, known=Declined.values))
    advice.decline_reason, advice.decline_note = reason, note.strip()
    advice.decided_at = advice.decided_at or at
    move(advice, target, at, "decline_reason", "decline_note", "decided_at")
    fact = facts.RequestDeclined(reason=reason, **fact_values(advice))
    record(fact, actor=actor, at=at)
    return advice


@transaction.atomic
def ask_back(*, actor: Actor, advice_id: UUID, text: str, at: datetime) -> Message:
    """Ask for what is missing; the clocks run on."""
    advice = lock_advice(actor=actor, advice_id=advice_id)
    if not is_expert_of(actor, advice):
        raise PermissionDenied
    refuse_unless(advice, _TALKING, "ask_back")
    said = messages_of(advice=advice)
    refuse_if(rules.against_message(text=text, before=len(said)))
    message = say(advice, MessageKind.CLARIFICATION, text, (), at)
    record(facts.ClarificationAsked(**fact_values(advice)), actor=actor, at=at)
    return message


@transaction.atomic
def answer_request(
    *, actor: Actor, advice_id: UUID, text: str, at: datetime, links: Sequence[str] = ()
) -> Advice:
    """Answer; the asker then says what it was worth."""
    advice, target = begin("answer", actor, advice_id)
    refuse_if(rules.against_message(text=text, links=links, is_answer=True))
    say(advice, MessageKind.ANSWER, text, links, at)
    advice.answered_at = at
    advice.due_at = rules.end_of_working_days(at, rules.SETTLE_DAYS)
    move(advice, target, at, "answered_at", "due_at")
    late = bool(advice.promised_on) and rules.is_late(
        promised_on=advice.promised_on or rules.day_of(at), answered_at=at
    )
    record(facts.RequestAnswered(is_late=late, **fact_values(advice)), actor=actor, at=at)
    return advice


def say(advice: Advice, kind: str, text: str, links: Sequence[str], at: datetime) -> Message:
    """Keep what was said; nobody changes it afterwards."""
    message = Message(advice=advice, kind=kind, text=text.strip(), links=list(links), at=at)
    message.save(force_insert=True)
    return message


def refuse_unless(advice: Advice, stages: frozenset[AdviceStage], step: str) -> None:
    """Refuse to go on talking where nothing is open any more."""
    if advice.stage not in stages:
        refuse_if([Refusal("flow.wrong_stage", {"step": step, "stage": advice.stage})])


def promise(advice: Advice, promised_on: date) -> None:
    """Set the day of the answer; the clock strikes when the day is over in Beijing."""
    advice.promised_on = promised_on
    advice.due_at = rules.end_of(promised_on)


def _take_on(
    actor: Actor, advice: Advice, target: str, declared: Declaration, at: datetime
) -> Advice:
    promise(advice, declared.promised_on)
    move(advice, target, at, "promised_on", "due_at", "decided_at")
    accepted = facts.RequestAccepted(promised_on=declared.promised_on, **fact_values(advice))
    written: list[Fact] = [_declared(declared), accepted]
    record_many(written, actor=actor, at=at)
    return advice


def _declared(declared: Declaration) -> facts.ConflictDeclared:
    return facts.ConflictDeclared(
        relations=tuple(declared.relations),
        findings=tuple(declared.findings),
        note=declared.note,
        **fact_values(declared.advice),
    )
