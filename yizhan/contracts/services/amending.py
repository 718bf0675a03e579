"""Amendments: filed by the filer, applied or declined by the office."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction

from yizhan.audit.services import record
from yizhan.contracts import facts, law, rules
from yizhan.contracts.certificates.issuing import issue_certificate
from yizhan.contracts.content import Content, parse_content
from yizhan.contracts.models import Amendment, Contract, Decision
from yizhan.contracts.permissions import has_interest
from yizhan.contracts.queries import (
    amendment_for,
    content_of,
    differences,
    lock_contract,
)
from yizhan.contracts.rules import Ruling
from yizhan.contracts.services.deciding import (
    ruling_of,
    said_by,
    second_reasons,
    settle_costs,
)
from yizhan.contracts.services.drafts import against_codes
from yizhan.contracts.services.filing import due_for, filing_of
from yizhan.contracts.services.rows import TEXT_COLUMNS, apply_content, write_parts
from yizhan.contracts.services.steps import (
    fact_values,
    keep_decision,
    person_of,
    require,
)
from yizhan.contracts.stages import AMENDMENT_FLOW, REGISTER, WRITE, AmendmentStage, Stage
from yizhan.contracts.terms import Act, Outcome, SecondBecause
from yizhan.kernel.actors import Actor
from yizhan.kernel.refusals import Refusal, Refused, refuse_if, refuse_stale


@transaction.atomic
def file_amendment(
    *,
    actor: Actor,
    contract_id: UUID,
    values: Mapping[str, Any],
    reason: str,
    at: datetime,
    key: UUID | None = None,
    version: int | None = None,
) -> Amendment:
    """Ask to change a registered contract; the same key again returns the first wish."""
    contract = lock_contract(actor=actor, contract_id=contract_id)
    require(actor, contract, WRITE)
    first = contract.amendments.filter(key=key).first() if key else None
    if first is not None:
        return first
    _only_registered(contract, "amend")
    refuse_stale(seen=version, current=contract.version)
    before = content_of(contract)
    after = parse_content(values).model_copy(update={"office": contract.office_id})
    changed = differences(before, after)
    refuse_if(
        [
            *rules.against_reasons(reason, place="reason"),
            *([] if changed else [Refusal("contracts.nothing_changed")]),
            *_against_open(contract),
            *against_codes(after),
            *rules.against_submission(after, filing_of(contract, after, at=at)),
            *_against_signing(contract, after),
        ]
    )
    amendment = Amendment.objects.create(
        contract=contract,
        key=key,
        reason=reason.strip(),
        before=before.model_dump(mode="json"),
        after=after.model_dump(mode="json"),
        changed=changed,
        filed_by=actor.person_id,
        filed_at=at,
        due_at=due_for(contract, since=at),
    )
    fact = facts.AmendmentFiled(
        amendment_id=amendment.id, fields=tuple(changed), **fact_values(contract)
    )
    record(fact, actor=actor, at=at)
    return amendment


@transaction.atomic
def withdraw_amendment(*, actor: Actor, amendment_id: UUID, at: datetime) -> Amendment:
    """Take a wish to change back."""
    contract, amendment = _begin("withdraw", actor, amendment_id, WRITE)
    _close(amendment, AmendmentStage.WITHDRAWN, None, "", at)
    _record_end(contract, amendment, actor, at)
    return amendment


def decide_amendment(
    *,
    actor: Actor,
    amendment_id: UUID,
    applies: bool,
    answer: str,
    at: datetime,
    ruling: Ruling | None = None,
) -> Amendment:
    """Apply by a new ruling or decline, as the registrar chose."""
    given: dict[str, Any] = {"actor": actor, "amendment_id": amendment_id, "at": at}
    if applies:
        return apply_amendment(answer=answer, ruling=ruling, **given)
    return decline_amendment(answer=answer, **given)


@transaction.atomic
def apply_amendment(
    *,
    actor: Actor,
    amendment_id: UUID,
    answer: str,
    ruling: Ruling | None,
    at: datetime,
) -> Amendment:
    """Change the registered contract in place, by a new ruling.

    Where two must look, the first ruling is kept as a proposal and the wish stays open until
    another registrar rules the same.
    """
    contract, amendment = _begin("apply", actor, amendment_id, REGISTER)
    _only_registered(contract, "amend")
    content = parse_content(amendment.after)
    kinds = law.kinds_known(content.signed_on)
    against = (
        [Refusal("contracts.ruling_missing")]
        if ruling is None
        else rules.against_ruling(content, ruling, kinds=kinds)
    )
    refuse_if([*_against_answer(actor, contract, answer), *against])
    if ruling is not None:
        people = _people(contract, content, ruling, amendment, actor)
        if people is None:
            _propose(contract, content, ruling, amendment, actor, at)
            return amendment
        _apply(contract, content, ruling, amendment, (actor, people), at)
    _close(amendment, AmendmentStage.APPLIED, person_of(actor), answer, at)
    return amendment


@transaction.atomic
def decline_amendment(
    *, actor: Actor, amendment_id: UUID, answer: str, at: datetime
) -> Amendment:
    """Leave the registered contract as it is, with reasons."""
    contract, amendment = _begin("decline", actor, amendment_id, REGISTER)
    refuse_if(_against_answer(actor, contract, answer))
    keep_decision(contract, actor, Act.DECLINE, at, reasons=answer.strip())
    _close(amendment, AmendmentStage.DECLINED, person_of(actor), answer, at)
    _record_end(contract, amendment, actor, at)
    return amendment


def close_amendment(contract: Contract, *, at: datetime) -> None:
    """End an open wish to change what is no longer registered."""
    contract.amendments.filter(stage=AmendmentStage.FILED).update(
        stage=AmendmentStage.DECLINED, decided_at=at
    )


def proposal_for(contract: Contract, amendment: Amendment) -> Decision | None:
    """Return how a first registrar would rule on a wish that two must look at."""
    acts = contract.decisions.filter(act=Act.PROPOSE, checklist__amendment=str(amendment.id))
    return acts.order_by("position").last()


def _people(
    contract: Contract, content: Content, ruling: Ruling, amendment: Amendment, actor: Actor
) -> dict[str, Any] | None:
    """Say who decides besides the actor; None where another must rule the same first."""
    if not _because(contract, content, ruling):
        return {}
    first = proposal_for(contract, amendment)
    if first is None or not _is_same(ruling_of(first), ruling):
        return None
    me = person_of(actor)
    if first.registrar_id == me:
        raise Refused([Refusal("contracts.second_is_first")])
    return {
        "registrar_id": first.registrar_id,
        "registrar_label": first.registrar_label,
        "second_registrar_id": me,
    }


def _because(contract: Contract, content: Content, ruling: Ruling) -> list[str]:
    """Say why two must look; another kind is determined anew, and no checklist asks here."""
    because = second_reasons(contract, content, ruling)
    is_other = (ruling.kind, ruling.subkind) != (contract.kind, contract.subkind)
    again = SecondBecause.AGAIN.value
    return [*because, again] if is_other and again not in because else because


def _is_same(one: Ruling, other: Ruling) -> bool:
    """Compare what two registrars found, not how they say it."""
    found = [
        (each.kind, each.subkind, {at: off.amount for at, off in each.deductions.items()})
        for each in (one, other)
    ]
    return found[0] == found[1]


def _propose(
    contract: Contract,
    content: Content,
    ruling: Ruling,
    amendment: Amendment,
    actor: Actor,
    at: datetime,
) -> None:
    said = said_by(content, ruling) | {"checklist": {"amendment": str(amendment.id)}}
    keep_decision(contract, actor, Act.PROPOSE, at, outcome=Outcome.REGISTER, **said)
    because = _because(contract, content, ruling)
    fact = facts.ContractProposed(
        outcome=Outcome.REGISTER.value, because=tuple(because), **fact_values(contract)
    )
    record(fact, actor=actor, at=at)


def _apply(
    contract: Contract,
    content: Content,
    ruling: Ruling,
    amendment: Amendment,
    by: tuple[Actor, dict[str, Any]],
    at: datetime,
) -> None:
    actor, people = by
    number = contract.number or ""
    apply_content(contract, content)
    write_parts(contract, content)
    settle_costs(contract, ruling)
    contract.kind, contract.subkind = ruling.kind, ruling.subkind
    contract.technology_amount = rules.technology_amount(content, ruling)
    contract.version += 1
    contract.updated_at = at
    contract.save(update_fields=[*TEXT_COLUMNS, "technology_amount", "version", "updated_at"])
    keep_decision(contract, actor, Act.AMEND, at, **said_by(content, ruling), **people)
    fact = facts.ContractAmended(
        number=number,
        amendment_id=amendment.id,
        fields=tuple(amendment.changed),
        **fact_values(contract),
    )
    record(fact, actor=actor, at=at)
    issue_certificate(contract, actor=actor, at=at)


def _begin(
    step: str, actor: Actor, amendment_id: UUID, permission: str
) -> tuple[Contract, Amendment]:
    seen = amendment_for(actor=actor, amendment_id=amendment_id)
    contract = lock_contract(actor=actor, contract_id=seen.contract_id)
    amendment = Amendment.objects.get(id=seen.id)
    AMENDMENT_FLOW.take(step, stage=amendment.stage)
    require(actor, contract, permission)
    return contract, amendment


def _close(
    amendment: Amendment, stage: str, by: UUID | None, answer: str, at: datetime
) -> None:
    amendment.stage, amendment.decided_by, amendment.decided_at = stage, by, at
    amendment.answer = answer.strip()
    amendment.save(update_fields=["stage", "decided_by", "decided_at", "answer"])


def _record_end(contract: Contract, amendment: Amendment, actor: Actor, at: datetime) -> None:
    fact = facts.AmendmentEnded(
        amendment_id=amendment.id, how=str(amendment.stage), **fact_values(contract)
    )
    record(fact, actor=actor, at=at)


def _only_registered(contract: Contract, step: str) -> None:
    if contract.stage != Stage.REGISTERED:
        refusal = Refusal("flow.wrong_stage", {"step": step, "stage": contract.stage})
        raise Refused([refusal])


def _against_answer(actor: Actor, contract: Contract, answer: str) -> list[Refusal]:
    refusals = list(rules.against_reasons(answer, place="answer"))
    if has_interest(actor, contract):
        refusals.append(Refusal("contracts.own_contract"))
    return refusals


def _against_open(contract: Contract) -> list[Refusal]:
    if contract.amendments.filter(stage=AmendmentStage.FILED).exists():
        return [Refusal("contracts.amendment_open")]
    return []


def _against_signing(contract: Contract, after: Content) -> list[Refusal]:
    """Refuse a day of signing after that of the registration, which stays."""
    signed, registered = after.signed_on, contract.registered_on
    if signed is not None and registered is not None and signed > registered:
        return [Refusal("contracts.day_out_of_range", place="signed_on")]
    return []
