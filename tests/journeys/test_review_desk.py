"""A province looks after its reviews: who has what, what is late, how long it takes."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.conftest import OpenBrowser, axe, overflow
from tests.journeys.test_main_path import answer_checklist
from tests.town import Town

pytestmark = pytest.mark.journey
TITLE = "海水泵叶轮低温表面强化工艺"


@pytest.mark.parametrize("script", [True, False], ids=["with script", "without script"])
def test_a_province_sees_the_work_of_its_cities_and_how_long_it_takes(
    own_town: Town, open_browser: OpenBrowser, *, script: bool
) -> None:
    """The city takes what falls to it; the province sees that, and the figures of all."""
    city = open_browser("city", own_town, script=script)
    take_the_first(city)
    province = open_browser("province", own_town, script=script)
    province.goto("/review/")
    expect(province.locator("main")).to_contain_text("没有等待审核的信息")
    province.get_by_role("link", name=re.compile("辖区全部")).click()
    row = province.locator("tbody tr", has_text="舟山市科技局").first
    expect(row).to_contain_text("剩 5 个工作日")
    row.get_by_role("link").first.click()
    expect(province.locator(".l-clock")).to_contain_text("舟山市科技局正在办理")
    answer_checklist(province)
    province.get_by_role("button", name="通过并发布").click()
    expect(province.get_by_role("alert")).to_contain_text("其他审核员正在办理这一条")
    publish(city)
    province.goto("/review/?show=all")
    province.get_by_role("link", name="审核用时").first.click()
    expect(province.get_by_role("heading", level=1)).to_contain_text("全国一半的审核用时当天")
    province.get_by_role("link", name="浙江").click()
    expect(province.get_by_role("heading", level=1)).to_contain_text("浙江")
    expect(province.locator("tbody")).to_contain_text("舟山")


def test_public_money_is_confirmed_by_somebody_else(
    own_town: Town, open_browser: OpenBrowser
) -> None:
    """The second finds who was first, answers for herself, and publishes."""
    nation = open_browser("nation", own_town)
    nation.goto("/review/?show=second")
    nation.locator("tbody th a").first.click()
    expect(nation.locator("main")).to_contain_text("国家驿站于")
    nation.get_by_role("button", name="复核通过并发布").click()
    expect(nation.get_by_role("alert")).to_contain_text("需要处理")
    answer_checklist(nation)
    nation.get_by_role("button", name="复核通过并发布").click()
    expect(nation).to_have_url(re.compile("/review/$"))
    nation.goto(f"/listings/{own_town.ids['offer.proposed']}/versions/")
    expect(nation.locator(".l-decision")).to_have_count(2)


@pytest.mark.parametrize("width", [390, 1440])
def test_the_pages_of_review_can_be_read_by_everybody(
    in_town: Town, open_browser: OpenBrowser, width: int
) -> None:
    """No complaint of axe, nothing wider than the window."""
    page = open_browser("nation", in_town, width=width)
    need = in_town.ids["need.submitted"]
    for address in (
        "/review/?show=all",
        f"/review/{need}/",
        f"/listings/{need}/versions/",
        "/turnaround/",
    ):
        page.goto(address)
        assert axe(page) == [], address
        assert overflow(page) <= 0, address


def take_the_first(page: Page) -> None:
    """Take the need of the town from the queue of the office."""
    page.goto("/review/")
    page.get_by_role("link", name=TITLE).first.click()
    page.get_by_role("button", name="由我办理").click()
    expect(page.locator(".l-clock")).to_contain_text("由您办理")


def publish(page: Page) -> None:
    """Answer and say yes."""
    answer_checklist(page)
    page.get_by_role("button", name="通过并发布").click()
    expect(page).to_have_url(re.compile("/review/$"))
