"""Appeals: a party or a tax or finance office objects, the supervising authority answers."""

from datetime import datetime, timedelta
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import Q

from yizhan.audit.services import record
from yizhan.contracts import facts, law, rules
from yizhan.contracts.models import Appeal, Contract
from yizhan.contracts.permissions import has_interest, is_party
from yizhan.contracts.queries import appeal_for, grant_holders, lock_contract
from yizhan.contracts.services.amending import close_amendment
from yizhan.contracts.services.filing import due_for
from yizhan.contracts.services.steps import (
    after_working_days,
    fact_values,
    keep_decision,
    move,
    person_of,
    require,
)
from yizhan.contracts.stages import (
    APPEAL_FLOW,
    FLOW,
    SUPERVISE,
    TAX,
    AppealStage,
    Stage,
)
from yizhan.contracts.terms import Act, AppealBy, SecondBecause
from yizhan.directory.queries import own_ids
from yizhan.kernel.actors import Actor
from yizhan.kernel.periods import china_day
from yizhan.kernel.refusals import Refusal, Refused, refuse_if

# The platform's own promise; the law gives the authority no day of its own here.
ANSWER_DAYS = 30
_DECIDING = (Act.PROPOSE, Act.REGISTER, Act.REFUSE, Act.AMEND, Act.SEND_BACK)
_OPEN_TO_APPEAL = frozenset({Stage.REGISTERED, Stage.REFUSED})


@transaction.atomic
def file_appeal(
    *,
    actor: Actor,
    contract_id: UUID,
    grounds: str,
    at: datetime,
    key: UUID | None = None,
) -> Appeal:
    """Object to a decision; the same key again returns the first objection."""
    contract = lock_contract(actor=actor, contract_id=contract_id)
    by, home = _standing(actor, contract, at)
    first = contract.appeals.filter(key=key).first() if key else None
    if first is not None:
        return first
    refuse_if(_against_appeal(contract, by, grounds, at))
    appeal = Appeal.objects.create(
        contract=contract,
        by=by,
        key=key,
        organisation_id=home,
        grounds=grounds.strip(),
        filed_by=actor.person_id,
        filed_at=at,
        due_at=after_working_days(at, ANSWER_DAYS),
    )
    fact = facts.AppealFiled(appeal_id=appeal.id, by=by, **fact_values(contract))
    record(fact, actor=actor, at=at)
    return appeal


def decide_appeal(
    *, actor: Actor, appeal_id: UUID, upholds: bool, answer: str, at: datetime
) -> Appeal:
    """Uphold or dismiss, as the supervising authority chose."""
    verb = uphold_appeal if upholds else dismiss_appeal
    return verb(actor=actor, appeal_id=appeal_id, answer=answer, at=at)


@transaction.atomic
def uphold_appeal(*, actor: Actor, appeal_id: UUID, answer: str, at: datetime) -> Appeal:
    """Agree with the objection: the contract is determined anew, by two registrars."""
    contract, appeal = _answer("uphold", actor, appeal_id, answer, at)
    keep_decision(contract, actor, Act.REDETERMINE, at, reasons=answer.strip())
    redetermine_contract(contract, appeal, actor=actor, at=at)
    return appeal


@transaction.atomic
def dismiss_appeal(*, actor: Actor, appeal_id: UUID, answer: str, at: datetime) -> Appeal:
    """Leave the decision as it is, with reasons."""
    contract, appeal = _answer("dismiss", actor, appeal_id, answer, at)
    keep_decision(contract, actor, Act.DISMISS, at, reasons=answer.strip())
    return appeal


def redetermine_contract(
    contract: Contract, appeal: Appeal, *, actor: Actor, at: datetime
) -> None:
    """Put a decided contract, locked by the caller, under review again; the number stays."""
    step = FLOW.take("redetermine", stage=contract.stage)
    require(actor, contract, step.permission)
    close_amendment(contract, at=at)
    because = sorted({*contract.second_because, SecondBecause.AGAIN.value})
    move(
        contract,
        step.target,
        at,
        registrar_id=None,
        second_registrar_id=None,
        second_because=because,
        due_at=due_for(contract, is_disputed=True, since=at),
    )
    fact = facts.ContractRedetermined(
        number=contract.number or "", appeal_id=appeal.id, **fact_values(contract)
    )
    record(fact, actor=actor, at=at)


def _answer(
    step: str, actor: Actor, appeal_id: UUID, answer: str, at: datetime
) -> tuple[Contract, Appeal]:
    seen = appeal_for(actor=actor, appeal_id=appeal_id)
    contract = lock_contract(actor=actor, contract_id=seen.contract_id)
    appeal = Appeal.objects.get(id=seen.id)
    target = APPEAL_FLOW.take(step, stage=appeal.stage).target
    require(actor, contract, SUPERVISE)
    refusals = list(rules.against_reasons(answer, place="answer"))
    if has_interest(actor, contract) or appeal.organisation_id in own_ids(actor):
        refusals.append(Refusal("contracts.own_contract"))
    if _has_decided(actor, contract):
        refusals.append(Refusal("contracts.own_decision"))
    refuse_if(refusals)
    appeal.stage, appeal.decided_at = target, at
    appeal.decided_by, appeal.answer = person_of(actor), answer.strip()
    appeal.save(update_fields=["stage", "decided_at", "decided_by", "answer"])
    fact = facts.AppealDecided(
        appeal_id=appeal.id, outcome=str(target), **fact_values(contract)
    )
    record(fact, actor=actor, at=at)
    return contract, appeal


def _has_decided(actor: Actor, contract: Contract) -> bool:
    """Say whether the person took part in deciding, as first or second, in whatever role."""
    me = person_of(actor)
    acts = contract.decisions.filter(act__in=_DECIDING)
    return acts.filter(Q(registrar_id=me) | Q(second_registrar_id=me)).exists()


def _standing(actor: Actor, contract: Contract, at: datetime) -> tuple[AppealBy, UUID]:
    home = actor.organisation_id
    if home is not None and is_party(actor, contract):
        return AppealBy.PARTY, home
    if home is not None and actor.may(TAX) and home in grant_holders(contract, at=at):
        return AppealBy.OFFICE, home
    raise PermissionDenied


def _against_appeal(
    contract: Contract, by: AppealBy, grounds: str, at: datetime
) -> list[Refusal]:
    if contract.stage not in _OPEN_TO_APPEAL or contract.decided_at is None:
        refusal = Refusal("flow.wrong_stage", {"step": "appeal", "stage": contract.stage})
        raise Refused([refusal])
    refusals = list(rules.against_reasons(grounds, place="grounds"))
    if contract.appeals.filter(stage=AppealStage.FILED).exists():
        refusals.append(Refusal("contracts.appeal_open"))
    days = law.appeal_days(china_day(at))
    last = china_day(contract.decided_at) + timedelta(days=days)
    if by == AppealBy.PARTY and china_day(at) > last:
        refusals.append(Refusal("contracts.appeal_too_late", {"days": days}))
    return refusals
