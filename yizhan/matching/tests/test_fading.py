"""What nobody confirms stands lower, what is hidden is gone, copies stand behind."""

from collections.abc import Sequence

import pytest
from django.test import Client
from django.urls import reverse

from yizhan.kernel.actors import anonymous
from yizhan.listings.models import Listing
from yizhan.listings.queries import view_of
from yizhan.listings.tests.factories import (
    AT,
    OFFER,
    actor_of,
    make_organisation,
    make_published,
)
from yizhan.matching.indexing.documents import documents_for, open_documents
from yizhan.matching.indexing.rebuild import rebuild
from yizhan.matching.models import Change
from yizhan.matching.queries import Matches, matches_of_need, need_view
from yizhan.matching.queries.matches import DEMOTED_POINTS
from yizhan.matching.relevance.scoring import recompute

SELF_PAID = {**OFFER["details"], "funding_source": "self"}
pytestmark = pytest.mark.usefixtures("index_folder")


def three() -> tuple[Listing, Listing, Listing]:
    """Publish a need, and the same offer twice, by two houses."""
    need = make_published()
    offers = [make_published(kind="offer", details=SELF_PAID) for _one in range(2)]
    return need, offers[0], offers[1]


def matches(need: Listing) -> Matches:
    """Match the need as its page does, from an index made anew."""
    rebuild(at=AT, workers=0)
    return matches_of_need(need_view(view_of(need, actor=anonymous())))


def in_order(found: Matches) -> Sequence[str]:
    """Name what was found, best first."""
    return [str(row.view.id) for row in found.rows]


@pytest.mark.django_db
def test_a_demoted_offer_stands_lower_with_the_same_score() -> None:
    """The order changes, the points do not, and the stored inputs give them again."""
    need, first, second = three()
    before = matches(need)
    assert in_order(before) == [str(first.id), str(second.id)]
    Listing.objects.filter(id=first.id).update(demoted_at=AT)
    after = matches(need)
    assert in_order(after) == [str(second.id), str(first.id)]
    scores = {row.view.id: row.match.score for row in before.rows}
    assert {row.view.id: row.match.score for row in after.rows} == scores
    for row in after.rows:
        assert recompute(row.inputs.to_json()).score == row.match.score
    assert 0 < DEMOTED_POINTS < 10


@pytest.mark.django_db
def test_the_page_on_matching_says_what_demotion_does(client: Client) -> None:
    """The number on the page is the number in use."""
    page = client.get(reverse("matching:algorithm")).content.decode()
    assert f"按低 {DEMOTED_POINTS} 分排位" in page


@pytest.mark.django_db
def test_what_is_hidden_is_in_no_index() -> None:
    """By the same predicate as the pages."""
    need, first, _second = three()
    Listing.objects.filter(id=first.id).update(stage="hidden")
    assert str(first.id) not in in_order(matches(need))
    assert documents_for([first.id]) == {}


@pytest.mark.django_db
def test_a_copy_stands_behind_its_origin_while_that_is_open(client: Client) -> None:
    """One row with a word on who else publishes it; the copy comes back when it must."""
    need, first, second = three()
    Listing.objects.filter(id=second.id).update(origin=first)
    assert in_order(matches(need)) == [str(first.id)]
    assert documents_for([second.id]) == {}
    page = client.get(need.get_absolute_url()).content.decode()
    assert second.organisation.name in page
    page = client.get(reverse("matching:search"), {"kind": "offer"}).content.decode()
    assert second.organisation.name in page
    Listing.objects.filter(id=first.id).update(stage="hidden")
    assert {document.identity for document in open_documents()} == {need.id, second.id}


@pytest.mark.usefixtures("committed")
def test_copies_are_noted_when_their_origin_comes_or_goes() -> None:
    """Else the index would go on hiding them behind nothing."""
    owner = actor_of(make_organisation())
    origin, copy = (make_published(owner) for _one in range(2))
    Listing.objects.filter(id=copy.id).update(origin=origin)
    for stage in ("hidden", "published"):
        before = Change.objects.filter(listing_id=copy.id).count()
        Listing.objects.filter(id=origin.id).update(stage=stage)
        assert Change.objects.filter(listing_id=copy.id).count() == before + 1
    before = Change.objects.filter(listing_id=copy.id).count()
    Listing.objects.filter(id=origin.id).update(title="换了标题的原始信息")
    assert Change.objects.filter(listing_id=copy.id).count() == before
