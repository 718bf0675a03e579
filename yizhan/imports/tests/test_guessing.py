"""Guessing a mapping from headers and from values. No database."""

from dataclasses import replace

import pytest
from django.utils import translation
from django.utils.translation import gettext_lazy

from yizhan.imports.rules import Guess, fingerprint, guess_plan, guess_unit
from yizhan.imports.rules.guessing import LIKELY, SURE
from yizhan.imports.sheets import ColumnSample
from yizhan.imports.terms import Choice, Edge, Kind, Looks, Target, TargetField
from yizhan.imports.tests.factories import THING, apply_things, say_thing
from yizhan.imports.tongues import spoken


def column(name: str, *samples: str) -> ColumnSample:
    """Make a column of an inspected file."""
    return ColumnSample(name=name, samples=samples, filled=len(samples), distinct=samples)


OFFER = Target(
    code="t.offer",
    label="成果",
    apply=apply_things,
    permission="",
    say=say_thing,
    fields=(
        TargetField(code="title", label="成果名称", aliases=("title", "项目名称", "技术名称")),
        TargetField(
            code="summary",
            label="成果简介",
            aliases=("abstract", "摘要"),
            looks=Looks.LONG_TEXT,
        ),
        TargetField(code="owner", label="持有单位", aliases=("assignee", "申请人", "单位名称")),
        TargetField(
            code="uscc",
            label="统一社会信用代码",
            aliases=("信用代码",),
            looks=Looks.ORGANISATION_CODE,
        ),
        TargetField(code="patent", label="专利号", looks=Looks.PATENT_NUMBER),
        TargetField(
            code="budget_min",
            label="最低预算",
            kind=Kind.MONEY,
            edge=Edge.LOW,
            aliases=("预算",),
        ),
        TargetField(
            code="budget_max",
            label="最高预算",
            kind=Kind.MONEY,
            edge=Edge.HIGH,
            aliases=("预算",),
        ),
        TargetField(code="deadline", label="截止日期", kind=Kind.DATE, aliases=("deadline",)),
        TargetField(
            code="mode",
            label="合作方式",
            kind=Kind.CHOICE,
            choices=(Choice(code="a", label="委托开发"), Choice(code="b", label="技术转让")),
        ),
    ),
)


def guessed(*columns: ColumnSample) -> dict[str, str]:
    """Return which column each field was given."""
    return {s.field: s.column for s in guess_plan(OFFER, columns).plan.sources}


def test_headers_in_two_languages_and_any_width_are_known() -> None:
    """Case, spaces, stars and brackets do not count."""
    assert guessed(
        column("*项目 名称（必填）", "甲"),
        column("ABSTRACT", "很长的文字" * 30),
        column("申请人：", "某某大学"),
        column("Deadline ", "2026-03-31"),
    ) == {
        "title": "*项目 名称（必填）",
        "summary": "ABSTRACT",
        "owner": "申请人：",
        "deadline": "Deadline ",
    }


def test_values_speak_where_headers_are_silent() -> None:
    """A credit code and a patent number have shapes of their own."""
    assert guessed(
        column("代码1", "91210200MA0QCU5H3X", "91110108551385082Q"),
        column("备案", "ZL202310123456.7", "CN114875332A"),
        column("其他", "文字"),
    ) == {"uscc": "代码1", "patent": "备案"}


def test_values_contradict_a_likely_header() -> None:
    """A column 日期说明 full of sentences is not a day."""
    assert guessed(column("截止日期说明", "待双方商定后另行通知各单位")) == {}
    assert guessed(column("截止日期说明", "2026-03-31")) == {"deadline": "截止日期说明"}


def test_both_ends_of_a_range_share_a_column_and_its_unit() -> None:
    """预算（万元） feeds the lowest and the highest budget."""
    plan = guess_plan(OFFER, [column("预算（万元）", "50-100")]).plan
    assert {(s.field, s.column, s.unit) for s in plan.sources} == {
        ("budget_min", "预算（万元）", "wan"),
        ("budget_max", "预算（万元）", "wan"),
    }


def test_each_end_of_a_range_finds_its_own_column() -> None:
    """Our own export has one column for each."""
    found = guessed(column("预算下限（元）", "50"), column("预算上限（元）", "90"))
    assert found == {"budget_min": "预算下限（元）", "budget_max": "预算上限（元）"}


@pytest.mark.parametrize(
    ("header", "unit"),
    [("预算(亿元)", "yi"), ("预算/万", "wan"), ("预算（元）", "yuan"), ("预算", "")],
)
def test_the_unit_of_money_is_read_from_the_header(header: str, unit: str) -> None:
    """Only money has one."""
    assert guess_unit(OFFER.field("budget_min"), header) == unit
    assert guess_unit(OFFER.field("title"), header) == ""


def test_a_column_feeds_one_field_and_the_surer_wins() -> None:
    """名称 alone is nearer to the title than to the owner."""
    found = guessed(column("单位名称", "某某大学"), column("成果名称", "甲"))
    assert found == {"owner": "单位名称", "title": "成果名称"}


def test_every_proposal_says_how_sure_it_is() -> None:
    """The page shows it, the person decides."""
    guess: Guess = guess_plan(THING, [column("编号", "1", "2"), column("产品名称", "甲")])
    assert guess.grade("external_id") == SURE
    assert guess.grade("name") == LIKELY
    assert guess.grade("price") == ""


def test_a_fingerprint_knows_headers_in_any_order() -> None:
    """The next file of the same program is the same table."""
    assert fingerprint(["名称", "预算（万元）"]) == fingerprint(["预算(万元)", " 名称"])
    assert fingerprint(["名称"]) != fingerprint(["标题"])


def test_a_table_in_the_other_language_is_understood_too() -> None:
    """The reader's language is not the table's."""
    fields = tuple(
        replace(field, label=gettext_lazy(str(field.label))) for field in OFFER.fields
    )
    target = spoken(replace(OFFER, fields=fields))
    with translation.override("en"):
        plan = guess_plan(target, [column("专利号"), column("截止日期")]).plan
    assert plan.source("patent").column == "专利号"
    assert plan.source("deadline").column == "截止日期"
    choice = Choice(code="ok", label=gettext_lazy("全部"))
    field = TargetField(code="f", label="f", kind=Kind.CHOICE, choices=lambda: [choice])
    (known,) = spoken(replace(OFFER, fields=(field,))).fields
    assert set(known.choice_list()[0].aliases) == {"全部", "All"}
