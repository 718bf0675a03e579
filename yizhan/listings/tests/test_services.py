"""The verbs: one happy road whole, and what stands against each step."""

import uuid
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.db import DatabaseError, transaction

from yizhan.audit.models import Entry
from yizhan.kernel.actors import machine
from yizhan.kernel.refusals import Refused, Stale
from yizhan.listings import services
from yizhan.listings.models import Listing
from yizhan.listings.rules import Checklist
from yizhan.listings.stages import Stage
from yizhan.listings.tests.factories import (
    AT,
    NEED,
    actor_of,
    make_checklist,
    make_draft,
    make_organisation,
    make_published,
    make_reviewer,
    make_submitted,
    publish,
)

pytestmark = pytest.mark.django_db


def codes_of(listing: Listing) -> list[str]:
    """Return what happened to the listing, oldest first."""
    rows = Entry.objects.filter(subject_id=listing.id).order_by("seq")
    return list(rows.values_list("code", flat=True))


def test_a_need_goes_the_whole_road_and_leaves_a_fact_at_every_step() -> None:
    """Draft, review, talks, agreement."""
    owner, reviewer = actor_of(make_organisation()), make_reviewer("33")
    need = make_draft(owner)
    services.submit_listing(actor=owner, listing_id=need.id, at=AT)
    services.return_listing(
        actor=reviewer, listing_id=need.id, reasons={"title": "请写明材料。"}, at=AT
    )
    services.save_draft(
        actor=owner,
        listing_id=need.id,
        values={**NEED, "title": "双相不锈钢叶轮低温表面强化"},
        version=3,
        at=AT,
    )
    services.submit_listing(actor=owner, listing_id=need.id, at=AT)
    publish(need, reviewer=reviewer)
    services.start_talks(actor=owner, listing_id=need.id, at=AT)
    services.reopen_listing(actor=owner, listing_id=need.id, at=AT)
    services.confirm_listing(actor=owner, listing_id=need.id, at=AT)
    done = services.conclude_listing(actor=owner, listing_id=need.id, at=AT)
    assert (done.stage, done.concluded_at, done.return_reasons) == ("concluded", AT, {})
    assert codes_of(need) == [
        "listings.created",
        "listings.submitted",
        "listings.returned",
        "listings.changed",
        "listings.submitted",
        "listings.published",
        "listings.talks_started",
        "listings.reopened",
        "listings.confirmed",
        "listings.concluded",
    ]
    changed = Entry.objects.get(subject_id=need.id, code="listings.changed")
    assert changed.facts["fields"] == ["title"]
    assert done.version == 10


def test_numbers_run_without_gaps_by_kind_province_and_year() -> None:
    """The counter is a row, so a rolled-back draft gives its number back."""
    owner = actor_of(make_organisation())
    first = make_draft(owner)
    with transaction.atomic():
        make_draft(owner)
        transaction.set_rollback(True)
    second = make_draft(owner)
    offer = make_draft(owner, "offer")
    assert [first.number, second.number] == ["XQ-33-2026-000001", "XQ-33-2026-000002"]
    assert offer.number == "CG-21-2026-000001"
    assert second.serial > first.serial


def test_the_same_form_sent_twice_makes_one_listing() -> None:
    """The second answer is the first one's."""
    owner, key = actor_of(make_organisation()), uuid.uuid4()

    def send() -> Listing:
        return services.create_draft(actor=owner, kind="need", values=NEED, key=key, at=AT)

    assert send().id == send().id
    assert Listing.objects.count() == 1


def test_a_stale_version_is_refused_and_nothing_is_lost() -> None:
    """The second editor is told which version is current."""
    owner = actor_of(make_organisation())
    need = make_draft(owner)

    def save(title: str, version: int) -> Listing:
        return services.save_draft(
            actor=owner,
            listing_id=need.id,
            values={**NEED, "title": title},
            version=version,
            at=AT,
        )

    save("第一位编辑写下的标题", 1)
    with pytest.raises(Stale) as caught:
        save("第二位编辑写下的标题", 1)
    assert (caught.value.seen, caught.value.current) == (1, 2)
    assert Listing.objects.get(id=need.id).title == "第一位编辑写下的标题"
    # The same text from the older version changes nothing, so nobody is disturbed.
    assert save("第一位编辑写下的标题", 1).version == 2


def test_a_reviewer_decides_on_the_version_that_was_read() -> None:
    """A text that changed between reading and deciding is read again."""
    owner, reviewer = actor_of(make_organisation()), make_reviewer()
    need = make_submitted(owner)
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


def test_public_text_cannot_be_edited_in_place() -> None:
    """It must be taken off the site first."""
    owner = actor_of(make_organisation())
    need = make_published(owner)
    with pytest.raises(Refused) as caught:
        services.save_draft(actor=owner, listing_id=need.id, values=NEED, version=None, at=AT)
    assert caught.value.refusals[0].code == "flow.wrong_stage"


def test_nobody_reviews_the_own_organisation() -> None:
    """Not even somebody who may review everything."""
    organisation = make_organisation()
    need = make_submitted(actor_of(organisation))
    self_reviewer = actor_of(organisation, "site_administrator", region="")
    with pytest.raises(Refused) as caught:
        publish(need, reviewer=self_reviewer)
    assert "listings.own_review" in {refusal.code for refusal in caught.value.refusals}


@pytest.mark.parametrize(
    ("verb", "values"),
    [
        (services.publish_listing, {"checklist": Checklist(edition="1.0", answers={})}),
        (services.return_listing, {"reasons": {"title": "不清楚"}}),
    ],
)
def test_the_owner_cannot_decide_and_a_stranger_cannot_even_see(verb: Any, values: Any) -> None:
    """403 for the one, DoesNotExist for the other."""
    owner = actor_of(make_organisation())
    need = make_submitted(owner)
    with pytest.raises(PermissionDenied):
        verb(actor=owner, listing_id=need.id, at=AT, **values)
    for stranger in (actor_of(make_organisation()), make_reviewer("44")):
        with pytest.raises(Listing.DoesNotExist):
            verb(actor=stranger, listing_id=need.id, at=AT, **values)


def test_a_return_needs_a_reason_for_a_field_that_exists() -> None:
    """All complaints about the reasons come at once."""
    need, reviewer = make_submitted(), make_reviewer()
    with pytest.raises(Refused) as caught:
        services.return_listing(
            actor=reviewer,
            listing_id=need.id,
            reasons={"nonsense": "x", "title": "长" * 501},
            at=AT,
        )
    assert {(r.code, r.place) for r in caught.value.refusals} == {
        ("listings.unknown_field", "nonsense"),
        ("listings.too_long", "title"),
    }


def test_a_listing_expires_on_its_day_and_only_once() -> None:
    """The worker may come twice; who was not asked and hidden first is not closed."""
    owner, worker = actor_of(make_organisation()), machine("deadlines", "listings.expire")
    offer = make_published(owner, "offer")
    assert offer.due_at == AT + timedelta(days=365)
    late = AT + timedelta(days=366)
    services.confirm_listing(actor=owner, listing_id=offer.id, at=AT + timedelta(days=300))
    assert not services.expire_listing(actor=worker, listing_id=offer.id, at=late)
    later = AT + timedelta(days=700)
    assert not services.expire_listing(actor=worker, listing_id=offer.id, at=later)
    Listing.objects.filter(id=offer.id).update(stage=Stage.HIDDEN)
    assert services.expire_listing(actor=worker, listing_id=offer.id, at=later)
    assert not services.expire_listing(actor=worker, listing_id=offer.id, at=later)
    assert codes_of(offer).count("listings.expired") == 1
    assert Listing.objects.get(id=offer.id).stage == Stage.EXPIRED


def test_a_need_closes_at_the_end_of_its_deadline_in_beijing() -> None:
    """The 30th of June is over at midnight in Shanghai, 16:00 UTC."""
    need = make_published(deadline="2026-06-30")
    assert need.due_at is not None
    assert need.due_at.astimezone(AT.tzinfo).isoformat() == "2026-06-30T16:00:00+00:00"


def test_the_database_itself_refuses_a_jump_in_the_flow() -> None:
    """Even when nobody asks the services."""
    need = make_draft()
    with pytest.raises(DatabaseError), transaction.atomic():
        Listing.objects.filter(id=need.id).update(stage="published", published_at=AT)


def test_a_person_without_an_organisation_cannot_begin_a_listing() -> None:
    """There would be nobody behind it."""
    nobody = replace(actor_of(make_organisation()), organisation_id=None)
    with pytest.raises(PermissionDenied):
        services.create_draft(actor=nobody, kind="need", values=NEED, at=AT)


def test_unknown_codes_are_named_at_their_field() -> None:
    """A region or an industry that no list knows."""
    owner = actor_of(make_organisation())
    with pytest.raises(Refused) as caught:
        services.create_draft(
            actor=owner,
            kind="need",
            values={**NEED, "region": "999999", "industry": "T99"},
            at=AT,
        )
    assert {refusal.place for refusal in caught.value.refusals} == {"region", "industry"}
