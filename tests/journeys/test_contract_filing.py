"""A mill files a contract, is asked to correct it, files again, and changes it later."""

from pathlib import Path

import pytest
from django.utils.timezone import now
from playwright.sync_api import expect

from tests.journeys.conftest import OpenBrowser, axe, overflow
from tests.journeys.filing import TITLE, add_text, fill_in, mend_buyer, send
from tests.town import Town
from yizhan.contracts import services
from yizhan.contracts.models import Contract

pytestmark = pytest.mark.journey


@pytest.mark.parametrize("script", [True, False], ids=["with script", "without script"])
def test_a_seller_files_is_asked_to_correct_and_files_again(
    own_town: Town, open_browser: OpenBrowser, tmp_path: Path, *, script: bool
) -> None:
    """What is wrong stands at its field; what will be sent is shown before it is sent."""
    page = open_browser("member", own_town, script=script)
    fill_in(page, line="1,000,000")
    page.get_by_role("button", name="核对并提交").click()
    expect(page.get_by_role("alert")).to_contain_text("内容明细")
    expect(page.get_by_role("button", name="确认提交")).to_be_disabled()
    page.get_by_role("link", name="返回修改").click()
    page.locator("#id_lines-0-amount").fill("1,200,000")
    add_text(page, tmp_path)
    send(page)
    contract = Contract.objects.get(title=TITLE)
    services.request_correction(
        actor=own_town.actors["registrar"],
        contract_id=contract.id,
        reasons="请补充买方的联系人。",
        places=("buyers",),
        at=now(),
    )
    page.reload()
    expect(page.locator("#asked")).to_contain_text("请补充买方的联系人")
    mend_buyer(page, link="买方")


def test_a_change_is_compared_before_it_is_sent(
    own_town: Town, open_browser: OpenBrowser
) -> None:
    page = open_browser("member", own_town)
    page.goto(f"/contracts/{own_town.ids['contract.registered']}/")
    page.get_by_role("link", name="申请变更登记").click()
    page.locator("#id_reason").fill("双方签订补充协议，延长有效期。")
    page.locator("#id_effective_until").fill("2099-11-30")
    page.get_by_role("button", name="比较前后").click()
    changes = page.locator("#changes")
    expect(changes).to_contain_text("2099年12月31日")
    expect(changes).to_contain_text("2099年11月30日")
    page.get_by_role("button", name="提交变更申请").click()
    expect(page.locator("main")).to_contain_text("待办理")


@pytest.mark.parametrize("width", [390, 1440])
def test_the_pages_of_the_filer_can_be_read_by_everybody(
    in_town: Town, open_browser: OpenBrowser, width: int
) -> None:
    """No complaint of axe, nothing wider than the window."""
    page = open_browser("member", in_town, width=width)
    ids = in_town.ids
    for address in (
        "/contracts/",
        "/contracts/new/",
        "/contracts/drafts/",
        f"/contracts/{ids['contract.draft']}/submit/",
        f"/contracts/{ids['contract.submitted']}/",
        f"/contracts/{ids['contract.amended']}/",
        f"/contracts/{ids['contract.registered']}/amend/",
        f"/contracts/{ids['contract.registered']}/papers/",
        f"/contracts/{ids['contract.registered']}/taxes/",
    ):
        page.goto(address)
        assert axe(page) == [], address
        assert overflow(page) <= 0, address
