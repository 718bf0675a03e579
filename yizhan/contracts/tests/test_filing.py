"""The filer's pages: write, look, hand in, correct; what is wrong stands at its field."""

import json
from decimal import Decimal
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from yizhan.contracts import services
from yizhan.contracts.forms.fields import YuanField
from yizhan.contracts.models import Contract, Paper
from yizhan.contracts.stages import Stage
from yizhan.contracts.tests.factories import (
    AT,
    actor_of,
    make_draft,
    make_office,
    make_organisation,
    make_registrar,
    make_seller,
    make_submitted,
)
from yizhan.contracts.tests.posting import BUYER, enter, posted
from yizhan.directory.models import Organisation

pytestmark = pytest.mark.django_db
PDF = b"%PDF-1.7\n1 0 obj\n<<>>\nendobj\n"


@pytest.fixture
def seller() -> Organisation:
    """Return a university that sells."""
    return make_seller()


@pytest.fixture
def alice(client: Client, seller: Organisation) -> Client:
    """Return a browser in which Alice files for the seller."""
    return enter(client, seller)


def _text(answer: Any) -> str:
    return str(answer.content.decode())


def test_a_form_becomes_a_draft_is_looked_at_and_handed_in(
    alice: Client, seller: Organisation
) -> None:
    saved = alice.post("/contracts/new/", {**posted(seller), "save": "1"})
    contract = Contract.objects.get()
    assert saved["Location"] == f"/contracts/{contract.id}/edit/"
    assert (contract.stage, contract.contract_value) == (Stage.DRAFT, Decimal(1_200_000))
    assert contract.claimed_amount == Decimal(1_000_000)
    page = _text(alice.get(saved["Location"]))
    assert "真空机组" in page
    assert "辽宁省 大连市" in page
    data = {**posted(seller), "version": contract.version, "submit": "1"}
    look = alice.post(saved["Location"], data)
    assert look["Location"] == f"/contracts/{contract.id}/submit/"
    summary = _text(alice.get(look["Location"]))
    assert "请上传合同文本" in summary
    assert "disabled" in summary
    _upload(alice, contract)
    summary = _text(alice.get(look["Location"]))
    assert "不收费" in summary
    assert "大连技术合同登记处" in summary
    assert "1,000,000.00" in summary
    sent = alice.post(look["Location"])
    assert sent["Location"] == f"/contracts/{contract.id}/"
    contract.refresh_from_db()
    assert contract.stage == Stage.SUBMITTED
    detail = _text(alice.get(sent["Location"]))
    assert "登记机构受理或要求补正" in detail
    assert "壹佰万元整" in detail


def test_the_same_form_sent_twice_makes_one_contract(
    alice: Client, seller: Organisation
) -> None:
    data = {**posted(seller), "save": "1"}
    first, second = (alice.post("/contracts/new/", data) for _time in range(2))
    assert first["Location"] == second["Location"]
    assert Contract.objects.count() == 1


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("一百万", "请填写数字"),
        ("-5", "金额不能为负"),
        ("1.005", "精确到分"),
        ("9" * 16, "超出允许范围"),
        ("NaN", "请填写数字"),
        ("1e999", "超出允许范围"),
    ],
)
def test_an_amount_that_is_none_is_refused_in_words(typed: str, said: str) -> None:
    with pytest.raises(ValidationError) as refused:
        YuanField().clean(typed)
    assert said in str(refused.value)
    assert YuanField().clean("￥1，200,000.50 ") == Decimal("1200000.50")


def test_what_cannot_be_read_is_said_at_its_field(alice: Client, seller: Organisation) -> None:
    wrong: dict[str, Any] = {
        "contract_value": "一百万",
        "signed_on": "2026-02-30",
        "kind": "gift",
        "buyers": [{**BUYER, "region": "乌有乡"}],
        "costs": [{"description": "x", "amount": "x"}],
    }
    answer = alice.post("/contracts/new/", {**posted(seller, **wrong), "save": "1"})
    assert answer.status_code == 422
    text = _text(answer)
    for place, said in (
        ("id_contract_value_error", "请填写数字"),
        ("id_signed_on_error", "请填写日期"),
        ("id_kind_error", "选"),
        ("id_buyers-0-region_error", "没有找到"),
        ("id_costs-0-amount_error", "请填写数字"),
    ):
        assert said in text.partition(f'id="{place}"')[2][:600], place
    hidden = alice.post("/contracts/new/", {**posted(seller, title="坏\u202e名"), "save": "1"})
    assert "不可见" in _text(hidden).partition('id="id_title_error"')[2][:600]
    assert not Contract.objects.exists()


def test_what_stands_against_filing_links_to_its_field(
    alice: Client, seller: Organisation
) -> None:
    wrong = {
        **BUYER,
        "uscc": "91350100M000100Y44",
        "name": seller.name,
    }
    data = posted(seller, buyers=[wrong], contract_value="100000", title="短")
    location = alice.post("/contracts/new/", {**data, "submit": "1"})["Location"]
    answer = alice.post(location)
    text = _text(answer)
    assert answer.status_code == 422
    assert "校验不符" in text
    assert "超过合同成交总额" in text
    assert 'edit/#id_title"' in text
    assert 'edit/#parties"' in text
    assert 'edit/#costs"' in text
    assert Contract.objects.get().stage == Stage.DRAFT


def test_a_row_is_added_without_script_and_nothing_typed_is_lost(
    alice: Client, seller: Organisation
) -> None:
    answer = alice.post("/contracts/new/", {**posted(seller), "add-row": "buyers"})
    text = _text(answer)
    assert answer.status_code == 200
    assert 'name="buyers-1-name"' in text
    assert BUYER["name"] in text
    assert not Contract.objects.exists()


def test_several_and_foreign_parties_are_kept(alice: Client, seller: Organisation) -> None:
    abroad = {"name": "Nordhavn Pumpe A/S", "country": "302", "nature": "900"}
    alice.post("/contracts/new/", {**posted(seller, buyers=[BUYER, abroad]), "save": "1"})
    contract = Contract.objects.get()
    names = list(contract.parties.filter(side="buyer").values_list("name", "country"))
    assert names == [(BUYER["name"], "142"), (abroad["name"], "302")]
    assert abroad["name"] in _text(alice.get(contract.get_absolute_url()))


def test_autosave_keeps_what_can_be_read(alice: Client, seller: Organisation) -> None:
    data = posted(seller, contract_value="abc", title="写到一半的")
    answer = alice.post("/contracts/new/autosave/", data)
    contract = Contract.objects.get()
    assert json.loads(answer.content) == {"version": contract.version}
    assert contract.title == "写到一半的"
    again = alice.post(f"/contracts/{contract.id}/autosave/", {**data, "version": 99})
    assert again.status_code == 200  # nothing changed, so nothing is stale
    stale = {**posted(seller, title="别人改过"), "version": 99}
    assert alice.post(f"/contracts/{contract.id}/autosave/", stale).status_code == 409


def test_the_sums_follow_what_is_typed(alice: Client, seller: Organisation) -> None:
    kept = {"description": "样机", "amount": "50000", "is_within_reason": "on"}
    off = {"description": "机组", "amount": "200000"}
    data = posted(seller, costs=[kept, off], contract_value="1300000")
    text = _text(alice.post("/contracts/sums/", data))
    assert "1,100,000.00" in text
    assert "合理数量，不扣除" in text
    assert "不一致" in text
    assert _text(alice.post("/contracts/sums/", {})).count("0.00")


def test_a_correction_is_asked_field_by_field(client: Client, seller: Organisation) -> None:
    owner = actor_of(seller)
    contract = make_submitted(owner)
    registrar = make_registrar(make_office())
    services.request_correction(
        actor=registrar,
        contract_id=contract.id,
        reasons="请补充买方的联系人，并说明费用明细。",
        places=("parties", "costs"),
        at=AT,
    )
    alice = enter(client, seller)
    page = _text(alice.get(contract.get_absolute_url()))
    assert "请补充买方的联系人" in page
    assert f"/contracts/{contract.id}/edit/#costs" in page
    edit = _text(alice.get(f"/contracts/{contract.id}/edit/"))
    assert "登记机构要求补正：" in edit


def test_what_is_handed_in_is_not_edited_but_may_be_withdrawn(
    client: Client, seller: Organisation
) -> None:
    contract = make_submitted(actor_of(seller))
    alice = enter(client, seller)
    base = f"/contracts/{contract.id}/"
    assert alice.get(f"{base}edit/")["Location"] == base
    assert alice.post(f"{base}withdraw/")["Location"] == base
    contract.refresh_from_db()
    assert contract.stage == Stage.WITHDRAWN


def test_the_other_side_sees_it_once_filed_and_strangers_never(client: Client) -> None:
    buyer = make_organisation(name=BUYER["name"], uscc=BUYER["uscc"], region_id="330900")
    draft, filed = make_draft(), make_submitted()
    bob = enter(client, buyer)
    assert bob.get(filed.get_absolute_url()).status_code == 200
    assert bob.get(draft.get_absolute_url()).status_code == 404
    assert bob.get(f"{filed.get_absolute_url()}edit/").status_code == 403
    assert bob.post(f"{filed.get_absolute_url()}submit/").status_code == 403
    assert filed.title in _text(bob.get("/contracts/"))
    eve = enter(Client(), make_organisation())
    for page in ("", "edit/", "submit/", "papers/", "draft.docx"):
        assert eve.get(f"{filed.get_absolute_url()}{page}").status_code == 404


def _upload(browser: Client, contract: Contract, content: bytes = PDF) -> Any:
    file = SimpleUploadedFile("合同.pdf", content)
    data = {"kind": "contract_text", "file": file, "is_confidential": "on"}
    return browser.post(f"/contracts/{contract.id}/papers/", data)


def test_papers_come_in_versions_and_each_reading_is_noted(
    alice: Client, seller: Organisation
) -> None:
    contract = services.create_draft(actor=actor_of(seller), values={}, at=AT)
    assert _upload(alice, contract).status_code == 302
    assert _upload(alice, contract, PDF + b"%%EOF").status_code == 302
    assert _upload(alice, contract, b"MZ\x90\x00 not a paper").status_code == 422
    versions = list(Paper.objects.values_list("version", flat=True))
    assert versions == [2, 1]
    paper = Paper.objects.get(version=1)
    got = alice.get(f"/contracts/{contract.id}/papers/{paper.id}/")
    assert b"".join(got.streaming_content) == PDF  # type: ignore[attr-defined]
    assert "attachment" in got["Content-Disposition"]
    assert "查阅保密材料" in _text(alice.get(contract.get_absolute_url()))
    assert alice.get(f"/contracts/{contract.id}/papers/999999/").status_code == 404
