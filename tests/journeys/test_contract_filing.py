"""A mill files a contract, is asked to correct it, files again, and changes it later."""

import re
from pathlib import Path

import pytest
from django.utils.timezone import now
from playwright.sync_api import Page, expect

from tests.journeys.conftest import OpenBrowser, axe, overflow
from tests.town import Town
from yizhan.contracts import services
from yizhan.contracts.models import Contract

pytestmark = pytest.mark.journey
TITLE = "海水泵叶轮低温表面强化工艺开发"


@pytest.mark.parametrize("script", [True, False], ids=["with script", "without script"])
def test_a_seller_files_is_asked_to_correct_and_files_again(
    own_town: Town, open_browser: OpenBrowser, tmp_path: Path, *, script: bool
) -> None:
    """What is wrong stands at its field; what will be sent is shown before it is sent."""
    page = open_browser("member", own_town, script=script)
    fill_in(page)
    page.get_by_role("button", name="核对并提交").click()
    expect(page.get_by_role("alert")).to_contain_text("内容明细")
    expect(page.get_by_role("button", name="确认提交")).to_be_disabled()
    page.get_by_role("link", name="返回修改").click()
    page.locator("#id_lines-0-amount").fill("1,200,000")
    page.get_by_role("button", name="保存草稿").click()
    page.get_by_role("link", name="上传材料").click()
    paper = tmp_path / "合同.pdf"
    paper.write_bytes(b"%PDF-1.7\n")
    page.locator("#id_file").set_input_files(paper)
    page.get_by_role("button", name="上传").click()
    expect(page.get_by_role("table")).to_contain_text("合同.pdf")
    page.get_by_role("link", name="返回合同").click()
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
    page.locator("#asked").get_by_role("link", name="买方").click()
    page.locator("#id_buyers-0-contact").fill("周二水")
    page.get_by_role("button", name="核对并提交").click()
    page.get_by_role("button", name="确认提交").click()
    expect(page.locator("main")).to_contain_text("已提交")
    expect(page.locator("#clock")).to_contain_text("登记机构受理")


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


def fill_in(page: Page) -> None:
    """Fill the form in; one amount is wrong."""
    page.goto("/contracts/new/")
    page.locator("#id_title").fill(TITLE)
    page.get_by_role("radio", name="技术开发").check()
    page.locator("#id_subkind").select_option("commissioned_development")
    for name, value in (
        ("field", "05"),
        ("objective", "02"),
        ("ip_type", "know_how"),
        ("plan_source", "none"),
    ):
        page.locator(f"#id_{name}").select_option(value)
    page.locator("#id_office").select_option(label="舟山登记处")
    for name, value in (
        ("signed_on", "2026-04-20"),
        ("effective_from", "2026-04-20"),
        ("effective_until", "2099-12-31"),
        ("contract_value", "1,200,000.00"),
        ("buyers-0-name", "大连辽海阀门有限公司"),
        ("buyers-0-uscc", "91350100M000100Y43"),
        ("buyers-0-region", "辽宁省 大连市"),
        ("lines-0-description", "工艺与样机"),
        ("lines-0-amount", "1,000,000"),
        ("costs-0-description", "真空机组"),
        ("costs-0-quantity", "1"),
        ("costs-0-amount", "200000"),
    ):
        page.locator(f"#id_{name}").fill(value)
    page.locator("#id_sellers-0-nature").select_option("150")
    page.locator("#id_buyers-0-nature").select_option("150")
    page.locator("#id_lines-0-subkind").select_option("commissioned_development")
    page.locator("#id_costs-0-kind").select_option("equipment")
    page.get_by_role("radio", name="分期支付").check()


def send(page: Page) -> None:
    """Look at the summary and send it."""
    page.get_by_role("link", name="核对并提交").click()
    expect(page.locator("main")).to_contain_text("不收费")
    page.get_by_role("button", name="确认提交").click()
    expect(page).to_have_url(re.compile(r"/contracts/[0-9a-f-]{36}/$"))
    expect(page.locator("#clock")).to_contain_text("登记机构受理")
