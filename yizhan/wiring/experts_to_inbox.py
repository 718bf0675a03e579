"""What experts, their homes and askers are told, and what waits for each of them."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from yizhan.audit.services import react
from yizhan.directory.queries import deciders_of
from yizhan.experts import facts, queries
from yizhan.experts.facts import ExpertFact, RequestFact
from yizhan.experts.stages import AdviceStage, ExpertStage
from yizhan.inbox.services import register_topic, register_waiting, tell
from yizhan.inbox.terms import Topic, Waiting, WaitingItem
from yizhan.kernel.actors import Actor
from yizhan.kernel.facts import Fact


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """Who hears of a fact, and in which words."""

    to: str
    label: Any
    title: Any


_REQUESTS: Mapping[type[RequestFact], Told] = {
    facts.RequestSent: Told(
        to="expert", label=_("有人向我请教"), title=_("向您请教：%(title)s")
    ),
    facts.RequestDisclosed: Told(
        to="asker", label=_("专家申明利益关系"), title=_("请决定是否继续：%(title)s")
    ),
    facts.RequestAccepted: Told(
        to="asker", label=_("专家受理"), title=_("专家已受理：%(title)s")
    ),
    facts.ConflictWaived: Told(
        to="expert", label=_("提问方决定继续"), title=_("提问方知情并继续：%(title)s")
    ),
    facts.RequestDeclined: Told(
        to="asker", label=_("专家谢绝"), title=_("专家谢绝：%(title)s")
    ),
    facts.RequestLapsed: Told(
        to="asker", label=_("咨询逾期结束"), title=_("逾期无人决定，已结束：%(title)s")
    ),
    facts.RequestOverdue: Told(
        to="both", label=_("答复逾期"), title=_("约定日期已过，尚未答复：%(title)s")
    ),
    facts.RequestWithdrawn: Told(
        to="expert", label=_("提问方撤回"), title=_("提问方已撤回：%(title)s")
    ),
    facts.RequestReturned: Told(
        to="asker", label=_("问题退还"), title=_("专家不再任职或已撤出，问题退还：%(title)s")
    ),
    facts.ClarificationAsked: Told(
        to="asker", label=_("专家请求补充"), title=_("请补充说明：%(title)s")
    ),
    facts.ClarificationGiven: Told(
        to="expert", label=_("提问方补充说明"), title=_("已补充说明：%(title)s")
    ),
    facts.RequestAnswered: Told(
        to="asker", label=_("专家答复"), title=_("专家已答复，请评价：%(title)s")
    ),
    facts.RequestClosed: Told(
        to="expert", label=_("提问方评价"), title=_("提问方已评价：%(title)s")
    ),
}
_PROFILES: Mapping[type[ExpertFact], Told] = {
    facts.ExpertSubmitted: Told(
        to="home", label=_("专家待确认"), title=_("「%(name)s」请本单位确认其专家资料")
    ),
    facts.ExpertListed: Told(
        to="expert", label=_("专家资料公开"), title=_("您的专家资料已确认并公开")
    ),
    facts.ExpertReturned: Told(
        to="expert", label=_("专家资料退回"), title=_("您的专家资料被退回，请查看原因")
    ),
    facts.ConfirmationAsked: Told(
        to="expert", label=_("专家资料年度确认"), title=_("您的专家资料仍然有效吗？")
    ),
    facts.ExpertFaded: Told(
        to="expert", label=_("专家资料隐藏"), title=_("逾期未确认，您的专家资料已隐藏")
    ),
    facts.ExpertLeft: Told(
        to="expert", label=_("专家资料隐藏"), title=_("您已离开所在单位，专家资料已隐藏")
    ),
}


def connect() -> None:
    """Register what is told and what waits, and listen."""
    for kinds, reaction in ((_REQUESTS, of_request), (_PROFILES, of_profile)):
        for kind, told in kinds.items():
            register_topic(Topic(code=kind.code, label=told.label, title=told.title))
            react(kind, reaction)
    register_waiting(
        Waiting(code="experts.requests", label=_("专家咨询"), provide=waiting_requests)
    )
    register_waiting(
        Waiting(code="experts.profiles", label=_("待确认的专家"), provide=waiting_profiles)
    )


def of_request(fact: Fact, at: datetime) -> None:
    """Tell the side that has to know; the text of a question stays on its page."""
    told = _REQUESTS.get(type(fact)) if isinstance(fact, RequestFact) else None
    if told is None or not isinstance(fact, RequestFact):
        return
    people: list[UUID] = []
    if told.to in {"expert", "both"}:
        person = queries.person_of(expert_id=fact.expert_id)
        people += [person] if person else []
    if told.to in {"asker", "both"}:
        people += queries.people_of_asker(advice_id=fact.subject_id)
    values = {"title": queries.title_of(advice_id=fact.subject_id)}
    url = reverse("experts:advice-detail", args=[fact.subject_id])
    _tell(people, fact, url, values, at)


def of_profile(fact: Fact, at: datetime) -> None:
    """Tell the person, or who decides for its home."""
    told = _PROFILES.get(type(fact)) if isinstance(fact, ExpertFact) else None
    if told is None:
        return
    person = queries.person_of(expert_id=fact.subject_id)
    if told.to == "home" and fact.organisation_id is not None:
        deciders = set(deciders_of(organisation_id=fact.organisation_id))
        people, url = sorted(deciders - {person}), reverse("experts:expert-queue")
    else:
        people, url = [person] if person else [], reverse("experts:expert-mine")
    name = queries.name_of(expert_id=fact.subject_id)
    _tell(people, fact, url, {"name": name}, at)


def waiting_requests(actor: Actor) -> list[WaitingItem]:
    """List the requests in which the next word is this person's."""
    return [
        WaitingItem(
            title=row.title, url=row.get_absolute_url(), since=row.sent_at, due_at=row.due_at
        )
        for row in queries.waiting_rows(
            actor=actor,
            answering=(AdviceStage.SENT, AdviceStage.ACCEPTED, AdviceStage.OVERDUE),
            asking=(AdviceStage.DISCLOSED, AdviceStage.ANSWERED),
        )[:50]
    ]


def waiting_profiles(actor: Actor) -> list[WaitingItem]:
    """List who waits to be vouched for, and the own profile when its year ends."""
    found = [
        WaitingItem(title=str(row), url=row.get_absolute_url(), since=row.updated_at)
        for row in queries.awaiting_rows(actor=actor)[:50]
    ]
    own = queries.expert_of(actor=actor)
    if own is not None and own.stage == ExpertStage.LISTED and own.reminded_at:
        url = reverse("experts:expert-mine")
        found.append(
            WaitingItem(title=str(own), url=url, since=own.reminded_at, due_at=own.due_at)
        )
    return found


def _tell(
    people: Iterable[UUID], fact: Fact, url: str, values: Mapping[str, str], at: datetime
) -> None:
    # Each fact is told once; the same step taken again later is another fact.
    key = f"{fact.code}:{fact.subject_id}:{at.isoformat()}"
    tell(people=people, topic=fact.code, key=key, url=url, values=values, at=at)
