"""Leave to read: given to a tax or finance office by the filer or the registering office."""

from datetime import datetime
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.db import transaction

from yizhan.audit.services import record
from yizhan.contracts.facts import AccessEnded, AccessGranted
from yizhan.contracts.models import Contract, Grant
from yizhan.contracts.permissions import is_filer, is_registrar
from yizhan.contracts.queries import lock_contract
from yizhan.contracts.services.steps import fact_values, person_of
from yizhan.contracts.stages import TAX, UNACCEPTED
from yizhan.directory.queries import holders_of, is_verified
from yizhan.kernel.actors import Actor
from yizhan.kernel.refusals import Refusal, Refused, refuse_if


@transaction.atomic
def grant_access(
    *,
    actor: Actor,
    contract_id: UUID,
    to_id: UUID,
    at: datetime,
    until: datetime | None = None,
) -> Grant:
    """Let a tax or finance office read one contract; granting again sets the new end."""
    contract = _contract(actor, contract_id)
    refusals = []
    if contract.stage in UNACCEPTED:
        values = {"step": "grant", "stage": contract.stage}
        raise Refused([Refusal("flow.wrong_stage", values)])
    if not is_verified(organisation_id=to_id) or not holders_of(
        organisation_id=to_id, permission=TAX
    ):
        refusals.append(Refusal("contracts.not_a_tax_office", place="to"))
    if until is not None and until <= at:
        refusals.append(Refusal("contracts.day_out_of_range", place="until"))
    refuse_if(refusals)
    grant, _made = Grant.objects.update_or_create(
        contract=contract,
        organisation_id=to_id,
        defaults={"granted_by": person_of(actor), "at": at, "until": until},
    )
    fact = AccessGranted(
        to_id=to_id, until=until.isoformat() if until else "", **fact_values(contract)
    )
    record(fact, actor=actor, at=at)
    return grant


@transaction.atomic
def end_access(*, actor: Actor, contract_id: UUID, to_id: UUID, at: datetime) -> int:
    """Take a leave to read back; returns how many there were."""
    contract = _contract(actor, contract_id)
    ended, _rows = contract.grants.filter(organisation_id=to_id).delete()
    if ended:
        record(AccessEnded(to_id=to_id, **fact_values(contract)), actor=actor, at=at)
    return ended


def _contract(actor: Actor, contract_id: UUID) -> Contract:
    contract = lock_contract(actor=actor, contract_id=contract_id)
    if not (is_filer(actor, contract) or is_registrar(actor, contract)):
        raise PermissionDenied
    return contract
