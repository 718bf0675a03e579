"""A house whose identity is in doubt goes out of sight with everything open, and comes back."""

from typing import Any

import pytest
from django.core.exceptions import PermissionDenied

from yizhan.audit.models import Entry
from yizhan.audit.services import record
from yizhan.directory import services as directory
from yizhan.directory.facts import OrganisationsMerged
from yizhan.directory.models import Organisation
from yizhan.kernel.actors import Actor, anonymous
from yizhan.kernel.refusals import Refused
from yizhan.listings import queries, services
from yizhan.listings.models import Listing, Suspension
from yizhan.listings.tests.factories import (
    AT,
    actor_of,
    make_organisation,
    make_published,
    make_submitted,
    publish,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def house() -> Organisation:
    """Store one verified enterprise."""
    return make_organisation()


def verifier() -> Actor:
    """Return somebody who verifies in the whole nation."""
    office = make_organisation(kind="government", level="central", size="", region_id="110000")
    return actor_of(office, "officer", region="")


def judge(verb: Any, house: Organisation, **said: str) -> None:
    """Let a verifier decide on the house."""
    verb(actor=verifier(), organisation_id=house.id, at=AT, **said)


def test_revoked_is_out_of_sight_at_once_and_back_when_verified(house: Organisation) -> None:
    """Each where it stood: what was in talks is in talks again."""
    owner = actor_of(house)
    open_one, in_talks = make_published(owner), make_published(owner)
    services.start_talks(actor=owner, listing_id=in_talks.id, at=AT)
    judge(directory.revoke_verification, house, reason="执照已注销")
    assert not queries.listing_rows(actor=anonymous()).exists()
    assert set(Listing.objects.values_list("stage", flat=True)) == {"suspended"}
    found = Suspension.objects.filter(listing=in_talks).get()
    assert (found.cause, found.said, found.from_stage) == ("revoked", "执照已注销", "in_talks")
    judge(directory.verify_organisation, house, how="重新核对执照")
    stages = dict(Listing.objects.values_list("id", "stage"))
    assert stages == {open_one.id: "published", in_talks.id: "in_talks"}
    kinds = Entry.objects.filter(subject_id=in_talks.id).values_list("code", flat=True)
    assert {"listings.suspended", "listings.resumed"} <= set(kinds)


def test_nothing_new_of_such_a_house_is_published(house: Organisation) -> None:
    """Not by a review either, until it is verified again."""
    owner = actor_of(house)
    make_published(owner)
    waiting = make_submitted(owner)
    judge(directory.revoke_verification, house, reason="执照已注销")
    with pytest.raises(Refused) as caught:
        publish(waiting)
    assert "listings.organisation_barred" in {r.code for r in caught.value.refusals}
    judge(directory.verify_organisation, house, how="重新核对执照")
    assert publish(waiting).stage == "published"


def test_what_its_owner_takes_back_meanwhile_stays_back(house: Organisation) -> None:
    """Coming back is for what was suspended, not for what was withdrawn."""
    owner = actor_of(house)
    need = make_published(owner)
    judge(directory.revoke_verification, house, reason="执照已注销")
    services.withdraw_listing(actor=owner, listing_id=need.id, at=AT)
    judge(directory.verify_organisation, house, how="重新核对执照")
    assert Listing.objects.get().stage == "withdrawn"


def test_only_the_platform_itself_suspends(house: Organisation) -> None:
    """It follows from the identity; nobody does it by hand."""
    with pytest.raises(PermissionDenied):
        services.suspend_listings(
            actor=verifier(), organisation_id=house.id, cause="revoked", said="", at=AT
        )


def test_what_is_merged_into_a_verified_house_comes_back(house: Organisation) -> None:
    """Else it would stay away for ever, and bar the house it came to."""
    need = make_published(actor_of(house))
    judge(directory.revoke_verification, house, reason="与另一条目重复")
    kept = make_organisation()
    Listing.objects.update(organisation=kept)
    fact = OrganisationsMerged(
        subject_id=kept.id,
        absorbed_id=house.id,
        absorbed_name=house.name,
        chosen=[],
        moved={},
        reason="同一执照",
    )
    record(fact, actor=verifier(), at=AT)
    need.refresh_from_db()
    assert need.stage == "published"
    assert not queries.barred_ids([kept.id])
