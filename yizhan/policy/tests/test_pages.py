"""The law in public: a day's values, a history, and calculators that can be linked to."""

import pytest
from django.test import Client

pytestmark = pytest.mark.django_db
GOOD = {
    "day": "2023-06-30",
    "revenue": "8,000,000",
    "cost": "1000000",
    "charges": "200000",
    "is_resident": "true",
    "right": "patent_invention",
    "act": "ownership",
    "is_cross_border": "false",
    "is_registered": "true",
    "is_state_funded": "false",
    "export_list": "free",
    "related_holding": "0",
    "has_separate_accounts": "true",
}


def test_the_list_shows_the_law_of_the_chosen_day(client: Client) -> None:
    old = client.get("/law/?chapter=stamp_duty&day=2022-06-30").content.decode()
    new = client.get("/law/?chapter=stamp_duty&day=2022-07-01").content.decode()
    assert "0.5‰" in old
    assert "0.5‰" not in new


def test_a_day_that_is_none_is_said_and_today_is_shown(client: Client) -> None:
    assert "日期无法识别" in client.get("/law/?day=2022-02-30").content.decode()


def test_a_parameter_shows_all_it_has_been(client: Client) -> None:
    page = client.get("/law/registration.regime/").content.decode()
    assert page.index("2026-03-01") < page.index("2000-02-16") < page.index("1990-07-06")
    assert client.get("/law/nothing.here/").status_code == 404


def test_a_calculation_gives_the_worked_example(client: Client) -> None:
    page = client.get("/law/calculator/transfer/", GOOD).content.decode()
    assert "符合减免条件" in page
    assert "225,000.00" in page


def test_one_missing_fact_is_asked_for(client: Client) -> None:
    page = client.get(
        "/law/calculator/transfer/", {**GOOD, "is_state_funded": ""}
    ).content.decode()
    assert "还不能判断" in page
    assert "技术由财政经费支持形成吗？" in page.split("下一个要弄清的问题")[1]


def test_a_failed_condition_is_named_and_taxed_in_full(client: Client) -> None:
    page = client.get(
        "/law/calculator/transfer/", {**GOOD, "right": "know_how"}
    ).content.decode()
    assert "不符合减免条件" in page
    assert "1,700,000.00" in page


def test_bad_amounts_are_refused_with_422(client: Client) -> None:
    for value in ("-1", "1e400", "abc", "1.234", "9" * 20, "NaN", "Infinity"):
        answer = client.get("/law/calculator/transfer/", {**GOOD, "revenue": value})
        assert answer.status_code == 422, value


def test_a_day_without_law_is_said_not_guessed(client: Client) -> None:
    page = client.get("/law/calculator/transfer/", {**GOOD, "day": "2007-06-30"})
    assert page.status_code == 200
    assert "因此不作计算" in page.content.decode()


@pytest.mark.parametrize("name", ["research", "award"])
def test_the_other_calculators_answer(client: Client, name: str) -> None:
    values = {
        "research": {"day": "2023-06-30", "own": "1000000", "enterprise": "general"},
        "award": {
            "day": "2023-06-30",
            "taxable": "150000",
            "award": "100000",
            "months_after_income": "12",
            "is_registered": "on",
            "is_announced": "on",
        },
    }
    page = client.get(f"/law/calculator/{name}/", values[name]).content.decode()
    assert {"research": "250,000.00", "award": "23,080.00"}[name] in page


def test_english_is_complete(client: Client) -> None:
    page = client.get("/en/law/?day=2023-01-01").content.decode()
    assert "Stamp duty on technology contracts" in page
    assert client.get("/en/law/calculator/transfer/", GOOD).status_code == 200
