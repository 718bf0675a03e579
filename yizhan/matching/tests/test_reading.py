"""What a pasted paragraph says of itself, with the words that led to it."""

import time
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from yizhan.directory.terms import Field
from yizhan.listings.terms import Mode
from yizhan.matching.relevance.concepts import concepts
from yizhan.matching.relevance.places import Gazetteer
from yizhan.matching.relevance.reading import (
    ambiguous_places,
    division_code,
    read,
    split_title,
)

PLACES = Gazetteer(
    [
        ("410000", "河南省", "河南", "Henan"),
        ("410300", "洛阳市", "洛阳", "Luoyang"),
        ("410305", "涧西区", "涧西", ""),
        ("620400", "白银市", "白银", "Baiyin"),
        ("310000", "上海市", "上海", "Shanghai"),
    ],
    ambiguous=ambiguous_places(),
)
PROBLEM = (
    "不锈钢阀门密封面激光熔覆耐磨涂层\n"
    "我公司位于河南省洛阳市，生产石化阀门，密封面磨损快。希望与高校联合开发或购买专利，"
    "表面硬度不低于850HV，涂层厚度0.8~1.2mm。技术成熟度要求TRL6级以上，预算80-120万元，"
    "2026年6月底前完成中试。公司成立于2011年，注册资金5000万元，年销售收入2亿元。"
)


def test_a_problem_is_read_with_the_words_that_say_so() -> None:
    found = read(PROBLEM, places=PLACES)
    assert found.title == "不锈钢阀门密封面激光熔覆耐磨涂层"
    assert [hint.value for hint in found.fields] == ["03", "05"]
    assert "阀门" in found.fields[0].words
    assert [hint.value for hint in found.modes] == ["joint_development", "assignment"]
    assert found.modes[1].words == ("购买专利",)
    assert found.regions[0].value == "410300"
    assert found.trl is not None
    assert (found.trl.low, found.trl.high) == (6, 9)
    assert found.budget is not None
    assert (found.budget.low, found.budget.high) == (Decimal(800_000), Decimal(1_200_000))
    assert found.deadline is not None
    assert found.deadline.day == date(2026, 6, 30)
    names = [indicator.name for indicator, _words in found.indicators]
    assert names == ["表面硬度", "涂层厚度"]


def test_an_english_problem_is_read_too() -> None:
    found = read(
        "We need a coating for lithium-ion battery separators, thickness below 2 μm,"
        " budget: RMB 3 million, joint development with a university in Shanghai,"
        " to be delivered by 2026-12-31. TRL 5-7.",
        places=PLACES,
    )
    assert [hint.value for hint in found.fields] == ["06"]
    assert [hint.value for hint in found.industries] == ["38"]
    assert [hint.value for hint in found.modes] == ["joint_development"]
    assert [hint.value for hint in found.regions] == ["310000"]
    assert found.budget is not None
    assert found.budget.high == 3_000_000
    assert found.deadline is not None
    assert found.deadline.day == date(2026, 12, 31)
    assert found.trl is not None
    assert (found.trl.low, found.trl.high) == (5, 7)


@pytest.mark.parametrize(
    ("text", "low", "high"),
    [
        ("预算300万元", None, 3_000_000),
        ("项目预算：50万-80万元", 500_000, 800_000),
        ("研发经费不超过1.5亿元", None, 150_000_000),
        ("拟投入不少于200万元", 2_000_000, None),
        ("计划投资200万元以上", 2_000_000, None),
        ("budget up to CNY 500,000", None, 500_000),
    ],
)
def test_a_budget_is_the_amount_behind_its_word(
    text: str, low: int | None, high: int | None
) -> None:
    found = read(text).budget
    assert found is not None
    assert (found.low, found.high) == (low, high)


@pytest.mark.parametrize(
    "text",
    [
        "注册资金5000万元",
        "年销售收入2亿元",
        "每年药剂费50万元左右",
        "成本1000元/吨",
        "投资3.5亿元建成",
    ],
)
def test_a_company_history_is_no_budget(text: str) -> None:
    assert read(text).budget is None


@pytest.mark.parametrize("text", ["成立于2011年6月", "2018年12月通过认定", "自2020年1月1日起"])
def test_a_company_history_is_no_deadline(text: str) -> None:
    assert read(text).deadline is None


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("2026年9月30日前完成", date(2026, 9, 30)),
        ("截止日期：2026-09-30", date(2026, 9, 30)),
        ("2026年2月底前交付", date(2026, 2, 28)),
        ("于2027年年底前投产", date(2027, 12, 31)),
    ],
)
def test_a_deadline_has_a_word_of_time(text: str, day: date) -> None:
    found = read(text).deadline
    assert found is not None
    assert found.day == day


def test_what_shall_be_reached_is_a_lower_bound_and_needs_a_name() -> None:
    found = read("要求综合回收率达到95%。≥30 万吨。").indicators
    assert [(one.name, one.comparator, one.value) for one, _said in found] == [
        ("综合回收率", "ge", "95")
    ]


def test_a_metal_is_no_city() -> None:
    assert read("白银回收工艺", places=PLACES).regions == ()
    assert read("甘肃白银市的企业", places=PLACES).regions[0].value == "620400"


@pytest.mark.parametrize(
    ("text", "field"),
    [
        ("果蔬冷链物流保鲜与冷库温控", "06"),
        ("小麦新品种选育与栽培", "09"),
        ("高盐废水零排放", "07"),
        ("核电站乏燃料放射性监测", "08"),
        ("无人机飞行控制与航拍", "02"),
        ("装配式建筑预制构件BIM", "11"),
        ("中药有效成分提取与制剂", "04"),
        ("汽车底盘轻量化副车架", "10"),
        ("深度学习图像识别软件平台", "01"),
        ("碳纤维复合材料预浸料", "05"),
    ],
)
def test_each_field_is_found_by_its_words(text: str, field: str) -> None:
    assert read(text).fields[0].value == field


def test_the_lexicon_names_only_codes_that_exist() -> None:
    codes = {field for entry in concepts().entries for field in entry.fields}
    assert codes == set(Field.values)
    divisions = {one for entry in concepts().entries for one in entry.industries}
    assert all(division_code(one)[1:] == one for one in divisions)


def test_every_mode_has_words_that_lead_to_it() -> None:
    text = "委托开发 合作开发 专利转让 独占许可 排他许可 普通许可 技术入股 技术咨询"
    text += " 技术服务 共建实验室 中试平台 人才引进 企业并购 转化基地 技术联盟"
    assert {hint.value for hint in read(text).modes} == set(Mode.values)


def test_a_long_first_line_is_no_title() -> None:
    assert split_title("很" * 80 + "\n正文")[0] == ""
    assert split_title("只有一句话。") == ("", "只有一句话。")


@given(st.text(max_size=400))
def test_no_text_breaks_the_reading(text: str) -> None:
    read(text, places=PLACES).as_need()


def test_five_hundred_characters_take_less_than_five_milliseconds() -> None:
    text = (PROBLEM * 3)[:500]
    read(text, places=PLACES)
    fastest = min(_seconds(text) for _ in range(20))
    assert fastest < 0.005


def _seconds(text: str) -> float:
    started = time.perf_counter()
    read(text, places=PLACES)
    return time.perf_counter() - started


def test_the_largest_piece_of_a_need_is_what_must_be_managed() -> None:
    """An offer that takes 900 mm is no worse for a need of 780 mm."""
    found = read("叶轮最大直径 780 mm，表面硬度不低于 850 HV。")
    comparators = {item.name: item.comparator for item, _words in found.indicators}
    assert comparators["叶轮最大直径"] == "ge"
