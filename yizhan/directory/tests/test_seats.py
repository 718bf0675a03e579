"""A house joins an alliance by its own word, and titles are recorded by who may."""

from typing import Any

import pytest
from django.core.exceptions import PermissionDenied

from yizhan.directory import queries, services
from yizhan.directory.models import Organisation
from yizhan.directory.tests.factories import (
    AT,
    FOUNDER,
    acting,
    make_organisation,
    make_verifier,
)
from yizhan.kernel.actors import Actor
from yizhan.kernel.refusals import Refused

pytestmark = pytest.mark.django_db


def make_alliance(**values: Any) -> Organisation:
    return make_organisation(kind="alliance", size="", uscc="", **values)


def codes(refused: pytest.ExceptionInfo[Refused]) -> list[str]:
    return [refusal.code for refusal in refused.value.refusals]


def offer(actor: Actor, alliance: Organisation, member: Organisation) -> Any:
    return services.offer_seat(actor=actor, alliance_id=alliance.id, member_id=member.id, at=AT)


def test_a_house_is_a_member_only_once_its_administrator_accepts() -> None:
    alliance, house = make_alliance(), make_organisation()
    boss = acting(alliance, "administrator")
    seat = offer(boss, alliance, house)
    assert queries.members_of(alliance=alliance, actor=FOUNDER) == []
    with pytest.raises(PermissionDenied):
        services.accept_seat(actor=boss, seat_id=seat.id, at=AT)
    with pytest.raises(PermissionDenied):
        services.set_alliance_members(
            actor=boss, organisation_id=alliance.id, member_ids=[house.id], at=AT
        )
    services.accept_seat(actor=acting(house, "administrator"), seat_id=seat.id, at=AT)
    assert queries.members_of(alliance=alliance, actor=FOUNDER) == [house]


def test_a_leading_member_runs_the_alliance_and_either_side_ends_it() -> None:
    alliance, lead, house = make_alliance(), make_organisation(), make_organisation()
    head = acting(lead, "administrator")
    seat = offer(FOUNDER, alliance, lead)
    services.accept_seat(actor=head, seat_id=seat.id, at=AT)
    with pytest.raises(PermissionDenied):
        offer(head, alliance, house)
    services.change_part(actor=FOUNDER, seat_id=seat.id, part="lead", at=AT)
    second = offer(head, alliance, house)
    member = acting(house, "administrator")
    services.accept_seat(actor=member, seat_id=second.id, at=AT)
    services.leave_seat(actor=member, seat_id=second.id, at=AT)
    with pytest.raises(Refused) as refused:
        services.leave_seat(actor=head, seat_id=second.id, at=AT)
    assert codes(refused) == ["flow.wrong_stage"]
    assert [row.member for row in queries.past_seats(alliance=alliance)] == [house]


def test_alliances_do_not_contain_each_other_in_a_circle() -> None:
    one, two, three = make_alliance(), make_alliance(), make_alliance()
    for outer, inner in ((one, two), (two, three)):
        services.set_alliance_members(
            actor=FOUNDER, organisation_id=outer.id, member_ids=[inner.id], at=AT
        )
    with pytest.raises(Refused) as refused:
        offer(FOUNDER, three, one)
    assert codes(refused) == ["alliance.circle"]


def test_a_house_is_invited_once_and_an_alliance_fifty_times_a_day() -> None:
    alliance, house = make_alliance(), make_organisation()
    offer(FOUNDER, alliance, house)
    with pytest.raises(Refused) as refused:
        offer(FOUNDER, alliance, house)
    assert codes(refused) == ["alliance.invited_already"]


def give(actor: Actor, house: Organisation, **values: Any) -> Any:
    given = {"title": "international_base", "authority": "科技部", "since": AT.date()}
    return services.give_title(
        actor=actor,
        organisation_id=house.id,
        grant=services.Grant(**{**given, **values}),
        at=AT,
    )


def test_what_the_nation_gives_is_recorded_by_who_reaches_the_nation() -> None:
    house, ministry = make_organisation(), make_verifier("110000", "ministry")
    with pytest.raises(Refused) as refused:
        give(make_verifier(), house)
    assert codes(refused) == ["title.given_by_the_nation"]
    held = give(ministry, house, partners=["de", "JP"])
    assert held.countries == ["DE", "JP"]
    with pytest.raises(Refused) as refused:
        give(ministry, house, partners=["TW", "XX"], until=AT.date().replace(year=2020))
    assert codes(refused) == [
        "title.held_already", "title.days_reversed", "title.country_unknown",
    ]  # fmt: skip
    wanted = queries.OrganisationFilter(titles=("international_base",), on=AT.date())
    assert list(queries.public_organisations(actor=FOUNDER, wanted=wanted)) == [house]
    services.end_title(actor=ministry, designation_id=held.id, reason="期满", at=AT)
    assert not queries.public_organisations(actor=FOUNDER, wanted=wanted).exists()


def test_words_of_two_characters_are_found() -> None:
    house = make_organisation(name="定海蓝礁泵业有限公司", about="海水泵叶轮")
    for text in ("泵业", "叶轮", "蓝礁 泵业", "蓝", "有限公司"):
        wanted = queries.OrganisationFilter(search=text)
        page = queries.public_organisation_rows(actor=FOUNDER, wanted=wanted)
        assert page.total >= 1, text
        assert house in page.rows, text
    wanted = queries.OrganisationFilter(search="业泵")
    assert queries.public_organisation_rows(actor=FOUNDER, wanted=wanted).total == 0
