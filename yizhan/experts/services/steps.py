"""Moving a profile through its flow. One function for each step of `stages.EXPERT_FLOW`."""

from datetime import datetime
from typing import Any
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.db import transaction

from yizhan.audit.services import erase_personal_values, record, record_many
from yizhan.experts import facts, rules
from yizhan.experts.models import Expert
from yizhan.experts.permissions import is_person, may_take_step
from yizhan.experts.queries import lock_expert
from yizhan.experts.services.clocks import hand_back_open_requests
from yizhan.experts.services.profiles import TEXT_COLUMNS, apply, fact_values, normal
from yizhan.experts.stages import EXPERT_FLOW, ExpertStage
from yizhan.kernel.actors import Actor
from yizhan.kernel.refusals import Refusal, Refused, refuse_if, refuse_stale

# The words a person agrees to; a change of them is a new name.
CONSENT = "2026-11"


@transaction.atomic
def submit_expert(
    *, actor: Actor, expert_id: UUID, consents: bool, at: datetime, version: int | None = None
) -> Expert:
    """Agree to be listed, and ask the home organisation to vouch."""
    expert, target = _begin("submit", actor, expert_id, version)
    values = {name: getattr(expert, name) for name in TEXT_COLUMNS}
    refuse_if(rules.against_submission(values, has_consent=consents))
    expert.consented_at, expert.return_reason = at, ""
    _move(expert, target, at, "consented_at", "return_reason")
    given = facts.ConsentGiven(wording=CONSENT, **fact_values(expert))
    handed_in = facts.ExpertSubmitted(**fact_values(expert))
    record_many([given, handed_in], actor=actor, at=at)
    return expert


@transaction.atomic
def vouch_expert(
    *, actor: Actor, expert_id: UUID, at: datetime, version: int | None = None
) -> Expert:
    """Vouch for the person; from now on everybody may read the public fields."""
    expert, target = _begin("vouch", actor, expert_id, version)
    home = expert.organisation
    refuse_if(
        rules.against_listing(
            is_self=is_person(actor, expert), is_home_verified=home.is_verified
        )
    )
    expert.listed_at = expert.listed_at or at
    _confirm(expert, at)
    _move(expert, target, at, "listed_at", *_CONFIRMED)
    record(facts.ExpertListed(**fact_values(expert)), actor=actor, at=at)
    return expert


@transaction.atomic
def return_expert(
    *,
    actor: Actor,
    expert_id: UUID,
    reason: str,
    at: datetime,
    version: int | None = None,
) -> Expert:
    """Send the profile back to its person with a reason; a listed one is hidden at once."""
    expert, target = _begin("return", actor, expert_id, version)
    said = " ".join(reason.split())
    if is_person(actor, expert):
        raise Refused([Refusal("experts.own_profile")])
    if not said or len(said) > 500:
        raise Refused([Refusal("experts.required", {}, "reason")])
    was_shown = expert.stage != ExpertStage.WAITING
    expert.return_reason, expert.due_at = said, None
    _move(expert, target, at, "return_reason", "due_at")
    record(facts.ExpertReturned(reason=said, **fact_values(expert)), actor=actor, at=at)
    if was_shown:
        hand_back_open_requests(expert_id=expert.id, at=at)
    return expert


@transaction.atomic
def pause_expert(
    *, actor: Actor, expert_id: UUID, at: datetime, version: int | None = None
) -> Expert:
    """Take no new requests; those at work go on."""
    expert, target = _begin("pause", actor, expert_id, version)
    expert.due_at = None
    _move(expert, target, at, "due_at")
    record(facts.ExpertPaused(**fact_values(expert)), actor=actor, at=at)
    return expert


@transaction.atomic
def resume_expert(
    *, actor: Actor, expert_id: UUID, at: datetime, version: int | None = None
) -> Expert:
    """Take requests again; to resume is to say that the profile is still true."""
    expert, target = _begin("resume", actor, expert_id, version)
    _confirm(expert, at)
    _move(expert, target, at, *_CONFIRMED)
    record(facts.ExpertResumed(**fact_values(expert)), actor=actor, at=at)
    return expert


@transaction.atomic
def renew_expert(
    *, actor: Actor, expert_id: UUID, at: datetime, version: int | None = None
) -> Expert:
    """Say that a listed profile is still true; its year begins anew."""
    expert = lock_expert(actor=actor, expert_id=expert_id)
    refuse_stale(seen=version, current=expert.version)
    if not is_person(actor, expert):
        raise PermissionDenied
    if expert.stage != ExpertStage.LISTED:
        refuse_if([Refusal("flow.wrong_stage", {"step": "renew", "stage": expert.stage})])
    _confirm(expert, at)
    _move(expert, expert.stage, at, *_CONFIRMED)
    record(facts.ExpertRenewed(**fact_values(expert)), actor=actor, at=at)
    return expert


@transaction.atomic
def withdraw_expert(
    *, actor: Actor, expert_id: UUID, at: datetime, version: int | None = None
) -> Expert:
    """Take the consent back: the profile is hidden at once, open questions go back."""
    expert, target = _begin("withdraw", actor, expert_id, version)
    had_consent = expert.consented_at is not None
    expert.consented_at = expert.due_at = None
    _move(expert, target, at, "consented_at", "due_at")
    written = [facts.ConsentRevoked(**fact_values(expert))] if had_consent else []
    record_many([*written, facts.ExpertWithdrawn(**fact_values(expert))], actor=actor, at=at)
    hand_back_open_requests(expert_id=expert.id, at=at)
    return expert


@transaction.atomic
def revise_expert(
    *, actor: Actor, expert_id: UUID, at: datetime, version: int | None = None
) -> Expert:
    """Take a withdrawn profile up again."""
    expert, target = _begin("revise", actor, expert_id, version)
    _move(expert, target, at)
    record(facts.ExpertRevised(**fact_values(expert)), actor=actor, at=at)
    return expert


@transaction.atomic
def erase_expert(*, actor: Actor, expert_id: UUID, at: datetime) -> Expert:
    """Erase everything personal of a withdrawn profile, in the row and in the trail."""
    expert = lock_expert(actor=actor, expert_id=expert_id)
    if not is_person(actor, expert):
        raise PermissionDenied
    if expert.stage != ExpertStage.WITHDRAWN:
        refuse_if([Refusal("flow.wrong_stage", {"step": "erase", "stage": expert.stage})])
    apply(expert, normal({}))
    expert.terms = expert.heads = []
    expert.return_reason = ""
    expert.version += 1
    expert.updated_at = at
    expert.save(
        update_fields=[
            *TEXT_COLUMNS, "terms", "heads", "return_reason", "version", "updated_at"
        ]
    )  # fmt: skip
    record(facts.ExpertErased(**fact_values(expert)), actor=actor, at=at)
    erase_personal_values(subject_id=expert.id)
    return expert


_CONFIRMED = ("confirmed_at", "due_at", "reminded_at")


def _confirm(expert: Expert, at: datetime) -> None:
    expert.confirmed_at = at
    expert.due_at = rules.next_confirmation(at)
    expert.reminded_at = None


def _begin(name: str, actor: Actor, expert_id: UUID, version: int | None) -> tuple[Expert, str]:
    expert = lock_expert(actor=actor, expert_id=expert_id)
    refuse_stale(seen=version, current=expert.version)
    step = EXPERT_FLOW.take(name, stage=expert.stage)
    if not may_take_step(actor, expert, step.permission):
        raise PermissionDenied
    return expert, step.target


def _move(expert: Expert, target: Any, at: datetime, *columns: str) -> None:
    expert.stage = target
    expert.version += 1
    expert.updated_at = at
    expert.save(update_fields=["stage", "version", "updated_at", *columns])
