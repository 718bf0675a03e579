"""The registrar's desk and workbench: reading, judging, flags, the pages and their doors."""

import io
import zipfile
from decimal import Decimal
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.test import Client

from yizhan.contracts import services
from yizhan.contracts.models import Contract, Finding, Office, Reading
from yizhan.contracts.queries import values_of
from yizhan.contracts.queries.findings import (
    by_office,
    earlier_decisions,
    records,
    same_texts,
)
from yizhan.contracts.queries.workbench import desk_counts, desk_rows, wanted_of
from yizhan.contracts.recognition.reading import DOCX, text_of
from yizhan.contracts.services.files import keep_file
from yizhan.contracts.stages import Stage
from yizhan.contracts.tests.factories import (
    AT,
    actor_of,
    make_accepted,
    make_decided,
    make_draft,
    make_office,
    make_registered,
    make_registrar,
    make_reviewing,
    make_seller,
    make_submitted,
    make_supervisor,
)
from yizhan.contracts.tests.posting import enter
from yizhan.kernel.refusals import Refused

TEXT = """技术开发（委托）合同
第一条 甲方委托乙方研究开发低温等离子渗氮复合强化装置，研发目标是泵轴表面硬度提高一倍。
第二条 该技术方案双方订立合同时尚未掌握，研发失败的风险由双方合理分担。
第三条 研究成果归乙方所有，由乙方申请专利，甲方享有免费使用的权利，属于首次应用。
第四条 研究开发经费和报酬共计一百二十万元，分三期支付。
"""

pytestmark = pytest.mark.django_db


@pytest.fixture
def office() -> Office:
    """Return the office everything is filed with."""
    return make_office()


@pytest.fixture
def clerk(client: Client, office: Office) -> Client:
    """Return a browser in which a registrar of the office works."""
    return enter(client, office.organisation, role="registrar")


def _text(answer: Any) -> str:
    return str(answer.content.decode())


def _with_text(text: str = TEXT, **changes: Any) -> Contract:
    """File a contract whose text can be read."""
    owner = actor_of(make_seller())
    contract = make_draft(owner, **changes)
    kept, kind = keep_file([text.encode()])
    contract.papers.update(
        file_sha256=kept.sha256, file_size=kept.size, file_type=kind, name="合同.txt"
    )
    return services.submit_contract(actor=owner, contract_id=contract.id, at=AT)


def test_a_filed_contract_is_read_and_asked_at_once() -> None:
    reading = Reading.objects.get(contract=_with_text())
    assert {row["place"] for row in reading.clauses} >= {"第一条", "第四条"}
    assert len(reading.sketch) == 64
    assert reading.unread == []


def test_a_scan_is_named_and_not_guessed_at() -> None:
    reading = Reading.objects.get(contract=make_submitted())
    assert reading.unread == ["合同.pdf"]
    assert reading.clauses == []


def test_a_plain_contract_is_cleared_with_what_the_page_proposes(clerk: Client) -> None:
    contract = _with_text()
    assert "受理并开始审查" in _text(clerk.get(f"/contracts/{contract.id}/review/"))
    taken = clerk.post(f"/contracts/{contract.id}/accept/")
    assert taken["Location"] == f"/contracts/{contract.id}/review/"
    page = clerk.get(taken["Location"])
    assert "建议：技术开发（委托开发）" in _text(page)
    assert "<mark>委托乙方研究开发</mark>" in _text(page)
    answer = clerk.post(f"/contracts/{contract.id}/judge/register/", _filled(page.context))
    assert answer["Location"] == "/contracts/desk/"
    contract.refresh_from_db()
    assert contract.stage in {Stage.REGISTERED, Stage.PROPOSED}
    assert contract.decisions.latest("position").technology_amount == Decimal(1_000_000)


def test_an_open_condition_keeps_the_contract_from_registration(clerk: Client) -> None:
    contract = _with_text()
    clerk.post(f"/contracts/{contract.id}/accept/")
    data = _filled(clerk.get(f"/contracts/{contract.id}/review/").context)
    data.pop("answer_development.goal")
    data["answer_every.market_use"] = "no"
    answer = clerk.post(f"/contracts/{contract.id}/judge/register/", data)
    assert answer.status_code == 422
    assert "还有认定条件没有答复" in _text(answer)
    assert "有一项认定条件不符合" in _text(answer)
    contract.refresh_from_db()
    assert contract.stage == Stage.REVIEWING


def test_a_changed_deduction_is_reckoned_anew_and_not_stored(clerk: Client) -> None:
    contract = _with_text()
    clerk.post(f"/contracts/{contract.id}/accept/")
    data = _filled(clerk.get(f"/contracts/{contract.id}/review/").context)
    data["deduction_0"] = "50,000"
    page = clerk.post(f"/contracts/{contract.id}/reckon/", data)
    assert "1,150,000.00" in _text(page)
    assert contract.costs.get().decided_deduction is None


def test_a_contract_is_returned_with_its_places(clerk: Client) -> None:
    contract = _with_text()
    data = {
        "correction": "请补充附件二的设备清单和单价。",
        "places": ["costs"],
        "days": "15",
    }
    clerk.post(f"/contracts/{contract.id}/correct/", data)
    contract.refresh_from_db()
    assert contract.stage == Stage.CORRECTION
    assert contract.decisions.get().checklist == {"places": ["costs"]}


def test_a_second_registrar_agrees_or_sends_back(clerk: Client, office: Office) -> None:
    first = make_registrar(office)
    for answer, stage in (("return", Stage.REVIEWING), ("agree", Stage.REGISTERED)):
        contract = make_reviewing(first, is_related_party=True)
        ruling = {"reasons": "关联交易，目标明确，订立时尚未掌握。"}
        _propose(contract, first, ruling)
        page = _text(clerk.get(f"/contracts/{contract.id}/review/"))
        assert "须由两名登记员办理：关联交易" in page
        data = {
            "version": contract.version,
            "second_reasons": "请核对关联关系的说明材料。",
        }
        clerk.post(f"/contracts/{contract.id}/countersign/{answer}/", data)
        contract.refresh_from_db()
        assert contract.stage == stage


def test_a_finding_is_settled_with_a_reason_and_counted(clerk: Client, office: Office) -> None:
    contract = _with_text(
        effective_from="2025-01-01",
        signed_on="2026-04-20",
        effective_until="2027-04-19",
    )
    finding = contract.findings.get(card="delivery_before_signature")
    url = f"/contracts/{contract.id}/findings/{finding.id}/"
    assert clerk.post(url, {"state": "dismissed"}).status_code == 422
    clerk.post(url, {"state": "dismissed", "finding_reason": "补签协议，已核对交接单。"})
    registrar = make_registrar(office)
    record = records(actor=registrar)[("delivery_before_signature", 1)]
    assert (record.dismissed, record.open, record.false_rate) == (1, 0, 100)
    services.examine_contract(contract_id=contract.id, at=AT)
    assert contract.findings.get().state == "dismissed"
    assert "100%" in _text(clerk.get("/contracts/desk/rules/"))


def test_a_finding_that_no_longer_holds_is_gone() -> None:
    contract = _with_text(effective_from="2025-01-01", effective_until="2027-04-19")
    Contract.objects.filter(id=contract.id).update(effective_from=contract.signed_on)
    services.examine_contract(contract_id=contract.id, at=AT)
    assert list(Finding.objects.values_list("state", flat=True)) == ["gone"]


def test_one_text_decided_twice_is_found_whatever_its_title(office: Office) -> None:
    first = make_registered(office=office, title="井下定位", kind="service", subkind="training")
    other = make_registered(
        office=make_office("330900", "01"), title="矿灯改造", kind="development"
    )
    kept, kind = keep_file([TEXT.encode()])
    for contract in (first, other):
        contract.papers.create(
            kind="contract_text",
            name="合同.txt",
            file_sha256=kept.sha256,
            file_size=kept.size,
            file_type=kind,
            uploaded_by=contract.id,
            uploaded_at=AT,
        )
        services.examine_contract(contract_id=contract.id, at=AT)
    assert other.findings.get().card == "same_text_other_title"
    registrar = make_registrar(office)
    pairs = same_texts(actor=registrar)
    assert [(pair.is_different, pair.in_two_offices) for pair in pairs] == [(True, True)]
    assert len(by_office(pairs)) == 2
    earlier = earlier_decisions(
        actor=registrar, contract=first, reading=Reading.objects.get(contract=first)
    )
    assert [(one.contract, one.is_seen, one.share) for one in earlier] == [(other, False, 100)]


def test_the_desk_counts_what_it_lists(office: Office) -> None:
    registrar = make_registrar(office)
    make_submitted()
    make_accepted()
    make_reviewing(registrar)
    make_decided()
    counts = desk_counts(actor=registrar, wanted=wanted_of({}))
    assert {show: counts[show] for show in ("", "new", "unclaimed", "mine")} == {
        "": 3,
        "new": 1,
        "unclaimed": 1,
        "mine": 1,
    }
    for show, count in counts.items():
        wanted = wanted_of({"show": show})
        assert len(desk_rows(actor=registrar, wanted=wanted)) == count
    found = desk_rows(actor=registrar, wanted=wanted_of({"q": "不存在的词"}))
    assert not found.exists()


def test_nobody_else_sees_the_desk_of_an_office(office: Office) -> None:
    make_submitted()
    for stranger in (
        make_registrar(make_office("330900", "01")),
        actor_of(make_seller()),
    ):
        assert not desk_rows(actor=stranger, wanted=wanted_of({})).exists()
    assert desk_rows(actor=make_supervisor("21"), wanted=wanted_of({})).count() == 1
    assert not desk_rows(actor=make_supervisor("33"), wanted=wanted_of({})).exists()


def test_an_overpacked_document_is_not_unpacked() -> None:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("word/document.xml", b" " * 9_000_000)
    assert text_of(packed.getvalue(), DOCX) == ""
    assert text_of(b"no archive", DOCX) == ""
    assert text_of("甲方".encode("gb18030"), "text/plain") == "甲方"


def test_only_registrars_of_the_office_settle_findings(office: Office) -> None:
    contract = _with_text(effective_from="2025-01-01", effective_until="2027-04-19")
    given: dict[str, Any] = {
        "contract_id": contract.id,
        "finding_id": contract.findings.get().id,
        "reason": "已核对交接单",
        "at": AT,
    }
    with pytest.raises(Refused):
        services.settle_finding(actor=make_registrar(office), state="maybe", **given)
    supervisor = make_supervisor("21")
    with pytest.raises(PermissionDenied):
        services.settle_finding(actor=supervisor, state="dismissed", **given)


def _propose(contract: Contract, first: Any, said: dict[str, str]) -> None:
    services.propose_decision(
        actor=first,
        contract_id=contract.id,
        outcome="refuse" if contract.stage == Stage.DRAFT else "register",
        ruling=_ruling(contract, **said),
        at=AT,
    )


def _ruling(contract: Contract, **said: str) -> services.Ruling:
    return services.Ruling(
        kind=contract.kind,
        subkind=contract.subkind,
        reasons=said["reasons"],
        deductions={
            cost.position: services.Deduction(amount=cost.amount)
            for cost in contract.costs.all()
        },
    )


def _filled(context: Any) -> dict[str, str]:
    """Send the form as the page drew it."""
    data = {
        "version": str(context["contract"].version),
        "kind": context["kind"],
        "subkind": context["subkind"],
        "reasons": context["reasons"],
    }
    for condition in [*context["conditions"], *context["quiet"]]:
        for choice in condition["choices"]:
            if choice["is_chosen"]:
                data[f"answer_{condition['id']}"] = choice["value"]
    for cost in context["costs"]:
        data[f"deduction_{cost['index']}"] = cost["typed"]
        data[f"reason_{cost['index']}"] = cost["reason"]
    return data


def test_registrars_of_other_offices_find_nothing(client: Client) -> None:
    contract = make_submitted()
    other = make_office("330900", "01")
    stranger = enter(client, other.organisation, role="registrar")
    for page in ("review/", "reckon/", "accept/", "judge/register/"):
        url = f"/contracts/{contract.id}/{page}"
        answer = stranger.get(url) if page == "review/" else stranger.post(url)
        assert answer.status_code == 404


def test_a_wish_to_change_is_decided_with_a_new_deduction(
    clerk: Client, office: Office
) -> None:
    owner = actor_of(make_seller())
    contract = make_decided(owner)
    values = {**values_of(contract), "title": f"{contract.title}（二期）"}
    given: dict[str, Any] = {"contract_id": contract.id, "at": AT}
    amendment = services.file_amendment(
        actor=owner, values=values, reason="增加二期试验内容，名称相应调整。", **given
    )
    url = f"/contracts/{contract.id}/amendments/{amendment.id}/"
    page = clerk.get(url)
    assert "（二期）" in _text(page)
    data = {"answer": "变更属实，核定金额不变。", "apply": "1"}
    for cost in page.context["costs"]:
        data[f"deduction_{cost['index']}"] = cost["typed"]
        data[f"reason_{cost['index']}"] = cost["reason"]
    short = clerk.post(url, {**data, "answer": ""})
    assert short.status_code == 422
    clerk.post(url, data)
    contract.refresh_from_db()
    assert contract.title.endswith("（二期）")
    assert contract.technology_amount == Decimal(1_000_000)
