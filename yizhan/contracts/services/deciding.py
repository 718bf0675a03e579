"""Deciding: alone where one registrar is enough, else proposed by one and decided by two."""

from collections.abc import Mapping
from datetime import datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db import transaction

from yizhan.audit.services import record
from yizhan.contracts import facts, law, rules
from yizhan.contracts.certificates.issuing import issue_certificate
from yizhan.contracts.content import Content
from yizhan.contracts.models import Contract, CostLine, Decision
from yizhan.contracts.permissions import has_interest
from yizhan.contracts.queries import content_of, twin_of
from yizhan.contracts.rules import Deduction, Ruling
from yizhan.contracts.services.filing import stand_in_line
from yizhan.contracts.services.numbers import next_number
from yizhan.contracts.services.steps import (
    begin,
    fact_values,
    keep_decision,
    move,
    person_of,
)
from yizhan.contracts.stages import COUNTED, FLOW
from yizhan.contracts.terms import Act, Outcome, SecondBecause
from yizhan.kernel.actors import Actor
from yizhan.kernel.periods import china_day
from yizhan.kernel.refusals import Refusal, refuse_if


@transaction.atomic
def register_contract(
    *,
    actor: Actor,
    contract_id: UUID,
    ruling: Ruling,
    at: datetime,
    version: int | None = None,
) -> Contract:
    """Register alone: decision and number in one transaction; refused where two must look."""
    contract, target = begin("register", actor, contract_id, version)
    content = content_of(contract)
    because = second_reasons(contract, content, ruling)
    refuse_if(
        [
            *_against_me(actor, contract),
            *rules.against_alone(because),
            *rules.against_ruling(content, ruling, kinds=law.kinds_known(content.signed_on)),
        ]
    )
    return _register(contract, target, (content, ruling), _by(actor), at)


@transaction.atomic
def refuse_contract(
    *,
    actor: Actor,
    contract_id: UUID,
    reasons: str,
    at: datetime,
    references: tuple[str, ...] = (),
    checklist: Mapping[str, Any] | None = None,
    version: int | None = None,
) -> Contract:
    """Refuse alone, with reasons; refused where two must look."""
    contract, target = begin("refuse", actor, contract_id, version)
    because = second_reasons(contract, content_of(contract))
    refuse_if(
        [
            *_against_me(actor, contract),
            *rules.against_alone(because),
            *rules.against_reasons(reasons),
        ]
    )
    said = {
        "reasons": reasons,
        "references": list(references),
        "checklist": dict(checklist or {}),
    }
    return _refuse(contract, target, said, _by(actor), at)


@transaction.atomic
def propose_decision(
    *,
    actor: Actor,
    contract_id: UUID,
    outcome: str,
    ruling: Ruling,
    at: datetime,
    version: int | None = None,
) -> Contract:
    """Say as the first of two what should be decided; of a refusal only the reasons count."""
    contract, target = begin("propose", actor, contract_id, version)
    content = content_of(contract)
    because = second_reasons(contract, content, ruling)
    is_yes = Outcome(outcome) == Outcome.REGISTER
    against = (
        rules.against_ruling(content, ruling, kinds=law.kinds_known(content.signed_on))
        if is_yes
        else rules.against_reasons(ruling.reasons)
    )
    alone = [] if because else [Refusal("contracts.needs_no_second")]
    refuse_if([*_against_me(actor, contract), *alone, *against])
    said = {**_said(ruling), **(_found(content, ruling) if is_yes else {})}
    keep_decision(contract, actor, Act.PROPOSE, at, outcome=outcome, **said)
    move(
        contract,
        target,
        at,
        second_because=because,
        due_at=contract.due_at,
        overdue_noted_at=contract.overdue_noted_at,
    )
    fact = facts.ContractProposed(
        outcome=outcome, because=tuple(because), **fact_values(contract)
    )
    record(fact, actor=actor, at=at)
    return contract


@transaction.atomic
def countersign_decision(
    *,
    actor: Actor,
    contract_id: UUID,
    agrees: bool,
    at: datetime,
    reasons: str = "",
    version: int | None = None,
) -> Contract:
    """Decide as the second registrar what was proposed, or send it back with reasons."""
    if not agrees:
        return send_back_proposal(
            actor=actor, contract_id=contract_id, reasons=reasons, at=at, version=version
        )
    contract, target = begin("countersign", actor, contract_id, version)
    refuse_if(_against_second(actor, contract))
    proposal = contract.decisions.filter(act=Act.PROPOSE).latest("position")
    contract.second_registrar_id = person_of(actor)
    by = {
        "registrar_id": proposal.registrar_id,
        "registrar_label": proposal.registrar_label,
        "second_registrar_id": contract.second_registrar_id,
    }
    if proposal.outcome == Outcome.REFUSE:
        target = FLOW.take("countersign_refusal", stage=contract.stage).target
        said = {
            name: getattr(proposal, name) for name in ("reasons", "references", "checklist")
        }
        return _refuse(contract, target, said, (actor, by), at)
    found = (content_of(contract), ruling_of(proposal))
    return _register(contract, target, found, (actor, by), at)


@transaction.atomic
def send_back_proposal(
    *,
    actor: Actor,
    contract_id: UUID,
    reasons: str,
    at: datetime,
    version: int | None = None,
) -> Contract:
    """Disagree as the second registrar; the first one has the contract on the desk again."""
    contract, target = begin("send_back", actor, contract_id, version)
    refuse_if([*_against_second(actor, contract), *rules.against_reasons(reasons)])
    keep_decision(contract, actor, Act.SEND_BACK, at, reasons=reasons.strip())
    move(contract, target, at, due_at=contract.due_at)
    record(facts.ContractSentBack(**fact_values(contract)), actor=actor, at=at)
    return contract


def second_reasons(
    contract: Contract, content: Content, ruling: Ruling | None = None
) -> list[str]:
    """Say why a second registrar must look; the larger of claim and finding decides.

    What was once a reason stays one: nobody rules itself out of a second pair of eyes.
    """
    found = rules.technology_amount(content, ruling) if ruling else Decimal(0)
    day = china_day(contract.accepted_at) if contract.accepted_at else None
    because = rules.second_because(
        amount=max(contract.claimed_amount, content.claimed_amount, found),
        large=law.large_amount(day) if day else None,
        is_related=content.is_related_party,
        is_foreign=content.is_foreign,
        is_again=SecondBecause.AGAIN in contract.second_because,
        is_sampled=rules.is_in_sample(contract.id, percent=settings.YIZHAN_CONTRACTS_SAMPLE),
    )
    kept = list(contract.second_because)
    return [*kept, *(one for one in because if one not in kept)]


def ruling_of(decision: Decision) -> Ruling:
    """Read a kept proposal back."""
    return Ruling(
        kind=decision.kind,
        subkind=decision.subkind,
        reasons=decision.reasons,
        references=tuple(decision.references),
        checklist=decision.checklist,
        deductions={
            row["position"]: Deduction(amount=Decimal(row["deduction"]), reason=row["reason"])
            for row in decision.deductions
        },
    )


def settle_costs(contract: Contract, ruling: Ruling) -> None:
    """Write what comes off each cost line."""
    rows = list(contract.costs.all())
    for cost in rows:
        given = ruling.deductions[cost.position]
        cost.decided_deduction, cost.decided_reason = given.amount, given.reason
    CostLine.objects.bulk_update(rows, ["decided_deduction", "decided_reason"])


def said_by(content: Content, ruling: Ruling) -> dict[str, Any]:
    """Return what a decision keeps of a ruling."""
    return {**_said(ruling), **_found(content, ruling)}


def _by(actor: Actor) -> tuple[Actor, dict[str, Any]]:
    return actor, {}


def _against_me(actor: Actor, contract: Contract) -> list[Refusal]:
    return list(
        rules.against_registrar(
            me=person_of(actor),
            holder=contract.registrar_id,
            has_interest=has_interest(actor, contract),
        )
    )


def _against_second(actor: Actor, contract: Contract) -> list[Refusal]:
    return list(
        rules.against_second(
            me=person_of(actor),
            first=contract.registrar_id,
            has_interest=has_interest(actor, contract),
        )
    )


def _against_twin(contract: Contract, content: Content) -> list[Refusal]:
    """Refuse what was filed and registered anew while this one was refused and objected to."""
    stand_in_line(content)
    is_twin = twin_of(contract, content, stages=COUNTED) is not None
    return [Refusal("contracts.filed_already")] if is_twin else []


def _said(ruling: Ruling) -> dict[str, Any]:
    return {
        "reasons": ruling.reasons.strip(),
        "references": list(ruling.references),
        "checklist": dict(ruling.checklist),
    }


def _found(content: Content, ruling: Ruling) -> dict[str, Any]:
    return {
        "kind": ruling.kind,
        "subkind": ruling.subkind,
        "technology_amount": rules.technology_amount(content, ruling),
        "deductions": [
            {
                "position": index,
                "amount": str(content.costs[index].amount),
                "deduction": str(given.amount),
                "reason": given.reason,
            }
            for index, given in sorted(ruling.deductions.items())
        ],
    }


def _register(
    contract: Contract,
    target: str,
    found: tuple[Content, Ruling],
    by: tuple[Actor, dict[str, Any]],
    at: datetime,
) -> Contract:
    actor, people = by
    content, ruling = found
    refuse_if(_against_twin(contract, content))
    settle_costs(contract, ruling)
    values: dict[str, Any] = {
        "kind": ruling.kind,
        "subkind": ruling.subkind,
        "technology_amount": rules.technology_amount(content, ruling),
        "decided_at": at,
        "second_registrar_id": contract.second_registrar_id,
    }
    if contract.number is None and contract.office is not None:
        values["number"] = next_number(contract.office, at=at)
        values["registered_on"] = china_day(at)
    else:
        # Determined anew: the number is the contract's for ever, the certificate is not.
        values["version"] = contract.version + 1
    move(contract, target, at, **values)
    kept = keep_decision(
        contract, actor, Act.REGISTER, at, **said_by(content, ruling), **people
    )
    fact = facts.ContractRegistered(
        number=contract.number or "",
        registered_on=str(contract.registered_on),
        kind=contract.kind,
        decision_id=kept.id,
        **fact_values(contract),
    )
    record(fact, actor=actor, at=at)
    issue_certificate(contract, actor=actor, at=at)
    return contract


def _refuse(
    contract: Contract,
    target: str,
    said: dict[str, Any],
    by: tuple[Actor, dict[str, Any]],
    at: datetime,
) -> Contract:
    actor, people = by
    move(
        contract,
        target,
        at,
        decided_at=at,
        second_registrar_id=contract.second_registrar_id,
    )
    kept = keep_decision(contract, actor, Act.REFUSE, at, **said, **people)
    record(
        facts.ContractRefused(decision_id=kept.id, **fact_values(contract)),
        actor=actor,
        at=at,
    )
    return contract
