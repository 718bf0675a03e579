"""Only links that lead somewhere, and only for those who may follow them."""

from types import SimpleNamespace

import pytest
from django.http import HttpRequest
from django.test import RequestFactory

from yizhan.kernel.actors import Actor, anonymous
from yizhan.web import navigation
from yizhan.web.access import SIGNED_IN
from yizhan.web.navigation import (
    ANONYMOUS,
    FOOTER,
    PUBLIC,
    Entry,
    check_entries,
    declare,
    links,
)

pytestmark = pytest.mark.urls("yizhan.web.tests.urls")


@pytest.fixture(autouse=True)
def empty_registry(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(navigation, "_entries", {})


def asked(path: str, *permissions: str, signed_in: bool = False) -> HttpRequest:
    request = RequestFactory().get(path)
    request.user = SimpleNamespace(is_authenticated=signed_in)  # type: ignore[assignment]
    actor = (
        Actor(id=anonymous().id, label="", permissions=frozenset(permissions))
        if signed_in
        else anonymous()
    )
    request.actor = actor  # type: ignore[attr-defined]
    return request


def test_links_stand_in_order_and_the_page_itself_is_marked() -> None:
    declare(
        Entry(label="乙", url_name="web:kit", area=PUBLIC, order=20),
        Entry(label="甲", url_name="web:preferences", area=PUBLIC, order=10),
    )
    found = links(PUBLIC, asked("/kit/deeper/"))
    assert [(link.label, link.is_current) for link in found] == [("甲", False), ("乙", True)]


def test_a_link_that_comes_back_takes_the_page_with_it() -> None:
    declare(Entry(label="登录", url_name="web:kit", area=PUBLIC, comes_back=True))
    assert links(PUBLIC, asked("/needs/?q=%E6%B3%B5&page=2"))[0].url == (
        "/kit/?next=%2Fneeds%2F%3Fq%3D%25E6%25B3%25B5%26page%3D2"
    )


def test_a_column_of_the_footer_stands_together() -> None:
    for order, group, query in ((10, "甲", "?1"), (20, "乙", "?2"), (30, "甲", "?3")):
        declare(
            Entry(
                label=query,
                url_name="web:kit",
                area=FOOTER,
                order=order,
                group=group,
                query=query,
            )
        )
    assert [link.label for link in links(FOOTER, asked("/"))] == ["?1", "?3", "?2"]


def test_a_dead_entry_is_not_drawn_and_fails_the_check() -> None:
    declare(Entry(label="死", url_name="nowhere:at-all", area=PUBLIC))
    assert links(PUBLIC, asked("/")) == []
    assert [error.id for error in check_entries()] == ["web.E001"]


@pytest.mark.parametrize(
    ("permission", "visitor", "reader", "officer"),
    [
        ("", True, True, True),
        (ANONYMOUS, True, False, False),
        (SIGNED_IN, False, True, True),
        ("listings.review", False, False, True),
    ],
)
def test_entries_ask_who_is_looking(
    permission: str, visitor: bool, reader: bool, officer: bool
) -> None:
    declare(Entry(label="门", url_name="web:kit", area=PUBLIC, permission=permission))
    seen = [
        bool(links(PUBLIC, request))
        for request in (
            asked("/"),
            asked("/", signed_in=True),
            asked("/", "listings.review", signed_in=True),
        )
    ]
    assert seen == [visitor, reader, officer]
