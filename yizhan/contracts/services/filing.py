"""Filing: submit, withdraw, ask for a correction, accept, take on the desk."""

from datetime import datetime
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.db import connection, transaction

from yizhan.audit.services import record
from yizhan.contracts import facts, law, rules
from yizhan.contracts.content import Content, folded
from yizhan.contracts.models import Contract
from yizhan.contracts.permissions import has_interest
from yizhan.contracts.queries import content_of, twin_of
from yizhan.contracts.services.steps import (
    after_working_days,
    begin,
    fact_values,
    keep_decision,
    last_day,
    move,
    person_of,
)
from yizhan.contracts.stages import EDITABLE, Stage
from yizhan.contracts.terms import Act, Regime
from yizhan.directory.queries import is_verified
from yizhan.kernel.actors import Actor
from yizhan.kernel.periods import china_day, end_of_day
from yizhan.kernel.refusals import Refusal, refuse_if
from yizhan.policy.queries import decision_deadline, regime_on

# The platform's own promises where the law names no term: to be taken on, and to correct.
INTAKE_DAYS, CORRECTION_DAYS, MOST_CORRECTION_DAYS = 5, 15, 60


@transaction.atomic
def submit_contract(
    *, actor: Actor, contract_id: UUID, at: datetime, version: int | None = None
) -> Contract:
    """File the contract with its office; every reason against it is named at once."""
    contract, target = begin("submit", actor, contract_id, version)
    content = content_of(contract)
    stand_in_line(content)
    refuse_if(rules.against_submission(content, filing_of(contract, content, at=at)))
    due_at = after_working_days(at, INTAKE_DAYS)
    move(contract, target, at, submitted_at=at, due_at=due_at)
    record(facts.ContractSubmitted(**fact_values(contract)), actor=actor, at=at)
    return contract


@transaction.atomic
def withdraw_contract(*, actor: Actor, contract_id: UUID, at: datetime) -> Contract:
    """Take the contract back before it is accepted."""
    contract, target = begin("withdraw", actor, contract_id, None)
    move(contract, target, at, cancelled_at=at)
    record(facts.ContractWithdrawn(**fact_values(contract)), actor=actor, at=at)
    return contract


@transaction.atomic
def request_correction(
    *,
    actor: Actor,
    contract_id: UUID,
    reasons: str,
    at: datetime,
    places: tuple[str, ...] = (),
    days: int = CORRECTION_DAYS,
) -> Contract:
    """Ask the filer to correct within so many working days, all at once and in writing."""
    contract, target = begin("request_correction", actor, contract_id, None)
    refusals = [*rules.against_reasons(reasons), *_against_interest(actor, contract)]
    if not 1 <= days <= MOST_CORRECTION_DAYS:
        values = {"most": MOST_CORRECTION_DAYS}
        refusals.append(Refusal("contracts.days_out_of_range", values, place="days"))
    refuse_if(refusals)
    due_at = after_working_days(at, days)
    move(contract, target, at, due_at=due_at)
    kept = keep_decision(
        contract, actor, Act.CORRECT, at, reasons=reasons, checklist={"places": list(places)}
    )
    fact = facts.ContractCorrected(due_on=last_day(due_at), **fact_values(contract))
    record(fact, actor=actor, at=kept.at)
    return contract


@transaction.atomic
def accept_contract(*, actor: Actor, contract_id: UUID, at: datetime) -> Contract:
    """Take the contract on: its regime is fixed and the clock of the decision runs."""
    contract, target = begin("accept", actor, contract_id, None)
    content = content_of(contract)
    refuse_if(
        [
            *_against_interest(actor, contract),
            *rules.against_submission(content, filing_of(contract, content, at=at)),
        ]
    )
    accepted_at = _day_of_acceptance(contract, at)
    contract.regime = regime_on(china_day(accepted_at))
    contract.accepted_at = accepted_at
    due_at = due_for(contract)
    move(
        contract,
        target,
        at,
        regime=contract.regime,
        accepted_at=accepted_at,
        due_at=due_at,
        registrar_id=None,
        second_registrar_id=None,
    )
    keep_decision(contract, actor, Act.ACCEPT, at)
    fact = facts.ContractAccepted(
        regime=contract.regime, due_on=last_day(due_at), **fact_values(contract)
    )
    record(fact, actor=actor, at=at)
    return contract


@transaction.atomic
def take_contract(*, actor: Actor, contract_id: UUID, at: datetime) -> Contract:
    """Put the contract on the own desk, or take it over from a colleague."""
    contract, target = begin("take", actor, contract_id, None)
    refuse_if(_against_interest(actor, contract))
    me = person_of(actor)
    if contract.stage == Stage.REVIEWING and contract.registrar_id == me:
        return contract
    move(
        contract,
        target,
        at,
        registrar_id=me,
        second_registrar_id=None,
        due_at=contract.due_at,
        overdue_noted_at=contract.overdue_noted_at,
    )
    record(facts.ContractTaken(registrar_id=me, **fact_values(contract)), actor=actor, at=at)
    return contract


def due_for(
    contract: Contract, *, is_disputed: bool = False, since: datetime | None = None
) -> datetime:
    """Return by when the office decides, counted from acceptance or from `since`."""
    began_at = since or contract.accepted_at
    if began_at is None or contract.office is None:
        raise PermissionDenied
    deadline = decision_deadline(
        china_day(began_at),
        region=str(contract.office.region_id),
        amount=contract.claimed_amount,
        is_disputed=is_disputed,
    )
    return end_of_day(deadline.due_on)


def filing_of(contract: Contract, content: Content, *, at: datetime) -> rules.Filing:
    """Gather what the rules of filing want to know."""
    today = china_day(at)
    filer = contract.organisation
    keys = {filer.uscc, getattr(filer, "former_code", ""), folded(filer.name)} - {""}
    return rules.Filing(
        today=today,
        filer=frozenset(keys),
        is_filer_verified=filer.is_verified,
        kinds=law.kinds_known(content.signed_on),
        import_by_buyer=law.is_import_for_buyer(today),
        within_term=contract.stage in EDITABLE and law.is_within_term_only(today),
        papers=set(contract.papers.values_list("kind", flat=True)),
        asked=law.paper_rules(),
        has_twin=twin_of(contract, content) is not None,
        is_office_open=bool(
            contract.office
            and contract.office.is_active
            and is_verified(organisation_id=contract.office.organisation_id)
        ),
    )


def stand_in_line(content: Content) -> None:
    """Let two filings of one contract wait for each other: the second sees the first."""
    day, value = content.signed_on, content.contract_value
    key = f"contracts.twin:{day}:{value}:{folded(content.title)}"
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", [key])


def _against_interest(actor: Actor, contract: Contract) -> list[Refusal]:
    return [Refusal("contracts.own_contract")] if has_interest(actor, contract) else []


def _day_of_acceptance(contract: Contract, at: datetime) -> datetime:
    """Return when the contract counts as accepted.

    Under the measures of 2026 what was corrected counts from the day the correction came in.
    """
    was_corrected = contract.decisions.filter(act=Act.CORRECT).exists()
    if was_corrected and contract.submitted_at and regime_on(china_day(at)) == Regime.R2026:
        return contract.submitted_at
    return at
