"""The story of a small enterprise: signed up, published, confirmed by link, withdrawn."""

import re
from datetime import timedelta

import pytest
from django.conf import settings
from django.utils import timezone
from playwright.sync_api import Page, expect

from tests.journeys.conftest import OpenBrowser, axe
from tests.journeys.test_main_path import (
    complete_and_submit,
    mend,
    paste_and_see_offers,
    register_organisation,
    sign_up,
)
from tests.town import Town
from yizhan.inbox.models import Mail, Notice
from yizhan.kernel.actors import machine
from yizhan.listings import queries, services
from yizhan.listings.models import Listing
from yizhan.listings.stages import Stage

pytestmark = pytest.mark.journey
MONTH = timedelta(days=31)


@pytest.fixture(autouse=True)
def quick_hashes(monkeypatch: pytest.MonkeyPatch) -> None:
    """Real hashing is slow on purpose, and not ours to test."""
    hasher = "django.contrib.auth.hashers.MD5PasswordHasher"
    monkeypatch.setattr(settings, "PASSWORD_HASHERS", [hasher])


def test_a_need_is_confirmed_a_month_later_by_link_and_withdrawn(
    own_town: Town, open_browser: OpenBrowser
) -> None:
    """Signed up, claimed, returned, improved, published, asked, confirmed, withdrawn."""
    lead = open_browser()
    paste_and_see_offers(lead)
    lead.get_by_role("button", name="带着这些内容发布需求").click()
    sign_up(lead)
    register_organisation(lead)
    lead.get_by_role("link", name="继续提交").click()
    lead.get_by_role("button", name="重新提交").click()
    complete_and_submit(lead)
    address = lead.url
    office = open_browser("city", own_town)
    judge(office, "return")
    mend(lead, address)
    judge(office, "publish")
    need = a_month_goes_by()
    link = Notice.objects.get(subject_id=need.id, topic="listings.ask").url
    assert Mail.objects.filter(notices__subject_id=need.id).exists()
    by_link_without_an_account(open_browser(width=390), link)
    need.refresh_from_db()
    assert need.confirmed_at
    assert timezone.now() - need.confirmed_at < timedelta(minutes=5)
    withdraw(lead, address)
    assert Listing.objects.get(id=need.id).stage == Stage.WITHDRAWN
    assert open_browser().goto(address).status == 404  # type: ignore[union-attr]


def judge(page: Page, verdict: str) -> None:
    """Find it in the queue of the nearest office, answer every question, decide."""
    page.goto("/review/")
    page.get_by_role("link", name=re.compile("潮汐电站")).first.click()
    page.evaluate("document.querySelectorAll('details').forEach(d => { d.open = true })")
    if verdict == "return":
        page.locator("[name=reason_summary]").fill("请补充含沙量。")
        page.get_by_role("button", name="按所填意见退回").click()
    else:
        for item in page.locator(".l-item").all():
            item.locator("input[value=yes]").check()
            item.locator("textarea").fill("已核对。")
        page.get_by_role("button", name="通过并发布").click()
    expect(page).to_have_url(re.compile("/review/$"))


def a_month_goes_by() -> Listing:
    """Move the times of the need, not the clock, and let the worker come."""
    need = Listing.objects.get(stage="published", organisation__name__startswith="舟山远帆")
    assert need.confirmed_at
    before = need.confirmed_at - MONTH
    Listing.objects.filter(id=need.id).update(confirmed_at=before, published_at=before)
    at = timezone.now()
    worker = machine("deadlines", "listings.expire")
    for organisation_id, ids in queries.fading_ids(at=at, limit=99).items():
        services.fade_listings(
            actor=worker, organisation_id=organisation_id, listing_ids=ids, at=at
        )
    return need


def by_link_without_an_account(page: Page, link: str) -> None:
    """On a phone: read what is asked, press one button, learn that a second is not needed."""
    page.goto(link)
    expect(page.get_by_role("heading", level=1)).to_contain_text("仍然有效吗")
    assert not axe(page)
    page.get_by_role("button", name="仍然有效").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("已确认仍然有效")
    page.goto(link)
    expect(page.locator("main")).to_contain_text("已经答复过")


def withdraw(page: Page, address: str) -> None:
    """By its own page, which asks once more."""
    page.goto(address)
    expect(page.locator(".l-fresh").first).to_contain_text("新鲜度 ")
    page.locator("summary", has_text=re.compile("^撤回")).click()
    page.locator(".l-menu[open] form button").click()
    expect(page.locator("main")).to_contain_text("已撤回")
