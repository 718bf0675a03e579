"""Who sees what: Alice writes it, Bob reviews it, Charlie is a stranger."""

from dataclasses import replace
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from yizhan.kernel.actors import Actor, anonymous, machine
from yizhan.listings import queries, services
from yizhan.listings.models import Listing
from yizhan.listings.permissions import open_steps, visible_to, waiting_for
from yizhan.listings.stages import Stage
from yizhan.listings.terms import CONFIDENTIAL, FieldName
from yizhan.listings.tests.factories import (
    AT,
    NEED,
    OFFER,
    actor_of,
    make_draft,
    make_organisation,
    make_published,
    make_reviewer,
    make_submitted,
)

pytestmark = pytest.mark.django_db


def sees(actor: Actor, listing: Listing) -> bool:
    """Say whether the listing exists for the actor."""
    return visible_to(actor).filter(id=listing.id).exists()


def test_a_draft_is_seen_by_its_own_house_alone() -> None:
    """Not even by those who will review it."""
    alice = actor_of(make_organisation())
    draft = make_draft(alice)
    bob, charlie = make_reviewer("33"), actor_of(make_organisation())
    assert [sees(actor, draft) for actor in (alice, bob, charlie, anonymous())] == [
        True,
        False,
        False,
        False,
    ]


def test_what_waits_is_seen_by_reviewers_of_its_region() -> None:
    """Bob of Zhejiang sees it, his colleague of Guangdong does not."""
    alice = actor_of(make_organisation())
    waiting = make_submitted(alice)
    bob, colleague, charlie = (
        make_reviewer("33"),
        make_reviewer("44"),
        actor_of(make_organisation()),
    )
    nation = make_reviewer("")
    seen = [sees(actor, waiting) for actor in (alice, bob, nation, colleague, charlie)]
    assert seen == [True, True, True, False, False]
    assert list(waiting_for(bob)) == [waiting]
    own_house = replace(bob, organisation_id=alice.organisation_id)
    assert not waiting_for(own_house).exists()


def test_what_is_open_is_seen_by_everybody_and_what_is_taken_back_is_not() -> None:
    """The public sees three stages."""
    alice = actor_of(make_organisation())
    need = make_published(alice)
    assert sees(anonymous(), need)
    services.withdraw_listing(actor=alice, listing_id=need.id, at=AT)
    assert not sees(anonymous(), need)
    assert sees(alice, need)
    assert sees(machine("deadlines", "listings.expire"), need)


def test_a_role_without_a_right_to_read_sees_what_the_public_sees() -> None:
    """A registrar of the same house has no business with drafts."""
    organisation = make_organisation()
    draft = make_draft(actor_of(organisation))
    assert not sees(actor_of(organisation, "registrar"), draft)


@pytest.mark.parametrize("name", CONFIDENTIAL)
def test_a_confidential_field_leaves_neither_page_nor_export_nor_index(name: str) -> None:
    """One function feeds them all; each field of the list is tried."""
    secret = "绝密配方甲乙丙"
    kind, values = _with_secret(name, secret)
    alice = actor_of(make_organisation())
    listing = make_published(alice, kind, **values, visibility={name: "after_contact"})
    for reader, reads in (
        (anonymous(), False),
        (actor_of(make_organisation()), False),
        (alice, True),
    ):
        row = Listing.objects.select_related("organisation").get(id=listing.id)
        view = queries.view_of(row, actor=reader)
        export = "".join(queries.export_row(view).values())
        shown = f"{view.details}{view.indicators}{view.price_min}{view.text}{export}"
        wanted = "777777" if name == "price" else secret
        assert (wanted in shown) is reads, (name, reader.label)
        assert (name in view.hidden) is not reads


def _with_secret(name: str, secret: str) -> tuple[str, dict[str, Any]]:
    if name == "price":
        return "need", {"price_min": "777777", "price_max": "888888"}
    if name == "indicators":
        return "need", {"indicators": [{"name": secret, "value": "1"}]}
    if name in {"tried", "conditions", "requirements"}:
        return "need", {"details": {**NEED["details"], name: secret}}
    given: dict[str, Any] = {
        "trl_evidence": [{"level": 7, "text": secret}],
        "ip": [{"kind": "technical_secret", "number": secret}],
    }
    return "offer", {"details": {**OFFER["details"], name: given.get(name, secret)}}


def test_an_anonymous_need_hides_who_and_exactly_where() -> None:
    """A county, a name or an id would give the enterprise away."""
    organisation = make_organisation(name="舟山隐名泵业有限公司", region_id="330902")
    alice = actor_of(organisation)
    need = make_published(alice, is_anonymous=True, region="330902")
    Listing.objects.filter(id=need.id).update(source="舟山隐名泵业需求表")
    row = Listing.objects.select_related("organisation").get(id=need.id)
    view = queries.view_of(row, actor=anonymous())
    assert view.organisation.id is None
    assert view.region == "330900"
    assert view.organisation.name == "舟山通用设备制造企业（中型企业，名称在对接后公开）"
    assert "隐名" not in "".join(queries.export_row(view).values())
    assert view.source == ""
    assert view.organisation.url == ""
    own = queries.view_of(row, actor=alice)
    assert own.organisation.name == "舟山隐名泵业有限公司"
    rows = queries.organisation_rows(actor=anonymous(), organisation_id=organisation.id)
    assert not rows.exists()


def test_steps_are_offered_to_those_who_may_take_them() -> None:
    """The same table that guards the verbs draws the buttons."""
    organisation = make_organisation()
    alice, bob = actor_of(organisation), make_reviewer()
    need = make_submitted(alice)
    assert open_steps(alice, need) == ["withdraw"]
    assert open_steps(bob, need) == ["publish", "return"]
    assert open_steps(anonymous(), need) == []
    both = actor_of(organisation, "site_administrator", region="")
    assert open_steps(both, need) == ["withdraw"]


def test_a_list_costs_the_same_number_of_queries_however_long() -> None:
    """One for the rows; names of places and industries are held in memory."""

    def cost() -> int:
        with CaptureQueriesContext(
            connection,
        ) as caught:
            rows = queries.listing_rows(actor=anonymous(), kind="need")
            assert [queries.view_of(row, actor=anonymous()).place for row in rows]
        return len(caught)

    make_published()
    cost()
    first = cost()
    for _ in range(3):
        make_published()
    assert cost() == first == 1


def test_public_views_leave_out_what_is_not_public() -> None:
    """The index asks for any ids and gets only what everybody may read."""
    draft, need = make_draft(), make_published()
    assert [view.id for view in queries.public_views([draft.id, need.id])] == [need.id]


def test_own_counts_and_rows_speak_of_the_own_house() -> None:
    """Charlie's listings are not Alice's."""
    alice, charlie = actor_of(make_organisation()), actor_of(make_organisation())
    make_draft(alice)
    make_published(alice)
    make_draft(charlie, "offer")
    assert queries.own_counts(actor=alice) == {("need", "draft"): 1, ("need", "published"): 1}
    assert queries.own_rows(actor=alice, kind="offer").count() == 0
    assert queries.own_rows(actor=alice, stage=Stage.DRAFT).count() == 1
    assert queries.own_counts(actor=anonymous()) == {}


def test_every_confidential_field_has_a_name() -> None:
    """So that a page can say what it hides."""
    assert {*CONFIDENTIAL} - {"price"} <= set(FieldName.values)
