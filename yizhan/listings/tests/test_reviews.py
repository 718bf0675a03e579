"""Reviewing: who may decide, on what, by which answers, and what is kept of it."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.db import DatabaseError, transaction
from django.test import Client

from yizhan.audit.models import Entry
from yizhan.directory import services as directory
from yizhan.directory.models import Membership
from yizhan.directory.queries import actor_of_membership
from yizhan.kernel.actors import Actor, machine
from yizhan.kernel.refusals import Refused, Stale
from yizhan.listings import queries, services
from yizhan.listings.models import Decision, Listing, Review, Submission
from yizhan.listings.permissions import open_steps
from yizhan.listings.rules import Checklist, Given
from yizhan.listings.tests.factories import (
    AT,
    NEED,
    actor_of,
    make_checklist,
    make_draft,
    make_organisation,
    make_person,
    make_published,
    make_reviewer,
    make_submitted,
    publish,
    sign_in,
)

pytestmark = pytest.mark.django_db


def codes(caught: pytest.ExceptionInfo[Refused]) -> set[str]:
    """Name the reasons of a refusal."""
    return {refusal.code for refusal in caught.value.refusals}


def staffed(role: str = "reviewer", **values: Any) -> tuple[Actor, Membership]:
    """Store an office with one person in a role."""
    office = make_organisation(
        **{"kind": "government", "level": "province", "size": "", "region_id": "330000"}
        | values
    )
    held = Membership.objects.create(
        person=make_person(), organisation=office, role=role, created_at=AT
    )
    return actor_of_membership(held), held


def proposed() -> tuple[Listing, Actor]:
    """Store an offer that one reviewer has proposed."""
    listing, first = make_submitted(kind="offer"), make_reviewer("21")
    services.propose_listing(
        actor=first, listing_id=listing.id, checklist=make_checklist(listing), at=AT
    )
    listing.refresh_from_db()
    return listing, first


def countersign(listing: Listing, actor: Actor) -> Listing:
    """Confirm with every answer given."""
    return services.countersign_listing(
        actor=actor, listing_id=listing.id, checklist=make_checklist(listing), at=AT
    )


def test_every_submission_keeps_its_text_by_number() -> None:
    """And nobody rewrites it."""
    owner, reviewer = actor_of(make_organisation()), make_reviewer()
    need = make_submitted(owner)
    reasons = {"title": "请写明材料。"}
    services.return_listing(actor=reviewer, listing_id=need.id, reasons=reasons, at=AT)
    values = {**NEED, "title": "双相不锈钢叶轮低温表面强化"}
    services.save_draft(actor=owner, listing_id=need.id, values=values, version=None, at=AT)
    services.submit_listing(actor=owner, listing_id=need.id, at=AT)
    kept = list(Submission.objects.filter(listing=need))
    assert [row.number for row in kept] == [1, 2]
    assert [row.content["title"] for row in kept] == [NEED["title"], values["title"]]
    for change in (kept[0].save, kept[0].delete):
        with pytest.raises(DatabaseError), transaction.atomic():
            change()


def test_what_an_import_has_published_is_kept_when_it_is_revised() -> None:
    """So that the next review can be compared with what stood in public."""
    owner = actor_of(make_organisation())
    need = make_published(owner)
    Listing.objects.filter(id=need.id).update(title="批量导入后改过的标题")
    services.revise_listing(actor=owner, listing_id=need.id, at=AT)
    latest = queries.submissions_of(need)[0]
    assert (latest.number, latest.origin) == (2, "public")
    services.submit_listing(actor=owner, listing_id=need.id, at=AT)
    before = queries.published_before(need, 3)
    assert before is not None
    assert before.number == 2


@pytest.mark.parametrize(
    ("answers", "expected"),
    [
        ({}, {"listings.item_unanswered"}),
        (
            {"forged": Given(answer="yes")},
            {"listings.unknown_item", "listings.item_unanswered"},
        ),
        ({"identity": Given(answer="maybe")}, {"listings.unknown_value"}),
        ({"identity": Given(answer="no")}, {"listings.item_denied"}),
        ({"contact": Given(answer="yes")}, {"listings.item_needs_note"}),
        ({"identity": Given(answer="yes", note="长" * 501)}, {"listings.too_long"}),
    ],
)
def test_only_a_whole_and_honest_checklist_publishes(
    answers: dict[str, Given], expected: set[str]
) -> None:
    """Nobody stands for the house here, so the machine says no to the contact."""
    need, reviewer = make_submitted(), make_reviewer()
    whole = make_checklist(need)
    filled = (
        {**whole.answers, **answers}
        if len(answers) == 1 and "forged" not in answers
        else answers
    )
    with pytest.raises(Refused) as caught:
        services.publish_listing(
            actor=reviewer,
            listing_id=need.id,
            checklist=Checklist(edition=whole.edition, answers=filled),
            at=AT,
        )
    assert expected <= codes(caught)
    assert not Decision.objects.exists()


def test_an_old_checklist_decides_nothing() -> None:
    """Questions that have changed since are asked again."""
    need = make_submitted()
    old = replace(make_checklist(need), edition="0.9")
    with pytest.raises(Refused) as caught:
        services.publish_listing(
            actor=make_reviewer(), listing_id=need.id, checklist=old, at=AT
        )
    assert codes(caught) == {"listings.checklist_changed"}


def test_a_no_becomes_the_reason_of_its_field() -> None:
    """Where nobody wrote one; and the answers stay with the decision."""
    need = make_submitted()
    given = make_checklist(need, note="", problem="no")
    returned = services.return_listing(
        actor=make_reviewer(), listing_id=need.id, reasons={}, checklist=given, at=AT
    )
    assert "请写明使用工况" in returned.return_reasons["summary"]
    decision = Decision.objects.get()
    assert decision.reasons == returned.return_reasons
    assert {"code": "problem", "answer": "no", "machine": "", "note": ""} in decision.answers
    with pytest.raises(DatabaseError), transaction.atomic():
        Decision.objects.update(verdict="published")


def test_a_reason_of_ten_thousand_characters_is_refused() -> None:
    """With the field it stands in."""
    need = make_submitted()
    with pytest.raises(Refused) as caught:
        services.return_listing(
            actor=make_reviewer(), listing_id=need.id, reasons={"title": "长" * 10_000}, at=AT
        )
    assert [(r.code, r.place) for r in caught.value.refusals] == [
        ("listings.too_long", "title")
    ]


def test_public_money_takes_two_people() -> None:
    """One proposes, another confirms; both offices stand in the trail."""
    listing = make_submitted(kind="offer")
    with pytest.raises(Refused) as caught:
        services.publish_listing(
            actor=make_reviewer("21"),
            listing_id=listing.id,
            checklist=make_checklist(listing),
            at=AT,
        )
    assert codes(caught) == {"listings.needs_second_eyes"}
    listing, first = proposed()
    second = make_reviewer("21")
    assert open_steps(second, listing) == ["countersign", "return"]
    assert countersign(listing, second).stage == "published"
    fact = Entry.objects.get(subject_id=listing.id, code="listings.published")
    assert len(set(fact.facts["offices"])) == 2
    assert Decision.objects.filter(verdict="proposed").get().person_id == first.person_id


def test_the_database_knows_public_money_too() -> None:
    """Whatever program writes."""
    listing = make_submitted(kind="offer")
    with pytest.raises(DatabaseError), transaction.atomic():
        Listing.objects.filter(id=listing.id).update(stage="published", published_at=AT)


def test_the_second_is_another_person_of_the_same_or_a_higher_reach() -> None:
    """Not the first in another role, not a lesser office, not the house itself."""
    listing, first = proposed()
    other_role = replace(make_reviewer("21"), person_id=first.person_id)
    for actor, code in (
        (other_role, "listings.same_eyes"),
        (make_reviewer("2102"), "listings.lesser_reach"),
    ):
        with pytest.raises(Refused) as caught:
            countersign(listing, actor)
        assert codes(caught) == {code}
        with pytest.raises(Refused):
            services.return_listing(
                actor=actor, listing_id=listing.id, reasons={"title": "请改写"}, at=AT
            )
    person = make_person()
    Membership.objects.create(
        person=person, organisation=listing.organisation, role="member", created_at=AT
    )
    with pytest.raises(Refused) as caught:
        countersign(listing, replace(make_reviewer("21"), person_id=person.id))
    assert codes(caught) == {"listings.own_review"}
    assert countersign(listing, make_reviewer("")).stage == "published"


def test_the_second_may_send_it_back() -> None:
    """To the owner, with reasons; the next submission begins with a first reviewer again."""
    listing, _first = proposed()
    back = services.return_listing(
        actor=make_reviewer("21"), listing_id=listing.id, reasons={"ip": "请补充。"}, at=AT
    )
    assert back.stage == "returned"
    assert [row.verdict for row in queries.decisions_of(listing)] == ["returned", "proposed"]


def test_what_is_taken_is_not_anybody_elses_until_the_time_is_over() -> None:
    """Neither to take nor to decide; afterwards it is free again."""
    need, mine, other = make_submitted(), make_reviewer(), make_reviewer()
    services.take_review(actor=mine, listing_id=need.id, at=AT)
    for act in (
        lambda at: services.take_review(actor=other, listing_id=need.id, at=at),
        lambda at: services.return_listing(
            actor=other, listing_id=need.id, reasons={"title": "请改写"}, at=at
        ),
    ):
        with pytest.raises(Refused) as caught:
            act(AT + timedelta(hours=23))
        assert codes(caught) == {"listings.taken_by_other"}
    services.take_review(actor=other, listing_id=need.id, at=AT + timedelta(hours=25))
    services.release_review(actor=other, listing_id=need.id, at=AT + timedelta(hours=26))
    assert Review.objects.get().holder_id is None


def test_who_leaves_the_office_gives_back_what_was_taken() -> None:
    """In the transaction that ends the role."""
    actor, held = staffed()
    need = make_submitted()
    services.take_review(actor=actor, listing_id=need.id, at=AT)
    boss = actor_of(held.organisation, "administrator")
    directory.remove_member(actor=boss, membership_id=held.id, at=AT)
    assert Review.objects.get().holder_id is None
    assert Entry.objects.filter(code="listings.review_released").count() == 1


def test_outsiders_take_and_decide_nothing() -> None:
    """Out of reach it does not exist; the owner may not; the own house is refused."""
    owner = actor_of(make_organisation())
    need = make_submitted(owner)
    with pytest.raises(Listing.DoesNotExist):
        services.take_review(actor=make_reviewer("44"), listing_id=need.id, at=AT)
    with pytest.raises(PermissionDenied):
        services.take_review(actor=owner, listing_id=need.id, at=AT)
    insider = replace(make_reviewer(), organisation_id=owner.organisation_id)
    with pytest.raises(Refused) as caught:
        services.return_listing(
            actor=insider, listing_id=need.id, reasons={"title": "请改写"}, at=AT
        )
    assert codes(caught) == {"listings.own_review"}


def test_an_edit_during_the_review_makes_the_old_page_stale() -> None:
    """Withdrawn, changed and handed in again: what was read is not what would be published."""
    owner, reviewer = actor_of(make_organisation()), make_reviewer()
    need = make_submitted(owner)
    services.take_review(actor=reviewer, listing_id=need.id, at=AT)
    services.withdraw_listing(actor=owner, listing_id=need.id, at=AT)
    services.revise_listing(actor=owner, listing_id=need.id, at=AT)
    services.submit_listing(actor=owner, listing_id=need.id, at=AT)
    with pytest.raises(Stale):
        services.publish_listing(
            actor=reviewer,
            listing_id=need.id,
            checklist=make_checklist(need),
            version=need.version,
            at=AT,
        )
    assert Review.objects.filter(closed_at=None).count() == 1


def test_nobody_decides_twice() -> None:
    """The second is told that the listing has moved on."""
    need = make_submitted()
    publish(need)
    with pytest.raises(Refused) as caught:
        publish(need)
    assert codes(caught) == {"flow.wrong_stage"}


def test_the_clock_leaps_over_holidays_and_tells_once() -> None:
    """Handed in before the National Day week of 2026, five working days end after it."""
    before = datetime(2026, 9, 29, 3, tzinfo=UTC)
    owner = actor_of(make_organisation())
    draft = make_draft(owner)
    services.submit_listing(actor=owner, listing_id=draft.id, at=before)
    review = Review.objects.get()
    assert f"{review.due_on}" > "2026-10-08"
    worker = machine("deadlines", "listings.expire")
    late = datetime(2026, 10, 20, tzinfo=UTC)
    assert queries.overdue_ids(at=before + timedelta(days=9), limit=9) == []
    assert queries.overdue_ids(at=late, limit=9) == [review.pk]
    told = [services.note_overdue(actor=worker, review_id=review.pk, at=late) for _ in "12"]
    assert told == [True, False]
    fact = Entry.objects.get(code="listings.review_overdue")
    assert fact.facts["due_on"] == str(review.due_on)


def test_the_nearest_office_is_asked_and_the_province_where_there_is_none() -> None:
    """An office that would decide on its own is no office."""
    province, _ = staffed()
    city, held = staffed("officer", level="city", region_id="330900")
    need = make_submitted()

    def falls_to(actor: Actor, show: str = "") -> bool:
        rows = queries.waiting_reviews(actor=actor, wanted=queries.Waiting(show=show), at=AT)
        return rows.filter(listing=need).exists()

    assert (falls_to(city), falls_to(province), falls_to(province, "all")) == (
        True,
        False,
        True,
    )
    held.is_active = False
    held.save()
    assert falls_to(province)
    held.is_active = True
    held.save()
    Listing.objects.filter(id=need.id).update(organisation=held.organisation)
    assert falls_to(province)


def test_versions_stand_side_by_side_for_the_house_and_its_reviewers(client: Client) -> None:
    """Words marked, indicators row by row, the reasons to the owner; nobody else compares."""
    house, station = make_organisation(), make_organisation(kind="station_regional")
    owner = actor_of(house)
    need = make_submitted(owner, visibility={"conditions": "parties_only"})
    services.return_listing(
        actor=make_reviewer(),
        listing_id=need.id,
        reasons={},
        checklist=make_checklist(need, problem="no", note=""),
        at=AT,
    )
    rows = [
        *NEED["indicators"],
        {"name": "寿命", "comparator": "ge", "value": "3", "unit": "年"},
    ]
    details = {**NEED["details"], "conditions": "失效叶轮二十件。"}
    values = {**NEED, "indicators": rows, "details": details, "title": f"{NEED['title']}二期"}
    services.save_draft(actor=owner, listing_id=need.id, values=values, version=None, at=AT)
    services.submit_listing(actor=owner, listing_id=need.id, at=AT)
    address = f"/listings/{need.id}/versions/"
    page = sign_in(client, house).get(address).content.decode()
    assert "<ins>二期</ins>" in page
    assert "寿命" in page
    assert "不公开" in page
    assert "请写明使用工况" in page
    assert "机构身份已核实，或已当面核对证照" not in page
    seen = sign_in(Client(), station, "reviewer").get(f"{address}?from=1&to=2").content.decode()
    assert "机构身份已核实，或已当面核对证照" in seen
    assert sign_in(Client(), make_organisation()).get(address).status_code == 404
    publish(Listing.objects.get(id=need.id))
    assert sign_in(Client(), make_organisation()).get(address).status_code == 403
