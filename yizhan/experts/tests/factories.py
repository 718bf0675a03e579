"""Plain functions that make experts and requests, through the services."""

from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import UUID

from yizhan.directory import queries as directory
from yizhan.directory.models import Organisation
from yizhan.directory.tests.factories import make_member, make_organisation
from yizhan.experts import services
from yizhan.experts.models import Advice, Expert
from yizhan.experts.services.clocks import WORKER
from yizhan.kernel.actors import Actor

# A Monday morning in Beijing.
AT = datetime(2026, 11, 23, 2, 0, tzinfo=UTC)
VALUES: dict[str, Any] = {
    "name": "闻潮生",
    "title": "教授",
    "department": "表面工程研究所",
    "degree": "doctor",
    "fields": ["03", "05"],
    "industries": ["C34"],
    "keywords": ["低温渗氮", "海水泵叶轮", "冲蚀"],
    "problems": "海洋装备过流部件的冲蚀与空蚀，低温表面强化工艺的选择与试验方法。",
    "languages": ["zh", "en"],
    "works": [
        {
            "kind": "patent",
            "title": "一种叶轮低温渗氮方法",
            "year": 2021,
            "identifier": "ZL202110123456.7",
        }
    ],
    "modes": ["written", "call"],
    "hours": 8,
    "fee": "free",
}


def acting(organisation: Organisation, role: str = "member") -> Actor:
    """Return the actor of a new person in a role."""
    return directory.actor_of_membership(make_member(organisation, role))


def make_draft(
    home: Organisation | None = None, *, actor: Actor | None = None, **values: Any
) -> tuple[Expert, Actor]:
    """Begin a profile and fill it; returned with its person."""
    home = home or make_organisation(kind="university", size="")
    person = actor or acting(home)
    expert = services.open_profile(actor=person, organisation_id=home.id, at=AT)
    expert = services.edit_expert(
        actor=person,
        expert_id=expert.id,
        values={**VALUES, **values},
        version=expert.version,
        at=AT,
    )
    return expert, person


def make_waiting(home: Organisation | None = None, **values: Any) -> tuple[Expert, Actor]:
    """Make a profile that waits for its home."""
    expert, person = make_draft(home, **values)
    return services.submit_expert(
        actor=person, expert_id=expert.id, consents=True, at=AT
    ), person


def make_listed(
    home: Organisation | None = None, *, at: datetime = AT, **values: Any
) -> tuple[Expert, Actor]:
    """Make a public profile."""
    expert, person = make_waiting(home, **values)
    vouching = acting(expert.organisation, "administrator")
    return services.vouch_expert(actor=vouching, expert_id=expert.id, at=at), person


def make_question(**values: Any) -> services.Question:
    """Return a question nothing stands against."""
    return services.Question(
        **{
            "title": "海水泵叶轮半年点蚀怎么办",
            "question": "双相钢叶轮在含沙海水中半年点蚀，低温渗氮后能否保持耐蚀，层深多少？",
            "form": "written",
            "wished_by": date(2026, 12, 20),
            **values,
        }
    )


def make_asker(**values: Any) -> Actor:
    """Return a member of a verified enterprise."""
    return acting(make_organisation(**values))


def make_sent(
    expert: Expert | None = None, asker: Actor | None = None, *, at: datetime = AT, **asked: Any
) -> tuple[Advice, Actor, Actor]:
    """Send a question; returned with asker and expert."""
    if expert is None:
        expert, _person = make_listed()
    asker = asker or make_asker()
    (advice,) = services.send_requests(
        actor=asker, expert_ids=[expert.id], asked=make_question(**asked), at=at
    )
    return advice, asker, person_of(expert)


def make_accepted(*, at: datetime = AT, **asked: Any) -> tuple[Advice, Actor, Actor]:
    """Let the expert accept for a week later."""
    advice, asker, person = make_sent(at=at, **asked)
    advice = accept(advice, person, at=at)
    return advice, asker, person


def accept(advice: Advice, person: Actor, *, at: datetime = AT, **values: Any) -> Advice:
    """Accept without a conflict."""
    return services.accept_request(
        actor=person,
        advice_id=advice.id,
        at=at,
        **{"promised_on": (at + timedelta(days=7)).date(), "is_none": True, **values},
    )


def make_answered() -> tuple[Advice, Actor, Actor]:
    """Let the expert answer."""
    advice, asker, person = make_accepted()
    text = "可以：四百度以下离子渗氮，白亮层控制在八微米内，先做盐雾与旋转冲蚀对比试验。"
    return (
        services.answer_request(
            actor=person, advice_id=advice.id, text=text, at=AT + timedelta(days=2)
        ),
        asker,
        person,
    )


def person_of(expert: Expert) -> Actor:
    """Return the expert acting as itself."""
    return directory.actor_for(person=expert.person)


def tick(ids: Sequence[UUID], at: datetime) -> list[bool]:
    """Let the clock strike for requests."""
    return [services.due_advice(actor=WORKER, advice_id=pk, at=at) for pk in ids]
