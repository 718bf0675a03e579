"""Asked, reminded, demoted, hidden, expired: what becomes of a listing that nobody confirms."""

from datetime import UTC, datetime, timedelta
from itertools import pairwise
from uuid import UUID

import pytest
from django.core.exceptions import PermissionDenied
from hypothesis import given
from hypothesis import strategies as st

from yizhan.audit.models import Entry
from yizhan.kernel.actors import anonymous, machine
from yizhan.listings import queries, rules, services
from yizhan.listings.models import Confirmation, Listing
from yizhan.listings.permissions import visible_to
from yizhan.listings.stages import Stage
from yizhan.listings.tests.factories import (
    AT,
    actor_of,
    make_organisation,
    make_published,
    make_reviewer,
)

WORKER = machine("deadlines", "listings.expire")
MOMENTS = st.integers(0, 5 * 10**8).map(lambda second: datetime.fromtimestamp(second, UTC))


def run(at: datetime) -> int:
    """Do what the task does at this moment."""
    return sum(
        services.fade_listings(
            actor=WORKER, organisation_id=organisation_id, listing_ids=ids, at=at
        )
        for organisation_id, ids in queries.fading_ids(at=at, limit=100).items()
    )


def codes_of(listing_id: UUID) -> list[str]:
    """Name the facts about the listing after its publication."""
    codes = Entry.objects.filter(subject_id=listing_id).order_by("id")
    return list(codes.values_list("code", flat=True))[3:]


@given(
    kind=st.sampled_from(["need", "offer", "service"]),
    confirmed=MOMENTS,
    days=st.lists(st.floats(-400, 900, allow_nan=False), min_size=2, max_size=12),
)
def test_the_score_only_falls_between_confirmations(
    kind: str, confirmed: datetime, days: list[float]
) -> None:
    """From 100 to 0, whatever the clock does; and the word follows the score."""
    found = [
        rules.freshness(
            kind=kind, confirmed_at=confirmed, at=confirmed + timedelta(days=passed)
        )
        for passed in sorted(days)
    ]
    assert all(0 <= each.score <= 100 for each in found)
    assert all(before.score >= after.score for before, after in pairwise(found))
    order = ["fresh", "ageing", "stale"]
    places = [order.index(each.state) for each in found]
    assert places == sorted(places)


@pytest.mark.parametrize("kind", ["need", "offer", "service"])
def test_the_score_meets_the_timetable(kind: str) -> None:
    """On the day of each step it has the value that the page names."""
    table = rules.TIMETABLES[kind]
    days = (0, table.ask, table.remind, table.demote, table.hide, table.expire)
    assert list(days) == sorted(set(days))
    scores = [
        rules.freshness(kind=kind, confirmed_at=AT, at=AT + timedelta(days=passed)).score
        for passed in days
    ]
    assert scores == [100, 80, 65, 50, 25, 0]


@pytest.mark.django_db
def test_what_nobody_confirms_goes_step_by_step_out_of_sight() -> None:
    """Each step on its day, not before, with a fact; then it closes."""
    need = make_published(deadline="2027-12-31")
    table = rules.TIMETABLES["need"]
    for days, code in (
        (table.ask, "listings.confirmation_asked"),
        (table.remind, "listings.confirmation_reminded"),
        (table.demote, "listings.demoted"),
        (table.hide, "listings.hidden"),
    ):
        day = AT + timedelta(days=days)
        assert run(day - timedelta(minutes=1)) == 0
        assert run(day) == 1
        assert run(day) == 0
        assert codes_of(need.id)[-1] == code
    need.refresh_from_db()
    assert need.stage == Stage.HIDDEN
    assert need.demoted_at == AT + timedelta(days=table.demote)
    end = AT + timedelta(days=table.expire)
    assert queries.due_ids(at=end - timedelta(minutes=1), limit=9) == []
    assert queries.due_ids(at=end, limit=9) == [need.id]
    assert services.expire_listing(actor=WORKER, listing_id=need.id, at=end)
    assert Listing.objects.get(id=need.id).stage == Stage.EXPIRED
    assert run(end + timedelta(days=900)) == 0


@pytest.mark.django_db
def test_hidden_means_hidden_from_all_but_the_house_and_its_reviewers() -> None:
    """The same predicate stands behind page, list, export, index and interface."""
    owner = actor_of(make_organisation())
    need = make_published(owner)
    stranger = actor_of(make_organisation())
    assert queries.listing_rows(actor=anonymous()).filter(id=need.id).exists()
    _hide(need)
    for actor in (anonymous(), stranger, make_reviewer("21")):
        assert not visible_to(actor).filter(id=need.id).exists()
    for actor in (owner, make_reviewer("33")):
        assert visible_to(actor).filter(id=need.id).exists()
    assert list(queries.public_views([need.id])) == []


@pytest.mark.django_db
def test_a_word_of_the_owner_brings_it_back_and_begins_anew() -> None:
    """Published, not demoted, fresh, and asked again after the same time."""
    owner = actor_of(make_organisation())
    need = make_published(owner, deadline=None)
    at = _hide(need)
    back = services.confirm_listing(actor=owner, listing_id=need.id, at=at)
    assert (back.stage, back.demoted_at, back.confirmed_at) == (Stage.PUBLISHED, None, at)
    assert back.due_at == at + timedelta(days=180)
    first = Confirmation.objects.get(listing=need)
    assert (first.answered_at, first.answer, first.due_at) == (at, Stage.PUBLISHED, None)
    assert run(at + timedelta(days=29)) == 0
    assert run(at + timedelta(days=30)) == 1
    assert Confirmation.objects.filter(listing=need, since=at).count() == 1


@pytest.mark.django_db
def test_a_platform_that_stood_still_skips_nobodys_question() -> None:
    """A year later it asks first, and hides after the time its timetable grants."""
    need = make_published(deadline=None)
    late = AT + timedelta(days=400)
    assert queries.due_ids(at=late, limit=9) == []
    assert not services.expire_listing(actor=WORKER, listing_id=need.id, at=late)
    assert run(late) == 1
    assert run(late) == 0
    assert run(late + timedelta(days=13)) == 0
    assert run(late + timedelta(days=14)) == 1
    assert run(AT) == 0
    assert codes_of(need.id)[-2:] == [
        "listings.confirmation_asked",
        "listings.confirmation_reminded",
    ]


@pytest.mark.django_db
def test_a_round_ends_with_whatever_the_owner_does() -> None:
    """Withdrawn, revised or concluded: nobody is asked about it again."""
    owner = actor_of(make_organisation())
    verbs = (
        services.withdraw_listing,
        services.revise_listing,
        services.conclude_listing,
    )
    for verb in verbs:
        need = make_published(owner)
        assert run(AT + timedelta(days=31)) == 1
        verb(actor=owner, listing_id=need.id, at=AT + timedelta(days=32))
        assert Confirmation.objects.get(listing=need).answer
        assert run(AT + timedelta(days=300)) == 0


@pytest.mark.django_db
def test_one_run_tells_an_organisation_once_for_each_step() -> None:
    """Three hundred listings are one message, not three hundred."""
    owner = actor_of(make_organisation())
    ids = {make_published(owner).id for _ in range(3)}
    run(AT + timedelta(days=31))
    told = Entry.objects.get(code="listings.faded")
    assert told.facts["step"] == "ask"
    assert set(told.facts["listing_ids"]) == {str(id_) for id_ in ids}


@pytest.mark.django_db
def test_only_the_clock_may_let_listings_fade() -> None:
    """An owner cannot hide a rival's listing, nor its own in this way."""
    owner = actor_of(make_organisation())
    need = make_published(owner)
    with pytest.raises(PermissionDenied):
        services.fade_listings(
            actor=owner,
            organisation_id=need.organisation_id,
            listing_ids=[need.id],
            at=AT + timedelta(days=31),
        )


def _hide(need: Listing) -> datetime:
    at = AT
    for days in (30, 44, 60, 90):
        at = AT + timedelta(days=days)
        assert run(at) == 1
    return at
