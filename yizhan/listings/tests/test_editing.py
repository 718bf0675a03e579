"""The editor: everything of the table of bad input, at the form where people meet it."""

import json
from decimal import Decimal
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client

from yizhan.listings import services
from yizhan.listings.models import Listing
from yizhan.listings.stages import Stage
from yizhan.listings.tests.factories import (
    AT,
    NEED,
    actor_of,
    make_draft,
    make_organisation,
    make_published,
    make_submitted,
    posted,
    sign_in,
)

pytestmark = pytest.mark.django_db
KINDS = [("need", "needs"), ("offer", "offers"), ("service", "services")]


@pytest.fixture
def alice(client: Client) -> Any:
    """Return a browser in which Alice writes for her house."""
    return sign_in(client, make_organisation())


@pytest.mark.parametrize(("kind", "plural"), KINDS)
def test_a_form_becomes_a_draft_and_is_handed_in(alice: Any, kind: str, plural: str) -> None:
    """Saved first, handed in from the same page later."""
    saved = alice.post(f"/{plural}/new/", {**posted(kind), "save": "1"})
    listing = Listing.objects.get()
    assert saved.status_code == 302
    assert saved["Location"] == f"/{plural}/{listing.id}/edit/"
    assert listing.stage == Stage.DRAFT
    page = alice.get(saved["Location"])
    assert page.status_code == 200
    assert listing.title in page.content.decode()
    data = {**posted(kind), "version": listing.version, "submit": "1"}
    handed = alice.post(saved["Location"], data)
    assert handed["Location"] == f"/{plural}/{listing.id}/"
    assert Listing.objects.get().stage == Stage.SUBMITTED


def test_what_was_typed_is_stored_in_its_own_terms(alice: Any) -> None:
    """万元 become yuan, a place becomes its code, rows become indicators."""
    alice.post("/needs/new/", {**posted("need"), "keywords": "点蚀、渗氮，点蚀"})
    need = Listing.objects.get()
    assert [need.price_min, need.price_max] == [Decimal(800_000), Decimal(1_200_000)]
    assert need.region_id == "330900"
    assert need.keywords == ["点蚀", "渗氮"]
    assert need.indicators[0]["name"] == "表面显微硬度"
    assert need.visibility == {"tried": "after_contact"}


BAD: list[tuple[dict[str, str], str]] = [
    ({"title": "长" * 121}, "超过 120 个字符"),
    ({"summary": "长" * 10_001}, "超过 10000 个字符"),
    ({"title": "空\x00字节标题"}, "不允许是用空字符串"),
    ({"summary": "退格\x08" * 20}, "不可见的控制字符"),
    ({"price_min": "一百"}, "请填写数字"),
    ({"price_min": "9" * 15}, "金额应在 0 到"),
    ({"price_min": "1e40"}, "金额应在 0 到"),
    ({"price_min": "5", "price_max": "4"}, "上限不能低于下限"),
    ({"region": "亚特兰蒂斯"}, "没有找到这个地区"),
    ({"deadline": "明天"}, "请填写日期"),
    ({"industry": "Z99"}, "Z99"),
    ({"fields_": "99"}, "请从列出的选项中选择"),
    ({"indicators-0-value": "很硬"}, "请填写数字"),
    ({"indicators-0-value": ""}, "请填写指标数值"),
    ({"indicators-0-name": "长" * 61}, "超过 60 个字符"),
    ({"indicators-TOTAL_FORMS": "x"}, ""),
]


@pytest.mark.parametrize(("changes", "words"), BAD)
def test_bad_input_comes_back_with_words_and_with_everything_typed(
    alice: Any, changes: dict[str, str], words: str
) -> None:
    """422, the error beside its field and in the summary, nothing stored, nothing lost."""
    answer = alice.post("/needs/new/", {**posted("need"), **changes})
    page = answer.content.decode()
    assert answer.status_code == 422, page
    assert words in page
    assert "y-errs" in page
    assert "喷涂，流道深处够不着。" in page
    assert not Listing.objects.exists()


def test_markup_and_astral_signs_are_text_like_any_other(alice: Any) -> None:
    """Stored as typed, shown escaped."""
    said = "<script>alert(1)</script>😀𠮷" + "泵" * 30
    alice.post("/needs/new/", {**posted("need"), "summary": said})
    need = Listing.objects.get()
    assert need.summary == said
    page = alice.get(f"/needs/{need.id}/").content.decode()
    assert "<script>alert(1)</script>" not in page
    assert "&lt;script&gt;alert(1)&lt;/script&gt;😀𠮷" in page


def test_an_empty_form_is_a_draft_but_cannot_be_handed_in(alice: Any) -> None:
    """All reasons at once, each at its field; the draft is kept."""
    empty = {"indicators-TOTAL_FORMS": "0", "indicators-INITIAL_FORMS": "0"}
    assert alice.post("/needs/new/", {**empty, "save": "1"}).status_code == 302
    answer = alice.post("/needs/new/", {**empty, "key": str(uuid4()), "submit": "1"})
    assert answer.status_code == 422
    page = answer.content.decode()
    for words in ("标题至少 6 个字", "说明至少 30 个字", "请选择至少一个技术领域"):
        assert words in page
    assert Listing.objects.filter(stage=Stage.DRAFT).count() == 2


def test_a_double_click_makes_one_listing(alice: Any) -> None:
    """The second request finds the key used and changes nothing."""
    data = posted("need")
    first, second = (alice.post("/needs/new/", data) for _ in range(2))
    assert first["Location"] == second["Location"]
    assert Listing.objects.get().version == 1


def test_two_editors_see_both_versions_and_either_may_be_kept(client: Client) -> None:
    """The later one is asked, with both texts side by side."""
    organisation = make_organisation()
    need = make_draft(actor_of(organisation))
    alice = sign_in(client, organisation)
    services.save_draft(
        actor=actor_of(organisation),
        listing_id=need.id,
        values={**NEED, "title": "同事已经保存的标题"},
        version=1,
        at=AT,
    )
    mine = {**posted("need"), "title": "我正在写的标题也很好", "version": "1"}
    stale = alice.post(f"/needs/{need.id}/edit/", mine)
    page = stale.content.decode()
    assert stale.status_code == 409
    assert "同事已经保存的标题" in page
    assert "我正在写的标题也很好" in page
    assert 'name="version" value="2"' in page
    assert Listing.objects.get().title == "同事已经保存的标题"
    kept = alice.post(f"/needs/{need.id}/edit/", {**mine, "version": "2"})
    assert kept.status_code == 302
    assert Listing.objects.get().title == "我正在写的标题也很好"


def test_the_session_of_a_form_may_end_without_losing_the_text(client: Client) -> None:
    """The visitor is sent to sign in and back to the same page; autosave says 302, not 200."""
    answer = client.post("/needs/new/", posted("need"))
    assert answer.status_code == 302
    assert answer["Location"].endswith("?next=/needs/new/")
    kept = client.post("/needs/new/autosave/", posted("need"))
    assert kept.status_code == 302
    assert not Listing.objects.exists()


def test_autosave_keeps_what_is_sound_and_says_the_version(alice: Any) -> None:
    """A half-typed amount must not hold back the rest."""
    data = posted("need", price_min="12o", title="边写边存的标题")
    first = alice.post("/needs/new/autosave/", data)
    assert json.loads(first.content) == {"version": 1}
    again = alice.post(
        "/needs/new/autosave/", {**data, "title": "改过的标题在此", "version": "1"}
    )
    assert json.loads(again.content) == {"version": 2}
    need = Listing.objects.get()
    assert (need.title, need.price_min) == ("改过的标题在此", None)
    bad_row = {**data, "indicators-0-value": "x", "version": "2", "price_min": "90"}
    assert json.loads(alice.post("/needs/new/autosave/", bad_row).content) == {"version": 3}
    need.refresh_from_db()
    assert need.indicators == []
    assert need.price_min == 900_000


def test_autosave_refuses_a_stale_version(alice: Any) -> None:
    """The browser keeps its copy then."""
    data = posted("need")
    alice.post("/needs/new/autosave/", data)
    alice.post("/needs/new/autosave/", {**data, "title": "第二次保存的标题", "version": "1"})
    stale = alice.post(
        "/needs/new/autosave/", {**data, "title": "迟到的标题来了", "version": "1"}
    )
    assert stale.status_code == 409
    assert Listing.objects.get().title == "第二次保存的标题"


def test_a_row_is_added_without_script_and_nothing_is_judged(alice: Any) -> None:
    """One more empty row, everything typed still there."""
    answer = alice.post("/needs/new/", {**posted("need"), "add-row": "indicators"})
    page = answer.content.decode()
    assert answer.status_code == 200
    assert "indicators-1-name" in page
    assert "喷涂，流道深处够不着。" in page
    assert not Listing.objects.exists()


def test_the_check_says_how_complete_a_text_is(alice: Any) -> None:
    """While it is being typed, whatever is in the fields."""
    answer = alice.post("/needs/new/check/", posted("need", price_min="x"))
    page = answer.content.decode()
    assert answer.status_code == 200
    assert "完整度" in page
    assert "已满足提交条件" in page
    assert "提交前还需完成" in alice.post("/needs/new/check/", {}).content.decode()


@pytest.mark.parametrize(
    ("typed", "words"),
    [("120", "壹佰贰拾万元整"), ("0.05", "伍佰元整"), ("x", ""), ("1e99", ""), ("", "")],
)
def test_an_amount_is_said_in_capitals(alice: Any, typed: str, words: str) -> None:
    """Or not at all."""
    answer = alice.get("/my/listings/price-words/", {"price_min": typed})
    assert answer.status_code == 200
    page = answer.content.decode()
    assert words in page
    assert bool(words) == ("大写" in page)


def test_public_text_leads_back_to_its_page(client: Client) -> None:
    """It cannot be edited in place."""
    organisation = make_organisation()
    need = make_published(actor_of(organisation))
    alice = sign_in(client, organisation)
    assert alice.get(f"/needs/{need.id}/edit/")["Location"] == f"/needs/{need.id}/"


def test_the_doors_of_the_editor(client: Client) -> None:
    """A stranger sees no draft, a reader may not write, a role may lack the right."""
    organisation = make_organisation()
    draft, waiting = make_draft(actor_of(organisation)), make_submitted(actor_of(organisation))
    charlie = sign_in(client, make_organisation())
    assert charlie.get(f"/needs/{draft.id}/edit/").status_code == 404
    assert charlie.get(f"/needs/{uuid4()}/edit/").status_code == 404
    assert charlie.get(f"/offers/{draft.id}/").status_code == 404
    station = make_organisation(kind="station_regional")
    adviser = sign_in(Client(), station, "adviser")
    assert adviser.get(f"/needs/{waiting.id}/edit/").status_code == 403
    assert sign_in(Client(), station, "registrar").get("/needs/new/").status_code == 403
    assert Client().get("/needs/new/").status_code == 302
