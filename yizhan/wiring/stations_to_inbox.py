"""What stations and offices are told, and what waits for each of them."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from yizhan.audit.services import react
from yizhan.directory.queries import deciders_of, organisation_names, overseers_of
from yizhan.inbox.services import register_topic, register_waiting, tell
from yizhan.inbox.terms import Topic, Waiting, WaitingItem
from yizhan.kernel.actors import Actor
from yizhan.kernel.facts import Fact
from yizhan.stations import facts, queries
from yizhan.stations.facts import OperatorNamed, StationFact
from yizhan.stations.stages import APPRAISE, Stage


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """Who hears of a fact, and in which words."""

    label: Any
    title: Any
    to_office: bool = False


_TOLD: Mapping[type[StationFact], Told] = {
    facts.StationApplied: Told(
        label=_("驿站申请"), title=_("「%(name)s」申请加入驿站网络"), to_office=True
    ),
    facts.AppraisalBegun: Told(label=_("驿站评估"), title=_("「%(name)s」的申请开始评估")),
    facts.StationAdmitted: Told(label=_("驿站加入"), title=_("「%(name)s」已加入驿站网络")),
    facts.StationDeclined: Told(
        label=_("驿站评估"), title=_("「%(name)s」的申请未通过，请看得分与理由")
    ),
    facts.RectificationAsked: Told(
        label=_("驿站整改"), title=_("「%(name)s」年度考核不合格，请在%(by)s前整改")
    ),
    facts.StationRestored: Told(label=_("驿站整改"), title=_("「%(name)s」整改复核合格")),
    facts.StationSuspended: Told(label=_("驿站暂停"), title=_("「%(name)s」已被暂停")),
    facts.StationResumed: Told(label=_("驿站恢复"), title=_("「%(name)s」已恢复")),
    facts.StationRemoved: Told(label=_("驿站除名"), title=_("「%(name)s」已被除名")),
    facts.StationLeft: Told(
        label=_("驿站退出"), title=_("「%(name)s」退出了驿站网络"), to_office=True
    ),
}
_OPERATOR = Told(
    label=_("驿站操作员"), title=_("您已登记为「%(name)s」的操作员，是否公开署名由您决定")
)


def connect() -> None:
    """Register what is told and what waits, and listen."""
    for kind, told in _TOLD.items():
        register_topic(Topic(code=kind.code, label=told.label, title=told.title))
        react(kind, of_station)
    register_topic(Topic(code=OperatorNamed.code, label=_OPERATOR.label, title=_OPERATOR.title))
    react(OperatorNamed, of_operator)
    register_waiting(
        Waiting(code="stations.applications", label=_("驿站评估"), provide=waiting)
    )


def of_station(fact: Fact, at: datetime) -> None:
    """Tell the house of the station, or the office that decides."""
    told = _TOLD.get(type(fact)) if isinstance(fact, StationFact) else None
    if told is None or fact.organisation_id is None:
        return
    if told.to_office:
        people = overseers_of(region=fact.region[:2], permission=APPRAISE)
    else:
        people = deciders_of(organisation_id=fact.organisation_id)
    values = {"name": _name(fact)}
    if isinstance(fact, facts.RectificationAsked):
        values["by"] = fact.by.isoformat()
    tell(
        people=people,
        topic=fact.code,
        key=f"{fact.code}:{fact.subject_id}:{at.isoformat()}",
        url=reverse("stations:station-detail", args=[fact.subject_id]),
        values=values,
        at=at,
    )


def of_operator(fact: Fact, at: datetime) -> None:
    """Tell a person that it may act for the station now."""
    if isinstance(fact, OperatorNamed):
        tell(
            people=[fact.person_id],
            topic=fact.code,
            key=f"{fact.code}:{fact.subject_id}:{at.isoformat()}",
            url=reverse("stations:operator-list", args=[fact.subject_id]),
            values={"name": _name(fact)},
            at=at,
        )


def waiting(actor: Actor) -> list[WaitingItem]:
    """List the applications an office decides on, and the rectifications of the own station."""
    found = [
        WaitingItem(title=str(row), url=row.get_absolute_url(), since=row.applied_at)
        for row in queries.stations_to_judge(actor)[:50]
    ]
    own = queries.own_station(actor=actor)
    if own is not None and own.stage == Stage.RECTIFYING:
        found.append(
            WaitingItem(title=str(own), url=own.get_absolute_url(), since=own.updated_at)
        )
    return found


def _name(fact: Fact) -> str:
    house = fact.organisation_id
    return organisation_names([house]).get(house, "") if house else ""
