"""Figures in text, their units, and verdicts that never fall when an offer gets better."""

from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from yizhan.matching.relevance.figures import figures
from yizhan.matching.relevance.indicators import ORDER, compare, matched, name_likeness
from yizhan.matching.relevance.quantities import number, quantity, tail, written
from yizhan.matching.relevance.units import TABLE, comparable, unit_of
from yizhan.matching.relevance.views import Comparator, IndicatorView

VALUES = st.decimals(min_value="-100000", max_value="100000", places=3, allow_nan=False)
POSITIVE = st.decimals(min_value="0.001", max_value="100000", places=3, allow_nan=False)


def figure(
    comparator: Comparator, value: str, unit: str = "", *, name: str = "", value_max: str = ""
) -> IndicatorView:
    """Make an indicator from what matters in a test."""
    return IndicatorView(
        name=name, comparator=comparator, value=value, value_max=value_max, unit=unit
    )


@pytest.mark.parametrize(
    ("text", "name", "comparator", "value", "value_max", "unit"),
    [
        ("表面硬度不低于850HV", "表面硬度", "ge", "850", "", "HV"),
        ("表面硬度≥ 850 HV", "表面硬度", "ge", "850", "", "HV"),
        ("实测硬度1,050 HV", "实测硬度", "eq", "1050", "", "HV"),
        ("工作温度30~50℃", "工作温度", "between", "30", "50", "°C"),
        ("工作温度为-40℃至85℃", "工作温度", "between", "-40", "85", "°C"),
        ("测量误差±0.5%", "测量误差", "le", "0.5", "", "%"),
        ("直径25±0.2mm", "直径", "between", "24.8", "25.2", "mm"),
        ("杂质含量小于等于5×10^-6", "杂质含量", "le", "0.000005", "", ""),
        ("杂质含量≤5×10⁻⁶ mol/L", "杂质含量", "le", "0.000005", "", "mol/L"),
        ("年处理能力达到1.2万吨/年", "年处理能力", "eq", "12000", "", "吨/年"),
        ("盐度3‰以下", "盐度", "le", "3", "", "‰"),
        ("抗拉强度≥１，０５０ＭＰａ", "抗拉强度", "ge", "1050", "", "MPa"),
        ("COD降至50 mg/L", "COD", "le", "50", "", "mg/L"),
        ("回收率从80%提高到95%以上", "回收率", "ge", "95", "", "%"),
        ("循环寿命大于10万次", "循环寿命", "gt", "100000", "", "次"),
        ("产能1~2万吨/年", "产能", "between", "10000", "20000", "吨/年"),
        ("导热系数不大于0.03 W/(m·K)", "导热系数", "le", "0.03", "", "W/(m·K)"),
        ("出水总磷超标，想降到0.3mg/L以下", "出水总磷", "le", "0.3", "", "mg/L"),
        (
            "试验周期内减少弱化影响的巷道位移变形量50%以上",
            "巷道位移变形量",
            "ge",
            "50",
            "",
            "%",
        ),
        ("射程约5千米", "射程", "about", "5", "", "千米"),
        ("hardness of at least 850 HV", "hardness", "ge", "850", "", "HV"),
        ("thickness between 20 and 30 μm", "thickness", "between", "20", "30", "μm"),
        ("tensile strength not less than 980 MPa", "tensile strength", "ge", "980", "", "MPa"),
    ],
)
def test_a_figure_is_read_as_people_write_it(
    text: str, name: str, comparator: str, value: str, value_max: str, unit: str
) -> None:
    found = [one.indicator for one in figures(text)]
    read = [(one.name, one.comparator, one.value, one.value_max, one.unit) for one in found]
    assert read == [(name, comparator, value, value_max, unit)]


@pytest.mark.parametrize(
    "text",
    [
        "公司成立于2011年，员工120人",
        "2025年12月31日前完成",
        "2025-12-31",
        "项目预算300万元以内",
        "共有3个课题组",
        "第2代产品",
        "预期目标：1、建成生产线",
        "拥有1项发明专利，占地168亩",
        "2019年1月—2019年3月完成调研",
        "公司5万吨生产线",
        "100/120粒度",
        "电话 0371-65900000",
        "",
    ],
)
def test_dates_budgets_and_counts_are_no_figures(text: str) -> None:
    assert figures(text) == []


@given(st.text(max_size=300))
def test_no_text_breaks_the_reading_of_figures(text: str) -> None:
    for found in figures(text):
        assert number(found.indicator.value) is not None


@pytest.mark.parametrize(
    ("need", "offer", "verdict", "code", "by"),
    [
        (figure("ge", "850", "HV"), figure("eq", "1,050", "HV"), "yes", "percent_above", "24"),
        (figure("ge", "850", "HV"), figure("eq", "800", "HV"), "part", "percent_below", "5.9"),
        (figure("ge", "850", "HV"), figure("eq", "400", "HV"), "no", "percent_below", "53"),
        (figure("ge", "850", "HV"), figure("eq", "60", "HRC"), "unknown", "other_unit", None),
        (figure("le", "5", "%"), figure("eq", "70", "‰"), "no", "points_below", "2"),
        (figure("ge", "95", "%"), figure("eq", "97", "%"), "yes", "points_above", "2"),
        (figure("ge", "3.6", "km/h"), figure("eq", "1", "m/s"), "yes", "equal", None),
        (figure("gt", "3.6", "km/h"), figure("eq", "1", "m/s"), "part", "equal", None),
        (figure("ge", "300", "℃"), figure("eq", "350", "℃"), "yes", "degrees_above", "50"),
        (figure("le", "50", "mg/L"), figure("eq", "30", "g/m3"), "yes", "percent_above", "40"),
        (figure("ge", "1", "MPa"), figure("eq", "10", "bar"), "yes", "equal", None),
        (
            figure("ge", "1", "万吨/年"),
            figure("eq", "40", "t/d"),
            "unknown",
            "other_unit",
            None,
        ),
        (figure("ge", "10", "mm"), figure("le", "12", "mm"), "unknown", "no_margin", None),
        (figure("ge", "10", "mm"), figure("le", "8", "mm"), "no", "no_margin", None),
        (figure("text", "好"), figure("eq", "1", "mm"), "unknown", "no_number", None),
    ],
)
def test_a_verdict_names_its_margin(
    need: IndicatorView, offer: IndicatorView, verdict: str, code: str, by: str | None
) -> None:
    found = compare(need, offer)
    assert (found.verdict, found.margin.code) == (verdict, code)
    assert found.margin.values.get("by") == by


@pytest.mark.parametrize(
    ("given_value", "given_max", "verdict"),
    [("-20", "80", "yes"), ("35", "45", "yes"), ("40", "60", "part"), ("90", "120", "no")],
)
def test_a_range_is_met_from_inside_or_by_covering_it(
    given_value: str, given_max: str, verdict: str
) -> None:
    need = figure("between", "30", "℃", value_max="50")
    offer = figure("between", given_value, "℃", value_max=given_max)
    assert compare(need, offer).verdict == verdict


@given(
    bound=POSITIVE, first=VALUES, second=VALUES, unit=st.sampled_from(["HV", "℃", "%", "mm"])
)
def test_a_better_value_never_lowers_the_verdict(
    bound: Decimal, first: Decimal, second: Decimal, unit: str
) -> None:
    worse, better = sorted((first, second))
    at_least = figure("ge", str(bound), unit)
    at_most = figure("le", str(bound), unit)
    ranks = {
        value: (
            ORDER[compare(at_least, figure("eq", str(value), unit)).verdict],
            ORDER[compare(at_most, figure("eq", str(value), unit)).verdict],
        )
        for value in (worse, better)
    }
    assert ranks[better][0] >= ranks[worse][0]
    assert ranks[worse][1] >= ranks[better][1]


@given(value=VALUES, symbol=st.sampled_from(sorted(TABLE)))
def test_conversion_there_and_back_is_exact(value: Decimal, symbol: str) -> None:
    unit = TABLE[symbol]
    assert unit.from_base(unit.to_base(value)) == Fraction(value)


@given(value=POSITIVE, pair=st.sampled_from([("km/h", "m/s"), ("kWh", "J"), ("°F", "°C")]))
def test_a_value_equals_itself_in_another_unit(value: Decimal, pair: tuple[str, str]) -> None:
    first, second = unit_of(pair[0]), unit_of(pair[1])
    assert first is not None
    assert second is not None
    assert comparable(first, second)
    other = second.from_base(first.to_base(value))
    assert second.to_base(other) == first.to_base(value)


@pytest.mark.parametrize(
    ("value", "unit", "other_value", "other"),
    [
        ("0", "°C", "273.15", "K"),
        ("212", "°F", "100", "°C"),
        ("1", "kWh", "3600", "kJ"),
        ("1", "kgf", "9.80665", "N"),
        ("10", "ppm", "0.001", "%"),
        ("1", "公顷", "10000", "平方米"),
        ("1", "马力", "735.49875", "W"),
        ("1", "g/cm3", "1000", "kg/m3"),
    ],
)
def test_known_equalities_hold(value: str, unit: str, other_value: str, other: str) -> None:
    first, second = quantity(value, unit), quantity(other_value, other)
    assert first is not None
    assert second is not None
    assert first[1].to_base(first[0]) == second[1].to_base(second[0])


@pytest.mark.parametrize(
    ("first", "second"),
    [("HV", "HRC"), ("HV", "HB"), ("t/a", "t/d"), ("目", "μm"), ("%", ""), ("V", "A")],
)
def test_what_has_no_exact_conversion_is_not_compared(first: str, second: str) -> None:
    assert not comparable(unit_of(first), unit_of(second))


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("1,050", "1050"),
        ("１，０５０", "1050"),
        ("5×10^-6", "0.000005"),
        ("5x10-6", "0.000005"),
        ("3e4", "30000"),
        ("1.2万", "12000"),
        ("3.5亿", "350000000"),
        ("-40", "-40"),
    ],
)
def test_a_number_is_read_in_every_spelling(text: str, value: str) -> None:
    found = number(text)
    assert found is not None
    assert written(found) == value


@pytest.mark.parametrize("text", ["", "abc", "1.2.3", "--1", "9" * 60, "١٢x"])
def test_what_is_no_number_is_refused(text: str) -> None:
    assert number(text) is None


def test_a_unit_wins_over_a_multiplier() -> None:
    assert (tail("千米", 0).unit, tail("千米", 0).times) == ("千米", 1)
    assert (tail("万吨/年", 0).unit, tail("万吨/年", 0).times) == ("吨/年", 10_000)
    assert tail("mode", 0).unit == ""


def test_ten_thousand_in_the_unit_is_taken_into_the_value() -> None:
    found = quantity("350", "万元")
    assert found is not None
    assert found[0] == 3_500_000


@pytest.mark.parametrize(
    ("first", "second", "same"),
    [
        ("表面硬度", "硬度", True),
        ("抗拉强度", "屈服强度", False),
        ("COD去除率", "氨氮去除率", False),
        ("处理量", "量", False),
        ("Tensile strength", "tensile strength (MPa)", True),
    ],
)
def test_names_decide_what_is_compared(first: str, second: str, *, same: bool) -> None:
    assert (name_likeness(first, second) >= 0.5) is same


def test_a_figure_in_running_text_answers_only_where_units_agree() -> None:
    need = figure("ge", "850", "HV", name="表面硬度")
    percent = figure("between", "16", "%", name="表面硬度", value_max="19")
    assert matched([need], [], [percent])[0].margin.code == "not_given"
    assert matched([need], [percent])[0].margin.code == "other_unit"
    said = figure("eq", "900", "HV", name="涂层表面硬度")
    assert matched([need], [percent], [said])[0].verdict == "yes"
    assert (
        matched([need], [figure("eq", "800", "HV", name="硬度")], [said])[0].verdict == "part"
    )


def test_each_indicator_finds_its_own_answer() -> None:
    needs = [
        figure("ge", "850", "HV", name="表面硬度"),
        figure("ge", "980", "MPa", name="抗拉强度"),
        figure("le", "3", "μm", name="粗糙度"),
    ]
    offers = [
        figure("eq", "900", "MPa", name="屈服强度"),
        figure("eq", "1050", "MPa", name="抗拉强度"),
        figure("eq", "1050", "HV", name="硬度"),
    ]
    found = matched(needs, offers)
    assert [one.verdict for one in found] == ["yes", "yes", "unknown"]
    assert found[2].margin.code == "not_given"
