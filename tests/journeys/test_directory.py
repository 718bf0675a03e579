"""A province makes one house of two entries; a company takes up the entry that waits for it."""

import pytest
from playwright.sync_api import expect

from tests.journeys.conftest import OpenBrowser, overflow
from tests.town import Town
from yizhan.directory.models import Claim, Organisation
from yizhan.directory.services import code_for

pytestmark = pytest.mark.journey


def test_a_province_merges_duplicates_and_the_old_link_forwards(
    own_town: Town, open_browser: OpenBrowser
) -> None:
    page = open_browser("province", own_town)
    page.goto("/verifications/")
    page.get_by_role("link", name="疑似重复").first.click()
    assert overflow(page) <= 0
    page.get_by_role("link", name="对照").first.click()
    expect(page.get_by_role("heading", name="对照与合并")).to_be_visible()
    page.locator("#reason").fill("同一营业执照，电话核对")
    page.get_by_role("button", name="合并", exact=True).click()
    expect(page.get_by_text("已合并。原网址会转到保留的机构。")).to_be_visible()
    expect(page).to_have_url(f"/organisations/{own_town.ids['mill']}/")
    visitor = open_browser()
    visitor.goto(f"/organisations/{own_town.ids['twin']}/")
    expect(visitor).to_have_url(f"/organisations/{own_town.ids['mill']}/")
    expect(visitor.get_by_text("舟山潮生泵业公司")).to_be_visible()


def test_a_company_claims_its_entry_by_mail_at_its_own_domain(
    own_town: Town, open_browser: OpenBrowser
) -> None:
    house = Organisation.objects.get(pk=own_town.ids["twin"])
    page = open_browser("account", own_town)
    page.goto("/organisations/?q=潮生泵业公司")
    page.get_by_role("link", name=house.name).first.click()
    page.get_by_role("link", name="认领").click()
    expect(page.get_by_role("heading", name=f"认领「{house.name}」")).to_be_visible()
    claim = Claim.objects.get(pk=own_town.ids["claim"])
    page.goto(claim.get_absolute_url())
    page.locator("#email").fill("li@qq.com")
    page.get_by_role("button", name="发送验证码").click()
    expect(page.get_by_text("公共邮箱不能作为证明")).to_be_visible()
    page.locator("#email").fill("li@chaosheng.example")
    page.get_by_role("button", name="发送验证码").click()
    claim.refresh_from_db()
    page.locator("#code").fill(code_for(claim))
    page.get_by_role("button", name="证实邮箱").click()
    expect(page.get_by_text("邮箱已证实。")).to_be_visible()
    expect(page.get_by_text("已认领").first).to_be_visible()
    page.goto("/roles/")
    expect(page.get_by_text("机构管理员").first).to_be_visible()
