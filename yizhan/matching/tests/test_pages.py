"""Search, paste, panels and feedback from outside, on a small index of real listings."""

import json
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from django.core.management import CommandError, call_command
from django.test import Client
from django.urls import reverse

from yizhan.audit.models import Entry
from yizhan.directory.models import Membership
from yizhan.listings.models import Listing
from yizhan.listings.services import withdraw_listing
from yizhan.listings.tests.factories import (
    AT,
    OFFER,
    actor_of,
    make_draft,
    make_organisation,
    make_person,
    make_published,
    sign_in,
)
from yizhan.matching.indexing.gateway import forget_retriever
from yizhan.matching.indexing.rebuild import rebuild
from yizhan.matching.models import Feedback, Match
from yizhan.matching.relevance.scoring import recompute

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("index_folder")]

PUMP = {
    **OFFER,
    "title": "离心泵变频节能控制",
    "summary": "按管网压力调节离心泵转速，吨水电耗由 0.42 千瓦时降到 0.31 千瓦时。",
    "fields": ["06"],
    "modes": ["service"],
    "trl_min": 8,
    "trl_max": 8,
    "indicators": [],
}


@pytest.fixture
def market() -> dict[str, Listing]:
    """Publish a need, an offer that answers it, an offer that does not, and index them."""
    enterprise = actor_of(make_organisation(name="舟山甲泵业有限公司"))
    university = actor_of(
        make_organisation(
            name="滨海工业大学",
            kind="university",
            size="",
            region_id="210200",
            industry_id="M73",
        )
    )
    pump = {**PUMP, "details": {**OFFER["details"], "trl_evidence": [_evidence(8)]}}
    listings = {
        "need": make_published(enterprise, "need"),
        "offer": make_published(university, "offer"),
        "other": make_published(university, "offer", **pump),
        "draft": make_draft(university, "offer", title="尚未公开的渗氮工艺改进"),
    }
    rebuild(at=AT, workers=0)
    return listings


def _evidence(level: int) -> dict[str, Any]:
    return {"level": level, "text": "在两座泵站运行一年。"}


def signed_in(client: Client, listing: Listing) -> Client:
    """Sign in as a member of the organisation behind the listing."""
    person = make_person()
    Membership.objects.create(
        person=person, organisation=listing.organisation, role="member", created_at=AT
    )
    client.force_login(person)
    return client


def test_a_search_finds_marks_and_counts(client: Client, market: dict[str, Listing]) -> None:
    """Words narrow, tabs count each kind, and the words are marked."""
    page = client.get(reverse("matching:search"), {"kind": "offer", "q": "渗氮 膨胀奥氏体"})
    text = page.content.decode()
    assert market["offer"].title.replace("渗氮", "<mark>渗氮</mark>") in text
    assert market["other"].title not in text
    assert page.context["found"].by_kind == {"need": 0, "offer": 1, "service": 0}


def test_a_draft_and_a_withdrawn_listing_are_never_found(
    client: Client, market: dict[str, Listing]
) -> None:
    """Even when the index has not heard of it yet."""
    offer = market["offer"]
    withdraw_listing(actor=actor_of(offer.organisation), listing_id=offer.id, at=AT)
    page = client.get(reverse("matching:search"), {"kind": "offer", "q": "渗氮"})
    assert [view.id for view in page.context["found"].views] == []


@pytest.mark.parametrize(
    ("query", "titles"),
    [
        ({"field": "06"}, {"other"}),
        ({"mode": "ordinary_licence"}, {"offer"}),
        ({"trl": "8"}, {"other"}),
        ({"place": "210000"}, {"offer", "other"}),
        ({"place": "yangtze"}, set()),
        ({"price_max": "10"}, {"offer", "other"}),  # prices for the parties only: unknown fits
        ({"field": "99", "mode": "x", "trl": "40", "place": "999999"}, {"offer", "other"}),
    ],
)
def test_facets_filter_and_nonsense_is_left_out(
    client: Client, market: dict[str, Listing], query: dict[str, str], titles: set[str]
) -> None:
    """What nobody can mean narrows nothing."""
    page = client.get(reverse("matching:search"), {"kind": "offer", **query})
    assert {view.id for view in page.context["found"].views} == {market[t].id for t in titles}


@pytest.mark.parametrize(
    "text",
    ["\x00", "<script>alert(1)</script>", "𠮷" * 50, "%' OR 1=1 --", "+" * 400, "渗氮 " * 200],
)
def test_a_search_survives_any_words(
    client: Client, market: dict[str, Listing], text: str
) -> None:
    """Nothing typed breaks the page or comes back as markup."""
    page = client.get(reverse("matching:search"), {"q": text, "page": "-1", "sort": "x"})
    assert page.status_code == 200
    assert b"<script>alert" not in page.content


def test_htmx_gets_results_and_fresh_facets(client: Client, market: dict[str, Listing]) -> None:
    """One address, two sizes; the count is announced."""
    headers = {"HX-Request": "true", "HX-Target": "results"}
    part = client.get(reverse("matching:search"), {"kind": "offer"}, headers=headers)
    assert b"<html" not in part.content
    assert b'hx-swap-oob="innerHTML:#facets"' in part.content
    assert b'id="y-live"' in part.content


def test_without_an_index_the_search_degrades_with_a_notice(
    client: Client, market: dict[str, Listing], index_folder: Path
) -> None:
    """The database answers instead, and the page says so."""
    (index_folder / "current").unlink()
    forget_retriever()
    page = client.get(reverse("matching:search"), {"kind": "offer", "q": "渗氮"})
    assert [view.id for view in page.context["found"].views] == [market["offer"].id]
    assert page.context["found"].is_degraded
    assert "检索索引正在恢复" in page.content.decode()
    need = client.get(market["need"].get_absolute_url())
    assert need.status_code == 200
    assert "匹配暂时不可用" in need.content.decode()


def test_an_export_has_the_rows_and_fields_of_the_page(
    client: Client, market: dict[str, Listing]
) -> None:
    """The price the owner keeps to the parties is in neither."""
    query = {"kind": "offer", "q": "渗氮"}
    answer = client.get(reverse("matching:export", args=["jsonl"]), query)
    rows = [json.loads(line) for line in b"".join(answer).splitlines()]
    assert len(rows) == 1
    assert "1800000" not in json.dumps(rows, ensure_ascii=False)
    assert client.get(reverse("matching:export", args=["exe"])).status_code == 404


def test_a_pasted_problem_is_matched_with_reasons(
    client: Client, market: dict[str, Listing]
) -> None:
    """No account, no trace: the answer explains itself."""
    text = (
        "海水泵叶轮双相不锈钢点蚀，需要低温渗氮强化，硬度不低于 850 HV，处理温度不超过 450 ℃。"
    )
    page = client.post(reverse("matching:paste"), {"text": text})
    best = page.context["cards"]["shown"][0]
    assert best["title"] == market["offer"].title
    assert sum(part["points"] for part in best["parts"]) == best["score"]
    assert sum(part["weight"] for part in best["parts"]) == 100
    assert not Match.objects.exists()


def test_a_pasted_problem_begins_one_draft_however_often_it_is_sent() -> None:
    """Twice by one person is a double click; by another house it is another need."""
    text = {"text": "海水泵叶轮双相不锈钢点蚀，需要低温渗氮强化，硬度不低于 850 HV。"}
    answers = [
        sign_in(Client(), organisation).post(reverse("matching:draft"), text)
        for organisation in (make_organisation(), make_organisation())
    ]
    first = sign_in(Client(), make_organisation())
    twice = {first.post(reverse("matching:draft"), text).url for _ in range(2)}
    assert len(twice) == 1
    assert len({answer.url for answer in answers} | twice) == 3
    assert Listing.objects.filter(stage="draft").count() == 3


@pytest.mark.parametrize("text", ["", "短", "\x00" * 20, "a" * 9000])
def test_a_paste_that_says_nothing_is_asked_again(client: Client, text: str) -> None:
    """422, with what was typed still there."""
    page = client.post(reverse("matching:paste"), {"text": text})
    assert page.status_code == 422


def test_a_need_shows_its_offers_and_an_offer_its_needs(
    client: Client, market: dict[str, Listing]
) -> None:
    """Both ways, on the page itself, for everybody; only parties may act."""
    need = client.get(market["need"].get_absolute_url()).content.decode()
    offer = client.get(market["offer"].get_absolute_url()).content.decode()
    assert market["offer"].title in need
    assert market["need"].title in offer
    assert "不合适…" not in need
    own = signed_in(Client(), market["need"]).get(market["need"].get_absolute_url())
    assert "不合适…" in own.content.decode()


def feedback_url(need: UUID, offer: UUID) -> str:
    """Return the address of the verdict on a pair."""
    return reverse("matching:feedback", args=[need, offer])


def test_feedback_keeps_the_match_so_that_it_can_be_recomputed(
    client: Client, market: dict[str, Listing]
) -> None:
    """Score, inputs, verdict and one fact; said twice, stored once."""
    signed_in(client, market["need"])
    url = feedback_url(market["need"].id, market["offer"].id)
    data = {"verdict": "unsuitable", "reason": "price", "note": "超出预算"}
    for _ in range(2):
        assert client.post(url, data).status_code == 302
    stored = Match.objects.get()
    assert Feedback.objects.get().reason == "price"
    assert recompute(stored.inputs, weights_version=stored.weights).score == stored.score
    assert Entry.objects.filter(code="matching.feedback_given").count() == 1


def test_feedback_asks_for_a_reason_and_a_party(
    client: Client, market: dict[str, Listing]
) -> None:
    """A reason when it is not suitable; strangers may look, not judge."""
    url = feedback_url(market["need"].id, market["offer"].id)
    assert client.get(url).status_code == 302
    signed_in(client, market["need"])
    assert client.post(url, {"verdict": "unsuitable"}).status_code == 422
    stranger = Client()
    person = make_person()
    Membership.objects.create(
        person=person, organisation=make_organisation(), role="member", created_at=AT
    )
    stranger.force_login(person)
    assert stranger.post(url, {"verdict": "contacted"}).status_code == 422
    assert not Feedback.objects.exists()
    draft = feedback_url(market["need"].id, market["draft"].id)
    assert stranger.get(draft).status_code == 404


def test_the_command_line_matches_as_the_page_does(
    market: dict[str, Listing], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """A text file, a row of a table and a number find the same offer."""
    text = "海水泵叶轮双相不锈钢点蚀，需要低温渗氮强化，硬度不低于 850 HV。"
    (tmp_path / "need.txt").write_text(text)
    (tmp_path / "needs.csv").write_text(f"rid,title,content\n7,其他,无关\n8,叶轮强化,{text}\n")
    for source, options in (
        (str(tmp_path / "need.txt"), {}),
        (str(tmp_path / "needs.csv"), {"row": "8"}),
        (market["need"].number, {}),
    ):
        call_command("match", source, as_json=True, **options)
        found = json.loads(capsys.readouterr().out)
        assert found["matches"][0]["title"] == market["offer"].title
    with pytest.raises(CommandError, match="没有文件"):
        call_command("match", "nothing.txt")
