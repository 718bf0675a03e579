"""The anomaly cards: their own examples are run, and their words have every value."""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any
from uuid import uuid4

import pytest

from yizhan.contracts.anomalies.cards import Card, cards, examine
from yizhan.contracts.anomalies.rules import TESTS
from yizhan.contracts.anomalies.subjects import (
    Around,
    PartyFacts,
    RightFacts,
    Subject,
    spread_of,
)
from yizhan.contracts.recognition.sketch import likeness, sketch_of, title_likeness

PARTIES = {"sellers": [{"name": "远山研究院"}], "buyers": [{"name": "平湖装备"}]}
EXAMPLES = [
    (card, example, f"{card.code}: {example['en']}")
    for card in cards().values()
    for example in card.examples
]
TEXT = (
    "甲方委托乙方研究开发井下人员定位系统，实现厘米级定位与断电续航，"
    "系统通过防爆认证后交付，验收以现场三个月试运行为准。"
)


@pytest.mark.parametrize(
    ("card", "example"),
    [(card, example) for card, example, _name in EXAMPLES],
    ids=[name for _card, _example, name in EXAMPLES],
)
def test_the_examples_of_a_card_are_true(card: Card, example: Mapping[str, Any]) -> None:
    around = Around(
        contracts=[_subject(row) for row in example.get("around", ())],
        thresholds=[Decimal(limit) for limit in example.get("thresholds", ["5000000"])],
        spread=spread_of([Decimal(value) for value in example.get("values", ())]),
    )
    hits = list(TESTS[card.code](_subject(example["given"]), around, card.settings))
    assert bool(hits) is example["found"]
    for hit in hits:
        assert "%" not in card.said(hit.values, in_english=True).replace("% ", "")
        assert card.said(hit.values, in_english=False)


def test_every_card_has_an_example_of_either_sort() -> None:
    for card in cards().values():
        assert {example["found"] for example in card.examples} == {True, False}


def test_a_plain_contract_has_no_findings() -> None:
    assert examine(_subject({"title": "甲", "value": "100"}), Around()) == []


def test_a_card_asks_nothing_before_its_day() -> None:
    given = {"title": "甲", "kind": "assignment", "ip_type": "invention_patent"}
    codes = [found.card.code for found in examine(_subject(given), Around())]
    assert codes == ["assignment_without_right"]
    assert examine(_subject(given, filed_on=date(2001, 7, 17)), Around()) == []


def test_one_outlier_does_not_hide_itself() -> None:
    values = [Decimal(100)] * 30 + [Decimal(10) ** 9]
    spread = spread_of(values)
    assert spread is not None
    assert spread.median.exp().quantize(Decimal(1)) == 100
    subject = _subject({"title": "甲", "value": "1000000000"})
    found = examine(subject, Around(spread=spread))
    assert [one.card.code for one in found] == ["value_outlier"]


def test_numbers_and_blanks_do_not_make_another_text() -> None:
    other = TEXT.replace("三个月", "6 个月").replace("，", " ,\n")
    assert likeness(sketch_of(TEXT), sketch_of(other)) >= 75
    assert likeness(sketch_of(TEXT), sketch_of("完全无关的另一份合同" * 8)) == 0
    assert sketch_of("太短") == ()
    assert likeness((), ()) == 0


def test_titles_are_compared_by_pairs_of_signs() -> None:
    assert title_likeness("膜分离装置技术服务合同", "膜分离装置技术服务合同书") >= 90
    assert title_likeness("膜分离装置", "井下定位") == 0
    assert title_likeness("", "井下定位") == 0


def test_an_unborn_number_of_the_law_is_no_threshold() -> None:
    subject = _subject({"title": "甲", "value": "4999999"})
    assert examine(subject, Around(contracts=[subject, subject, subject])) == []


def _subject(row: Mapping[str, Any], *, filed_on: date = date(2026, 5, 1)) -> Subject:
    given = {**PARTIES, **row}
    text = given.pop("text", "")
    for side in ("sellers", "buyers"):
        given[side] = [PartyFacts(**party) for party in given[side]]
    given["rights"] = [RightFacts(**right) for right in given.get("rights", ())]
    given["value"] = Decimal(given.get("value", "0"))
    return Subject(id=uuid4(), filed_on=filed_on, sketch=sketch_of(text), **given)
