"""Figures, money and days are said as each language says them."""

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest
from django.utils import translation

from yizhan.web.wording import (
    NBSP,
    ago,
    amount,
    day,
    full_day,
    moment,
    number,
    priced,
    short_region,
)

NOW = datetime(2026, 11, 22, 6, 32, tzinfo=UTC)


@pytest.mark.parametrize(
    ("low", "high", "chinese", "english"),
    [
        (800_000, 1_200_000, "80–120_万元", "CNY_0.80–1.20_M"),
        (800, 800, "800_元", "CNY_800"),
        ("0.5", "0.5", "0.5_元", "CNY_0.5"),
        (12_000, 12_000, "1.2_万元", "CNY_12,000"),
        (390_600_000_000, None, "≥_3,906_亿元", "CNY_≥_390.60_B"),
        (None, 350_000, "≤_35_万元", "CNY_≤_0.35_M"),
        (None, None, "面议", "面议"),
        (90_000_000, 110_000_000, "0.9–1.1_亿元", "CNY_90.00–110.00_M"),
    ],
)
def test_money_chooses_its_unit_by_size(
    low: int | str | None, high: int | str | None, chinese: str, english: str
) -> None:
    ends = [None if end is None else Decimal(end) for end in (low, high)]
    assert str(priced(*ends)).replace(NBSP, "_") == chinese
    with translation.override("en"):
        said = str(priced(*ends)).replace(NBSP, "_")
    assert said == english or (low is high is None and said != "")


def test_an_exact_amount_is_not_said_as_a_lower_bound() -> None:
    assert str(amount(Decimal(1_280_000))) == f"128{NBSP}万元"
    assert str(amount(None)) == "面议"


def test_numbers_carry_thousands_marks_and_a_real_minus() -> None:
    assert number(15046) == "15,046"
    assert number(Decimal("-3.25"), 1) == "−3.3"
    assert number(Decimal("0.005"), 2) == "0.01"


def test_days_and_moments_are_in_beijing_time() -> None:
    late = datetime(2026, 11, 22, 17, 5, tzinfo=UTC)
    assert day(late) == "11月23日"
    assert full_day(date(2026, 11, 2)) == "2026年11月2日"
    assert moment(late) == "11月23日 01:05"
    with translation.override("en"):
        assert day(late) == "23 Nov"
        assert full_day(date(2026, 11, 2)) == "2 Nov 2026"
        assert moment(late) == "23 Nov, 01:05 CST"


@pytest.mark.parametrize(
    ("passed", "said"),
    [
        (timedelta(seconds=20), "刚刚"),
        (timedelta(minutes=26), "26 分钟前"),
        (timedelta(hours=5, minutes=59), "5 小时前"),
        (timedelta(days=3), "3 天前"),
        (timedelta(days=60), "2026年9月23日"),
        (-timedelta(hours=1), "刚刚"),
    ],
)
def test_age_is_said_until_the_day_says_more(passed: timedelta, said: str) -> None:
    assert ago(NOW - passed, NOW) == said


def test_a_place_drops_its_suffix_but_keeps_a_name() -> None:
    assert [short_region(name) for name in ("浙江省", "广西壮族自治区", "北京市", "沙市")] == [
        "浙江",
        "广西",
        "北京",
        "沙市",
    ]
