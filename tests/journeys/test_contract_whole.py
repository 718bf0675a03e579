"""A contract from its filing to its end: the certificate and the figures follow every step."""

import json
from decimal import Decimal
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command
from django.utils.timezone import localdate, now
from playwright.sync_api import Page, expect

from tests.journeys.conftest import OpenBrowser
from tests.journeys.filing import TITLE, add_text, downloaded, fill_in, mend_buyer, send
from tests.town import Town
from yizhan.contracts.models import Contract
from yizhan.statistics.queries import Figure, board_for
from yizhan.statistics.rules import Period
from yizhan.statistics.terms import NATION, Axis

pytestmark = pytest.mark.journey
# In fen. The seller takes 200,000.00 off; the registrar finds 180,000.00.
FILED = Figure(1, 120_000_000, 102_000_000)
MORE = Figure(0, 15_000_050, 15_000_050)


def test_a_contract_is_filed_registered_certified_amended_and_cancelled(
    own_town: Town, open_browser: OpenBrowser, tmp_path: Path, settings: Any
) -> None:
    """The figures of every officer change by its sums, no more and no less, and go back."""
    settings.YIZHAN_CONTRACTS_SAMPLE = Decimal(0)  # chance asks for no second registrar
    before = figures(own_town)
    seller, office = open_browser("member", own_town), open_browser("registrar", own_town)
    file_and_mend(seller, office, tmp_path)
    accept(office)
    assert figures(own_town) == before
    recognise(office)
    assert figures(own_town) == moved(before, FILED)
    contract = Contract.objects.get(title=TITLE)
    assert contract.contract_value - contract.technology_amount == 180_000

    seller.reload()
    first = downloaded(seller, "下载证明", tmp_path / "first.pdf")
    stranger = open_browser(script=False)
    stranger.goto("/verify/")
    keys = downloaded(stranger, "公布的密钥", tmp_path / "keys.json")
    assert sums_on(first, keys) == (contract.number, 1, "1200000.00", "1020000.00")

    ask_to_amend(seller)
    assert figures(own_town) == moved(before, FILED)
    apply_amendment(office)
    assert figures(own_town) == moved(before, FILED + MORE)
    seller.reload()
    second = downloaded(seller, "下载证明", tmp_path / "second.pdf")
    assert sums_on(second, keys) == (contract.number, 2, "1350000.50", "1170000.50")
    assert finding(stranger, first) == "已被新版取代"
    assert finding(stranger, second) == "证明有效"
    counted(open_browser("city", own_town))

    cancel(office)
    assert figures(own_town) == before
    assert finding(stranger, second) == "登记已注销"


def file_and_mend(seller: Page, office: Page, folder: Path) -> None:
    """File, let the office return it, mend what it asks for, file again."""
    fill_in(seller, line="1,200,000")
    add_text(seller, folder)
    send(seller)
    ask_for_correction(office)
    seller.reload()
    expect(seller.locator("#asked")).to_contain_text("请补充买方的联系人")
    mend_buyer(seller, link="双方")


def ask_for_correction(office: Page) -> None:
    """Find what was filed on the desk and return it."""
    office.goto("/contracts/desk/")
    office.get_by_role("link", name=TITLE).click()
    office.get_by_text("要求补正…").click()
    office.get_by_role("checkbox", name="双方").check()
    office.get_by_label("补正要求").fill("请补充买方的联系人。")
    office.get_by_role("button", name="退回补正").click()
    expect(office.locator(".y-messages")).to_contain_text("已要求补正")


def accept(office: Page) -> None:
    """Take on what came back."""
    office.goto("/contracts/desk/")
    office.get_by_role("link", name=TITLE).click()
    office.get_by_role("button", name="受理并开始审查").click()
    expect(office.get_by_role("button", name="准予登记")).to_be_visible()


def recognise(office: Page) -> None:
    """Answer what the scan leaves open, take less off than the seller does, and register."""
    for asked in office.locator(".k-chk[data-v=open]").all():
        asked.get_by_role("radio", name="符合", exact=True).check()
    office.locator("[name=deduction_0]").fill("180,000")
    office.locator("[name=reason_0]").fill("其中两万元为安装调试，属于技术服务。")
    office.get_by_role("button", name="重新计算").click()
    expect(office.locator("[aria-labelledby=k-costs]")).to_contain_text("1,020,000.00")
    office.get_by_label("理由", exact=True).last.fill(
        "目标明确，订立时尚未掌握，符合技术开发。"
    )
    office.get_by_role("button", name="准予登记").click()
    expect(office.locator(".y-messages")).to_contain_text(f"“{TITLE}”已登记")


def ask_to_amend(seller: Page) -> None:
    """Ask for 150,000.50 yuan more, after looking at both sides."""
    seller.get_by_role("link", name="申请变更登记").click()
    seller.locator("#id_reason").fill("双方签订补充协议，增加一套样机的研制。")
    seller.locator("#id_contract_value").fill("1,350,000.50")
    seller.locator("#id_lines-0-amount").fill("1,350,000.50")
    seller.get_by_role("button", name="比较前后").click()
    expect(seller.locator("#changes")).to_contain_text("1,350,000.50")
    seller.get_by_role("button", name="提交变更申请").click()
    expect(seller.locator("main")).to_contain_text("待办理")


def apply_amendment(office: Page) -> None:
    """Grant the wish; what came off the unchanged cost line stands."""
    review(office)
    office.get_by_role("link", name="办理变更").click()
    expect(office.locator("[name=deduction_0]")).to_have_value("180000.00")
    office.get_by_label("办理意见").fill("补充协议真实，准予变更登记。")
    office.get_by_role("button", name="准予变更").click()
    expect(office.locator(".y-messages")).to_contain_text("已变更登记")


def cancel(office: Page) -> None:
    """End the registration because the contract was ended."""
    review(office)
    office.get_by_text("注销或者撤销这份登记…").click()
    office.get_by_label("理由", exact=True).last.fill("双方协议解除合同，已核对解除协议。")
    office.get_by_role("button", name="注销登记").click()
    expect(office.locator(".y-messages")).to_contain_text("登记已终止")


def review(office: Page) -> None:
    """Open the registered contract on the workbench."""
    office.goto(f"/contracts/{Contract.objects.get(title=TITLE).id}/review/")


def counted(officer: Page) -> None:
    """Look behind the city's number: the contract stands there with its sums."""
    officer.goto(f"/statistics/330900/?period={localdate().year}")
    officer.locator(".y-stats a").first.click()
    row = officer.get_by_role("row").filter(has_text=TITLE)
    expect(row).to_contain_text("135万元")
    expect(row).to_contain_text("117万元")


def figures(town: Town) -> dict[str, Figure]:
    """Return what the officers of the nation, the province and the city read at this moment."""
    read = {}
    for role, place in (("nation", NATION), ("province", "330000"), ("city", "330900")):
        board = board_for(town.actors[role], place, Period(localdate().year), at=now())
        assert not board.is_open
        read[f"{role}.total"] = board.total
        for axis, code in ((Axis.KIND, "development"), (Axis.PARTNER, "210000")):
            read[f"{role}.{axis}"] = (board.cuts[axis] or {}).get(code)
    buyer = board_for(town.actors["nation"], "210200", Period(localdate().year), at=now())
    read["buyer.bought"] = buyer.bought
    return {name: figure or Figure() for name, figure in read.items()}


def moved(before: dict[str, Figure], by: Figure) -> dict[str, Figure]:
    """Add one movement to every figure."""
    return {name: figure + by for name, figure in before.items()}


def sums_on(paper: Path, keys: Path) -> tuple[Any, ...]:
    """Verify a certificate with nothing but the published keys; return what it says."""
    said = StringIO()
    call_command(
        "verify", "certificate", str(paper), "--keys", str(keys), "--json", stdout=said
    )
    answer = json.loads(said.getvalue())
    assert (answer["verdict"], answer["standing"]) == ("genuine", None)
    content = answer["content"]
    names = ("number", "version", "contract_value", "technology_amount")
    return tuple(content[name] for name in names)


def finding(stranger: Page, paper: Path) -> str:
    """Show a file to the register and return the finding."""
    stranger.goto("/verify/")
    stranger.locator("input[type=file]").set_input_files(paper)
    stranger.get_by_role("button", name="核验文件").click()
    return stranger.locator(".v-ok h2").inner_text()
