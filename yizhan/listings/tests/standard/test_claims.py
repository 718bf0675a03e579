"""Praise is marked where it stands alone, and left alone where something proves it."""

from time import process_time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from yizhan.listings.content import parse_content
from yizhan.listings.rules.claims import claims_of, find_claims
from yizhan.listings.standard.marks import marks_of
from yizhan.listings.tests.factories import OFFER


def quotes(text: str) -> list[str]:
    return [claim.quote for claim in find_claims(text)]


@pytest.mark.parametrize(
    ("text", "quote"),
    [
        ("本成果达到国际先进水平。", "达到国际先进水平"),
        ("技术国内领先，欢迎合作", "国内领先"),
        ("填补了国内空白。", "填补了国内空白"),
        ("打造世界一流产品", "世界一流"),
        ("使用后显著提高了效率。", "显著提高"),
        ("能耗大幅降低。", None),
        ("大幅降低能耗。", "大幅降低"),
        ("产品性能优异，深受用户好评。", "性能优异"),
        ("This is a world-class process.", "world-class"),
        ("It significantly reduces wear.", "significantly reduces"),
        ("于2024年达到国内领先水平。", "达到国内领先水平"),
    ],
)
def test_praise_without_proof_is_marked(text: str, quote: str | None) -> None:
    assert (quote in quotes(text)) == (quote is not None)


@pytest.mark.parametrize(
    "text",
    [
        "显著提高硬度，由 320 HV 到 1050 HV。",
        "能耗大幅下降三成。",
        "经辽宁省材料检测中心鉴定，达到国际先进水平。",
        "科技查新表明国内首创。",
        "与盐浴渗氮相比硬度高 400 HV，国内领先。",
        "该方法没有显著提高强度。",
        "尚未达到国际先进水平。",
        "对方要求写“国际领先”，我们没有写。",
        "参见《世界一流企业评价标准》。",
        "与世界一流大学合作。",
        "The coating does not significantly improve wear.",
        "先进制造、先进陶瓷。",
        "比较常见，较为普遍。",
    ],
)
def test_numbers_comparisons_evidence_denials_and_quotations_are_left_alone(text: str) -> None:
    assert quotes(text) == []


def test_not_only_says_yes_and_the_next_sentence_proves_nothing_for_this_one() -> None:
    assert quotes("不仅显著提高了效率，而且安全。") == ["显著提高"]
    assert quotes("显著提高效率。共有 3 台设备。") == ["显著提高"]


_parts = st.sampled_from(
    ["显著提高", "国际先进水平", "。", "，", "不", "没有", "“", "”", "12%", "经检测报告", "\n"]
)


@given(st.lists(_parts | st.text(max_size=5), max_size=12).map("".join))
def test_every_mark_quotes_the_text_exactly_in_order_and_once(text: str) -> None:
    marks = find_claims(text)
    for mark in marks:
        assert text[mark.start : mark.end] == mark.quote != ""
    ends = [0, *(mark.end for mark in marks)]
    assert all(end <= mark.start for end, mark in zip(ends, marks, strict=False))


@pytest.mark.parametrize("phrase", ["显著提高", "性能优异，", "国际领先。", "“国际领先”", "经"])
def test_long_texts_of_nothing_but_praise_are_read_in_time(phrase: str) -> None:
    began = process_time()
    find_claims(phrase * (10_000 // len(phrase)))
    assert process_time() - began < 1


def test_a_mark_names_its_field_and_the_words_around_it() -> None:
    details = {**OFFER["details"], "advantage": "我们认为处于国内领先水平，欢迎洽谈。"}
    content = parse_content("offer", {**OFFER, "details": details})
    assert [place for place, _claim in claims_of(content)] == ["advantage"]
    mark = marks_of(content)[0]
    assert mark.before + mark.quote + mark.after == details["advantage"]
    assert mark.advice
