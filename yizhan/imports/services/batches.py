"""One batch of rows in one transaction: known ones skipped, new ones applied, all kept."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any
from uuid import UUID

import structlog
from django.db import InterfaceError, OperationalError, connection, transaction

from yizhan.imports.models import RowProblem, Run, SourceRow
from yizhan.imports.rules import Parsed
from yizhan.imports.terms import ParsedRow, Result, RowOutcome, RunInfo, Target
from yizhan.kernel.actors import Actor
from yizhan.kernel.refusals import Refusal, Refused

log = structlog.get_logger(__name__)

_HALF = 64
_CONTENT = (1 << _HALF) - 1


@dataclass(slots=True)
class Memory:
    """The source rows of the file so far: what comes twice must not be imported twice.

    Half of each digest and the row number, packed into two integers: a million rows take about
    150 MB, and two different rows are taken for one once in some thirty million such files.
    """

    rows: dict[int, int] = field(default_factory=dict)

    def repeated(self, parsed: Parsed) -> RowOutcome | None:
        """Answer for a row whose identity has come before in this file; remember it if not."""
        now = parsed.row.number << _HALF | parsed.content.int >> _HALF
        first = self.rows.setdefault(parsed.key.int >> _HALF, now)
        if first >> _HALF == parsed.row.number:
            return None
        if (first ^ now) & _CONTENT == 0:
            return RowOutcome(number=parsed.row.number, result=Result.UNCHANGED)
        refusal = Refusal("imports.repeated_row", {"row": first >> _HALF})
        return _refused(parsed, [refusal])


@dataclass(frozen=True, slots=True)
class Work:
    """What every batch of a run needs."""

    target: Target
    actor: Actor
    info: RunInfo
    memory: Memory


def apply_batch(work: Work, run: Run, rows: Sequence[Parsed], at: datetime) -> None:
    """Answer every row, in the transaction of the caller; the counters move with the rows."""
    outcomes: dict[int, RowOutcome] = {}
    fresh: list[Parsed] = []
    for parsed in rows:
        if parsed.refusals:
            outcomes[parsed.row.number] = _refused(parsed, parsed.refusals)
        elif repeated := work.memory.repeated(parsed):
            outcomes[parsed.row.number] = repeated
        else:
            fresh.append(parsed)
    known = _known(run.owner_id, work.target.code, fresh)
    changed = []
    for parsed in fresh:
        before = known.get(parsed.key)
        if before is not None and before.content == parsed.content:
            outcomes[parsed.row.number] = RowOutcome(
                number=parsed.row.number, result=Result.UNCHANGED, subject_id=before.subject_id
            )
        else:
            subject = before.subject_id if before else None
            changed.append(replace(parsed, row=replace(parsed.row, subject_id=subject)))
    applied = _applied(work, changed, at)
    outcomes |= {outcome.number: outcome for outcome in applied}
    if not work.info.is_dry:
        _remember(run, changed, outcomes)
    _count(run, outcomes.values(), at)


def _applied(work: Work, changed: Sequence[Parsed], at: datetime) -> list[RowOutcome]:
    """Let the target work; where it breaks, halve the batch until one row is to blame."""
    if not changed:
        return []
    try:
        return _kept_or_rolled_back(work, changed, at)
    except (OperationalError, InterfaceError):
        raise
    except Exception as error:  # noqa: BLE001 - one bad row must not stop the run
        if len(changed) == 1:
            return [_refused(changed[0], _blame(work, changed[0], error))]
    half = len(changed) // 2
    return _applied(work, changed[:half], at) + _applied(work, changed[half:], at)


def _kept_or_rolled_back(
    work: Work, changed: Sequence[Parsed], at: datetime
) -> list[RowOutcome]:
    with transaction.atomic():
        outcomes = _answers(work, [parsed.row for parsed in changed], at)
        if work.info.is_dry:
            transaction.set_rollback(True)
    return outcomes


def _blame(work: Work, parsed: Parsed, error: Exception) -> tuple[Refusal, ...]:
    if isinstance(error, Refused):
        return error.refusals
    log.error("import row failed", run=str(work.info.id), row=parsed.row.number, exc_info=error)
    return (Refusal("imports.row_failed"),)


def _answers(work: Work, rows: Sequence[ParsedRow], at: datetime) -> list[RowOutcome]:
    outcomes = list(work.target.apply(rows, actor=work.actor, at=at, run=work.info))
    if [outcome.number for outcome in outcomes] != [row.number for row in rows]:
        message = f"{work.target.code} must answer every row, in order"
        raise TypeError(message)
    return outcomes


def _known(owner_id: UUID, target: str, rows: Sequence[Parsed]) -> Mapping[UUID, SourceRow]:
    if not rows:
        return {}
    # Two runs of one owner into one target take turns: neither doubles the other's rows.
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", [f"{owner_id}:{target}"]
        )
    found = SourceRow.objects.filter(
        owner_id=owner_id, key__in=[parsed.key for parsed in rows]
    ).only("key", "content", "subject_id")
    return {row.key: row for row in found}


def _remember(run: Run, changed: Sequence[Parsed], outcomes: Mapping[int, RowOutcome]) -> None:
    rows = [
        SourceRow(
            owner_id=run.owner_id,
            target=run.target,
            key=parsed.key,
            content=parsed.content,
            subject_id=outcome.subject_id,
            run_id=run.id,
        )
        for parsed in changed
        for outcome in [outcomes[parsed.row.number]]
        if outcome.result != Result.REFUSED
    ]
    SourceRow.objects.bulk_create(
        rows,
        update_conflicts=True,
        unique_fields=["owner_id", "key"],
        update_fields=["content", "subject_id", "run_id"],
    )


def _count(run: Run, outcomes: Iterable[RowOutcome], at: datetime) -> None:
    problems = []
    for outcome in outcomes:
        setattr(run, outcome.result, getattr(run, outcome.result) + 1)
        run.done += 1
        if outcome.result == Result.REFUSED:
            plain = [refusal_values(refusal) for refusal in outcome.refusals]
            problems.append(RowProblem(run=run, number=outcome.number, refusals=plain))
    RowProblem.objects.bulk_create(problems, ignore_conflicts=True)
    run.progressed_at = at
    run.save(
        update_fields=["done", "created", "updated", "unchanged", "refused", "progressed_at"]
    )


def refusal_values(refusal: Refusal) -> dict[str, Any]:
    """Return a refusal as plain values for a JSON column."""
    values = {
        key: value if isinstance(value, int) else str(value)
        for key, value in refusal.values.items()
    }
    return {"code": refusal.code, "values": values, "place": refusal.place}


def _refused(parsed: Parsed, refusals: Iterable[Refusal]) -> RowOutcome:
    return RowOutcome(number=parsed.row.number, result=Result.REFUSED, refusals=tuple(refusals))
