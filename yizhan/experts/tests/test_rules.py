"""Words, shapes and clocks, without a database."""

from datetime import UTC, date, datetime

import pytest

from yizhan.experts import rules
from yizhan.experts.services.profiles import normal
from yizhan.experts.tests.factories import VALUES

TODAY = date(2026, 11, 25)


def codes(**values: object) -> set[str]:
    said = normal({**VALUES, **values})
    return {refusal.code for refusal in rules.against_profile(said, today=TODAY)}


def test_nothing_stands_against_a_sound_profile() -> None:
    assert codes() == set()


@pytest.mark.parametrize(
    "text",
    [
        "请打 13805550123 联系",
        "电话０５８０－５５５０１８３",
        "写信到 chaosheng@example.org 即可",
        "微信号：chaosheng88",
        "138 0555 0123",
    ],
)
def test_no_way_to_reach_a_person_stands_in_a_public_text(text: str) -> None:
    assert "experts.contact_in_text" in codes(problems=f"{text}，冲蚀与空蚀的试验方法。")


def test_a_patent_number_is_no_telephone() -> None:
    assert not rules.holds_contact("ZL202110123456.7，GB/T 3216-2016，0.05 mm，1380 ℃")


@pytest.mark.parametrize(
    ("kind", "identifier", "is_sound"),
    [
        ("publication", "10.1016/j.wear.2023.204512", True),
        ("publication", "https://doi.org/10.1016/j.wear.2023.204512", True),
        ("publication", "wear-2023", False),
        ("publication", "", True),
        ("patent", "ZL202110123456.7", True),
        ("patent", "CN113512345B", True),
        ("patent", "US11234567B2", True),
        ("patent", "专利一号", False),
        ("patent", "", False),
        ("standard", "GB/T 3216-2016", True),
        ("standard", "ISO 9906:2012", True),
        ("standard", "国标 3216", False),
        ("project", "2022YFB3704500", True),
        ("project", "<b>", False),
    ],
)
def test_identifiers_are_checked_by_shape(
    kind: str, identifier: str, *, is_sound: bool
) -> None:
    work = {"kind": kind, "title": "叶轮冲蚀", "year": 2022, "identifier": identifier}
    assert (codes(works=[work]) == set()) is is_sound


def test_a_work_of_next_year_is_refused() -> None:
    work = {"kind": "project", "title": "叶轮", "year": 2027, "identifier": ""}
    assert codes(works=[work]) == {"experts.year"}


@pytest.mark.parametrize(
    ("link", "is_sound"),
    [
        ("https://example.org/a.pdf", True),
        ("javascript:alert(1)", False),
        ("http://127.0.0.1/admin", False),
        ("http://2130706433/", False),
        ("http://[::1]/", False),
        ("http://db.internal/", False),
        ("https://user:pass@example.org/", False),
        ("ftp://example.org/", False),
        ("https://example.org/ a", False),
        ("https://localhost/", False),
    ],
)
def test_links_lead_to_the_public_web_only(link: str, *, is_sound: bool) -> None:
    found = [r.code for r in rules.against_links([link])]
    assert (found == []) is is_sound


def test_chinese_is_found_by_pairs_and_latin_by_words() -> None:
    terms = rules.terms_of("海水泵叶轮 DLC 涂层")
    assert {"海水", "泵叶", "dlc", "涂层"} <= terms
    assert rules.asked_terms("泵叶轮") <= terms
    assert not rules.asked_terms("水轮机") <= terms


def test_a_word_of_a_need_counts_only_when_all_of_it_is_said() -> None:
    fit = rules.fit_of(
        words=("低温渗氮", "水轮机导叶"),
        terms=rules.terms_of("低温渗氮与海水泵"),
        fields=(("03",), ("03", "05")),
        industries=("C34", ("C",)),
        regions=("330900", "330100"),
    )
    assert fit.words == ("低温渗氮",)
    assert fit.fields == ("03",)
    assert fit.is_same_industry
    assert fit.is_same_province
    assert fit.score == 15 + 20 + 15 + 5


def test_five_working_days_skip_the_weekend_and_end_in_beijing() -> None:
    at = datetime(2026, 11, 27, 15, 0, tzinfo=UTC)  # a Friday, 23:00 in Beijing
    assert rules.end_of_working_days(at, 5) == datetime(2026, 12, 4, 16, 0, tzinfo=UTC)


def test_the_promised_day_is_over_at_midnight_in_beijing() -> None:
    promised = date(2026, 12, 1)
    assert not rules.is_late(
        promised_on=promised, answered_at=datetime(2026, 12, 1, 15, 59, tzinfo=UTC)
    )
    assert rules.is_late(
        promised_on=promised, answered_at=datetime(2026, 12, 1, 16, 1, tzinfo=UTC)
    )
