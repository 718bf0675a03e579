"""Reading runs, their problems and the targets an actor may import into."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from django.db import connection
from django.db.models import QuerySet

from yizhan.imports.models import Mapping, RowProblem, Run
from yizhan.imports.permissions import owner_of, visible_to
from yizhan.imports.rules import Plan, fingerprint
from yizhan.imports.stages import Stage
from yizhan.imports.targets import all_exports, all_targets
from yizhan.imports.terms import Export, Target
from yizhan.kernel.actors import Actor
from yizhan.kernel.refusals import Refusal

_REASONS = """
    SELECT count(DISTINCT number), (array_agg(refusal ORDER BY number))[1]::text
    FROM imports_rowproblem, jsonb_array_elements(refusals) AS refusal
    WHERE run_id = %s
    GROUP BY refusal->>'code', refusal->>'place'
    ORDER BY 1 DESC, 2
    LIMIT %s
"""


def run_rows(*, actor: Actor) -> QuerySet[Run]:
    """Return the runs of the list page."""
    return visible_to(actor).defer("overview", "plan", "confidence", "actor")


def run_for(*, actor: Actor, run_id: UUID) -> Run:
    """Return one run, or raise DoesNotExist both for absent and for hidden ones."""
    return visible_to(actor).get(id=run_id)


def lock_run(*, actor: Actor, run_id: UUID) -> Run:
    """Return one run, locked until the running transaction ends."""
    return visible_to(actor).select_for_update().get(id=run_id)


def problem_rows(*, run: Run) -> QuerySet[RowProblem]:
    """Return the refused rows of a run the caller may see."""
    return RowProblem.objects.filter(run=run)


@dataclass(frozen=True, slots=True)
class Reason:
    """A reason shared by rows of a run: how many, and the first of them as an example."""

    rows: int
    refusal: Refusal


def reasons_of(*, run: Run, most: int = 8) -> list[Reason]:
    """Return what most refused rows have in common, the commonest first."""
    with connection.cursor() as cursor:
        cursor.execute(_REASONS, [run.id, most])
        found = cursor.fetchall()
    return [Reason(rows, Refusal(**json.loads(example))) for rows, example in found]


def unfinished_run(*, actor: Actor, target: str, sha256: str, plan: Plan | None) -> Run | None:
    """Return the run that broke off over the same file, so that it goes on rather than anew."""
    broken = {Stage.RUNNING, Stage.FAILED, Stage.STOPPED}
    rows = visible_to(actor).filter(
        owner_id=owner_of(actor),
        target=target,
        file_sha256=sha256,
        stage__in=broken,
        phase="run",
    )
    if plan is not None:
        rows = rows.filter(plan=plan.as_json())
    return rows.first()


def remembered_plan(*, actor: Actor, target: str, columns: Sequence[str]) -> Plan | None:
    """Return the mapping kept for these headers, in whatever order they stand."""
    kept = Mapping.objects.filter(
        owner_id=owner_of(actor), target=target, fingerprint=fingerprint(columns)
    ).first()
    return Plan.from_json(kept.plan) if kept else None


def targets_for(*, actor: Actor) -> list[Target]:
    """List what the actor may import into."""
    return [target for target in all_targets() if actor.may(target.permission)]


def exports_for(*, actor: Actor) -> list[Export]:
    """List what the actor may take out."""
    return [
        export
        for export in all_exports()
        if not export.permission or actor.may(export.permission)
    ]
