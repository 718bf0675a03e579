"""Both sides of a registration hear how it goes; tax offices hear when one of theirs ends."""

from collections.abc import Callable
from dataclasses import asdict
from datetime import datetime
from typing import Any
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from yizhan.audit.services import react
from yizhan.contracts import facts, queries
from yizhan.contracts.facts import ContractFact
from yizhan.contracts.models import Contract
from yizhan.contracts.stages import REGISTER, SUPERVISE, TAX, WRITE, Stage
from yizhan.directory.queries import holders_of, overseers_of
from yizhan.inbox.services import register_topic, register_waiting, tell
from yizhan.inbox.terms import Every, Topic, Waiting, WaitingItem
from yizhan.kernel.actors import Actor
from yizhan.kernel.facts import Fact

MOST = 50
FILER, OFFICE, AUTHORITY, GRANTED = "filer", "office", "authority", "granted"
# What happened, the code of the topic, its name, what is told, and who hears it.
_TOPICS: tuple[tuple[type[ContractFact], str, Any, Any, tuple[str, ...]], ...] = (
    (
        facts.ContractCorrected,
        "contracts.correction_asked",
        _("合同需要补正"),
        _("「%(title)s」需要补正，请在 %(due_on)s 前重新提交"),
        (FILER,),
    ),
    (
        facts.ContractAccepted,
        "contracts.accepted",
        _("合同已受理"),
        _("「%(title)s」已受理，%(due_on)s 前作出决定"),
        (FILER,),
    ),
    (
        facts.ContractRegistered,
        "contracts.registered",
        _("合同已登记"),
        _("「%(title)s」已登记，编号 %(number)s"),
        (FILER,),
    ),
    (
        facts.ContractRefused,
        "contracts.refused",
        _("合同未予登记"),
        _("「%(title)s」未予登记，理由见合同页面"),
        (FILER,),
    ),
    (
        facts.ContractAmended,
        "contracts.amended",
        _("合同已变更登记"),
        _("「%(title)s」已变更登记，编号 %(number)s 不变"),
        (FILER, GRANTED),
    ),
    (
        facts.AmendmentEnded,
        "contracts.amendment_ended",
        _("变更申请办结"),
        _("「%(title)s」的变更申请已办结，登记内容没有改变"),
        (FILER,),
    ),
    (
        facts.ContractCancelled,
        "contracts.cancelled",
        _("合同登记已注销"),
        _("「%(title)s」的登记已注销，编号 %(number)s"),
        (FILER, GRANTED),
    ),
    (
        facts.ContractRevoked,
        "contracts.revoked",
        _("合同登记已撤销"),
        _("「%(title)s」的登记已撤销，编号 %(number)s"),
        (FILER, GRANTED),
    ),
    (
        facts.AppealFiled,
        "contracts.appeal_filed",
        _("对登记决定有异议"),
        _("对「%(title)s」的登记决定提出了异议"),
        (OFFICE, AUTHORITY),
    ),
    (
        facts.AppealDecided,
        "contracts.appeal_decided",
        _("异议已答复"),
        _("对「%(title)s」的异议已有答复"),
        (FILER, GRANTED),
    ),
    (
        facts.ContractRedetermined,
        "contracts.redetermined",
        _("合同重新认定"),
        _("「%(title)s」将重新认定，原登记暂不生效"),
        (FILER, OFFICE, GRANTED),
    ),
    (
        facts.ContractOverdue,
        "contracts.overdue",
        _("合同登记逾期"),
        _("「%(title)s」已超过 %(due_on)s 的时限"),
        (FILER, OFFICE, AUTHORITY),
    ),
)


def connect() -> None:
    """Register what is told and what waits, and listen."""
    for kind, code, label, title, who in _TOPICS:
        register_topic(Topic(code=code, label=label, title=title, mail=Every.AT_ONCE))
        react(kind, _teller(code, who))
    register_waiting(
        Waiting(code="contracts.desk", label=_("待办理的技术合同"), provide=at_desk)
    )
    register_waiting(
        Waiting(code="contracts.appeals", label=_("待答复的异议"), provide=appeals)
    )
    register_waiting(
        Waiting(code="contracts.corrections", label=_("待补正的合同"), provide=corrections)
    )


def at_desk(actor: Actor) -> list[WaitingItem]:
    """List what waits at the registrar's office, what is due first on top."""
    waiting = [
        WaitingItem(
            title=row.title,
            url=row.get_absolute_url(),
            since=row.submitted_at or row.updated_at,
            due_at=row.due_at,
        )
        for row in queries.queue_of(actor)[:MOST]
    ]
    for amendment in queries.amendments_at_desk(actor)[:MOST]:
        contract = amendment.contract
        waiting.append(_item(contract, amendment.filed_at, amendment.due_at))
    return waiting


def appeals(actor: Actor) -> list[WaitingItem]:
    """List the objections that wait for the supervising authority."""
    rows = queries.appeals_to_decide(actor)[:MOST]
    return [_item(row.contract, row.filed_at, row.due_at) for row in rows]


def corrections(actor: Actor) -> list[WaitingItem]:
    """List what the actor's organisation was asked to correct."""
    rows = queries.own_rows(actor=actor, stage=Stage.CORRECTION)[:MOST]
    return [_item(row, row.updated_at, row.due_at) for row in rows]


def _item(contract: Contract, since: datetime, due_at: datetime | None) -> WaitingItem:
    return WaitingItem(
        title=contract.title, url=contract.get_absolute_url(), since=since, due_at=due_at
    )


def _teller(code: str, who: tuple[str, ...]) -> Callable[[Fact, datetime], None]:
    def told(fact: Fact, at: datetime) -> None:
        if isinstance(fact, ContractFact):
            _tell(fact, code, who, at)

    return told


def _tell(fact: ContractFact, code: str, who: tuple[str, ...], at: datetime) -> None:
    contract = Contract.objects.select_related("office").get(id=fact.subject_id)
    said = asdict(fact)
    values = {name: str(said[name]) for name in ("number", "due_on") if said.get(name)}
    tell(
        people={person for one in who for person in _people(contract, one, at)},
        topic=code,
        key=f"{code}:{contract.id}:{at.isoformat()}",
        url=contract.get_absolute_url(),
        values={"title": contract.title, **values},
        at=at,
        subject_id=contract.id,
    )


def _people(contract: Contract, who: str, at: datetime) -> list[UUID]:
    office = contract.office
    if who == FILER:
        held = holders_of(organisation_id=contract.organisation_id, permission=WRITE)
        return [contract.author_id] if contract.author_id in held else held
    if who == GRANTED:
        return [
            person
            for home in queries.grant_holders(contract, at=at)
            for person in holders_of(organisation_id=home, permission=TAX)
        ]
    if office is None:
        return []
    if who == OFFICE:
        return holders_of(organisation_id=office.organisation_id, permission=REGISTER)
    return overseers_of(region=str(office.region_id), permission=SUPERVISE)
