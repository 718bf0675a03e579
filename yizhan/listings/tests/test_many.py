"""Many at once: each a verb call of its own, and what is in doubt is left for a look."""

from typing import Any

import pytest
from django.test import Client

from yizhan.audit.models import Entry
from yizhan.kernel.actors import Actor
from yizhan.listings import rules, services
from yizhan.listings.checklists import edition_on
from yizhan.listings.models import Decision, Listing
from yizhan.listings.queries import look_through
from yizhan.listings.rules.doubts import doubts, filled_in, shared_questions
from yizhan.listings.stages import Stage
from yizhan.listings.tests.factories import (
    AT,
    OFFER,
    actor_of,
    make_draft,
    make_organisation,
    make_reviewer,
    make_submitted,
    sign_in,
)

EDITION = edition_on(rules.day_of(AT))
YES = {item.code: rules.Given(answer="yes") for item in EDITION.items}


def owner() -> Actor:
    """Return somebody of a verified house that can be reached."""
    house = make_organisation()
    from_house = actor_of(house)
    sign_in(Client(), house)
    return from_house


def different(number: int) -> dict[str, str]:
    """Return texts that nobody takes for one another."""
    texts = [
        (
            "潮汐水轮机导叶密封",
            "轴端漏水每月一次，橡胶圈被泥沙磨穿，需要耐磨可在线更换的密封。",
        ),
        (
            "锂电隔膜涂布在线测厚",
            "射线仪表采样太慢，边缘超差发现时已收卷，希望逐毫秒读出厚度数值。",
        ),
        (
            "冷链车厢蓄冷板换热",
            "开门后舱温回升快，蓄冷板结霜，四小时内须把它守在零下十八度以下。",
        ),
        (
            "蚕丝蛋白止血海绵",
            "动物试验完成，量产冻干批次间孔径差别大，求连续制备与灭菌的做法。",
        ),
    ]
    title, summary = texts[number]
    return {"title": f"{title}的改进", "summary": summary}


def test_what_a_machine_denies_or_cannot_tell_is_a_doubt() -> None:
    """A person's questions are none; an answer "not applicable" is none either."""
    items = EDITION.items_for("offer")
    yes = {item.code: "not_applicable" for item in items if item.machine}
    plain: dict[str, Any] = {"against": (), "twins": 0, "claims": 0}
    assert not doubts(items, yes, **plain)
    denied = doubts(items, {**yes, "ip_number": "no"}, **plain)
    assert [item.code for item in denied.denied] == ["ip_number"]
    untold = doubts(items, {k: v for k, v in yes.items() if k != "security"}, **plain)
    assert [item.code for item in untold.untold] == ["security"]
    assert doubts(items, yes, **{**plain, "twins": 1})
    assert doubts(items, yes, **{**plain, "claims": 2})


def test_a_person_cannot_answer_for_the_machine() -> None:
    """And the machine not for the person."""
    items = EDITION.items_for("need")
    filled = filled_in(items, {"identity": "yes"}, YES, edition="1.0").answers
    assert filled["identity"].answer == "yes"
    assert filled["quantified"].answer == ""
    assert filled["problem"].answer == "yes"
    assert {item.code for item in shared_questions(items)} >= {"problem", "single"}


@pytest.mark.django_db
def test_one_refused_draft_does_not_stop_the_others() -> None:
    """Each has its fact; what is not the actor's is not there."""
    mine = owner()
    drafts = [make_draft(mine, **different(n)) for n in range(2)]
    short = make_draft(mine, title="短")
    foreign = make_draft()
    wanted = [(row.id, row.version) for row in [short, drafts[0], foreign, drafts[1]]]
    found = services.submit_listings(actor=mine, wanted=wanted, at=AT)
    assert [outcome.stage for outcome in found] == ["", "submitted", "", "submitted"]
    assert "listings.title_too_short" in {refusal.code for refusal in found[0].refusals}
    assert [refusal.code for refusal in found[2].refusals] == ["listings.not_there"]
    facts = Entry.objects.filter(code="listings.submitted")
    assert facts.filter(subject_id__in=[row.id for row in drafts]).count() == 2


@pytest.mark.django_db
def test_each_of_many_gets_its_own_decision_and_the_doubtful_none() -> None:
    """A wide price is for a look; public money goes to a second person."""
    mine = owner()
    plain = make_submitted(mine, **different(0))
    wide = make_submitted(mine, **different(1), price_min="10000", price_max="9000000")
    details = {**OFFER["details"], "ip": []}
    funded = make_submitted(mine, "offer", **different(2), region="330900", details=details)
    first = make_reviewer()
    wanted = [(row.id, row.version) for row in (wide, plain, funded)]
    given: dict[str, Any] = {"edition": EDITION.code, "answers": YES, "at": AT}
    found = services.review_listings(actor=first, wanted=wanted, **given)
    assert [outcome.stage for outcome in found] == ["", Stage.PUBLISHED, Stage.PROPOSED]
    assert [refusal.code for refusal in found[0].refusals] == ["listings.needs_own_look"]
    decision = Decision.objects.get(submission__listing=plain)
    machine = {row["code"]: row["machine"] for row in decision.answers}
    assert len(machine) == len(EDITION.items_for("need"))
    assert (machine["quantified"], machine["problem"]) == ("yes", "")
    again = [(funded.id, funded.version + 1)]
    same = services.review_listings(actor=first, wanted=again, **given)
    assert [refusal.code for refusal in same[0].refusals] == ["listings.same_eyes"]
    second = services.review_listings(actor=make_reviewer(), wanted=again, **given)
    assert second[0].stage == Stage.PUBLISHED


@pytest.mark.django_db
def test_an_unanswered_question_lets_nothing_through() -> None:
    """Also where the version that was read is not the one that stands."""
    waiting = make_submitted(owner(), **different(3))
    reviewer = make_reviewer()
    given: dict[str, Any] = {"actor": reviewer, "edition": EDITION.code, "at": AT}
    wanted = [(waiting.id, waiting.version)]
    none = services.review_listings(wanted=wanted, answers={}, **given)
    assert "listings.item_unanswered" in {refusal.code for refusal in none[0].refusals}
    stale = services.review_listings(wanted=[(waiting.id, 1)], answers=YES, **given)
    assert [refusal.code for refusal in stale[0].refusals] == ["version.stale"]
    assert Listing.objects.get(id=waiting.id).stage == Stage.SUBMITTED


@pytest.mark.django_db
def test_what_is_alike_and_undecided_is_opened_alone() -> None:
    """For whoever sees both."""
    first = make_submitted(owner(), **different(0))
    second = make_submitted(owner(), **different(0))
    found = look_through([second], actor=make_reviewer(), edition=EDITION, at=AT)
    assert found[0].doubts.twins == 1
    assert first.id != second.id


@pytest.mark.django_db
def test_the_pages_say_what_is_ready_and_take_what_is_ticked(client: Client) -> None:
    """Nonsense among the ticks is passed over."""
    house = make_organisation()
    alice = sign_in(client, house)
    ready = make_draft(actor_of(house), **different(1))
    make_draft(actor_of(house), title="短")
    page = alice.get("/my/listings/submitting/").content.decode()
    assert f"{ready.id}:{ready.version}" in page
    assert page.count('name="listing"') == 1
    ticked = {"listing": ["x", f"{ready.id}:１", f"{ready.id}:{ready.version}"], "kind": "need"}
    answer = alice.post("/my/listings/submitting/submit/", ticked)
    assert (answer.status_code, answer["Location"]) == (
        302,
        "/my/listings/submitting/?kind=need",
    )
    assert Listing.objects.get(id=ready.id).stage == Stage.SUBMITTED
    bob = sign_in(
        Client(), make_organisation(kind="station_regional", region_id="330000"), "reviewer"
    )
    page = bob.get("/review/many/?kind=need").content.decode()
    assert f"{ready.id}:{ready.version + 1}" in page
