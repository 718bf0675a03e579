"""The law in public: a day's values, a history, and calculators that can be linked to."""

from typing import Any

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


MORE = {
    "technology": (
        {"day": "2023-06-30", "value": "1000000", "equipment": "200000"},
        ["800,000.00", "扣除：购置设备"],
    ),
    "turnover": (
        {"day": "2023-06-30", "gross": "1060000", "item": "transfer", "is_registered": "on"},
        ["60,000.00", "免税项目不得开具增值税专用发票"],
    ),
    "stamp": (
        {"day": "2023-06-30", "amount": "1000000", "kind": "contract"},
        ["300.00", "买卖双方各就所执的一份合同缴纳"],
    ),
    "sharing": (
        {"day": "2023-06-30", "revenue": "1000000", "owner": "state", "region": "11"},
        ["700,000.00", "北京市促进科技成果转化条例"],
    ),
}


@pytest.mark.parametrize("name", MORE)
def test_every_tax_and_amount_has_a_page(client: Client, name: str) -> None:
    values, wanted = MORE[name]
    page = client.get(f"/law/calculator/{name}/", values).content.decode()
    assert [word for word in wanted if word not in page] == []


def test_costs_above_the_value_are_refused(client: Client) -> None:
    answer = client.get(
        "/law/calculator/technology/", {"day": "2023-06-30", "value": "1", "parts": "2"}
    )
    assert answer.status_code == 422


def test_the_dossier_holds_answers_conditions_lines_and_papers(client: Client) -> None:
    held = client.get("/law/calculator/transfer/dossier.json", GOOD).json()
    assert held["tax"] == "225000.00"
    assert {row["state"] for row in held["conditions"]} == {"met"}
    assert held["ledger"][-1]["references"]
    assert "技术转让合同（副本）" in held["keep"]
    assert held["keep_years"] == 10
    abroad = client.get(
        "/law/calculator/transfer/dossier.json", {**GOOD, "is_cross_border": "true"}
    ).json()
    assert "技术出口合同数据表" in abroad["keep"]


def test_the_dossier_on_paper_carries_its_content(client: Client) -> None:
    answer = client.get("/law/calculator/transfer/dossier.pdf", GOOD)
    assert answer["Content-Type"] == "application/pdf"
    assert answer.content.startswith(b"%PDF")
    assert b"dossier.json" in answer.content


def test_a_dossier_without_amounts_is_the_form_again(client: Client) -> None:
    assert client.get("/law/calculator/transfer/dossier.pdf").status_code in {200, 422}
    assert client.get("/law/calculator/transfer/dossier.json", {"day": "x"}).status_code == 422


def test_the_api_calculates_as_the_page_does(client: Client) -> None:
    given = {**GOOD, "revenue": "8000000", "day": "2023-06-30"}
    told = client.get("/api/v1/law/calculators/transfer", given).json()
    assert told["figures"][0]["amount"] == "225000.00"
    assert told["ledger"][-1]["references"]
    asked = client.get(
        "/api/v1/law/calculators/transfer", {"revenue": "8000000", "day": "2023-06-30"}
    ).json()
    assert (asked["is_eligible"], asked["next_fact"]) == (None, "is_resident")


def test_the_api_tells_the_law_of_a_day(client: Client) -> None:
    old = client.get("/api/v1/law/parameters?chapter=registration&day=2020-12-31").json()
    kinds = next(row for row in old["items"] if row["id"] == "registration.kinds")
    assert len(kinds["now"]["value"]) == 4
    whole = client.get("/api/v1/law/parameters/stamp.technology_contract").json()
    assert whole["values"][-1]["value"] == "0.0003"


def test_the_api_refuses_silence_and_bad_amounts(client: Client) -> None:
    silent = client.get(
        "/api/v1/law/calculators/transfer?revenue=1&day=2007-06-30&right=patent_invention"
    )
    assert (silent.status_code, silent.json()["code"]) == (422, "law.silent")
    above = "/api/v1/law/calculators/stamp?amount=1&kind=development&funds=2&day=2023-01-01"
    assert client.get(above).json()["reasons"][0]["place"] == "funds"
    assert client.get("/api/v1/law/calculators/research?own=0.001").status_code == 422


def test_what_must_be_reviewed_is_for_those_who_run_the_platform(
    client: Client, django_user_model: Any
) -> None:
    assert client.get("/law/stale/").status_code == 302
    client.force_login(django_user_model.objects.create(email="somebody@example.org"))
    assert client.get("/law/stale/").status_code == 403
