"""A company asks an expert, who declares, accepts and answers; the company rates and closes."""

import re
from datetime import timedelta

import pytest
from django.utils.timezone import localdate
from playwright.sync_api import Page, expect

from tests.journeys.conftest import OpenBrowser
from tests.town import Town
from yizhan.experts.models import Advice
from yizhan.experts.services import withdraw_request

pytestmark = pytest.mark.journey

TITLE = "海水泵轴套缝隙腐蚀的选材"


@pytest.mark.parametrize("script", [True, False], ids=["with script", "without script"])
def test_a_question_from_the_list_of_experts_to_its_rating(
    own_town: Town, open_browser: OpenBrowser, *, script: bool
) -> None:
    """Each side finds the next step on the page of the request."""
    # One question at a time between a house and an expert: the town's own makes room.
    withdraw_request(
        actor=own_town.actors["member"], advice_id=own_town.ids["advice.sent"], at=own_town.at
    )
    asker = open_browser("member", own_town, script=script)
    expert = open_browser("other_member", own_town, script=script)
    asker.goto("/experts/?q=低温渗氮")
    asker.get_by_role("link", name=re.compile("闻潮生")).first.click()
    asker.get_by_role("link", name="向这位专家请教").click()
    ask(asker)
    address = asker.url
    expert.goto("/advice/?box=received")
    expert.get_by_role("link", name=TITLE).click()
    expert.get_by_label("我声明").check()
    expert.get_by_role("button", name="申明并受理").click()
    expect(expert.get_by_text("已受理。")).to_be_visible()
    expert.get_by_label("答复", exact=True).fill(
        "轴套选超级双相钢，密封环用镍铝青铜，间隙放大。"
    )
    expert.get_by_role("button", name="提交答复").click()
    asker.goto(address)
    expect(asker.get_by_text("轴套选超级双相钢")).to_be_visible()
    asker.get_by_label("5 分").check()
    asker.get_by_label("问题已解决").check()
    asker.get_by_role("button", name="评价并办结").click()
    expect(asker.get_by_text("谢谢，评价已记录。")).to_be_visible()
    closed = Advice.objects.get(title=TITLE)
    assert (closed.stage, closed.rating, closed.use) == ("closed", 5, "solved")


def ask(page: Page) -> None:
    """Write the question and send it."""
    page.get_by_label("题目").fill(TITLE)
    page.get_by_label("问题", exact=True).fill(
        "轴套与密封环之间三个月出现缝隙腐蚀，介质为含沙海水，需要选材与配合间隙建议。"
    )
    page.get_by_label("希望答复日期").fill(f"{localdate() + timedelta(days=14):%Y-%m-%d}")
    page.get_by_role("button", name="提交问题").click()
    expect(page.get_by_role("heading", name=TITLE)).to_be_visible()
