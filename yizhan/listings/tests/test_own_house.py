"""Nobody decides on the own house: in another role, in bulk, or by a table neither."""

from dataclasses import replace
from typing import Any

import pytest

from yizhan.directory.models import Membership
from yizhan.kernel.actors import Actor, anonymous
from yizhan.kernel.refusals import Refused
from yizhan.listings import services
from yizhan.listings.models import Listing
from yizhan.listings.permissions import open_steps, waiting_for
from yizhan.listings.queries import view_of
from yizhan.listings.services import Home, Imported, ImportRow
from yizhan.listings.tests.factories import (
    AT,
    NEED,
    OFFER,
    actor_of,
    make_organisation,
    make_person,
    make_reviewer,
    make_submitted,
    publish,
)

pytestmark = pytest.mark.django_db


def bring_in(
    values: dict[str, Any], actor: Actor, *, home: Home, publish: bool, kind: str = "offer"
) -> Imported:
    """Import one row that its source calls 1."""
    row = ImportRow(home=home, values=values, external_id="1", source="测试库")
    return services.import_listings([row], actor=actor, kind=kind, publish=publish, at=AT)[0]


def home_of(actor: Actor) -> Home:
    """Return the actor's own organisation as a home."""
    assert actor.organisation_id is not None
    return Home(id=actor.organisation_id, name="某大学", region="330900")


def test_a_person_does_not_publish_the_own_house_from_another_role() -> None:
    """A station's reviewer who also stands for the enterprise behind the need."""
    enterprise, reviewer = make_organisation(), make_reviewer("33")
    waiting = make_submitted(actor_of(enterprise))
    person = make_person()
    reviewer = replace(reviewer, person_id=person.id)
    assert waiting in waiting_for(reviewer)
    Membership.objects.create(
        person=person, organisation=enterprise, role="member", created_at=AT
    )
    assert waiting not in waiting_for(reviewer)
    assert "publish" not in open_steps(reviewer, waiting)
    with pytest.raises(Refused) as refused:
        publish(waiting, reviewer=reviewer)
    assert [refusal.code for refusal in refused.value.refusals] == ["listings.own_review"]


def test_a_reviewer_does_not_rewrite_what_the_own_house_has_published() -> None:
    """The first import hands in; a second one must not slip past the review either."""
    reviewer, colleague = make_reviewer(""), make_reviewer("")
    home = home_of(reviewer)
    first = bring_in({**OFFER, "title": "自家的一项成果"}, reviewer, home=home, publish=True)
    assert first.listing_id is not None
    publish(Listing.objects.get(id=first.listing_id), reviewer=colleague)
    again = bring_in(
        {**OFFER, "title": "悄悄改动的一项成果"}, reviewer, home=home, publish=True
    )
    assert [refusal.code for refusal in again.refusals] == ["listings.not_changed_now"]
    assert Listing.objects.get().title == "自家的一项成果"


def test_a_person_does_not_publish_the_own_house_in_bulk_from_another_role() -> None:
    """What it stands for elsewhere is handed in like what it stands for here."""
    enterprise, person = make_organisation(), make_person()
    Membership.objects.create(
        person=person, organisation=enterprise, role="member", created_at=AT
    )
    reviewer = replace(make_reviewer(""), person_id=person.id)
    home = Home(id=enterprise.id, name=enterprise.name, region="330900")
    bring_in({**OFFER, "title": "另一角色的一项成果"}, reviewer, home=home, publish=True)
    assert Listing.objects.get().stage == "submitted"


def test_a_table_lays_nothing_bare_that_its_owner_has_hidden() -> None:
    """Tables have no columns for who may read what; importing again must not mean everybody."""
    owner = actor_of(make_organisation())
    plain = {**NEED, "visibility": {}}
    del plain["visibility"]
    first = bring_in(plain, owner, home=home_of(owner), publish=False, kind="need")
    assert first.listing_id is not None
    hidden = {**plain, "visibility": {"price": "parties_only"}, "is_anonymous": True}
    services.save_draft(
        actor=owner, listing_id=first.listing_id, values=hidden, version=None, at=AT
    )
    retitled = {**plain, "title": "海水泵叶轮表面强化新工艺"}
    again = bring_in(retitled, owner, home=home_of(owner), publish=False, kind="need")
    assert again.result == "updated"
    seen = view_of(Listing.objects.get(), actor=anonymous())
    assert seen.title == "海水泵叶轮表面强化新工艺"
    assert (seen.price_min, seen.organisation.id) == (None, None)


def test_a_row_that_moves_to_another_house_leaves_the_first_listing_alone() -> None:
    """The import remembers a listing by its row; whose it is counts all the same."""
    reviewer = make_reviewer("")
    first_house, second_house = actor_of(make_organisation()), actor_of(make_organisation())
    first = bring_in(
        {**OFFER, "title": "第一家的一项成果"},
        reviewer,
        home=home_of(first_house),
        publish=True,
    )
    assert first.listing_id is not None
    moved = ImportRow(
        home=home_of(second_house),
        values={**OFFER, "title": "第二家的一项成果"},
        external_id="1",
        source="测试库",
        listing_id=first.listing_id,
    )
    answer = services.import_listings(
        [moved], actor=reviewer, kind="offer", publish=True, at=AT
    )[0]
    assert answer.result == "created"
    assert Listing.objects.get(id=first.listing_id).title == "第一家的一项成果"
