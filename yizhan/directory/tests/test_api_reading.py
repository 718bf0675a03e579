"""The API's kit and the directory's part of it, over HTTP."""

import json
from typing import Any

import pytest
from django.test import Client

from yizhan.directory.tests.factories import make_organisation
from yizhan.web.models import Bucket

pytestmark = pytest.mark.django_db
LIST = "/api/v1/organisations"


def test_organisations_are_listed_page_by_page_without_gaps_or_repeats(client: Client) -> None:
    for number in range(7):
        make_organisation(name=f"第{number}泵业有限公司")
    seen: list[str] = []
    cursor = ""
    while True:
        asked = {"q": "泵业", "limit": "3"} | ({"cursor": cursor} if cursor else {})
        answer = client.get(LIST, asked)
        assert answer.status_code == 200, answer.content
        body = answer.json()
        seen += [row["name"] for row in body["items"]]
        cursor = body["next"]
        if not cursor:
            break
    assert len(seen) == len(set(seen)) == 7


@pytest.mark.parametrize(
    ("query", "code"),
    [
        ({"limit": "-1"}, "api.too_small"),
        ({"limit": "17685791663701041872896"}, "api.too_big"),
        ({"kind": "pirate"}, "api.unknown_value"),
        ({"q": "\x00"}, "api.wrong_form"),
        ({"region": "33"}, "api.wrong_form"),
    ],
)
def test_each_bad_parameter_is_named(client: Client, query: dict[str, str], code: str) -> None:
    answer = client.get(LIST, query)
    assert answer.status_code == 422
    assert answer["Content-Type"] == "application/problem+json"
    assert [reason["code"] for reason in answer.json()["reasons"]] == [code]
    assert answer.json()["reasons"][0]["place"].partition(".")[0] == next(iter(query))


def test_an_unknown_parameter_is_refused(client: Client) -> None:
    answer = client.get(LIST, {"offset": "5"})
    assert (answer.status_code, answer.json()["code"]) == (422, "api.unknown_parameter")


def test_a_cursor_fits_only_the_question_it_came_from(client: Client) -> None:
    for number in range(3):
        make_organisation(name=f"第{number}泵业有限公司")
    cursor = client.get(LIST, {"limit": 1}).json()["next"]
    for query in (
        {"cursor": cursor, "q": "泵"},
        {"cursor": cursor[:-2] + "AA"},
        {"cursor": "x"},
    ):
        answer = client.get(LIST, query)
        assert (answer.status_code, answer.json()["code"]) == (422, "api.cursor_invalid")
    assert client.get(LIST, {"limit": 2, "cursor": cursor}).status_code == 200


def test_sentences_follow_the_language_and_codes_do_not(client: Client) -> None:
    found = [
        client.get(f"{LIST}/nowhere", headers={"accept-language": tag}).json()
        for tag in ("en-GB,zh;q=0.5", "zh-CN")
    ]
    assert found[0]["code"] == found[1]["code"] == "api.not_found"
    assert found[0]["detail"] != found[1]["detail"]


def test_methods_answer_as_http_says(client: Client) -> None:
    assert client.post(LIST).status_code == 405
    assert client.post(LIST)["Allow"] == "GET, HEAD, OPTIONS"
    head, get = client.head(LIST), client.get(LIST)
    assert (head.content, head["ETag"]) == (b"", get["ETag"])
    assert client.options(LIST)["Access-Control-Allow-Methods"] == "GET, HEAD"
    assert client.get(LIST, headers={"if-none-match": get["ETag"]}).status_code == 304


def test_a_key_in_the_address_or_a_strange_header_is_refused(client: Client) -> None:
    assert client.get(LIST, {"api_key": "yz_abc"}).json()["code"] == "api.key_in_address"
    for said in (
        "Basic abc",
        "Bearer",
        "Bearer yz_a b",
        "bearer yz_" + "a" * 30,
        "Bearer yz_é" * 9,
    ):
        answer = client.get(LIST, headers={"authorization": said})
        assert answer.status_code == 401, said
        assert answer["WWW-Authenticate"].startswith("Bearer")
        assert "Access-Control-Allow-Origin" not in answer


def test_whoever_asks_too_often_is_told_when_to_come_back(
    client: Client, settings: Any
) -> None:
    settings.YIZHAN_API_ANONYMOUS_PER_MINUTE = 3
    codes = [client.get(LIST) for _ in range(5)]
    assert [answer.status_code for answer in codes] == [200, 200, 200, 429, 429]
    assert codes[0]["RateLimit-Remaining"] == "2"
    assert 1 <= int(codes[-1]["Retry-After"]) <= 20
    assert Bucket.objects.get().tokens < 1


def test_the_description_names_every_operation(client: Client) -> None:
    document = json.loads(client.get("/api/v1/openapi.json").content)
    assert document["openapi"] == "3.1.0"
    assert LIST in document["paths"]
    assert "Problem" in document["components"]["schemas"]


@pytest.mark.parametrize(
    "since",
    [
        "0300-10-26T14:50:07.796741-23:04",
        "9999-12-31T23:59:59-23:59",
        "0001-01-01T00:00:00+23:59",
    ],
)
def test_no_moment_is_too_far_away_to_ask_for(client: Client, since: str) -> None:
    for noun in ("listings", "organisations"):
        answer = client.get(f"/api/v1/{noun}/changes", {"since": since})
        assert answer.status_code == 200, answer.content
