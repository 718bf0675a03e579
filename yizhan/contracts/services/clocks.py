"""What happens to contracts by the clock: nothing but that everybody hears of it."""

from datetime import datetime
from uuid import UUID

from django.db import transaction

from yizhan.audit.services import record
from yizhan.contracts.facts import ContractOverdue
from yizhan.contracts.queries import lock_contract
from yizhan.contracts.services.steps import fact_values, last_day, require
from yizhan.contracts.stages import CLOCK, ON_THE_CLOCK
from yizhan.kernel.actors import Actor


@transaction.atomic
def note_overdue(*, actor: Actor, contract_id: UUID, at: datetime) -> bool:
    """Say once that a day has passed; False when somebody acted meanwhile.

    Silence is no decision: the contract stays where it is, both sides and the authority see it.
    """
    contract = lock_contract(actor=actor, contract_id=contract_id)
    require(actor, contract, CLOCK)
    is_late = contract.due_at is not None and contract.due_at <= at
    if contract.stage not in ON_THE_CLOCK or contract.overdue_noted_at or not is_late:
        return False
    contract.overdue_noted_at = at
    contract.save(update_fields=["overdue_noted_at"])
    fact = ContractOverdue(due_on=last_day(contract.due_at), **fact_values(contract))
    record(fact, actor=actor, at=at)
    return True
