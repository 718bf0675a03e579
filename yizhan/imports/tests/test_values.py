"""Reading cells: money, numbers, days, choices, indicators. No database."""

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from yizhan.imports.rules.amounts import parse_bool, parse_day, parse_money, parse_number
from yizhan.imports.rules.indicators import parse_indicators
from yizhan.imports.rules.plans import FieldSource, Plan
from yizhan.imports.rules.rows import RowParser, reader_of
from yizhan.imports.sheets import SheetRow
from yizhan.imports.terms import Choice, Edge, Kind, Target, TargetField
from yizhan.imports.tests.factories import THING
from yizhan.kernel.refusals import Refusal


@pytest.mark.parametrize(
    ("text", "low", "high"),
    [
        ("50万元", "500000", "500000"),
        ("50", "500000", "500000"),
        ("1.5亿", "150000000", "150000000"),
        ("￥1,200,000.50元", "1200000.50", "1200000.50"),
        ("50-100万元", "500000", "1000000"),
        ("50～100", "500000", "1000000"),
        ("30万至1亿元", "300000", "100000000"),
        ("8000-1万元", "8000", "10000"),
        ("100万元以内", None, "1000000"),
        ("不超过100万", None, "1000000"),
        ("≥20万元", "200000", None),
        ("20万元以上", "200000", None),
        ("约 80 万元左右", "800000", "800000"),
        ("３５０万元", "3500000", "3500000"),
        ("面议", None, None),
        ("", None, None),
        ("/", None, None),
    ],
)
def test_money_is_read_as_offices_write_it(
    text: str, low: str | None, high: str | None
) -> None:
    """The header said 万元; what the cell says itself wins."""
    assert parse_money(text, Edge.LOW, "wan") == (Decimal(low) if low else None)
    assert parse_money(text, Edge.HIGH, "wan") == (Decimal(high) if high else None)


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("五十", "imports.not_an_amount"),
        ("5万美元", "imports.foreign_currency"),
        ("$500", "imports.foreign_currency"),
        ("-5", "imports.amount_out_of_range"),
        ("9" * 20, "imports.amount_out_of_range"),
        ("50-100万", "imports.range_not_amount"),
        ("3台", "imports.not_an_amount"),
        ("1e99", "imports.amount_out_of_range"),
    ],
)
def test_what_is_no_amount_is_refused(text: str, code: str) -> None:
    """Better asked than guessed."""
    answer = parse_money(text, Edge.NONE, "yuan")
    assert isinstance(answer, Refusal)
    assert answer.code == code


@pytest.mark.parametrize(
    ("text", "value"),
    [("TRL 7", 7), ("7级", 7), ("1,050", 1050), ("-0.5", "-0.5"), ("５", 5), ("无", None)],
)
def test_numbers_may_stand_between_words(text: str, value: object) -> None:
    """One figure is enough."""
    assert parse_number(text, Edge.NONE) == (None if value is None else Decimal(str(value)))


def test_a_range_of_numbers_needs_an_edge() -> None:
    """TRL 5–7 has two ends."""
    assert parse_number("5-7", Edge.LOW) == 5
    assert parse_number("5-7", Edge.HIGH) == 7
    assert isinstance(parse_number("5-7", Edge.NONE), Refusal)
    assert isinstance(parse_number("3 或 4", Edge.NONE), Refusal)


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("2026-03-31", date(2026, 3, 31)),
        ("2026/3/31", date(2026, 3, 31)),
        ("2026.3.31", date(2026, 3, 31)),
        ("20260331", date(2026, 3, 31)),
        ("2026年3月31日", date(2026, 3, 31)),
        ("2026年3月", date(2026, 3, 1)),
        ("2026-03-31 08:00:00", date(2026, 3, 31)),
        ("2026-03-31T08:00:00Z", date(2026, 3, 31)),
        ("46112", date(2026, 3, 31)),
        ("31/03/2026", date(2026, 3, 31)),
        ("长期", "imports.not_a_day"),
        ("2026-02-30", "imports.not_a_day"),
        ("03/04/2026", "imports.not_a_day"),
        ("0001-01-01", "imports.not_a_day"),
        ("待定", None),
    ],
)
def test_days_are_read_as_people_and_spreadsheets_write_them(text: str, day: object) -> None:
    """What could be two days is refused."""
    answer = parse_day(text)
    assert (answer.code if isinstance(answer, Refusal) else answer) == day


def test_yes_and_no_have_many_forms() -> None:
    """And everything else is refused."""
    assert [parse_bool(text) for text in ["是", "√", "TRUE", "1", "Y"]] == [True] * 5
    assert [parse_bool(text) for text in ["否", "×", "false", "0", "无"]] == [False] * 5
    assert parse_bool("") is None
    assert isinstance(parse_bool("也许"), Refusal)


MODES = TargetField(
    code="modes",
    label="方式",
    kind=Kind.CHOICES,
    choices=(
        Choice(code="dev", label="委托开发", aliases=("开发",)),
        Choice(code="bio", label="生物、医药和医疗器械"),
    ),
)


@pytest.mark.parametrize(
    ("cell", "value"),
    [
        ("委托开发；生物、医药和医疗器械", ("dev", "bio")),
        ("生物、医药和医疗器械", ("bio",)),
        ("委托开发/开发", ("dev",)),
        (["DEV", " 委托 开发 "], ("dev",)),
        ("", ()),
        ("自定", ("bio",)),
    ],
)
def test_several_choices_share_a_cell(cell: str | list[str], value: tuple[str, ...]) -> None:
    """A permitted value may itself hold a separator."""
    source = FieldSource(field="modes", column="x", translations={"自定": "bio"})
    assert reader_of(MODES, source)(cell) == value


def test_an_unknown_choice_is_named() -> None:
    """With what was written."""
    answer = reader_of(MODES, FieldSource(field="modes", column="x"))("委托开发、赠送")
    assert answer == Refusal("imports.unknown_choice", {"value": "赠送"})


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("表面硬度≥850HV", [("表面硬度", "ge", "850", None, "HV", "")]),
        (
            "硬度：不低于 1,050 HV（GB/T 4340）；成本30-40万元/吨",
            [
                ("硬度", "ge", "1050", None, "HV", "GB/T 4340"),
                ("成本", "between", "30", "40", "万元/吨", ""),
            ],
        ),
        (
            "良率>99.5%，能耗 < 3 kW·h",
            [
                ("良率", "gt", "99.5", None, "%", ""),
                ("能耗", "lt", "3", None, "kW·h", ""),
            ],
        ),
        ("寿命约5年", [("寿命", "about", "5", None, "年", "")]),
        ("外观：无裂纹", [("外观", "text", None, None, "", "")]),
        (
            '{"name": "硬度", "comparator": "≥", "value": 850, "unit": "HV"}',
            [("硬度", "ge", "850", None, "HV", "")],
        ),
        ("", []),
    ],
)
def test_indicators_are_read_from_one_cell(
    text: str, expected: list[tuple[object, ...]]
) -> None:
    """Name, comparator, figure, unit, method; what is no figure stays a text."""
    found = [
        (
            i.name,
            i.comparator,
            None if i.value is None else str(i.value),
            None if i.upper is None else str(i.upper),
            i.unit,
            i.method,
        )
        for i in parse_indicators(text)
    ]
    assert found == expected


@given(st.text(max_size=120))
def test_no_text_breaks_a_reader(text: str) -> None:
    """Whatever stands in a cell, the answer is a value or a refusal."""
    for kind in Kind:
        field = TargetField(code="x", label="x", kind=kind, choices=MODES.choices)
        for edge in Edge:
            reader_of(field, FieldSource(field="x", column="x", unit="wan"))(text)
            parse_money(text, edge, "")


def _parse(values: dict[str, str], **columns: str) -> tuple[str, str]:
    sources = tuple(FieldSource(field=f, column=c) for f, c in columns.items())
    parsed = RowParser(THING, Plan(sources=sources)).parse(SheetRow(2, values))
    return parsed.key.hex, parsed.content.hex


def test_identity_is_the_number_and_content_is_everything() -> None:
    """The same number with another name is the same row, changed."""
    one = _parse({"a": "1", "b": "甲"}, external_id="a", name="b")
    two = _parse({"a": "1", "b": "乙"}, external_id="a", name="b")
    bare = _parse({"a": "", "b": "甲"}, external_id="a", name="b")
    assert one[0] == two[0] != bare[0]
    assert len({one[1], two[1], bare[1]}) == 3


def test_unmapped_fields_are_absent_and_empty_ones_are_none() -> None:
    """So that an update does not empty what the file does not speak of."""
    plan = Plan(
        sources=(FieldSource(field="name", column="b"), FieldSource(field="price", column="c"))
    )
    parsed = RowParser(THING, plan).parse(SheetRow(2, {"b": " 甲\x07 ", "c": ""}))
    assert parsed.row.values == {"name": "甲", "price": None}


def test_a_text_that_is_too_long_is_refused_with_both_numbers() -> None:
    """Never cut silently."""
    target = Target(
        code="t",
        label="t",
        apply=THING.apply,
        permission="",
        say=str,
        fields=(TargetField(code="name", label="名称", max_length=3),),
    )
    parsed = RowParser(target, Plan(sources=(FieldSource(field="name", column="b"),))).parse(
        SheetRow(2, {"b": "一二三四"})
    )
    assert parsed.refusals == (
        Refusal("imports.text_too_long", {"length": 4, "limit": 3}, "name"),
    )
