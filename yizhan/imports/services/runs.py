"""The verbs of a run: upload, look again, map, try, start, stop, delete."""

import contextlib
from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.db import transaction
from procrastinate.contrib.django import app
from procrastinate.exceptions import AlreadyEnqueued

from yizhan.audit.services import record
from yizhan.imports.facts import ImportDeleted, ImportStarted, ImportStopped
from yizhan.imports.models import Mapping, Phase, RowProblem, Run
from yizhan.imports.permissions import owner_of
from yizhan.imports.queries import lock_run, remembered_plan
from yizhan.imports.rules import (
    Plan,
    against_plan,
    fingerprint,
    guess_plan,
    preset_plan,
    proposed_plan,
)
from yizhan.imports.services.files import path_of, remove_file, store_file
from yizhan.imports.sheets import Layout, Overview, inspect
from yizhan.imports.stages import FLOW, RUN, WORKING, Stage
from yizhan.imports.targets import target_of
from yizhan.imports.terms import Target
from yizhan.kernel.actors import Actor
from yizhan.kernel.refusals import Refusal, Refused, refuse_if, refuse_stale

TASK = "imports.run_import"
_MOMENT = timedelta(seconds=30)
_COUNTERS = ("done", "created", "updated", "unchanged", "refused")


def create_run(
    *, actor: Actor, target_code: str, file_name: str, chunks: Iterable[bytes], at: datetime
) -> Run:
    """Take a file in, look at it whole, and propose a mapping: a remembered or guessed one."""
    target = target_of(target_code)
    _require(actor, target)
    stored = store_file(chunks)
    if twin := _sent_twice(actor, target, stored.sha256, at):
        return twin
    overview = inspect(path_of(stored.sha256))
    plan, confidence = _proposal(actor, target, overview)
    run = Run(
        target=target.code,
        owner_id=owner_of(actor),
        organisation_id=actor.organisation_id,
        actor=actor_values(actor),
        file_name=file_name.replace("\x00", "")[-255:] or "file",
        file_size=stored.size,
        file_sha256=stored.sha256,
        overview=overview.as_json(),
        plan=plan.as_json(),
        confidence=confidence,
        total=overview.rows,
        uploaded_at=at,
    )
    run.save(force_insert=True)
    return run


@transaction.atomic
def reread_file(
    *, actor: Actor, run_id: UUID, layout: Layout, version: int | None = None
) -> Run:
    """Read the file anew by another sheet, header row, encoding or separator."""
    run = lock_run(actor=actor, run_id=run_id)
    refuse_stale(seen=version, current=run.version)
    step = FLOW.take("reread", stage=run.stage)
    target = target_of(run.target)
    _require(actor, target)
    known = run.layout
    overview = inspect(path_of(run.file_sha256), asked=replace(layout, kind=known.kind))
    plan, confidence = _proposal(actor, target, overview)
    run.overview, run.plan, run.confidence = overview.as_json(), plan.as_json(), confidence
    run.total = overview.rows
    _reset(run, stage=step.target, phase=Phase.NONE)
    return run


@transaction.atomic
def use_preset(
    *, actor: Actor, run_id: UUID, preset_code: str, version: int | None = None
) -> Run:
    """Map the columns as a known form says, or guess anew; it can be corrected afterwards."""
    run = lock_run(actor=actor, run_id=run_id)
    refuse_stale(seen=version, current=run.version)
    step = FLOW.take("reread", stage=run.stage)
    target = target_of(run.target)
    _require(actor, target)
    known = {preset.code: preset for preset in target.presets}
    if preset_code and preset_code not in known:
        raise Refused([Refusal("imports.unknown_preset", {"preset": preset_code[:40]})])
    look = run.look.columns
    guess = guess_plan(target, look)
    if preset_code:
        guess = preset_plan(target, known[preset_code], look)
    run.plan, run.confidence = guess.plan.as_json(), guess.confidence
    _reset(run, stage=step.target, phase=Phase.NONE)
    return run


@transaction.atomic
def map_columns(
    *, actor: Actor, run_id: UUID, plan: Plan, at: datetime, version: int | None = None
) -> Run:
    """Fix which column feeds which field, and remember it for the next file like this."""
    run = lock_run(actor=actor, run_id=run_id)
    refuse_stale(seen=version, current=run.version)
    step = FLOW.take("map", stage=run.stage)
    target = target_of(run.target)
    _require(actor, target)
    columns = run.look.names
    refuse_if(against_plan(plan, target=target, columns=columns))
    Mapping.objects.update_or_create(
        owner_id=run.owner_id,
        target=run.target,
        fingerprint=fingerprint(columns),
        defaults={"columns": list(columns), "plan": plan.as_json(), "saved_at": at},
    )
    run.plan = plan.as_json()
    _reset(run, stage=step.target, phase=Phase.NONE)
    return run


@transaction.atomic
def check_run(*, actor: Actor, run_id: UUID, at: datetime, in_background: bool = True) -> Run:
    """Begin the dry run: the same path as the import, with every batch rolled back."""
    run = lock_run(actor=actor, run_id=run_id)
    step = FLOW.take("check", stage=run.stage)
    _require(actor, target_of(run.target))
    run.started_at, run.finished_at, run.actor = at, None, actor_values(actor)
    _reset(run, stage=step.target, phase=Phase.CHECK)
    if in_background:
        enqueue_run(run_id=run.id)
    return run


@transaction.atomic
def start_run(*, actor: Actor, run_id: UUID, at: datetime, in_background: bool = True) -> Run:
    """Begin the import, or go on where it stopped or broke off."""
    run = lock_run(actor=actor, run_id=run_id)
    step = FLOW.take("start", stage=run.stage)
    _require(actor, target_of(run.target))
    goes_on = run.phase == Phase.RUN and run.stage in {Stage.STOPPED, Stage.FAILED}
    run.actor, run.finished_at = actor_values(actor), None
    if goes_on:
        run.stage = step.target
        run.save(update_fields=["actor", "finished_at", "stage"])
    else:
        run.started_at = at
        _reset(run, stage=step.target, phase=Phase.RUN)
        fact = ImportStarted(
            subject_id=run.id,
            organisation_id=run.organisation_id,
            target=run.target,
            file_sha256=run.file_sha256,
            rows=run.total,
        )
        record(fact, actor=actor, at=at)
    if in_background:
        enqueue_run(run_id=run.id)
    return run


@transaction.atomic
def stop_run(*, actor: Actor, run_id: UUID, at: datetime) -> Run:
    """Stop after the batch in hand; what came in stays, and the run can go on later."""
    run = lock_run(actor=actor, run_id=run_id)
    step = FLOW.take("stop", stage=run.stage)
    _require(actor, target_of(run.target))
    run.stage, run.progressed_at = step.target, at
    run.save(update_fields=["stage", "progressed_at"])
    fact = ImportStopped(
        subject_id=run.id,
        organisation_id=run.organisation_id,
        target=run.target,
        rows_done=run.done,
    )
    record(fact, actor=actor, at=at)
    return run


@transaction.atomic
def delete_run(*, actor: Actor, run_id: UUID, at: datetime) -> None:
    """Remove the run and, if no other run needs it, its file; what was imported stays."""
    run = lock_run(actor=actor, run_id=run_id)
    if run.stage in WORKING:
        raise Refused([Refusal("flow.wrong_stage", {"step": "delete", "stage": run.stage})])
    _require(actor, target_of(run.target))
    digest = run.file_sha256
    fact = ImportDeleted(
        subject_id=run.id,
        organisation_id=run.organisation_id,
        target=run.target,
        file_sha256=digest,
    )
    RowProblem.objects.filter(run=run).delete()
    run.delete()
    record(fact, actor=actor, at=at)
    if not Run.objects.filter(file_sha256=digest).exists():
        transaction.on_commit(lambda: remove_file(digest))


def enqueue_run(*, run_id: UUID) -> None:
    """Hand the run to the job worker in the running transaction; once is enough."""
    name = f"imports:{run_id}"
    job = app.configure_task(TASK, queueing_lock=name, lock=name)
    with contextlib.suppress(AlreadyEnqueued), transaction.atomic():
        job.defer(run_id=str(run_id))


def actor_values(actor: Actor) -> dict[str, Any]:
    """Return the actor as plain values: a job acts with the rights held at the start."""
    return {
        "id": str(actor.id),
        "label": actor.label,
        "permissions": sorted(actor.permissions),
        "organisation_id": str(actor.organisation_id) if actor.organisation_id else None,
        "person_id": str(actor.person_id) if actor.person_id else None,
        "region": actor.region,
    }


def _sent_twice(actor: Actor, target: Target, digest: str, at: datetime) -> Run | None:
    """Return the run of the same file sent a moment ago: a button pressed twice."""
    return Run.objects.filter(
        owner_id=owner_of(actor),
        target=target.code,
        file_sha256=digest,
        stage=Stage.UPLOADED,
        uploaded_at__range=(at - _MOMENT, at),
    ).first()


def _proposal(actor: Actor, target: Target, overview: Overview) -> tuple[Plan, dict[str, int]]:
    guess = proposed_plan(target, overview.columns)
    kept = remembered_plan(actor=actor, target=target.code, columns=overview.names)
    if kept is None or list(against_plan(kept, target=target, columns=overview.names)):
        return guess.plan, guess.confidence
    return kept, {source.field: 100 for source in kept.sources}


def _require(actor: Actor, target: Target) -> None:
    if not (actor.may(RUN) and actor.may(target.permission)):
        raise PermissionDenied


def _reset(run: Run, *, stage: str, phase: str) -> None:
    """Set the run back to its first row; what earlier attempts refused is forgotten."""
    RowProblem.objects.filter(run=run).delete()
    for counter in _COUNTERS:
        setattr(run, counter, 0)
    run.stage, run.phase = stage, phase
    run.reason, run.reason_values = "", {}
    run.progressed_at = None
    run.version += 1
    run.save(
        update_fields=[
            *_COUNTERS,
            "stage",
            "phase",
            "reason",
            "reason_values",
            "progressed_at",
            "version",
            "overview",
            "plan",
            "confidence",
            "total",
            "started_at",
            "finished_at",
            "actor",
        ]
    )
