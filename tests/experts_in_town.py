"""Experts in the town: one public, one waiting, one prepared, and requests in every hand."""

from datetime import timedelta
from typing import TYPE_CHECKING, Any
from uuid import UUID

from yizhan.directory.models import Organisation
from yizhan.experts import services
from yizhan.experts.models import Advice
from yizhan.experts.tests.factories import VALUES, acting
from yizhan.kernel.actors import Actor

if TYPE_CHECKING:
    from tests.town import Town


def settle_experts(town: "Town") -> None:
    """Make `other_member` a public expert whom others have asked."""
    mill = Organisation.objects.get(pk=town.ids["mill"])
    rival = Organisation.objects.get(pk=town.ids["rival"])
    expert, listed = town.actors["other_member"], "expert.listed"
    town.ids[listed] = _handed_in(town, expert, rival)
    services.vouch_expert(
        actor=acting(rival, "administrator"), expert_id=town.ids[listed], at=town.at
    )
    town.ids["expert.waiting"] = _handed_in(town, acting(mill), mill)
    prepared = services.PreparedRow(values=VALUES, email=town.emails["account"])
    (made,) = services.prepare_experts(
        [prepared], actor=town.actors["administrator"], at=town.at
    )
    assert made.expert_id is not None
    town.ids["expert.prepared"] = made.expert_id
    answered = _accepted(town, town.actors["member"])
    text = "可以：四百度以下离子渗氮，白亮层控制在八微米内。"
    services.answer_request(actor=expert, advice_id=answered.id, text=text, at=town.at)
    town.ids["advice.answered"] = answered.id
    town.ids["advice.sent"] = _sent(town, town.actors["member"]).id
    town.ids["advice.accepted"] = _accepted(town, town.actors["scholar"]).id
    disclosed = _sent(town, town.actors["adviser"])
    services.accept_request(
        actor=expert,
        advice_id=disclosed.id,
        promised_on=(town.at + timedelta(days=7)).date(),
        is_none=False,
        relations=["shares"],
        at=town.at,
    )
    town.ids["advice.disclosed"] = disclosed.id


def _handed_in(town: "Town", actor: Actor, home: Organisation) -> UUID:
    given: dict[str, Any] = {"actor": actor, "at": town.at}
    expert = services.open_profile(organisation_id=home.id, **given)
    services.edit_expert(expert_id=expert.id, values=VALUES, version=None, **given)
    services.submit_expert(expert_id=expert.id, consents=True, **given)
    return expert.id


def _sent(town: "Town", asker: Actor) -> Advice:
    asked = services.Question(
        title="叶轮渗氮层深做到多少",
        question="双相钢叶轮在含沙海水中半年点蚀，低温渗氮后能否保持耐蚀？",
        form="written",
        wished_by=(town.at + timedelta(days=20)).date(),
    )
    (advice,) = services.send_requests(
        actor=asker, expert_ids=[town.ids["expert.listed"]], asked=asked, at=town.at
    )
    return advice


def _accepted(town: "Town", asker: Actor) -> Advice:
    advice = _sent(town, asker)
    return services.accept_request(
        actor=town.actors["other_member"],
        advice_id=advice.id,
        promised_on=(town.at + timedelta(days=7)).date(),
        is_none=True,
        at=town.at,
    )
