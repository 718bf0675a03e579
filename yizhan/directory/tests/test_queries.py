"""Reading: who sees which organisation, how facets count, and what places are called."""

from datetime import timedelta
from typing import Any

import pytest
from django.utils import translation

from tests.house.query_counts import expect_queries
from yizhan.directory import queries, services
from yizhan.directory.models import Organisation
from yizhan.directory.tests.factories import (
    AT,
    FOUNDER,
    acting,
    make_account,
    make_member,
    make_organisation,
    make_person,
    make_verifier,
)
from yizhan.kernel.actors import Actor, anonymous

pytestmark = pytest.mark.django_db


def make_rejected() -> Organisation:
    """Make an organisation that a verifier turned down."""
    organisation = make_organisation(is_verified=False)
    services.claim_organisation(actor=FOUNDER, organisation_id=organisation.id, at=AT)
    return services.reject_organisation(
        actor=FOUNDER, organisation_id=organisation.id, reason="代码与名称不符", at=AT
    )


def sees(actor: Actor, organisation: Organisation) -> bool:
    """Say whether list and page agree that the actor sees it."""
    listed = queries.organisations(actor).filter(pk=organisation.pk).exists()
    try:
        queries.organisation_for(actor=actor, organisation_id=organisation.pk)
    except Organisation.DoesNotExist:
        assert not listed
        return False
    assert listed
    return True


def test_a_rejected_organisation_is_seen_by_its_people_and_its_verifiers_only() -> None:
    rejected = make_rejected()
    alice, bob = acting(rejected), make_verifier("330000")
    assert sees(alice, rejected)
    assert sees(bob, rejected)
    for charlie in (anonymous(), make_account(), make_verifier("610000")):
        assert not sees(charlie, rejected)


def test_everybody_sees_the_others() -> None:
    for organisation in (make_organisation(), make_organisation(is_verified=False)):
        assert sees(anonymous(), organisation)


def test_a_person_acts_in_the_chosen_role_and_else_in_the_oldest() -> None:
    person = make_person()
    first = make_member(make_organisation(), "member", person)
    station, later = make_organisation(kind="station_local"), AT + timedelta(days=1)
    second = make_member(station, "adviser", person, at=later)
    assert queries.actor_for(person=person).id == first.id
    assert queries.actor_for(person=person, chosen=str(second.id)).region == "3309"
    assert queries.actor_for(person=person, chosen="made up").id == first.id


def test_the_role_of_an_unverified_station_reaches_nobody() -> None:
    station = make_organisation(kind="station_regional", is_verified=False)
    actor = acting(station, "reviewer")
    assert actor.region is None
    assert not actor.may("directory.verify")


def test_the_queue_of_a_verifier_holds_its_region_and_never_its_own() -> None:
    here = make_organisation(is_verified=False)
    there = make_organisation(is_verified=False, region_id="610100")
    for organisation in (here, there):
        services.claim_organisation(actor=FOUNDER, organisation_id=organisation.id, at=AT)
    assert list(queries.awaiting_verification(make_verifier())) == [here]
    assert list(queries.awaiting_verification(acting(here, "administrator"))) == []


def test_a_facet_is_counted_without_its_own_choice() -> None:
    make_organisation(fields=("03",))
    make_organisation(kind="university", fields=("03", "05"))
    make_organisation(kind="university", region_id="610100", fields=("05",))
    wanted = queries.OrganisationFilter(kinds=("university",), regions=("yangtze",))
    page = queries.public_organisation_rows(actor=anonymous(), wanted=wanted)
    assert page.total == 1
    assert page.counts["kind"] == {"enterprise": 1, "university": 1}
    assert page.counts["region"]["330000"] == 1
    assert page.counts["region"]["west"] == page.counts["region"]["610000"] == 1
    assert page.counts["field"] == {"03": 1, "05": 1}


def test_titles_and_partner_countries_are_counted_and_chosen() -> None:
    titles = queries.titles()
    codes = [title.code for title in titles if title.has_partners][:2]
    german, both, plain = (make_organisation() for _ in range(3))
    for house, code, countries in (
        (german, codes[0], ("DE",)),
        (both, codes[0], ("DE", "IL")),
        (both, codes[1], ("IL",)),
        (plain, codes[1], ()),
    ):
        services.give_title(
            actor=FOUNDER,
            organisation_id=house.id,
            grant=services.Grant(
                title=code, authority="科技部", since=AT.date(), partners=countries
            ),
            at=AT,
        )

    def page(**wanted: Any) -> queries.OrganisationPage:
        asked = queries.OrganisationFilter(on=AT.date(), **wanted)
        return queries.public_organisation_rows(actor=anonymous(), wanted=asked)

    assert page().counts["partner"] == {"DE": 2, "IL": 1}
    chosen = page(titles=(codes[0],), partners=("IL",))
    assert list(chosen.rows) == [both]
    assert chosen.counts["title"] == {codes[0]: 1, codes[1]: 1}
    assert chosen.counts["partner"] == {"DE": 2, "IL": 1}
    # A title and a country count together only where one title has both.
    assert page(titles=(codes[1],), partners=("DE",)).total == 0


def test_zones_and_provinces_are_added_up() -> None:
    make_organisation()
    make_organisation(region_id="610100")
    wanted = queries.OrganisationFilter(regions=("west", "330000", "nonsense"))
    assert queries.public_organisation_rows(actor=anonymous(), wanted=wanted).total == 2


def test_words_are_all_looked_for_and_patterns_are_plain_text() -> None:
    make_organisation(name="舟山海水泵有限公司", about="循环 50%")
    for search, total in [
        ("舟山 泵", 1),
        ("舟山 电池", 0),
        ("50%", 1),
        ("5_%", 0),
        ("'", 0),
    ]:
        wanted = queries.OrganisationFilter(search=search)
        page = queries.public_organisation_rows(actor=anonymous(), wanted=wanted)
        assert page.total == total, search


def test_the_list_keeps_its_budget_of_queries() -> None:
    for _ in range(5):
        make_organisation()
    queries.regions()
    wanted = queries.OrganisationFilter(kinds=("enterprise",))
    with expect_queries(__file__, "public_organisation_rows"):
        page = queries.public_organisation_rows(actor=anonymous(), wanted=wanted)
        assert [row.region.name for row in page.rows] == ["舟山市"] * 5


def test_every_province_stands_in_one_zone_but_three() -> None:
    outside = [row.short for row in queries.provinces() if not row.zone]
    assert outside == ["台湾", "香港", "澳门"]
    assert len(queries.provinces()) == 34


@pytest.mark.parametrize(
    ("said", "code"),
    [
        ("330900", "330900"),
        ("舟山", "330900"),
        ("浙江省舟山市", "330900"),
        ("浙江 舟山·定海区", "330902"),
        ("Zhoushan", "330900"),
        ("吉林", "220000"),
        ("吉林省吉林市", "220200"),
        ("海南", "460000"),
        ("新疆维吾尔自治区", "650000"),
        ("香港", "810000"),
        ("朝阳区", None),
        ("瀛洲", None),
        ("999999", None),
        ("", None),
    ],
)
def test_a_place_is_found_as_people_write_it(said: str, code: str | None) -> None:
    found = queries.find_region(said)
    assert (found.code if found else None) == code


def test_a_name_that_two_places_have_is_found_within_one() -> None:
    found = queries.find_region("朝阳区", within="110000")
    assert found is not None
    assert found.code == "110105"


def test_regions_expand_to_prefixes_that_hold_each_other_out() -> None:
    expanded = queries.expand_region_filter(["yangtze", "330900", "110101", "made up"])
    assert expanded == ("110101", "31", "32", "33")


def test_retired_codes_stay_but_are_not_offered() -> None:
    assert queries.region_for("310119") is not None
    assert "310119" not in {row.code for row in queries.children_of("310000")}


def test_industries_are_97_divisions_in_20_sections() -> None:
    codes = list(queries.industries())
    assert (sum(len(c) == 1 for c in codes), sum(len(c) == 3 for c in codes)) == (
        20,
        97,
    )
    for said in ("C34", "34", "通用设备制造业"):
        found = queries.find_industry(said)
        assert found is not None
        assert found.code == "C34"


def test_places_and_industries_have_english_names() -> None:
    with translation.override("en"):
        assert queries.region_label("330900") == "Zhejiang·Zhoushan"
        assert queries.industries()["M73"].label == "Research and experimental development"


def test_lines_name_organisations_by_name_or_code() -> None:
    one, two = make_organisation(), make_organisation()
    ids, unknown = queries.find_organisations(
        actor=anonymous(), lines=[one.name, f" {two.uscc.lower()} ", "", "查无此家"]
    )
    assert ids == [one.id, two.id]
    assert unknown == ["查无此家"]
