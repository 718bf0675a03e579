"""Drafts open in Word, hold every word of the contract, and survive hostile text."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from decimal import Decimal
from io import BytesIO
from typing import Any

import pytest
from docx import Document

from yizhan.contracts.drafts.building import BLANK, KINDS, ordinal, template_of, wording_of
from yizhan.contracts.drafts.content import (
    DraftContent,
    DraftCost,
    DraftIndicator,
    DraftLine,
    DraftParty,
    DraftRight,
)
from yizhan.contracts.drafts.filling import draft_document
from yizhan.contracts.terms import Kind, Payment

MILL = DraftParty(
    name="江州轧钢有限公司",
    uscc="91350100M000100Y43",
    representative="林一山",
    country="中国",
    address="江州市滨江路 1 号",
    contact="周二水",
    phone="0591-1234567",
)
INSTITUTE = replace(MILL, name="东湖材料研究院", representative="吴三石", contact="郑四木")
FULL = DraftContent(
    kind="development",
    title="海水泵叶轮低温强化工艺开发",
    field="新材料及其应用",
    plan="省重点研发计划 2026-08",
    buyers=(MILL, replace(MILL, name="北岸泵业公司")),
    sellers=(INSTITUTE,),
    filer="东湖材料研究院",
    signed_on=date(2026, 11, 12),
    effective_from=date(2026, 12, 1),
    effective_until=date(2028, 11, 30),
    place="福建省福州市",
    contents=(DraftLine(text="表面渗层工艺", kind="委托开发", amount=Decimal(650_000)),),
    indicators=(DraftIndicator(name="硬度", said="≥ 850 HV", method="GB/T 4340.1"),),
    rights=(DraftRight(kind="发明专利", number="ZL202010123456.7", title="渗层方法"),),
    costs=(
        DraftCost(text="真空炉", kind="设备", quantity="1 台", amount=Decimal("200000.50")),
    ),
    payment="instalments",
    amount=Decimal("1000000.50"),
    ownership="归双方共有",
    acceptance="按附件一的检验大纲",
)


def _text(document: bytes) -> str:
    word = Document(BytesIO(document))
    pieces = [paragraph.text for paragraph in word.paragraphs]
    for table in word.tables:
        pieces += [cell.text for row in table.rows for cell in row.cells]
    return "\n".join(pieces)


@pytest.mark.parametrize("kind", KINDS)
def test_a_draft_of_every_kind_holds_every_word_of_the_contract(kind: str) -> None:
    text = _text(draft_document(replace(FULL, kind=kind)))
    for said in (
        wording_of(kind)["name"],
        FULL.title,
        "北岸泵业公司",
        INSTITUTE.name,
        MILL.uscc,
        "林一山",
        "江州市滨江路 1 号",
        "0591-1234567",
        "2026年11月12日",
        "2028年11月30日",
        "表面渗层工艺",
        "650,000.00",
        "≥ 850 HV",
        "ZL202010123456.7",
        "真空炉",
        "1,000,000.50",
        "壹佰万元伍角整",
        "800,000.00",
        "捌拾万元整",
        "支付方式为分期支付",
        "按附件一的检验大纲",
        "福建省福州市",
    ):
        assert said in text, said
    assert "{{" not in text
    assert "{%" not in text


def test_there_is_a_wording_for_every_kind_and_no_other() -> None:
    assert set(KINDS) == set(Kind.values)


@pytest.mark.parametrize("payment", Payment.values)
def test_one_way_of_payment_is_written_and_no_other(payment: str) -> None:
    text = _text(draft_document(replace(FULL, payment=payment)))
    assert text.count("支付方式为") == 1


def test_a_draft_without_anything_leaves_blanks_and_counts_on() -> None:
    text = _text(draft_document(DraftContent(kind="licence")))
    assert "None" not in text
    assert f"人民币{BLANK}元（大写：{BLANK}）" in text
    assert "1.1　" in text
    assert "1.2　" in text


def test_a_subkind_has_its_own_name_and_roles() -> None:
    text = _text(draft_document(replace(FULL, kind="service", subkind="training")))
    assert "技术培训合同" in text
    assert "乙方（培训人）" in text
    assert "学员" in text


@pytest.mark.parametrize(
    "said",
    [
        "<w:p/>&amp;</w:t>",
        "甲 & 乙 < 丙 > \"丁\" '戊'",
        "{{ 7 * 7 }}{% for x in y %}",
        "坏\x00字\x0b符\x07在\x0c此\ufffe",
        "]]><!-- <?xml",
        "高 😀 码",
    ],
)
def test_hostile_text_harms_nothing(said: str) -> None:
    hostile = replace(FULL, title=said, contents=(DraftLine(text=said),))
    text = _text(draft_document(hostile))
    kept = "".join(c for c in said if c >= " " and c != "\ufffe")
    assert text.count(kept) >= 3
    assert "支付方式为分期支付" in text


def test_no_article_restrains_the_other_side() -> None:
    """What the law calls an unreasonable restraint is excluded in every kind (民法典 850)."""
    for kind in KINDS:
        text = _text(draft_document(replace(FULL, kind=kind)))
        assert "不得要求另一方把自行改进的成果无偿" in text
        assert "不得限制另一方从其他来源取得" in text
        assert "按市场需求实施" in text


def test_every_article_named_is_written_and_every_one_written_is_named() -> None:
    for kind in KINDS:
        wording: Mapping[str, Any] = wording_of(kind)
        assert set(wording["order"]) == set(wording["articles"]), kind
        assert len(set(wording["order"])) == len(wording["order"])


def test_articles_are_counted_in_chinese() -> None:
    assert [ordinal(n) for n in (1, 9, 10, 11, 20, 21)] == [
        "一",
        "九",
        "十",
        "十一",
        "二十",
        "二十一",
    ]


def test_a_template_is_built_once() -> None:
    assert template_of("service") is template_of("service")
