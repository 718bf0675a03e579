"""Many rows at once: stored like typed ones, found again, published only by whoever may."""

import uuid
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied

from yizhan.audit.models import Entry
from yizhan.audit.queries import chain_breaks
from yizhan.kernel.actors import Actor, machine
from yizhan.listings import services
from yizhan.listings.models import Listing
from yizhan.listings.services import Home, Imported, ImportRow
from yizhan.listings.stages import Stage
from yizhan.listings.tests.factories import (
    AT,
    NEED,
    OFFER,
    actor_of,
    make_organisation,
    make_reviewer,
)

pytestmark = pytest.mark.django_db

SELF_FUNDED = {**OFFER["details"], "funding_source": "self"}


def rows_for(home: Home, *titles: str, **changes: Any) -> list[ImportRow]:
    """Return one offer for each title."""
    return [
        ImportRow(
            home=home,
            values={**OFFER, "details": SELF_FUNDED, "title": title, **changes},
            external_id=f"row-{n}",
            source="测试库",
        )
        for n, title in enumerate(titles)
    ]


def home_of(actor: Actor) -> Home:
    """Return the actor's own organisation as a home."""
    assert actor.organisation_id is not None
    return Home(id=actor.organisation_id, name="某大学", region="330900")


def bring_in(
    rows: list[ImportRow], actor: Actor, *, publish: bool = False, kind: str = "offer"
) -> list[Imported]:
    """Import at the usual moment."""
    return services.import_listings(rows, actor=actor, kind=kind, publish=publish, at=AT)


def test_rows_become_drafts_with_numbers_serials_and_facts() -> None:
    """As if somebody had typed them."""
    owner = actor_of(make_organisation())
    answers = bring_in(rows_for(home_of(owner), "第一项科技成果", "第二项科技成果"), owner)
    assert [answer.result for answer in answers] == ["created", "created"]
    stored = list(Listing.objects.order_by("serial"))
    assert [row.number for row in stored] == ["CG-21-2026-000001", "CG-21-2026-000002"]
    assert stored[0].stage == Stage.DRAFT
    assert stored[0].details["plan_number"] == "2020YFB0000000"
    assert stored[0].fields == ["05"]
    assert stored[0].price_min == OFFER["price_min"]
    assert stored[1].serial == stored[0].serial + 1
    assert Entry.objects.filter(code="listings.imported").count() == 2
    assert not list(chain_breaks())


def test_the_same_rows_again_change_nothing_and_changed_ones_are_rewritten() -> None:
    """By the number the source gives them."""
    owner = actor_of(make_organisation())
    home = home_of(owner)
    bring_in(rows_for(home, "第一项科技成果", "第二项科技成果"), owner)
    again = bring_in(rows_for(home, "第一项科技成果", "第二项改了标题"), owner)
    assert [answer.result for answer in again] == ["unchanged", "updated"]
    assert Listing.objects.count() == 2
    changed = Listing.objects.get(external_id="row-1")
    assert (changed.title, changed.version) == ("第二项改了标题", 2)


def test_bad_rows_are_refused_and_good_ones_stored() -> None:
    """Each row for itself, all reasons at once."""
    owner = actor_of(make_organisation())
    rows = rows_for(home_of(owner), "好的一项科技成果", "坏\x00的", "也是好的科技成果")
    answers = bring_in(rows, owner)
    assert [answer.result for answer in answers] == ["created", "refused", "created"]
    assert answers[1].refusals[0].code == "listings.control_character"
    assert Listing.objects.count() == 2


def test_publishing_takes_a_reviewer_of_the_nation() -> None:
    """Everybody else imports drafts for the own house."""
    owner, regional = actor_of(make_organisation()), make_reviewer("33")
    rows = rows_for(home_of(owner), "想要直接发布的成果")
    for actor in (owner, regional):
        with pytest.raises(PermissionDenied):
            bring_in(rows, actor, publish=True)
    stranger = actor_of(make_organisation())
    with pytest.raises(PermissionDenied):
        bring_in(rows, stranger)


def test_a_reviewer_publishes_others_and_hands_in_the_own() -> None:
    """Nobody reviews the own house, in bulk neither."""
    reviewer, other = make_reviewer(""), actor_of(make_organisation())
    bring_in(rows_for(home_of(other), "别家的一项成果"), reviewer, publish=True)
    bring_in(rows_for(home_of(reviewer), "自家的一项成果"), reviewer, publish=True)
    stages = dict(Listing.objects.values_list("title", "stage"))
    assert stages == {"别家的一项成果": "published", "自家的一项成果": "submitted"}
    published = Listing.objects.get(stage="published")
    assert published.published_at == published.confirmed_at == AT
    assert published.due_at is not None


def test_what_is_forbidden_is_not_published_in_bulk_either() -> None:
    """A state secret stays out whoever imports it."""
    console = machine("console", "listings.review")
    home = home_of(actor_of(make_organisation()))
    touched = {**OFFER["details"], "security_check": {"declared": True, "touches": True}}
    answers = bring_in(
        rows_for(home, "涉及秘密的一项成果", details=touched), console, publish=True
    )
    assert [refusal.code for refusal in answers[0].refusals] == ["listings.security_touched"]
    bare = [ImportRow(home=home, values={"title": "螺母"}, external_id="1")]
    assert bring_in(bare, console, publish=True)[0].result == "created"


def test_public_text_is_rewritten_only_under_the_eyes_of_a_reviewer() -> None:
    """An owner's import must not slip past the review."""
    owner, reviewer = actor_of(make_organisation()), make_reviewer("")
    home = home_of(owner)
    bring_in(rows_for(home, "已经公开的一项成果"), reviewer, publish=True)
    refused = bring_in(rows_for(home, "悄悄改动的一项成果"), owner)
    assert refused[0].refusals[0].code == "listings.not_changed_now"
    assert bring_in(rows_for(home, "正当改动的一项成果"), reviewer, publish=True)[0].result == (
        "updated"
    )


def test_a_row_without_a_source_number_is_found_by_its_listing() -> None:
    """The import engine remembers which listing a row became."""
    owner = actor_of(make_organisation())
    home = home_of(owner)
    row = ImportRow(home=home, values=NEED, external_id="")
    first = bring_in([row, row], owner, kind="need")
    assert [answer.result for answer in first] == ["created", "created"]
    known = ImportRow(home=home, values=NEED, external_id="", listing_id=first[0].listing_id)
    gone = ImportRow(home=home, values=NEED, external_id="", listing_id=uuid.uuid4())
    assert [answer.result for answer in bring_in([known, gone], owner, kind="need")] == [
        "unchanged",
        "created",
    ]


def test_a_row_that_names_no_place_stays_where_its_house_is() -> None:
    """And is not taken for changed when it comes again."""
    owner = actor_of(make_organisation())
    row = ImportRow(home=home_of(owner), values={"title": "没有地区的成果"}, external_id="1")
    assert bring_in([row], owner)[0].result == "created"
    assert Listing.objects.get().region_id == "330900"
    assert bring_in([row], owner)[0].result == "unchanged"
