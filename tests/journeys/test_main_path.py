"""The main story: from a pasted problem to a published need with explained matches."""

import re
import threading
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest
from django.conf import settings
from django.core import mail
from django.db import connection
from django.utils import timezone
from playwright.sync_api import Page, expect

from tests.journeys.conftest import OpenBrowser
from tests.town import PASSWORD, Town
from yizhan.directory.tests.factories import make_uscc
from yizhan.listings.models import Listing
from yizhan.matching.indexing.follower import follow

pytestmark = pytest.mark.journey

PROBLEM = (
    "潮汐电站灌溉水泵的叶轮为双相不锈钢，含沙海水中半年就出现点蚀坑和冲刷沟槽。"
    "需要450℃以下的表面强化工艺，表面显微硬度不低于850 HV，可批量实施，预算80到120万元，"
    "委托开发。"
)
EMAIL = "lead@example.org"


@pytest.fixture(autouse=True)
def quick_hashes(monkeypatch: pytest.MonkeyPatch) -> None:
    """Real hashing is slow on purpose, and not ours to test."""
    hasher = "django.contrib.auth.hashers.MD5PasswordHasher"
    monkeypatch.setattr(settings, "PASSWORD_HASHERS", [hasher])


@pytest.fixture
def follower(own_town: Town) -> Iterator[None]:
    """Keep the index fresh as the service does."""
    stop = threading.Event()

    def run() -> None:
        try:
            follow(stop, now=lambda: datetime.now(UTC))
        finally:
            connection.close()

    thread = threading.Thread(target=run)
    thread.start()
    yield
    stop.set()
    thread.join(timeout=10)


@pytest.mark.parametrize("script", [True, False], ids=["with script", "without script"])
def test_from_a_pasted_problem_to_a_published_need(
    own_town: Town, follower: None, open_browser: OpenBrowser, *, script: bool
) -> None:
    """Nobody types anything twice; each side finds the next step on the page it is on."""
    lead = open_browser(script=script)
    paste_and_see_offers(lead)
    lead.get_by_role("button", name="带着这些内容发布需求").click()
    sign_up(lead)
    register_organisation(lead)
    lead.get_by_role("link", name="继续提交").click()
    lead.get_by_role("button", name="重新提交").click()
    complete_and_submit(lead)
    address = lead.url
    reviewer = open_browser("reviewer", own_town, script=script)
    review(reviewer, "return")
    mend(lead, address)
    review(reviewer, "publish")
    found_within_a_second(lead, address)


def paste_and_see_offers(page: Page) -> None:
    """From the front page to explained offers, without an account."""
    page.goto("/")
    page.locator("textarea[name=text]").first.fill(PROBLEM)
    page.locator("form:has(textarea[name=text]) button[type=submit]").first.click()
    first = page.locator(".n-matches article").first
    expect(first).to_contain_text("氮")
    assert "850" in page.locator(".m-read").inner_text()


def sign_up(page: Page) -> None:
    """Open an account and confirm the address by the code in the mail."""
    page.get_by_role("link", name="注册").first.click()
    page.locator("input[name=email]").fill(EMAIL)
    page.locator("input[name=password1]").fill(PASSWORD)
    page.locator("input[name=password2]").fill(PASSWORD)
    page.locator("main form[method=post] button[type=submit]").first.click()
    code = re.search(
        r"^([A-Z0-9]{3,6}-?[A-Z0-9]{0,6})$", str(mail.outbox[-1].body), re.MULTILINE
    )
    assert code
    page.locator("input[name=code]").fill(code.group(1))
    page.locator("main form:has(input[name=code]) button[type=submit]").first.click()


def register_organisation(page: Page) -> None:
    """Enter the enterprise; the person becomes its administrator."""
    page.goto("/roles/")
    page.get_by_role("link", name="登记单位").first.click()
    page.locator("[name=name]").fill("舟山远帆水泵有限公司")
    page.locator("[name=kind]").select_option("enterprise")
    page.locator("[name=uscc]").fill(make_uscc(90_000_001))
    page.locator("[name=region]").fill("浙江省 舟山市")
    page.get_by_role("radio", name="小型企业").check()
    page.locator("main form:has([name=uscc]) button[type=submit]").last.click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("舟山远帆水泵有限公司")


def complete_and_submit(page: Page) -> None:
    """What was read from the text stands in the form; the rest is filled in."""
    expect(page.locator("[name=summary]")).to_have_value(PROBLEM)
    assert page.locator("[name=indicators-0-value]").input_value() == "850"
    assert page.locator("[name=modes][value=commissioned_development]").is_checked()
    page.locator("[name=region]").fill("浙江省 舟山市")
    page.locator("[name=fields_][value='05']").check()
    page.locator("[name=deadline]").fill(f"{timezone.localdate() + timedelta(days=90)}")
    page.get_by_role("button", name="提交审核").click()
    expect(page.locator("main")).to_contain_text("待审核")


def review(page: Page, verdict: str) -> None:
    """Find it in the queue, read it, decide."""
    page.goto("/review/?show=all")
    page.get_by_role("link", name=re.compile("潮汐电站")).first.click()
    if verdict == "publish":
        answer_checklist(page)
        page.get_by_role("button", name="通过并发布").click()
    else:
        page.locator(".l-rf:has([name=reason_summary]) summary").click()
        page.locator("[name=reason_summary]").fill("请补充含沙量。")
        page.get_by_role("button", name="按所填意见退回").click()
    expect(page).to_have_url(re.compile("/review/$"))


def answer_checklist(page: Page) -> None:
    """Say yes to everything, with a word where the machine says no."""
    for item in page.locator(".l-item").all():
        item.get_by_role("radio", name="是", exact=True).check()
        if item.locator("textarea").is_visible():
            item.locator("textarea").fill("营业执照已当面核对。")


def mend(page: Page, address: str) -> None:
    """Read the reason on the page, mend the field it names, hand in again."""
    page.goto(address)
    expect(page.locator(".l-reasons")).to_contain_text("请补充含沙量。")
    page.get_by_role("link", name="编辑").click()
    page.locator("[name=summary]").fill(f"{PROBLEM}含沙量每立方米三千克。")
    page.get_by_role("button", name="提交审核").click()
    expect(page.locator("main")).to_contain_text("待审核")


def found_within_a_second(page: Page, address: str) -> None:
    """Published means found, and its page shows who may solve it."""
    published = Listing.objects.get(
        stage="published", organisation__name__startswith="舟山远帆"
    )
    assert published.published_at
    deadline = published.published_at + timedelta(seconds=1.5)
    while True:
        asked = timezone.now()
        page.goto("/search/?kind=need&q=潮汐电站灌溉水泵")
        if page.locator("#results").get_by_text("潮汐电站").count() or asked > deadline:
            break
    assert asked <= deadline
    page.goto(address)
    assert page.locator(".n-matches article").count() >= 3
