"""What the stories of contracts share: filling the form in, sending it, keeping a file."""

import re
from pathlib import Path

from playwright.sync_api import Page, expect

TITLE = "海水泵叶轮低温表面强化工艺开发"


def fill_in(page: Page, *, line: str) -> None:
    """Fill the form in for 1,200,000.00 yuan; `line` is the amount of its only content line."""
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
        ("lines-0-amount", line),
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


def add_text(page: Page, folder: Path) -> None:
    """Save the draft, add a scan of the contract, and go back to the contract."""
    page.get_by_role("button", name="保存草稿").click()
    page.get_by_role("link", name="上传材料").click()
    paper = folder / "合同.pdf"
    paper.write_bytes(b"%PDF-1.7\n")
    page.locator("#id_file").set_input_files(paper)
    page.get_by_role("button", name="上传").click()
    expect(page.get_by_role("table")).to_contain_text("合同.pdf")
    page.get_by_role("link", name="返回合同").click()


def send(page: Page) -> None:
    """Look at the summary and send it."""
    page.get_by_role("link", name="核对并提交").click()
    expect(page.locator("main")).to_contain_text("不收费")
    page.get_by_role("button", name="确认提交").click()
    expect(page).to_have_url(re.compile(r"/contracts/[0-9a-f-]{36}/$"))
    expect(page.locator("#clock")).to_contain_text("登记机构受理")


def mend_buyer(page: Page, *, link: str) -> None:
    """Follow the office's request to the buyer's row, name a contact, and send again."""
    page.locator("#asked").get_by_role("link", name=link).click()
    page.locator("#id_buyers-0-contact").fill("周二水")
    page.get_by_role("button", name="核对并提交").click()
    page.get_by_role("button", name="确认提交").click()
    expect(page.locator("main")).to_contain_text("已提交")
    expect(page.locator("#clock")).to_contain_text("登记机构受理")


def downloaded(page: Page, link: str, target: Path) -> Path:
    """Follow a link to a file and keep it."""
    with page.expect_download() as download:
        page.get_by_role("link", name=link).click()
    download.value.save_as(target)
    return target
