"""Links that answer without signing in: what they open, for how long, and for nothing else."""

import re
from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest
from django.test import Client
from django.urls import reverse
from django.utils.timezone import now

from yizhan.audit.models import Entry
from yizhan.directory.models import Membership
from yizhan.inbox.models import Notice
from yizhan.kernel.actors import machine
from yizhan.kernel.refusals import Refused
from yizhan.listings import queries, services
from yizhan.listings.letters import address_of, read_token, token_for
from yizhan.listings.models import Confirmation, Listing
from yizhan.listings.stages import Stage
from yizhan.listings.tests.factories import (
    actor_of,
    make_organisation,
    make_person,
    make_published,
    sign_in,
)

pytestmark = pytest.mark.django_db
WORKER = machine("deadlines", "listings.expire")


def asked(role: str = "member", *, days: int = 31, **values: Any) -> tuple[Listing, UUID]:
    """Store a need published some days ago and ask its writer; return need and person."""
    house = make_organisation()
    person = make_person()
    Membership.objects.create(person=person, organisation=house, role=role, created_at=now())
    need = make_published(actor_of(house, role, person_id=person.id), deadline=None, **values)
    then = now() - timedelta(days=days)
    Listing.objects.filter(id=need.id).update(confirmed_at=then, published_at=then)
    fade()
    need.refresh_from_db()
    return need, person.id


def fade() -> None:
    """Let the worker come by."""
    for organisation_id, ids in queries.fading_ids(at=now(), limit=50).items():
        services.fade_listings(
            actor=WORKER, organisation_id=organisation_id, listing_ids=ids, at=now()
        )


def link_of(need: Listing, person_id: UUID) -> str:
    """Return the path in the notice of that person."""
    return Notice.objects.get(person_id=person_id, subject_id=need.id, topic="listings.ask").url


def answer(client: Client, link: str, **sent: str) -> Any:
    """Press a button on the page."""
    return client.post(f"{link}answer/", sent)


def test_the_writer_is_asked_with_a_link_of_its_own(client: Client) -> None:
    """The page says what it is about; looking at it, as mail filters do, changes nothing."""
    need, person_id = asked()
    link = link_of(need, person_id)
    page = [client.get(link) for _look in range(3)][-1]
    assert need.title in page.content.decode()
    assert page.headers["Referrer-Policy"] == "strict-origin"
    assert page.headers["Cache-Control"] == "no-store"
    assert client.head(link).status_code == 200
    assert Confirmation.objects.get(listing=need).answered_at is None
    assert not Entry.objects.filter(subject_id=need.id, code="listings.confirmed").exists()


def test_one_click_confirms_and_the_fact_says_by_which_link(client: Client) -> None:
    """No account is needed; a second click learns that it is done."""
    need, person_id = asked()
    link = link_of(need, person_id)
    assert answer(client, link, answer="still_true").status_code == 200
    need.refresh_from_db()
    assert need.confirmed_at
    assert now() - need.confirmed_at < timedelta(minutes=1)
    fact = Entry.objects.get(subject_id=need.id, code="listings.confirmed")
    assert fact.facts["addressed_to"] == str(person_id)
    assert fact.actor_label == "by link"
    again = answer(client, link, answer="still_true")
    assert again.status_code == 410
    assert "已经答复过" in again.content.decode()
    assert Entry.objects.filter(subject_id=need.id, code="listings.confirmed").count() == 1


def test_withdrawing_asks_once_more(client: Client) -> None:
    """A slip of the finger takes nothing off the site."""
    need, person_id = asked()
    link = link_of(need, person_id)
    assert answer(client, link, answer="no_longer").status_code == 422
    need.refresh_from_db()
    assert need.stage == Stage.PUBLISHED
    assert answer(client, link, answer="no_longer", sure="1").status_code == 200
    need.refresh_from_db()
    assert need.stage == Stage.WITHDRAWN


def test_a_hidden_listing_comes_back_by_the_link(client: Client) -> None:
    """The link of the first question still holds in the same round."""
    need, person_id = asked()
    link = link_of(need, person_id)
    for step in range(3):
        due = now() - timedelta(minutes=1)
        Confirmation.objects.filter(listing=need).update(due_at=due)
        fade()
        assert Confirmation.objects.get(listing=need).listing.stage == (
            Stage.HIDDEN if step == 2 else Stage.PUBLISHED
        )
    assert client.get(need.get_absolute_url()).status_code == 404
    assert "看不到" in client.get(link).content.decode()
    assert answer(client, link, answer="still_true").status_code == 200
    assert client.get(need.get_absolute_url()).status_code == 200


def test_a_link_ends_with_its_round_its_reader_and_its_time(client: Client) -> None:
    """A newer round, a person who left, an old date: each shuts it."""
    need, person_id = asked()
    link = link_of(need, person_id)
    held = Membership.objects.filter(person_id=person_id)
    held.update(is_active=False, ended_at=now())
    assert answer(client, link, answer="still_true").status_code == 410
    held.update(is_active=True, ended_at=None, role="assessor")
    assert answer(client, link, answer="still_true").status_code == 410
    held.update(role="member")
    assert client.get(link).status_code == 200
    letter = read_token(link.strip("/").rpartition("/")[2])
    assert letter is not None
    with pytest.raises(Refused):
        services.open_letter(letter, at=letter.ends_at)
    Listing.objects.filter(id=need.id).update(confirmed_at=now() - timedelta(days=30, hours=1))
    assert answer(client, link, answer="still_true").status_code == 410


def test_a_link_shows_no_more_than_everybody_may_read(client: Client) -> None:
    """Forwarded, it gives away neither confidential fields nor who hides behind a need."""
    need, person_id = asked(is_anonymous=True)
    text = client.get(link_of(need, person_id)).content.decode()
    assert need.organisation.name not in text
    assert "失效叶轮十二件" not in text


def test_what_is_not_signed_by_us_opens_nothing(client: Client) -> None:
    """Another round in a signed frame, a cut or a lengthened token, any text."""
    need, person_id = asked()
    other, _someone = asked()
    link = link_of(need, person_id)
    token = link.strip("/").rpartition("/")[2]
    forged = token_for(
        round_id=Confirmation.objects.get(listing=other).id, person_id=person_id, at=now()
    )
    payload, mark = token.rsplit(":", 1)
    for bad in (token[:-1], f"{token}x", f"x{token}", "x", "a:b", f"{payload}:{mark[::-1]}"):
        assert client.get(reverse("listings:still-true", args=[bad])).status_code == 404
        assert (
            answer(
                client, reverse("listings:still-true", args=[bad]), answer="still_true"
            ).status_code
            == 404
        )
    # Even one that we signed: the person does not write for that house.
    strange = reverse("listings:still-true", args=[forged])
    assert answer(client, strange, answer="still_true").status_code == 410
    nothing = address_of(round_id=uuid4(), person_id=person_id, at=now())
    assert client.get(nothing).status_code == 410


def test_the_page_leads_nowhere_else_and_knocks_are_counted(client: Client) -> None:
    """Only addresses of this site; more than thirty a minute are turned away."""
    need, person_id = asked()
    link = link_of(need, person_id)
    page = client.get(f"{link}?next=https://example.org/").content.decode()
    hrefs = re.findall(r'(?:href|action)="([^"]*)"', page)
    assert all(href.startswith(("/", "#", "?", "http://testserver/")) for href in hrefs)
    assert "next=%2Fneeds%2F" in page
    codes = [client.get(link).status_code for _knock in range(40)]
    assert codes[-1] == 429


def test_with_nobody_left_the_office_above_is_told() -> None:
    """The nearest one: the station of the province, not the whole nation's."""
    station = make_organisation(
        name="浙江区域驿站", kind="station_regional", region_id="330000"
    )
    reviewer = make_person()
    Membership.objects.create(
        person=reviewer, organisation=station, role="reviewer", created_at=now()
    )
    nation = make_organisation(name="国家驿站", kind="station_national", region_id="110000")
    far = make_person()
    Membership.objects.create(
        person=far, organisation=nation, role="reviewer", created_at=now()
    )
    need, person_id = asked()
    Membership.objects.filter(person_id=person_id).update(is_active=False, ended_at=now())
    Confirmation.objects.filter(listing=need).update(due_at=now())
    fade()
    told = Notice.objects.filter(topic="listings.unattended")
    assert list(told.values_list("person_id", flat=True)) == [reviewer.id]


def test_many_listings_are_one_message_and_one_list(client: Client) -> None:
    """The list is shown first; what is ticked is confirmed, what is not keeps fading."""
    house = make_organisation()
    sign_in(client, house)
    person = Membership.objects.get(organisation=house).person_id
    needs = [
        make_published(actor_of(house, person_id=person), deadline=None) for _one in range(6)
    ]
    Listing.objects.filter(organisation=house).update(confirmed_at=now() - timedelta(days=40))
    fade()
    notice = Notice.objects.get(person_id=person, topic="listings.ask_many")
    assert notice.url == reverse("listings:fading")
    page = client.get(notice.url).content.decode()
    assert all(str(need.id) in page for need in needs)
    stranger = make_published()
    sent = [str(need.id) for need in needs[:5]] + [str(stranger.id), "x"]
    client.post(reverse("listings:fading-confirm"), {"listing": sent})
    fresh = Listing.objects.filter(
        organisation=house, confirmed_at__gt=now() - timedelta(minutes=1)
    )
    assert set(fresh.values_list("id", flat=True)) == {need.id for need in needs[:5]}
    assert str(needs[5].id) in client.get(notice.url).content.decode()


def test_the_page_on_freshness_prints_the_timetable_in_use(client: Client) -> None:
    """Words and code cannot part."""
    page = client.get(reverse("listings:freshness")).content.decode()
    for number in (30, 44, 60, 90, 104, 120, 180, 365):
        assert f">{number}<" in page
