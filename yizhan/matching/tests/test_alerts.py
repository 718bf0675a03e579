"""Saved searches and new matches: once each, later rather than lost, nothing withdrawn."""

from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.http import QueryDict

from yizhan.directory.models import Membership, Person
from yizhan.directory.queries import actor_for
from yizhan.inbox.models import Notice
from yizhan.inbox.terms import About
from yizhan.kernel.actors import Actor
from yizhan.listings.models import Listing
from yizhan.listings.services import withdraw_listing
from yizhan.listings.tests.factories import (
    AT,
    actor_of,
    make_organisation,
    make_person,
    make_published,
    make_submitted,
    publish,
)
from yizhan.matching import services
from yizhan.matching.alerting.evaluating import Finder
from yizhan.matching.engine.port import IndexUnavailable
from yizhan.matching.indexing.gateway import forget_retriever
from yizhan.matching.indexing.rebuild import rebuild
from yizhan.matching.models import Hit, SavedSearch
from yizhan.matching.queries import search as search_now
from yizhan.matching.rules import is_due
from yizhan.matching.searching.criteria import Criteria, address_of, parse
from yizhan.matching.terms import Pace

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("index_folder")]
HOUR, DAY = timedelta(hours=1), timedelta(days=1)
BEFORE = AT - HOUR
QUERIES = (
    "q=渗氮",
    "q=低温等离子 渗氮 叶轮",
    "q=渗氮&field=05",
    "q=渗氮&field=01",
    "place=210000",
    "place=330000",
    "place=northeast",
    "place=210200&q=渗氮",
    "mode=assignment",
    "mode=commissioned_development",
    "trl=7",
    "trl=2",
    "price_max=1",
    "price_min=10&price_max=900",
    "q=从来没有人写过的词组啊",
    "",
)


@pytest.fixture
def university() -> Actor:
    """Return somebody who publishes offers; the index is there and the look-out stands."""
    actor = actor_of(
        make_organisation(
            name="滨海工业大学",
            kind="university",
            size="",
            region_id="210200",
            industry_id="M73",
        )
    )
    publish(make_submitted(actor, "offer", title="一项早先的成果"), at=AT - DAY)
    rebuild(at=AT, workers=0)
    Finder().find(at=BEFORE)
    return actor


def test_a_new_offer_is_found_and_told_once(university: Actor) -> None:
    person, search = _saved("渗氮", pace=Pace.AT_ONCE)
    offer = make_published(university, "offer")
    assert _found() == 1
    assert _found() == 0
    assert services.tell_finds(at=AT) == 1
    assert services.tell_finds(at=AT + DAY) == 0
    notice = Notice.objects.get()
    assert (notice.person_id, notice.subject_id) == (person.pk, search.pk)
    assert notice.values["count"] == "1"
    assert notice.every == "at_once"
    assert Hit.objects.get().listing_id == offer.pk


def test_what_was_there_before_is_not_new(university: Actor) -> None:
    make_published(university, "offer")
    _saved("渗氮", at=AT + HOUR)
    assert _found() == 0


def test_other_words_other_kinds_and_paused_searches_find_nothing(university: Actor) -> None:
    _saved("压缩机轴承")
    _saved("渗氮", kind="need")
    _person, paused = _saved("渗氮")
    services.stop_search(paused.person_id, paused.pk, AT)
    make_published(university, "offer")
    assert _found() == 0


def test_an_alert_finds_what_the_page_finds(university: Actor) -> None:
    """Every saved search has a find exactly when the page lists the offer."""
    asked = {query: parse(QueryDict(query)) for query in QUERIES}
    saved = {
        query: services.save_search(
            actor=actor_for(person=make_person()), criteria=criteria, name="x", at=BEFORE
        )
        for query, criteria in asked.items()
    }
    offer = make_published(university, "offer")
    _found()
    rebuild(at=AT, workers=0)
    forget_retriever()
    on_page = {query for query in QUERIES if offer.pk in _listed(university, asked[query])}
    hits = set(Hit.objects.filter(listing=offer).values_list("search_id", flat=True))
    assert {query for query, search in saved.items() if search.pk in hits} == on_page
    assert 0 < len(on_page) < len(QUERIES)


def test_a_need_hears_of_a_new_offer_and_can_be_muted(university: Actor) -> None:
    need, writer, other = _need()
    rebuild(at=AT, workers=0)
    forget_retriever()
    services.stop_need(other.pk, need.pk, AT)
    offer = publish(make_submitted(university, "offer"), at=AT + HOUR)
    assert _found(AT + HOUR) == 1
    hit = Hit.objects.get()
    assert (hit.need_id, hit.listing_id) == (need.pk, offer.pk)
    assert services.tell_finds(at=AT + HOUR) >= 1
    heard = set(
        Notice.objects.filter(topic__startswith="matching.").values_list("person_id", flat=True)
    )
    assert writer.pk in heard
    assert other.pk not in heard


def test_nothing_is_lost_without_an_index(
    university: Actor, monkeypatch: pytest.MonkeyPatch
) -> None:
    _saved("渗氮")
    make_published(university, "offer")
    with monkeypatch.context() as patch:
        patch.setattr(
            "yizhan.matching.alerting.evaluating.retriever", _raising(IndexUnavailable("gone"))
        )
        with pytest.raises(IndexUnavailable):
            _found()
    assert not Hit.objects.exists()
    assert _found() == 1


def test_a_listing_withdrawn_before_the_telling_is_left_out(university: Actor) -> None:
    _person, search = _saved("渗氮", pace=Pace.AT_ONCE)
    offer = make_published(university, "offer")
    _found()
    withdraw_listing(actor=university, listing_id=offer.pk, at=AT)
    assert services.tell_finds(at=AT) == 0
    assert not Notice.objects.filter(subject_id=search.pk).exists()


def test_a_listing_withdrawn_before_the_mail_is_left_out(university: Actor) -> None:
    _saved("渗氮", pace=Pace.AT_ONCE)
    first = make_published(university, "offer")
    make_published(university, "offer", title="另一项低温渗氮工艺")
    _found()
    services.tell_finds(at=AT)
    withdraw_listing(actor=university, listing_id=first.pk, at=AT)
    lines = services.lines_of_search(_about(Notice.objects.get()))
    assert lines is not None
    assert [line.title for line in lines] == ["另一项低温渗氮工艺"]


def test_many_at_once_are_one_notice_with_a_count(university: Actor) -> None:
    _saved("渗氮", pace=Pace.AT_ONCE)
    for number in range(14):
        make_published(university, "offer", title=f"第{number}项渗氮工艺")
    assert _found() == 14
    assert services.tell_finds(at=AT) == 1
    notice = Notice.objects.get()
    assert notice.values["count"] == "14"
    lines = services.lines_of_search(_about(notice))
    assert lines is not None
    assert len(lines) == 11
    assert "14" in lines[-1].title


def test_a_flood_over_the_hour_is_one_notice_an_hour(university: Actor) -> None:
    _saved("渗氮", pace=Pace.AT_ONCE)
    for minute in range(3):
        make_published(university, "offer", title=f"第{minute}项渗氮工艺")
        _found()
        services.tell_finds(at=AT + timedelta(minutes=minute))
    assert [notice.values["count"] for notice in Notice.objects.all()] == ["1"]
    services.tell_finds(at=AT + HOUR)
    assert {notice.values["count"] for notice in Notice.objects.all()} == {"1", "2"}


def test_an_unsubscribed_search_is_told_nothing_more(university: Actor) -> None:
    person, search = _saved("渗氮", pace=Pace.AT_ONCE)
    make_published(university, "offer")
    _found()
    services.stop_search(person.pk, search.pk, AT)
    assert services.tell_finds(at=AT) == 0
    stranger = make_person()
    services.stop_search(stranger.pk, search.pk, AT)


def test_the_same_search_is_saved_once_however_it_is_written() -> None:
    actor = actor_for(person=make_person())
    for query in ("q=渗氮&field=05&field=01&page=3&sort=newest", "field=01&field=05&q=渗氮"):
        criteria = replace(parse(QueryDict(query)), kind="offer")
        services.save_search(actor=actor, criteria=criteria, name="x", at=AT)
    assert SavedSearch.objects.count() == 1


@pytest.mark.parametrize(
    "query", ["q=a%26b&place=210000&trl=3&trl=4", "price_min=0.5&kind=need"]
)
def test_an_address_reads_back_as_the_same_criteria(query: str) -> None:
    criteria = parse(QueryDict(query))
    assert parse(QueryDict(address_of(criteria))) == criteria


@pytest.mark.parametrize(
    ("pace", "told", "at", "due"),
    [
        ("at_once", "", "2026-11-28T20:00", True),
        ("at_once", "2026-11-25T01:30", "2026-11-25T02:00", False),
        ("daily", "", "2026-11-24T23:00", False),  # seven in the morning
        ("daily", "", "2026-11-24T23:30", True),
        ("daily", "2026-11-24T23:30", "2026-11-25T09:00", False),
        ("daily", "2026-11-24T23:30", "2026-11-25T23:40", True),
        ("daily", "2026-11-26T23:30", "2026-11-28T02:00", False),  # Saturday
        ("weekly", "2026-11-24T23:30", "2026-11-26T23:40", False),
        ("weekly", "2026-11-24T23:30", "2026-11-30T00:00", True),
    ],
)
def test_finds_are_told_when_due(pace: str, told: str, at: str, due: bool) -> None:
    before = datetime.fromisoformat(f"{told}+00:00") if told else None
    now = datetime.fromisoformat(f"{at}+00:00")
    assert is_due(pace=pace, told_at=before, at=now) is due


def _found(at: datetime = AT) -> int:
    return Finder().find(at=at)


def _listed(actor: Actor, criteria: Criteria) -> set[Any]:
    page = search_now(actor=actor, criteria=criteria, page=1, today=AT.date())
    return {view.id for view in page.views}


def _saved(
    text: str, *, kind: str = "offer", pace: str = Pace.DAILY, at: datetime = BEFORE
) -> tuple[Person, SavedSearch]:
    person = make_person()
    search = services.save_search(
        actor=actor_for(person=person),
        criteria=Criteria(kind=kind, text=text),
        name=text,
        pace=pace,
        at=at,
    )
    return person, search


def _need() -> tuple[Listing, Person, Person]:
    house = make_organisation(name="舟山甲泵业有限公司")
    people = [make_person(), make_person()]
    for person in people:
        Membership.objects.create(
            person=person, organisation=house, role="member", created_at=AT
        )
    return make_published(actor_of(house), "need"), people[0], people[1]


def _about(notice: Notice) -> Any:

    return About(person_id=notice.person_id, subject_id=notice.subject_id, values=notice.values)


def _raising(error: Exception) -> Any:
    def fail() -> None:
        raise error

    return fail
