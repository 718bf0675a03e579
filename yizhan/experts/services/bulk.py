"""Drafts that a home organisation prepares for its people from a table."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.db import transaction

from yizhan.audit.services import record
from yizhan.directory.queries import organisation_for
from yizhan.experts.facts import ExpertEdited, ExpertEntered
from yizhan.experts.models import Expert
from yizhan.experts.queries import prepared_rows
from yizhan.experts.services.profiles import TEXT_COLUMNS, against, apply, fact_values, normal
from yizhan.experts.stages import CONFIRM
from yizhan.kernel.actors import Actor
from yizhan.kernel.refusals import Refusal


@dataclass(frozen=True, slots=True, kw_only=True)
class PreparedRow:
    """One person of the home organisation, as its table says."""

    values: Mapping[str, Any]
    email: str
    expert_id: UUID | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ImportedExpert:
    """What became of a row."""

    result: str
    expert_id: UUID | None = None
    refusals: tuple[Refusal, ...] = field(default=())


@transaction.atomic
def prepare_experts(
    rows: Sequence[PreparedRow], *, actor: Actor, at: datetime
) -> list[ImportedExpert]:
    """Prepare a draft for each row; nobody is public before the person itself agrees."""
    if not actor.may(CONFIRM) or actor.organisation_id is None:
        raise PermissionDenied
    return [_prepare(row, actor=actor, home_id=actor.organisation_id, at=at) for row in rows]


def _prepare(row: PreparedRow, *, actor: Actor, home_id: UUID, at: datetime) -> ImportedExpert:
    values = normal(row.values)
    refusals = [*against(values, at=at)]
    if not values["name"]:
        refusals.append(Refusal("experts.required", {}, "name"))
    if not row.email:
        refusals.append(Refusal("experts.required", {}, "email"))
    if refusals:
        return ImportedExpert(result="refused", refusals=tuple(refusals))
    known = _known(row, actor)
    if known is None and row.expert_id is not None:
        taken = Refusal("experts.taken_over")
        return ImportedExpert(result="refused", refusals=(taken,))
    if known is None:
        return _create(values, row.email, actor=actor, home_id=home_id, at=at)
    return _change(known, values, actor=actor, at=at)


def _known(row: PreparedRow, actor: Actor) -> Expert | None:
    """Find the draft that the row, or an earlier row for the same address, made."""
    drafts = prepared_rows(actor=actor).select_for_update(of=("self",))
    if row.expert_id is not None:
        return drafts.filter(pk=row.expert_id).first()
    return drafts.filter(invited_email=row.email.lower()).first()


def _create(
    values: dict[str, Any], email: str, *, actor: Actor, home_id: UUID, at: datetime
) -> ImportedExpert:
    home = organisation_for(actor=actor, organisation_id=home_id)
    expert = Expert(
        organisation=home,
        region_id=home.region_id,
        invited_email=email.lower(),
        created_at=at,
        updated_at=at,
    )
    apply(expert, values)
    expert.save(force_insert=True)
    fact = ExpertEntered(name=expert.name, is_prepared=True, **fact_values(expert))
    record(fact, actor=actor, at=at)
    return ImportedExpert(result="created", expert_id=expert.id)


def _change(
    expert: Expert, values: dict[str, Any], *, actor: Actor, at: datetime
) -> ImportedExpert:
    before = {name: getattr(expert, name) for name in TEXT_COLUMNS}
    apply(expert, values)
    changed = tuple(name for name in TEXT_COLUMNS if getattr(expert, name) != before[name])
    if not changed:
        return ImportedExpert(result="unchanged", expert_id=expert.id)
    expert.version += 1
    expert.updated_at = at
    expert.save(update_fields=[*TEXT_COLUMNS, "terms", "heads", "version", "updated_at"])
    record(ExpertEdited(fields=changed, **fact_values(expert)), actor=actor, at=at)
    return ImportedExpert(result="updated", expert_id=expert.id)
