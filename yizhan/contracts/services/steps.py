"""What every step of a contract has in common: lock, flow, permission, write, fact."""

from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.core.exceptions import PermissionDenied

from yizhan.contracts.models import Contract, Decision
from yizhan.contracts.permissions import may_take
from yizhan.contracts.queries import lock_contract
from yizhan.contracts.stages import FLOW
from yizhan.contracts.terms import Act
from yizhan.kernel.actors import Actor
from yizhan.kernel.periods import WorkCalendar, china_day, end_of_day
from yizhan.kernel.refusals import refuse_stale

CALENDAR = WorkCalendar()


def begin(
    step_name: str, actor: Actor, contract_id: UUID, version: int | None
) -> tuple[Contract, str]:
    """Lock the contract and ask the flow and the permission for a step; return its target."""
    contract = lock_contract(actor=actor, contract_id=contract_id)
    step = FLOW.take(step_name, stage=contract.stage)
    require(actor, contract, step.permission)
    refuse_stale(seen=version, current=contract.version)
    return contract, step.target


def require(actor: Actor, contract: Contract, permission: str) -> None:
    """Refuse who may not take such a step with this contract."""
    if not may_take(actor, contract, permission):
        raise PermissionDenied


def move(contract: Contract, target: str, at: datetime, **values: Any) -> None:
    """Write the new stage with the columns that go with it; the old clock ends."""
    values = {"due_at": None, "overdue_noted_at": None, **values}
    contract.stage, contract.updated_at = target, at
    for name, value in values.items():
        setattr(contract, name, value)
    contract.save(update_fields=["stage", "updated_at", *values])


def person_of(actor: Actor) -> UUID:
    """Name who acts: the person whatever its role, or the role of who has no account."""
    return actor.person_id or actor.id


def after_working_days(at: datetime, count: int) -> datetime:
    """Return the end of a term of working days."""
    return end_of_day(CALENDAR.add_working_days(china_day(at), count))


def last_day(due_at: datetime | None) -> str:
    """Name the last day of a term for a fact."""
    return str(china_day(due_at - timedelta(microseconds=1))) if due_at else ""


def fact_values(contract: Contract) -> dict[str, Any]:
    """Return what every fact about the contract says."""
    office = contract.office
    return {
        "subject_id": contract.id,
        "organisation_id": contract.organisation_id,
        "region": str(office.region_id) if office else str(contract.seller_region_id or ""),
        "version": contract.version,
        "office_id": contract.office_id,
        "stage": str(contract.stage),
    }


def keep_decision(
    contract: Contract, actor: Actor, act: Act, at: datetime, **values: Any
) -> Decision:
    """Write one act into the file; the contract is locked, so positions follow each other."""
    wanted: dict[str, Any] = {
        "registrar_id": person_of(actor),
        "registrar_label": actor.label[:250],
        "regime": contract.regime,
        "version": contract.version,
    }
    return Decision.objects.create(
        contract=contract,
        position=contract.decisions.count() + 1,
        act=act,
        at=at,
        **{**wanted, **values},
    )
