"""What went wrong is said on a whole page, without database, in the language of the address."""

from typing import Any

import pytest
from django.db import OperationalError
from django.test import Client, RequestFactory

from yizhan.web import errors

pytestmark = pytest.mark.urls("yizhan.web.tests.urls")


@pytest.fixture
def browser() -> Client:
    return Client(raise_request_exception=False)


def lose_the_database() -> None:
    """Fail as a session does when nothing answers."""
    raise OperationalError("gone")


def whole(response: Any) -> bool:
    """Say whether the answer is one complete page."""
    text: str = response.content.decode()
    return text.count("<html") == text.count("</html>") == text.count("<h1>") == 1


@pytest.mark.parametrize(
    ("path", "status", "words"),
    [
        ("/nowhere/", 404, "没有找到这一页"),
        ("/forbidden/", 403, "当前身份无权进行这一步"),
        ("/too-big/", 413, "提交的内容太大"),
        ("/broken/", 500, "平台出错了"),
        ("/gone/", 503, "平台暂时连不上数据库"),
        ("/gone-in-template/", 503, "平台暂时连不上数据库"),
    ],
)
def test_each_failure_has_its_page(browser: Client, path: str, status: int, words: str) -> None:
    response = browser.get(path)
    assert response.status_code == status
    assert whole(response)
    assert words in response.content.decode()


def test_english_addresses_fail_on_a_page_marked_english(browser: Client) -> None:
    text = browser.get("/en/nowhere/").content.decode()
    assert '<html lang="en"' in text
    assert 'href="/en/"' in text


def test_a_database_that_is_gone_promises_a_retry_and_shows_no_half_page(
    browser: Client,
) -> None:
    response = browser.get("/gone-in-template/")
    assert response.headers["Retry-After"] == "10"
    assert "half" not in response.content.decode()
    assert 'href="/gone-in-template/"' in response.content.decode()


def test_a_failed_post_is_not_offered_as_a_link(browser: Client) -> None:
    response = browser.post("/gone/", {"title": "泵"})
    assert 'href="/gone/"' not in response.content.decode()
    assert "返回上一页" in response.content.decode()


def test_a_database_lost_in_middleware_is_503_too() -> None:
    answers = []
    try:
        lose_the_database()
    except OperationalError:
        answers.append(errors.server_error(RequestFactory().get("/")))
    assert [answer.status_code for answer in answers] == [503]


def test_too_many_requests_say_when_to_come_back() -> None:
    response = errors.too_many_requests(RequestFactory().get("/"))
    assert (response.status_code, response.headers["Retry-After"]) == (429, "60")


def test_an_old_token_hands_back_what_was_typed_and_a_fresh_token() -> None:
    browser = Client(enforce_csrf_checks=True)
    typed = {"title": '难题 "<b>"\n第二行', "mode": ["a", "b"]}
    response = browser.post("/take/", typed, headers={"origin": "http://testserver"})
    text = response.content.decode()
    assert response.status_code == 403
    assert "难题 &quot;&lt;b&gt;&quot;\n第二行" in text
    assert text.count('name="mode"') == 2
    token = text.split('name="csrfmiddlewaretoken" value="')[1].split('"')[0]
    again = browser.post(
        "/take/",
        {"title": "难题", "csrfmiddlewaretoken": token},
        headers={"origin": "http://testserver"},
    )
    assert again.content.decode() == "难题"


def test_a_form_from_another_site_gets_nothing_to_send_again() -> None:
    browser = Client(enforce_csrf_checks=True)
    for said in ({"origin": "http://evil.example"}, {}):
        text = browser.post("/take/", {"title": "冒名"}, headers=said).content.decode()
        assert "冒名" not in text
        assert "csrfmiddlewaretoken" not in text
