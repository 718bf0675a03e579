"""Who hears what of a review, and what waits for whom."""

import pytest

from yizhan.directory.models import Membership
from yizhan.directory.queries import actor_of_membership
from yizhan.inbox.models import Notice
from yizhan.kernel.actors import Actor
from yizhan.listings import services
from yizhan.listings.tests.factories import (
    AT,
    actor_of,
    make_organisation,
    make_person,
    make_reviewer,
    make_submitted,
    publish,
)
from yizhan.wiring.listing_reviews_to_inbox import waiting

pytestmark = pytest.mark.django_db


def staffed(role: str, **values: str) -> Actor:
    """Store an organisation with one person in a role."""
    held = Membership.objects.create(
        person=make_person(), organisation=make_organisation(**values), role=role, created_at=AT
    )
    return actor_of_membership(held)


def test_the_author_hears_how_it_went_and_nobody_else() -> None:
    """Returned, and published after the next look."""
    owner, reviewer = staffed("member"), make_reviewer()
    need = make_submitted(owner)
    reasons = {"title": "请写明材料。"}
    services.return_listing(actor=reviewer, listing_id=need.id, reasons=reasons, at=AT)
    services.submit_listing(actor=owner, listing_id=need.id, at=AT)
    publish(need, reviewer=reviewer)
    told = Notice.objects.order_by("created_at", "topic").values_list("topic", "person_id")
    assert set(told) == {
        ("listings.returned", owner.person_id),
        ("listings.published", owner.person_id),
    }


def test_what_waits_stands_on_the_list_of_the_office_until_it_is_answered() -> None:
    """With the end of the day it is due on."""
    officer = staffed("officer", kind="government", level="province", region_id="330000")
    need = make_submitted(actor_of(make_organisation()))
    (item,) = waiting(officer)
    assert (item.title, item.since) == (need.title, AT)
    assert f"{item.due_at:%Y-%m-%d %H:%M}" == "2026-03-10 00:00"
    publish(need)
    assert list(waiting(officer)) == []
