"""The frame of every page: policy, preferences, languages, and nothing inline."""

import re

import pytest
from django.test import Client
from pytest_django.fixtures import Settings

pytestmark = pytest.mark.urls("yizhan.web.tests.urls")
_INLINE = re.compile(
    r"\sstyle=|\son[a-z]+=|<style|<script(?![^>]*\ssrc=)|javascript:", re.IGNORECASE
)


@pytest.fixture(autouse=True)
def demo(settings: Settings) -> None:
    settings.YIZHAN_DEMO = True


def test_the_policy_is_the_whole_policy(client: Client) -> None:
    said = client.get("/kit/").headers["Content-Security-Policy"]
    directives = {piece.split()[0]: piece.split()[1:] for piece in said.split(";")}
    own = ["'self'"]
    assert directives == {
        "default-src": ["'none'"],
        "script-src": own,
        "style-src": own,
        "img-src": ["'self'", "data:"],
        "font-src": own,
        "connect-src": own,
        "form-action": own,
        "frame-ancestors": ["'none'"],
        "base-uri": ["'none'"],
    }


def test_every_answer_carries_the_other_headers(client: Client) -> None:
    headers = client.get("/kit/").headers
    assert headers["X-Frame-Options"] == "DENY"
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Referrer-Policy"] == "same-origin"
    assert headers["Cross-Origin-Resource-Policy"] == "same-origin"
    assert "camera=()" in headers["Permissions-Policy"]


@pytest.mark.parametrize("path", ["/kit/", "/kit/?errors=1", "/nowhere/", "/en/kit/"])
def test_no_page_has_inline_script_style_or_handler(client: Client, path: str) -> None:
    assert _INLINE.findall(client.get(path).content.decode()) == []


def test_preferences_are_kept_in_cookies_and_drawn_by_the_server(client: Client) -> None:
    response = client.post("/preferences/", {"theme": "dark", "next": "/kit/?x=1"})
    assert response.headers["Location"] == "/kit/?x=1"
    client.post("/preferences/", {"text": "large"})
    text = client.get("/kit/").content.decode()
    assert re.search(r'data-theme="dark"\s+data-text="large"', text)


@pytest.mark.parametrize("way", ["https://evil.example/", "//evil.example", "javascript:x", ""])
def test_preferences_never_lead_off_the_site(client: Client, way: str) -> None:
    assert (
        client.post("/preferences/", {"theme": "dark", "next": way}).headers["Location"] == "/"
    )


def test_an_unknown_preference_changes_nothing(client: Client) -> None:
    response = client.post("/preferences/", {"theme": "<script>", "text": "huge"})
    assert not response.cookies
    client.cookies["yz-theme"] = "<script>"
    assert 'data-theme="light"' in client.get("/kit/").content.decode()


def test_preferences_need_no_token() -> None:
    browser = Client(enforce_csrf_checks=True)
    assert browser.post("/preferences/", {"theme": "dark"}).status_code == 302


def test_an_address_without_prefix_is_chinese_whatever_the_browser_wants(
    client: Client,
) -> None:
    response = client.get("/kit/", headers={"accept-language": "en"})
    assert response.status_code == 200
    assert '<html lang="zh-CN"' in response.content.decode()


def test_the_other_language_is_the_same_page_with_its_query(client: Client) -> None:
    text = client.get("/kit/?mode=dev&page=2").content.decode()
    assert 'href="/en/kit/?mode=dev&amp;page=2"' in text
    assert 'hreflang="en" href="http://testserver/en/kit/?mode=dev&amp;page=2"' in re.sub(
        r"\s+", " ", text
    )
    english = client.get("/en/kit/?mode=dev").content.decode()
    assert '<html lang="en"' in english
    assert 'href="/kit/?mode=dev"' in english


def test_htmx_gets_the_column_and_history_the_whole_page(client: Client) -> None:
    part = client.get("/kit/", headers={"hx-request": "true"}).content.decode()
    assert "<html" not in part
    assert "<h1>" in part
    back = {"hx-request": "true", "hx-history-restore-request": "true"}
    assert "<html" in client.get("/kit/", headers=back).content.decode()


def test_the_title_of_a_page_with_errors_begins_with_the_word(client: Client) -> None:
    response = client.get("/kit/?errors=1")
    title = response.content.decode().split("<title>")[1].split("</title>")[0]
    assert response.status_code == 422
    assert title.split()[0] == "错误："


def test_the_kit_is_not_a_page_of_the_public_platform(
    client: Client, settings: Settings
) -> None:
    settings.YIZHAN_DEMO = False
    assert client.get("/kit/").status_code == 404


def test_the_demo_notice_stands_only_in_the_demo(client: Client, settings: Settings) -> None:
    assert "机构与数值均为虚构" in client.get("/kit/").content.decode()
    settings.YIZHAN_DEMO, settings.DEBUG = False, True
    assert "机构与数值均为虚构" not in client.get("/kit/").content.decode()
