"""The end of a registration: cancelled because the contract ended, or revoked."""

from datetime import datetime
from uuid import UUID

from django.db import transaction

from yizhan.audit.services import record
from yizhan.contracts import facts, rules
from yizhan.contracts.models import Contract
from yizhan.contracts.permissions import has_interest
from yizhan.contracts.services.amending import close_amendment
from yizhan.contracts.services.steps import begin, fact_values, keep_decision, move
from yizhan.contracts.terms import Act
from yizhan.kernel.actors import Actor
from yizhan.kernel.refusals import Refusal, refuse_if


@transaction.atomic
def cancel_contract(*, actor: Actor, contract_id: UUID, reasons: str, at: datetime) -> Contract:
    """End a registration because the contract was ended, transferred or set aside."""
    contract, number = _end("cancel", actor, contract_id, reasons, (), at)
    fact = facts.ContractCancelled(number=number, **fact_values(contract))
    record(fact, actor=actor, at=at)
    return contract


@transaction.atomic
def revoke_contract(
    *,
    actor: Actor,
    contract_id: UUID,
    reasons: str,
    references: tuple[str, ...],
    at: datetime,
) -> Contract:
    """Take a registration away that was got by falsehood or twice; names the document."""
    contract, number = _end("revoke", actor, contract_id, reasons, references, at)
    record(facts.ContractRevoked(number=number, **fact_values(contract)), actor=actor, at=at)
    return contract


def _end(
    step: str,
    actor: Actor,
    contract_id: UUID,
    reasons: str,
    references: tuple[str, ...],
    at: datetime,
) -> tuple[Contract, str]:
    contract, target = begin(step, actor, contract_id, None)
    refusals = list(rules.against_reasons(reasons))
    if has_interest(actor, contract):
        refusals.append(Refusal("contracts.own_contract"))
    if step == "revoke" and not any(one.strip() for one in references):
        refusals.append(Refusal("contracts.reference_missing", place="references"))
    refuse_if(refusals)
    close_amendment(contract, at=at)
    move(contract, target, at, cancelled_at=at)
    act = Act.CANCEL if step == "cancel" else Act.REVOKE
    keep_decision(
        contract,
        actor,
        act,
        at,
        reasons=reasons.strip(),
        references=[one for one in references if one.strip()],
    )
    return contract, contract.number or ""
