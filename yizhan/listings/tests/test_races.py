"""Several at once: one listing for one key, numbers without gaps, one winner for one step."""

import uuid
from datetime import timedelta
from typing import Any

import pytest

from tests.racing import at_once
from yizhan.audit.models import Entry
from yizhan.kernel.actors import machine
from yizhan.kernel.refusals import Refused
from yizhan.listings import services
from yizhan.listings.models import Confirmation, Decision, Listing
from yizhan.listings.tests.factories import (
    AT,
    NEED,
    actor_of,
    make_checklist,
    make_organisation,
    make_published,
    make_reviewer,
    make_submitted,
)

pytestmark = [pytest.mark.usefixtures("committed"), pytest.mark.slow]


def test_a_key_makes_one_listing_even_at_the_same_moment() -> None:
    """The loser of the race gets the winner's listing."""
    owner, key = actor_of(make_organisation()), uuid.uuid4()

    def create(_number: int) -> uuid.UUID:
        return services.create_draft(actor=owner, kind="need", values=NEED, key=key, at=AT).id

    assert len(set(at_once(create, 6))) == 1
    assert Listing.objects.count() == 1


def test_numbers_have_neither_gaps_nor_twins() -> None:
    """The row of the range is the queue."""
    owner = actor_of(make_organisation())

    def create(_number: int) -> str:
        return services.create_draft(actor=owner, kind="need", values=NEED, at=AT).number

    numbers = sorted(at_once(create, 8))
    assert [int(number[-6:]) for number in numbers] == list(range(1, 9))


def test_one_of_two_who_take_a_step_wins() -> None:
    """The other is told that the listing has moved on."""
    owner = actor_of(make_organisation())
    need = make_published(owner)

    def conclude(_number: int) -> Any:
        return services.conclude_listing(
            actor=owner, listing_id=need.id, version=need.version, at=AT
        )

    answers = at_once(conclude, 2)
    assert sorted(isinstance(answer, Refused) for answer in answers) == [False, True]


def test_one_of_two_second_pairs_of_eyes_wins() -> None:
    """Both read the same proposal; one decision ends it."""
    offer = make_submitted(kind="offer")
    checklist = make_checklist(offer)
    first, seconds = make_reviewer("21"), [make_reviewer("21") for _ in range(2)]
    given: dict[str, Any] = {"listing_id": offer.id, "checklist": checklist, "at": AT}
    version = services.propose_listing(actor=first, **given).version

    def confirm(number: int) -> Any:
        return services.countersign_listing(actor=seconds[number], version=version, **given)

    answers = at_once(confirm, 2)
    assert sorted(isinstance(answer, Refused) for answer in answers) == [False, True]
    assert Decision.objects.filter(verdict="published").count() == 1


def test_one_of_two_who_take_the_same_review_has_it() -> None:
    """The other is told who was faster."""
    need, reviewers = make_submitted(), [make_reviewer() for _ in range(3)]

    def take(number: int) -> Any:
        return services.take_review(actor=reviewers[number], listing_id=need.id, at=AT)

    answers = at_once(take, 3)
    assert sorted(isinstance(answer, Refused) for answer in answers) == [False, True, True]


def test_two_deadline_workers_close_a_listing_once() -> None:
    """Whoever comes second finds it closed."""
    need = make_published(deadline="2026-06-30")
    worker = machine("deadlines", "listings.expire")
    late = AT.replace(year=2027)

    def expire(_number: int) -> bool:
        return services.expire_listing(actor=worker, listing_id=need.id, at=late)

    assert sorted(at_once(expire, 3)) == [False, False, True]


def test_eight_workers_ask_about_each_listing_once() -> None:
    """Rows that another worker holds are skipped, and what it did is seen afterwards."""
    house = make_organisation()
    owner = actor_of(house)
    ids = [make_published(owner, deadline=None).id for _one in range(6)]
    worker = machine("deadlines", "listings.expire")
    at = AT + timedelta(days=31)

    def work(_number: int) -> int:
        return services.fade_listings(
            actor=worker,
            organisation_id=house.id,
            listing_ids=ids,
            at=at,
        )

    assert sum(at_once(work, 8)) == 6
    assert Confirmation.objects.count() == 6
    assert Entry.objects.filter(code="listings.confirmation_asked").count() == 6


def test_a_word_and_a_worker_do_not_cross() -> None:
    """Whoever is first, a listing that was confirmed now is neither demoted nor hidden."""
    owner = actor_of(make_organisation())
    need = make_published(owner, deadline=None)
    worker = machine("deadlines", "listings.expire")
    given: dict[str, Any] = {"organisation_id": need.organisation_id, "listing_ids": [need.id]}
    for days in (30, 44, 60):
        services.fade_listings(actor=worker, at=AT + timedelta(days=days), **given)
    at = AT + timedelta(days=90)

    def work(number: int) -> Any:
        if number:
            return services.fade_listings(actor=worker, at=at, **given)
        return services.confirm_listing(actor=owner, listing_id=need.id, at=at)

    at_once(work, 4)
    need.refresh_from_db()
    assert (need.stage, need.demoted_at, need.confirmed_at) == ("published", None, at)
