"""Deciding at the workbench: every condition answered first, then alone or by two."""

from datetime import datetime
from uuid import UUID

from django.db import transaction

from yizhan.contracts import rules
from yizhan.contracts.models import Contract
from yizhan.contracts.queries import content_of, lock_contract
from yizhan.contracts.rules.checking import Given, against_checklist, asked_of
from yizhan.contracts.services.deciding import (
    propose_decision,
    refuse_contract,
    register_contract,
    second_reasons,
)
from yizhan.contracts.terms import Outcome
from yizhan.kernel.actors import Actor
from yizhan.kernel.periods import china_day
from yizhan.kernel.refusals import refuse_if


@transaction.atomic
def judge_contract(
    *,
    actor: Actor,
    contract_id: UUID,
    outcome: str,
    ruling: rules.Ruling,
    at: datetime,
    version: int | None = None,
) -> Contract:
    """Decide by the checklist; where the rules demand a second registrar, propose instead."""
    contract = lock_contract(actor=actor, contract_id=contract_id)
    content = content_of(contract)
    registers = Outcome(outcome) == Outcome.REGISTER
    day = china_day(contract.accepted_at or at)
    asked = asked_of(ruling.kind, ruling.subkind, day=day, signed_on=contract.signed_on)
    answers = {code: Given(**row) for code, row in ruling.checklist["answers"].items()}
    if registers:
        short = rules.against_reasons(ruling.reasons)
        refuse_if([*against_checklist(asked, answers), *short])
    if second_reasons(contract, content, ruling if registers else None):
        return propose_decision(
            actor=actor,
            contract_id=contract_id,
            outcome=outcome,
            ruling=ruling,
            at=at,
            version=version,
        )
    if registers:
        return register_contract(
            actor=actor, contract_id=contract_id, ruling=ruling, at=at, version=version
        )
    return refuse_contract(
        actor=actor,
        contract_id=contract_id,
        reasons=ruling.reasons,
        references=ruling.references,
        checklist=ruling.checklist,
        at=at,
        version=version,
    )
