"""The story of a subscription: a search saved, an offer told once, stopped by a link."""

import re
from datetime import timedelta

import pytest
from django.conf import settings
from django.core import mail
from django.utils import timezone
from playwright.sync_api import Page, expect

from tests.journeys.conftest import OpenBrowser, axe
from tests.listings_in_town import make_listing
from tests.town import Town
from yizhan.inbox.models import Notice
from yizhan.inbox.sending import send_due
from yizhan.matching.alerting.evaluating import Finder
from yizhan.matching.models import SavedSearch
from yizhan.matching.services import tell_finds

pytestmark = pytest.mark.journey
HOURS = timedelta(hours=2)


def test_what_is_new_is_told_once_until_it_is_stopped(
    own_town: Town, open_browser: OpenBrowser
) -> None:
    """Saved, found, told, mailed, read, stopped by the link, silent."""
    Finder().find(at=own_town.at)  # the look-out stands
    reader = open_browser("other_member", own_town)
    save_a_search(reader)
    publish(own_town, "海水泵叶轮激光熔覆新工艺一")
    look(timezone.now())
    reader.goto("/inbox/")
    reader.get_by_role("link", name=re.compile("订阅「激光熔覆」有 1 条新信息")).click()
    expect(reader.get_by_role("link", name="海水泵叶轮激光熔覆新工艺一")).to_be_visible()
    assert not axe(reader)
    (letter,) = mine(own_town)
    assert "海水泵叶轮激光熔覆新工艺一" in str(letter.body)
    stop_by_link(open_browser(width=390), letter.extra_headers["List-Unsubscribe"])
    publish(own_town, "海水泵叶轮激光熔覆新工艺二")
    look(timezone.now() + HOURS)
    assert len(mine(own_town)) == 1
    assert told(own_town) == 1
    reader.goto("/subscriptions/")
    expect(reader.get_by_text("已暂停")).to_be_visible()


def save_a_search(page: Page) -> None:
    """Press the one button of the search page, and ask to hear at once."""
    page.goto("/search/?kind=offer&q=激光熔覆")
    page.get_by_role("button", name="订阅这个检索").click()
    expect(page.get_by_role("link", name="激光熔覆")).to_be_visible()
    page.get_by_label("频率").select_option("at_once")
    page.get_by_role("button", name="保存").click()
    expect(page.get_by_text("已保存。")).to_be_visible()


def publish(town: Town, title: str) -> None:
    """Publish an offer now, after the search was saved."""
    town.at = timezone.now()
    make_listing(town, town.actors["scholar"], "offer", "published", title=title)


def look(at: object) -> None:
    """Do what the worker does every minute, twice, as two workers would."""
    for _turn in range(2):
        Finder().find(at=at)  # type: ignore[arg-type]
        tell_finds(at=at)  # type: ignore[arg-type]
        send_due(now=lambda: at)  # type: ignore[arg-type, return-value]


def stop_by_link(page: Page, header: str) -> None:
    """Open the link where nobody is signed in, and press the button."""
    page.goto(header.strip("<>").removeprefix(settings.YIZHAN_BASE_URL))
    assert not SavedSearch.objects.filter(is_paused=True).exists()
    page.get_by_role("button", name="退订").click()
    expect(page.get_by_role("heading", name="已退订")).to_be_visible()
    assert not axe(page)


def mine(town: Town) -> list[mail.EmailMessage]:
    """List the mails about subscriptions that the reader got."""
    address = town.emails["other_member"]
    return [one for one in mail.outbox if one.to == [address] and "订阅" in one.subject]


def told(town: Town) -> int:
    """Count the notices about subscriptions that the reader got."""
    person = town.actors["other_member"].person_id
    assert person is not None
    return Notice.objects.filter(person_id=person, topic="matching.saved_search").count()
