"""The pages: who gets which, what they print, and what a step answers."""

from typing import Any

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.test import Client
from django.urls import get_resolver

from yizhan.listings.models import Listing
from yizhan.listings.stages import FLOW, Stage
from yizhan.listings.tests.factories import (
    actor_of,
    answered,
    make_draft,
    make_organisation,
    make_published,
    make_submitted,
    sign_in,
)
from yizhan.listings.views import review
from yizhan.listings.views.steps import VERBS

pytestmark = pytest.mark.django_db
KINDS = [("need", "needs"), ("offer", "offers"), ("service", "services")]


def streamed(answer: Any) -> bytes:
    """Read a streamed answer whole."""
    return b"".join(answer.streaming_content)


@pytest.mark.parametrize(("kind", "plural"), KINDS)
def test_everybody_reads_what_is_published(client: Client, kind: str, plural: str) -> None:
    """In the list, on its page, in both languages."""
    listing = make_published(kind=kind)
    listed = client.get(f"/{plural}/?plain=1")
    assert listing.title in listed.content.decode()
    page = client.get(f"/{plural}/{listing.id}/")
    assert page.status_code == 200
    assert listing.number in page.content.decode()
    assert client.get(f"/en/{plural}/{listing.id}/").status_code == 200


def test_the_list_of_a_kind_is_the_search_page_under_that_kind(client: Client) -> None:
    """One list, not two; what was asked for goes along."""
    answer = client.get("/offers/?q=渗氮&kind=need")
    assert answer.status_code == 302
    assert answer["Location"] == "/search/?q=%E6%B8%97%E6%B0%AE&kind=offer"


def test_a_page_hides_what_is_not_for_the_reader_and_says_so(client: Client) -> None:
    """The words are gone, the fact that there are some is not."""
    organisation = make_organisation()
    need = make_published(actor_of(organisation))
    secret = need.details["conditions"]
    page = client.get(f"/needs/{need.id}/").content.decode()
    assert secret not in page
    assert "对接后可见" in page
    own = sign_in(Client(), organisation).get(f"/needs/{need.id}/").content.decode()
    assert secret in own
    assert "公众看不到的内容" in own


def test_page_and_export_show_a_reader_the_same(client: Client) -> None:
    """Both are made by one function; this compares what comes out."""
    organisation = make_organisation()
    offer = make_published(actor_of(organisation), "offer")
    economics, price = offer.details["economics"], "1800000"
    for reader, reads in ((client, False), (sign_in(Client(), organisation), True)):
        page = reader.get(f"/offers/{offer.id}/").content.decode()
        answer = reader.get("/exports/listings.offer/csv/")
        table = streamed(answer).decode()
        assert (economics in page) is (economics in table) is reads
        assert ("180" in page) is (price in table) is reads


@pytest.mark.parametrize("form", ["csv", "xlsx", "jsonl"])
def test_the_own_desk_is_taken_out_in_three_forms(client: Client, form: str) -> None:
    """Under the filters of the page."""
    organisation = make_organisation()
    make_draft(actor_of(organisation))
    alice = sign_in(client, organisation)
    full = streamed(alice.get(f"/exports/listings.mine/{form}/"))
    less = alice.get(f"/exports/listings.mine/{form}/?kind=offer")
    assert len(full) > len(streamed(less))
    assert Client().get(f"/exports/listings.mine/{form}/").status_code in {302, 403}


def test_a_step_is_taken_from_its_address(client: Client) -> None:
    """And a stale page is told so."""
    organisation = make_organisation()
    need = make_published(actor_of(organisation))
    alice = sign_in(client, organisation)
    gone = alice.post(f"/needs/{need.id}/start_talks/", {"version": need.version - 1})
    assert gone.status_code == 302
    assert Listing.objects.get().stage == Stage.PUBLISHED
    alice.post(f"/needs/{need.id}/start_talks/", {"version": need.version})
    assert Listing.objects.get().stage == Stage.IN_TALKS
    page = alice.get(f"/needs/{need.id}/").content.decode()
    assert "恢复征集" in page
    assert alice.get(f"/needs/{need.id}/withdraw/").status_code == 405
    assert Client().post(f"/needs/{need.id}/withdraw/").status_code == 302
    charlie = sign_in(Client(), make_organisation())
    assert charlie.post(f"/needs/{need.id}/withdraw/").status_code == 403


def test_an_incomplete_draft_is_led_to_what_is_missing(client: Client) -> None:
    """Handing in from its page leads to the editor, which names it."""
    organisation = make_organisation()
    need = make_draft(actor_of(organisation), modes=[])
    alice = sign_in(client, organisation)
    answer = alice.post(f"/needs/{need.id}/submit/", {"version": 1})
    assert answer["Location"] == f"/needs/{need.id}/edit/?check=1"
    assert "请选择至少一种合作方式" in alice.get(answer["Location"]).content.decode()


def test_a_reviewer_publishes_and_returns_from_the_checklist(client: Client) -> None:
    """With a reason for each field; without one nothing goes back."""
    organisation = make_organisation()
    need, other = make_submitted(actor_of(organisation)), make_submitted(actor_of(organisation))
    station = make_organisation(kind="station_regional")
    bob = sign_in(client, station, "reviewer")
    queue = bob.get("/review/").content.decode()
    assert need.title in queue
    page = bob.get(f"/review/{need.id}/").content.decode()
    assert "审核清单" in page
    nothing = bob.post(f"/review/{need.id}/return/", {"version": need.version})
    assert nothing.status_code == 422
    assert "请至少为一个字段写明退回原因" in nothing.content.decode()
    reason = {"version": need.version, "reason_indicators": "请补充检验方法。"}
    assert bob.post(f"/review/{need.id}/return/", reason)["Location"] == "/review/"
    need.refresh_from_db()
    assert need.return_reasons == {"indicators": "请补充检验方法。"}
    alice = sign_in(Client(), organisation)
    assert "请补充检验方法。" in alice.get(f"/needs/{need.id}/").content.decode()
    assert bob.post(f"/review/{other.id}/publish/", {"version": "1"}).status_code == 422
    unanswered = bob.post(f"/review/{other.id}/publish/", {"version": other.version})
    assert "请回答这一项" in unanswered.content.decode()
    bob.post(f"/review/{other.id}/publish/", {"version": other.version, **answered(other)})
    other.refresh_from_db()
    assert other.stage == Stage.PUBLISHED
    assert bob.get(f"/review/{other.id}/").status_code == 302


def test_the_review_desk_is_for_reviewers(client: Client) -> None:
    """A member is refused, a visitor signs in, a reviewer elsewhere finds nothing."""
    need = make_submitted()
    member = sign_in(client, make_organisation())
    assert member.get("/review/").status_code == 403
    assert Client().get("/review/").status_code == 302
    far = make_organisation(kind="station_regional", region_id="440000")
    assert sign_in(Client(), far, "reviewer").get(f"/review/{need.id}/").status_code == 404


def test_the_own_desk_counts_and_filters(client: Client) -> None:
    """By kind and stage; nonsense in the address is no filter."""
    organisation = make_organisation()
    draft = make_draft(actor_of(organisation))
    alice = sign_in(client, organisation)
    assert draft.title in alice.get("/my/listings/?kind=need&stage=draft").content.decode()
    assert draft.title not in alice.get("/my/listings/?kind=offer").content.decode()
    assert alice.get("/my/listings/?kind=%00&stage=zz&page=-1").status_code == 200
    unknown = alice.get("/my/listings/?stage=%00")
    assert draft.title in unknown.content.decode()
    table = alice.get("/exports/listings.mine/csv/?stage=%00&kind=%00")
    assert draft.title in streamed(table).decode()


@pytest.mark.parametrize(
    "address",
    [
        "/needs/not-a-uuid/",
        "/needs/00000000-0000-0000-0000-000000000000/",
        "/needs/%00/",
        "/exports/listings.need/exe/",
        "/exports/listings.secret/csv/",
    ],
)
def test_addresses_that_lead_nowhere(client: Client, address: str) -> None:
    """Are 404, never 500."""
    assert client.get(address).status_code == 404


def test_lists_bear_any_query(client: Client) -> None:
    """Huge pages, other digits, null bytes."""
    for query in ("page=99999999999", "page=٣", "page=%00", "plain=%F0%9F%98%80"):
        assert client.get(f"/needs/?plain=1&{query}").status_code == 200, query


def test_every_step_of_the_flow_has_an_address() -> None:
    """Except those of the reviewer, which have their own desk, and of the clock."""
    steps = {name for name, *_ in FLOW.rows()}
    of_owner = {name for name in steps if FLOW.permission_of(name) == "listings.write"}
    assert set(VERBS) == of_owner
    of_reviewer = {name for name in steps if FLOW.permission_of(name) == "listings.review"}
    assert set(review.VERBS) == of_reviewer
    names = {str(key) for key in get_resolver("yizhan.listings.urls").reverse_dict}
    if not names:
        raise ImproperlyConfigured
    assert {"review-publish", "review-return"} <= names


def test_a_page_has_no_inline_script_or_style(client: Client) -> None:
    """The policy would refuse it."""
    organisation = make_organisation()
    offer = make_published(actor_of(organisation), "offer")
    alice: Any = sign_in(client, organisation)
    for address in (f"/offers/{offer.id}/", "/offers/new/", "/needs/new/", "/my/listings/"):
        page = alice.get(address).content.decode()
        assert " style=" not in page, address
        assert "<script>" not in page, address
        assert " onclick=" not in page, address
