"""The run itself: stream the file, answer it batch by batch, keep a checkpoint with each."""

from collections.abc import Callable, Iterable, Iterator
from datetime import datetime
from itertools import islice
from typing import Any, TypeVar
from uuid import UUID

import structlog
from django.db import InterfaceError, OperationalError, transaction

from yizhan.imports.models import Phase, Run
from yizhan.imports.rules import Parsed, RowParser
from yizhan.imports.services.batches import Memory, Work, apply_batch
from yizhan.imports.services.files import path_of
from yizhan.imports.services.outcomes import complete_check, fail_run, finish_run
from yizhan.imports.sheets import read_rows
from yizhan.imports.stages import WORKING
from yizhan.imports.targets import target_of
from yizhan.imports.terms import RunInfo
from yizhan.kernel.actors import Actor
from yizhan.kernel.refusals import Refusal, Refused

log = structlog.get_logger(__name__)

BATCH = 500

Clock = Callable[[], datetime]
Progress = Callable[[Run], None]
T = TypeVar("T")


def perform_run(*, run_id: UUID, clock: Clock, progress: Progress | None = None) -> Run:
    """Do the work of a started run or dry run, from its checkpoint to its end.

    Called twice at once, the second caller notices that the checkpoint moves and leaves.
    """
    run = Run.objects.get(id=run_id)
    if run.stage not in WORKING:
        return run
    actor = _actor_of(run.actor)
    try:
        return _answered(run, actor, clock, progress or _silently)
    except (OperationalError, InterfaceError):
        # The database is gone, and with it the place where a reason could be kept.
        raise
    except Refused as refused:
        return _failed(run_id, actor, refused.refusals[0], clock)
    except Exception as error:
        log.exception("import broke off", run=str(run_id))
        reason = Refusal("imports.broke_off", {"error": type(error).__name__})
        return _failed(run_id, actor, reason, clock)


def _answered(run: Run, actor: Actor, clock: Clock, progress: Progress) -> Run:
    target = target_of(run.target)
    info = RunInfo(
        id=run.id,
        organisation_id=run.organisation_id,
        file_name=run.file_name,
        is_dry=run.phase == Phase.CHECK,
    )
    work = Work(target, actor, info, Memory())
    parser = RowParser(target, run.mapping)
    path = path_of(run.file_sha256)
    if not path.exists():
        raise Refused([Refusal("imports.file_gone")])
    rows = map(parser.parse, read_rows(path, run.layout))
    for parsed in islice(rows, run.done):
        if not parsed.refusals:
            work.memory.repeated(parsed)
    for batch in _batches(rows, BATCH):
        moved = _batch(work, run.id, run.done, batch, clock)
        if moved is None:
            return Run.objects.get(id=run.id)
        run = moved
        progress(run)
    return _ended(run.id, actor, clock)


@transaction.atomic(durable=True)
def _batch(work: Work, run_id: UUID, done: int, rows: list[Parsed], clock: Clock) -> Run | None:
    """Answer one batch, or return None when the run was stopped or taken over."""
    run = Run.objects.select_for_update().get(id=run_id)
    if run.stage not in WORKING or run.done != done:
        return None
    apply_batch(work, run, rows, clock())
    return run


@transaction.atomic(durable=True)
def _ended(run_id: UUID, actor: Actor, clock: Clock) -> Run:
    run = Run.objects.select_for_update().get(id=run_id)
    if run.stage in WORKING:
        if run.phase == Phase.CHECK:
            complete_check(run=run, at=clock())
        else:
            finish_run(actor=actor, run=run, at=clock())
    return run


@transaction.atomic(durable=True)
def _failed(run_id: UUID, actor: Actor, refusal: Refusal, clock: Clock) -> Run:
    run = Run.objects.select_for_update().get(id=run_id)
    if run.stage in WORKING:
        fail_run(actor=actor, run=run, refusal=refusal, at=clock())
    return run


def _batches(rows: Iterable[T], size: int) -> Iterator[list[T]]:
    iterator = iter(rows)
    while batch := list(islice(iterator, size)):
        yield batch


def _actor_of(values: dict[str, Any]) -> Actor:
    return Actor(
        id=UUID(values["id"]),
        label=values["label"],
        permissions=frozenset(values["permissions"]),
        organisation_id=_uuid(values["organisation_id"]),
        person_id=_uuid(values["person_id"]),
        region=values["region"],
    )


def _uuid(text: str | None) -> UUID | None:
    return UUID(text) if text else None


def _silently(_run: Run) -> None:
    """Show no progress."""
