"""Two entries become one, whole or not at all."""

from importlib import import_module
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.db import DatabaseError, transaction
from django.urls import reverse

from yizhan.audit.queries import entries_of
from yizhan.directory import queries, services
from yizhan.directory.models import Membership, Merge, Organisation, Pair
from yizhan.directory.tests.factories import (
    AT,
    FOUNDER,
    acting,
    make_account,
    make_member,
    make_organisation,
    make_person,
    make_profile,
    make_verifier,
)
from yizhan.kernel.actors import Actor, anonymous
from yizhan.kernel.refusals import Refused, Stale
from yizhan.listings.tests.factories import make_draft

pytestmark = pytest.mark.django_db


def merge(actor: Actor, kept: Organisation, absorbed: Organisation, **values: Any) -> Merge:
    return services.merge_organisations(
        actor=actor,
        kept_id=kept.id,
        absorbed_id=absorbed.id,
        **{"versions": None, "chosen": (), "reason": "同一执照", "at": AT, **values},
    )


def codes(refused: pytest.ExceptionInfo[Refused]) -> list[str]:
    return [refusal.code for refusal in refused.value.refusals]


def make_twins(**values: Any) -> tuple[Organisation, Organisation]:
    """Return a house with its code and the same house as an import without one wrote it."""
    kept = make_organisation(name="舟山潮生泵业有限公司")
    bare = {"name": "舟山潮生泵业（有限公司）", "former_code": "", "uscc": "", **values}
    other = Organisation.objects.create(
        kind="enterprise", size="small", created_at=AT, **{"region_id": "330900", **bare}
    )
    services.note_duplicates(other.id, at=AT)
    return kept, other


def test_everything_moves_and_the_record_says_what() -> None:
    kept, other = make_twins(website="https://www.chaosheng.example/")
    member = make_member(other, "administrator")
    listing = make_draft(acting(other))
    services.invite_member(
        actor=FOUNDER, organisation_id=other.id, email="b@example.org", role="member", at=AT
    )
    made = merge(make_verifier(), kept, other, chosen=["website"])
    kept.refresh_from_db()
    listing.refresh_from_db()
    assert listing.organisation_id == kept.id
    assert kept.website == "https://www.chaosheng.example/"
    assert made.moved["listings.Listing.organisation"] == 1
    assert made.before["absorbed"]["name"] == other.name
    assert entries_of(subject_id=kept.id)[0].code == "directory.organisations_merged"
    row = Membership.objects.get(pk=member.pk)
    assert row.organisation_id == kept.id
    assert not row.is_active, "who came through a house nobody verified waits for approval"


def test_people_of_a_verified_house_keep_their_roles() -> None:
    kept, other = make_twins()
    other = services.verify_organisation(
        actor=FOUNDER, organisation_id=other.id, how="执照", at=AT
    )
    person = make_person()
    make_member(kept, "member", person)
    make_member(other, "member", person)
    boss = make_member(other, "administrator")
    merge(make_verifier(), kept, other)
    assert {str(row.organisation_id) for row in queries.roles_of(person_id=person.pk)} == {
        str(kept.id)
    }
    assert queries.roles_of(person_id=boss.person_id)[0].id == boss.id


def test_the_old_address_the_old_name_and_the_old_code_lead_to_the_one_kept(
    client: Any,
) -> None:
    first, second = make_twins()
    third = make_organisation(name="舟山潮生泵业集团有限公司")
    Organisation.objects.filter(pk=third.pk).update(uscc="", former_code="")
    actor = make_verifier()
    merge(actor, first, second)
    third.refresh_from_db()
    merge(actor, third, first)
    for gone in (first, second):
        answer = client.get(reverse("directory:organisation-detail", args=[gone.id]))
        assert answer.status_code == 301
        assert answer["Location"] == third.get_absolute_url()
    ids, unknown = queries.find_organisations(actor=anonymous(), lines=[second.name])
    assert (ids, unknown) == ([third.id], [])
    found = queries.public_organisations(
        actor=anonymous(), wanted=queries.OrganisationFilter(search="泵业（有限")
    )
    assert list(found) == [third]


def test_a_merge_is_neither_repeated_nor_turned_round_nor_made_with_itself() -> None:
    kept, other = make_twins()
    actor = make_verifier()
    merge(actor, kept, other)
    for pair in ((kept, other), (other, kept)):
        with pytest.raises(Refused) as refused:
            merge(actor, *pair)
        assert codes(refused) == ["merge.already_merged"]
    with pytest.raises(Refused) as refused:
        merge(actor, kept, kept)
    assert codes(refused) == ["merge.same"]
    with pytest.raises(DatabaseError), transaction.atomic():
        Organisation.objects.filter(pk=kept.pk).update(merged_into=other)
    with pytest.raises(DatabaseError), transaction.atomic():
        Merge.objects.update(reason="另一个理由")


def test_who_edits_meanwhile_is_not_overrun() -> None:
    kept, other = make_twins()
    with pytest.raises(Stale):
        merge(make_verifier(), kept, other, versions=(kept.version, other.version + 1))


def test_two_legal_persons_stay_two() -> None:
    kept, other = make_organisation(), make_organisation()
    with pytest.raises(Refused) as refused:
        merge(make_verifier(), kept, other, reason=" ")
    assert codes(refused) == ["merge.two_codes", "organisation.reason_required"]


def test_the_verified_entry_is_the_one_to_keep() -> None:
    kept, other = make_twins()
    with pytest.raises(Refused) as refused:
        merge(make_verifier(), other, kept)
    assert codes(refused) == ["merge.keep_the_verified"]


def test_a_merge_across_provinces_wants_reach_over_both() -> None:
    kept, other = make_twins(region_id="210200")
    with pytest.raises(Refused) as refused:
        merge(make_verifier("330000"), kept, other)
    assert codes(refused) == ["organisation.not_your_region"]
    assert merge(make_verifier("110000", "ministry"), kept, other).absorbed_id == other.id


@pytest.fixture
def _one_forgotten(monkeypatch: pytest.MonkeyPatch) -> None:
    module = import_module("yizhan.directory.services.relations")
    known = dict(module._movers)
    known.pop("listings.Listing.organisation")
    monkeypatch.setattr(module, "_movers", known)


@pytest.mark.usefixtures("_one_forgotten")
def test_a_relation_nobody_registered_stops_every_merge() -> None:
    kept, other = make_twins()
    with pytest.raises(Refused) as refused:
        merge(make_verifier(), kept, other)
    assert codes(refused) == ["merge.unknown_relation"]
    assert refused.value.refusals[0].values == {"relations": "listings.Listing.organisation"}
    other.refresh_from_db()
    assert other.merged_into_id is None


def test_likely_duplicates_are_found_and_two_that_are_two_stay_away() -> None:
    kept, other = make_twins()
    actor = make_verifier()
    pair = queries.likely_pairs(actor).get()
    assert {pair.first_id, pair.second_id} == {kept.id, other.id}
    assert "name" in pair.reasons
    services.dismiss_pair(actor=actor, pair_id=pair.id, reason="两个法人", at=AT)
    services.note_all_duplicates(at=AT)
    assert not queries.likely_pairs(actor).exists()
    assert Pair.objects.count() == 1


def test_the_old_code_within_the_new_one_gives_a_duplicate_away() -> None:
    kept = make_organisation(name="定海齿轮厂")
    old = make_profile(
        name="浙江某某机械公司",
        uscc="",
        former_code=kept.body_code,
        registered_on=AT.date().replace(year=2001),
    )
    services.register_organisation(actor=make_account(), profile=old, at=AT)
    assert queries.likely_pairs(make_verifier()).get().reasons == ["code"]


def test_nobody_merges_the_own_house() -> None:
    kept, other = make_twins()
    with pytest.raises(PermissionDenied):
        merge(acting(kept, "administrator"), kept, other)
    assert Organisation.objects.get(pk=other.pk).merged_into_id is None
