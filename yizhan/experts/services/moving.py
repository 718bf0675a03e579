"""What every verb of a request does: lock it, take the step, write it, tell what happened."""

from datetime import datetime
from typing import Any
from uuid import UUID

from django.core.exceptions import PermissionDenied

from yizhan.experts.models import Advice
from yizhan.experts.permissions import may_take_advice_step
from yizhan.experts.queries import lock_advice
from yizhan.experts.stages import ADVICE_FLOW, OPEN, AdviceStage
from yizhan.kernel.actors import Actor


def begin(name: str, actor: Actor, advice_id: UUID) -> tuple[Advice, str]:
    """Lock a visible request and take a step, or raise what stands against it."""
    advice = lock_advice(actor=actor, advice_id=advice_id)
    step = ADVICE_FLOW.take(name, stage=advice.stage)
    if not may_take_advice_step(actor, advice, step.permission):
        raise PermissionDenied
    return advice, step.target


def move(advice: Advice, target: str, at: datetime, *columns: str) -> None:
    """Write the new stage; whatever ends a request stops its clock."""
    advice.stage = target
    advice.version += 1
    changed = ["stage", "version", *columns]
    if target not in OPEN and target != AdviceStage.ANSWERED:
        advice.ended_at, advice.due_at = at, None
        changed += ["ended_at", "due_at"]
    advice.save(update_fields=sorted(set(changed)))


def fact_values(advice: Advice) -> dict[str, Any]:
    """Return what every fact about the request says."""
    return {
        "subject_id": advice.id,
        "organisation_id": advice.organisation_id,
        "region": str(advice.organisation.region_id),
        "expert_id": advice.expert_id,
    }
