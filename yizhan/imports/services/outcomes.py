"""How a run ends: checked, finished or broken off. Called by the engine, under its lock."""

from datetime import datetime

from yizhan.audit.services import record
from yizhan.imports.facts import ImportFailed, ImportFinished
from yizhan.imports.models import Run
from yizhan.imports.stages import FLOW
from yizhan.kernel.actors import Actor
from yizhan.kernel.refusals import Refusal


def complete_check(*, run: Run, at: datetime) -> None:
    """End the dry run; its counters say what the import would do."""
    step = FLOW.take("complete_check", stage=run.stage)
    run.stage, run.finished_at = step.target, at
    run.save(update_fields=["stage", "finished_at"])


def finish_run(*, actor: Actor, run: Run, at: datetime) -> None:
    """End the import: every row has had its answer."""
    step = FLOW.take("finish", stage=run.stage)
    run.stage, run.finished_at = step.target, at
    run.save(update_fields=["stage", "finished_at"])
    fact = ImportFinished(
        subject_id=run.id,
        organisation_id=run.organisation_id,
        target=run.target,
        file_sha256=run.file_sha256,
        created=run.created,
        updated=run.updated,
        unchanged=run.unchanged,
        refused=run.refused,
    )
    record(fact, actor=actor, at=at)


def fail_run(*, actor: Actor, run: Run, refusal: Refusal, at: datetime) -> None:
    """Say why the run broke off; it can go on from its checkpoint."""
    step = FLOW.take("fail", stage=run.stage)
    run.stage, run.finished_at = step.target, at
    run.reason = refusal.code
    run.reason_values = {key: str(value) for key, value in refusal.values.items()}
    run.save(update_fields=["stage", "finished_at", "reason", "reason_values"])
    fact = ImportFailed(
        subject_id=run.id,
        organisation_id=run.organisation_id,
        target=run.target,
        rows_done=run.done,
        reason=refusal.code,
    )
    record(fact, actor=actor, at=at)
