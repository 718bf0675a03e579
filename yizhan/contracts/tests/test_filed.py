"""After filing: the list and its export, drafts, changes, objections, grants of reading."""

from datetime import timedelta
from decimal import Decimal
from io import BytesIO
from typing import Any

import pytest
from django.test import Client
from django.utils.timezone import now
from docx import Document

from tests.house.query_counts import expect_queries
from yizhan.contracts import services
from yizhan.contracts.models import Amendment, Appeal, Contract, Grant
from yizhan.contracts.queries import content_of, values_of
from yizhan.contracts.stages import AmendmentStage
from yizhan.contracts.tables import clock_of, due_badge
from yizhan.contracts.tests.factories import (
    actor_of,
    make_decided,
    make_draft,
    make_organisation,
    make_seller,
    make_submitted,
)
from yizhan.contracts.tests.posting import BUYER, enter, posted
from yizhan.directory.models import Organisation
from yizhan.listings.tests.factories import make_published

pytestmark = pytest.mark.django_db


@pytest.fixture
def seller() -> Organisation:
    """Return a university that sells."""
    return make_seller()


def _text(answer: Any) -> str:
    return str(answer.content.decode())


def _words(answer: Any) -> str:
    word = Document(BytesIO(answer.content))
    cells = [c.text for table in word.tables for row in table.rows for c in row.cells]
    return "\n".join([*(p.text for p in word.paragraphs), *cells])


def test_the_list_is_narrowed_counted_and_cheap(client: Client, seller: Organisation) -> None:
    owner = actor_of(seller)
    draft, filed = make_draft(owner), make_submitted(owner)
    make_submitted()
    alice = enter(client, seller)
    alice.get("/contracts/")
    with expect_queries(__file__, "contract list"):
        text = _text(alice.get("/contracts/"))
    assert draft.title in text
    assert filed.title in text
    assert text.count("<tr>") == 3
    text = _text(alice.get("/contracts/?stage=submitted&kind=development"))
    assert draft.title not in text
    assert filed.title in text
    assert _text(alice.get("/contracts/?role=joined")).count("<tr>") == 0
    assert alice.get("/contracts/?stage=nonsense&page=99999999").status_code == 200
    with expect_queries(__file__, "contract page"):
        alice.get(filed.get_absolute_url())


def test_the_export_takes_the_filtered_list_and_no_formula(
    client: Client, seller: Organisation
) -> None:
    owner = actor_of(seller)
    make_draft(owner, title="=HYPERLINK(1) 开发")
    make_submitted(owner)
    make_submitted()
    alice = enter(client, seller)
    answer = alice.get("/exports/contracts.mine/csv/?stage=draft")
    table = b"".join(answer.streaming_content).decode("utf-8-sig")  # type: ignore[attr-defined]
    rows = table.strip().splitlines()
    assert len(rows) == 2
    assert "=HYPERLINK" in rows[1]
    assert not any(cell.lstrip('"').startswith("=") for cell in rows[1].split(","))
    assert "1200000.00" in rows[1]
    assert Client().get("/exports/contracts.mine/csv/").status_code != 200


def test_a_draft_comes_from_a_need_a_contract_or_nothing(
    client: Client, seller: Organisation
) -> None:
    need = make_published(kind="need")
    alice = enter(client, seller)
    page = _text(alice.get(f"/contracts/new/?need={need.id}"))
    assert need.title in page
    assert need.organisation.name in page
    assert str(need.id) in page
    words = _words(alice.get(f"/contracts/drafts/development.docx?need={need.id}"))
    assert need.title in words
    assert need.organisation.name in words
    assert seller.name in words
    assert "表面显微硬度" in words
    blank = _words(alice.get("/contracts/drafts/licence.docx"))
    assert "技术许可合同" in blank
    contract = make_draft(actor_of(seller))
    words = _words(alice.get(f"/contracts/{contract.id}/draft.docx"))
    assert contract.title in words
    assert "壹佰贰拾万元整" in words
    assert alice.get("/contracts/drafts/gift.docx").status_code == 404
    for asked in ("need=nonsense", f"need={contract.id}", f"offer={need.id}"):
        assert alice.get(f"/contracts/new/?{asked}").status_code == 404
    assert f"need={need.id}" in _text(alice.get(f"/contracts/drafts/?need={need.id}"))


def _registered(seller: Organisation) -> Contract:
    return make_decided(actor_of(seller), effective_until="2099-04-19")


def test_a_change_is_shown_side_by_side_before_it_is_sent(
    client: Client, seller: Organisation
) -> None:
    contract = _registered(seller)
    alice = enter(client, seller)
    address = f"{contract.get_absolute_url()}amend/"
    assert "真空机组" in _text(alice.get(address))
    changes: dict[str, Any] = {
        "title": contract.title,
        "office": contract.office_id,
        "contract_value": "1500000",
        "lines": [
            {
                "subkind": "commissioned_development",
                "description": "工艺与样机",
                "amount": "1500000",
            }
        ],
        "reason": "双方签订补充协议，增加样机一台，价款增加。",
        "version": contract.version,
    }
    data = posted(seller, **changes)
    looked = _text(alice.post(address, {**data, "look": "1"}))
    assert "1,200,000.00" in looked
    assert "1,500,000.00" in looked
    assert "提交变更申请" in looked
    assert not Amendment.objects.exists()
    for _time in range(2):
        sent = alice.post(address, {**data, "send": "1"})
        assert sent["Location"] == contract.get_absolute_url()
    amendment = Amendment.objects.get()
    assert Decimal(amendment.after["contract_value"]) == Decimal(1_500_000)
    assert content_of(contract).contract_value == Decimal(1_200_000)
    page = _text(alice.get(contract.get_absolute_url()))
    assert "增加样机一台" in page
    alice.post(f"{contract.get_absolute_url()}amendments/{amendment.id}/withdraw/")
    amendment.refresh_from_db()
    assert amendment.stage == AmendmentStage.WITHDRAWN


def test_a_change_of_nothing_or_without_a_reason_is_refused_in_words(
    client: Client, seller: Organisation
) -> None:
    contract = _registered(seller)
    alice = enter(client, seller)
    address = f"{contract.get_absolute_url()}amend/"
    values = values_of(contract)
    same = posted(seller, title=contract.title, reason="", version=contract.version)
    assert "请写明理由" in _text(alice.post(address, {**same, "send": "1"}))
    bad = {**same, "reason": "补充协议，价款有变。", "contract_value": "x", "send": "1"}
    answer = alice.post(address, bad)
    assert answer.status_code == 422
    assert "请填写数字" in _text(answer)
    assert values_of(Contract.objects.get()) == values


def test_a_party_objects_once_and_strangers_never(client: Client, seller: Organisation) -> None:
    contract = _registered(seller)
    Contract.objects.filter(pk=contract.pk).update(decided_at=now() - timedelta(days=3))
    buyer = make_organisation(name=BUYER["name"], region_id="330900")
    contract.parties.filter(side="buyer").update(organisation=buyer)
    bob = enter(client, buyer)
    address = f"{contract.get_absolute_url()}appeal/"
    form = bob.get(address)
    assert "不服的事项" in _text(form)
    short = bob.post(address, {"grounds": "不服"})
    assert short.status_code == 422
    data = {"grounds": "真空机组属于合理数量的样机，不应扣除。"}
    assert bob.post(address, data)["Location"] == contract.get_absolute_url()
    assert Appeal.objects.get().organisation == buyer
    assert bob.get(address).status_code == 302
    eve = enter(Client(), make_organisation())
    assert eve.get(address).status_code == 404


def test_a_tax_office_reads_while_it_is_granted(client: Client, seller: Organisation) -> None:
    contract = _registered(seller)
    alice = enter(client, seller)
    bureau = make_organisation(
        name="大连市税务局", kind="government", level="city", region_id="330100"
    )
    tax = enter(Client(), bureau, "officer")
    page = contract.get_absolute_url()
    assert tax.get(page).status_code == 404
    unknown = alice.post(f"{page}grants/", {"organisation": "查无此局"})
    assert unknown.status_code == 422
    ours = alice.post(f"{page}grants/", {"organisation": make_seller(name="另一所大学").name})
    assert ours.status_code == 422
    granted = alice.post(f"{page}grants/", {"organisation": bureau.name, "until": ""})
    assert granted["Location"] == page
    assert tax.get(page).status_code == 200
    assert "大连市税务局" in _text(alice.get(page))
    alice.post(f"{page}grants/{bureau.id}/end/")
    assert not Grant.objects.exists()
    assert tax.get(page).status_code == 404


def test_the_taxes_are_previewed_for_a_party(client: Client, seller: Organisation) -> None:
    contract = make_submitted(actor_of(seller))
    alice = enter(client, seller)
    assert "印花税" in _text(alice.get(f"{contract.get_absolute_url()}taxes/"))


def test_the_clock_says_whose_turn_it_is_and_how_late(seller: Organisation) -> None:
    contract = make_submitted(actor_of(seller))
    assert contract.due_at is not None
    last = contract.due_at - timedelta(hours=1)
    clock = clock_of(contract, last)
    assert clock is not None
    assert clock["until"] == last.astimezone(clock["badge"] and contract.due_at.tzinfo).date()
    assert not clock["is_late"]
    assert clock["badge"] == due_badge(0)
    late = clock_of(contract, last + timedelta(days=2))
    assert late is not None
    assert late["is_late"]
    services.withdraw_contract(
        actor=actor_of(seller), contract_id=contract.id, at=contract.due_at
    )
    contract.refresh_from_db()
    assert clock_of(contract, last) is None
