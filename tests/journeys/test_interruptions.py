"""Two people at once, sessions that end, settings that change: nothing typed is lost."""

import re

import pytest
from django.contrib.sessions.models import Session
from playwright.sync_api import Page, expect

from tests.journeys.conftest import OpenBrowser
from tests.town import PASSWORD, Town
from yizhan.directory.models import Organisation
from yizhan.listings.models import Listing

pytestmark = pytest.mark.journey
SCRIPT = pytest.mark.parametrize("script", [True, False], ids=["with script", "without script"])


def test_two_editors_of_a_need_see_both_versions(
    own_town: Town, open_browser: OpenBrowser
) -> None:
    """The second is shown what the first stored, and chooses."""
    need_id = own_town.ids["need.draft"]
    first, second = (
        open_browser(role, own_town, script=False) for role in ("member", "administrator")
    )
    for page in (first, second):
        page.goto(f"/needs/{need_id}/edit/")
    save_title(first, "甲写的标题")
    save_title(second, "乙写的标题")
    expect(second.locator("main")).to_contain_text("甲写的标题")
    expect(second.locator("main")).to_contain_text("乙写的标题")
    assert Listing.objects.get(pk=need_id).title == "甲写的标题"
    second.get_by_role("button", name="保留我填写的内容").click()
    assert Listing.objects.get(pk=need_id).title == "乙写的标题"


def save_title(page: Page, title: str) -> None:
    """Change one field and save."""
    page.locator("[name=title]").fill(title)
    page.get_by_role("button", name="保存草稿").click()


def test_two_editors_of_an_organisation_see_both_versions(
    own_town: Town, open_browser: OpenBrowser
) -> None:
    """The same for what an organisation says of itself."""
    mill = own_town.ids["mill"]
    first, second = (open_browser("administrator", own_town) for _ in range(2))
    for page in (first, second):
        page.goto(f"/organisations/{mill}/edit/")
    for page, text in ((first, "甲的介绍"), (second, "乙的介绍")):
        page.locator("[name=about]").fill(text)
        page.locator("main form:has([name=about]) button[type=submit]").last.click()
        page.wait_for_load_state()
    expect(second.locator("main")).to_contain_text("甲的介绍")
    expect(second.locator("[name=about]")).to_have_value("乙的介绍")
    assert Organisation.objects.get(pk=mill).about == "甲的介绍"


@SCRIPT
def test_a_session_that_ended_in_mid_form_loses_nothing(
    own_town: Town, open_browser: OpenBrowser, *, script: bool
) -> None:
    """Sent without a session, kept, and sent again after signing in."""
    page = open_browser("member", own_town, script=script)
    page.goto("/needs/new/")
    page.locator("[name=title]").fill("会话过期时写的标题")
    page.locator("[name=summary]").fill("第一行\n第二行 <b>不是标记</b>")
    page.locator("[name=modes][value=consulting]").check()
    Session.objects.filter(pk=own_town.sessions["member"]).delete()
    page.get_by_role("button", name="保存草稿").click()
    page.locator("input[name=login]").fill(own_town.emails["member"])
    page.locator("input[name=password]").fill(PASSWORD)
    page.locator("main form:has(input[name=password]) button[type=submit]").first.click()
    page.get_by_role("button", name="重新提交").click()
    expect(page.locator("[name=title]")).to_have_value("会话过期时写的标题")
    stored = Listing.objects.get(title="会话过期时写的标题")
    assert stored.summary == "第一行\n第二行 <b>不是标记</b>"
    assert stored.modes == ["consulting"]


def test_a_session_that_ended_between_autosaves_keeps_a_copy_in_the_browser(
    own_town: Town, open_browser: OpenBrowser
) -> None:
    """The page leads to the sign-in, comes back, and offers the copy."""
    page = open_browser("member", own_town)
    address = f"/needs/{own_town.ids['need.draft']}/edit/"
    page.goto(address)
    Session.objects.filter(pk=own_town.sessions["member"]).delete()
    page.locator("[name=title]").fill("没有存到服务器的标题")
    page.wait_for_url("**/accounts/login/**")
    page.locator("input[name=login]").fill(own_town.emails["member"])
    page.locator("input[name=password]").fill(PASSWORD)
    page.locator("main form:has(input[name=password]) button[type=submit]").first.click()
    page.get_by_role("button", name="恢复").click()
    expect(page.locator("[name=title]")).to_have_value("没有存到服务器的标题")


@SCRIPT
def test_language_dark_and_large_text_keep_page_and_query(
    in_town: Town, open_browser: OpenBrowser, *, script: bool
) -> None:
    """A switch changes one thing and leads nowhere else."""
    page = open_browser(script=script)
    query = "?kind=offer&q=%E6%B8%97%E6%B0%AE&field=05"
    page.goto(f"/search/{query}")
    html = page.locator("html")
    page.get_by_role("button", name="深色").first.click()
    expect(html).to_have_attribute("data-theme", "dark")
    page.get_by_role("button", name="大字版").first.click()
    expect(html).to_have_attribute("data-text", "large")
    page.get_by_role("link", name="English").first.click()
    expect(page).to_have_url(re.compile(rf"/en/search/{re.escape(query)}$"))
    expect(html).to_have_attribute("lang", "en")
    expect(html).to_have_attribute("data-theme", "dark")
    expect(html).to_have_attribute("data-text", "large")
    expect(page.locator("[name=q]").first).to_have_value("渗氮")
    page.get_by_role("link", name="中文").first.click()
    expect(page).to_have_url(re.compile(rf"/search/{re.escape(query)}$"))
