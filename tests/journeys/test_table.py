"""A technology-transfer officer brings a workbook with errors in and has it published."""

import io
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import xlsxwriter
from django.utils import timezone
from playwright.sync_api import Page, expect
from python_calamine import CalamineWorkbook

from tests.journeys.conftest import OpenBrowser
from tests.town import Town
from yizhan.directory.models import Organisation
from yizhan.imports.models import Run
from yizhan.imports.services import perform_run
from yizhan.listings.models import Listing
from yizhan.matching.indexing.follower import Follower
from yizhan.matching.indexing.gateway import forget_retriever, index_home

pytestmark = pytest.mark.journey

OWNER = "<code of the university>"
HEADER = ["成果编号", "统一社会信用代码", "成果名称", "详细介绍", "领域", "合作方式"]
HEADER += ["成熟度", "转化报价（万元）"]
ROWS: list[list[Any]] = [
    ["T-1", OWNER, "潮流能叶片防污涂层", "减少海生物附着。", "新材料", "许可", 7, 120],
    ["T-2", OWNER, "深远海网衣清洗机", "水下射流清洗。", "先进制造", "转让", 8, 85.5],
    ["T-3", OWNER, "", "名称没有填写的一行。", "新材料", "转让", 6, 30],
    ["T-4", OWNER, "尾气余热回收", "以朗肯循环回收。", "新能源", "转让", 6, "面谈再说"],
    ["T-5", OWNER, "海水提锂吸附剂", "容量保持九成。", "新材料", "许可", 12, 260],
]


@pytest.mark.parametrize("script", [True, False], ids=["with script", "without script"])
def test_a_workbook_with_errors_is_mapped_tried_imported_and_found(
    own_town: Town, open_browser: OpenBrowser, tmp_path: Path, *, script: bool
) -> None:
    """Guessed, corrected, tried, run; what was refused comes back with its reasons."""
    officer = open_browser("national_adviser", own_town, script=script)
    university = Organisation.objects.get(pk=own_town.ids["university"])
    upload(officer, workbook(tmp_path / "成果.xlsx", university.uscc))
    check_mapping_and_try(officer)
    work(officer)
    expect(officer.locator("main")).to_contain_text("3 行未通过")
    assert not Listing.objects.filter(title="潮流能叶片防污涂层").exists()
    officer.get_by_role("button", name="开始导入").click()
    work(officer)
    expect(officer.locator("main")).to_contain_text("3 行未通过")
    refused = table(download(officer, lambda: refused_rows(officer)))
    assert [row[0] for row in refused[1:]] == ["T-3", "T-4", "T-5"]
    assert all(row[-1] for row in refused[1:])
    catch_up()
    officer.goto("/search/?kind=offer&q=潮流能叶片")
    expect(officer.locator("#results")).to_contain_text("潮流能叶片防污涂层")


def workbook(path: Path, uscc: str) -> Path:
    """Write a real Excel file, with a title above the header as people do."""
    with xlsxwriter.Workbook(str(path)) as book:
        sheet = book.add_worksheet("成果")
        sheet.write(0, 0, "二〇二六年度成果登记表")
        sheet.write_row(1, 0, HEADER)
        for number, row in enumerate(ROWS, start=2):
            sheet.write_row(number, 0, [uscc if cell == OWNER else cell for cell in row])
    return path


def upload(page: Page, path: Path) -> None:
    """Choose what the rows become, and the file."""
    page.goto("/imports/new/")
    page.locator("[value='listings.offer.published']").check()
    page.locator("[name=file]").set_input_files(path)
    page.get_by_role("button", name="上传").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("成果.xlsx")


def check_mapping_and_try(page: Page) -> None:
    """The guess is right where names are usual; one column is corrected by hand."""
    guessed = page.locator("[name=column-title]")
    expect(guessed).to_have_value("成果名称")
    expect(page.locator("[name=column-external_id]")).to_have_value("成果编号")
    page.locator("[name=column-summary]").select_option("详细介绍")
    page.get_by_role("button", name="保存并试运行").click()
    expect(page.locator("main")).to_contain_text("试运行")


def work(page: Page) -> None:
    """Do what the worker does; the page notices by itself, or when it is loaded again."""
    run_id = re.findall(r"imports/([0-9a-f-]{36})/", page.url)[0]
    perform_run(run_id=Run.objects.get(pk=run_id).id, clock=timezone.now)
    page.reload()


def refused_rows(page: Page) -> None:
    """Ask for the sheet of refused rows."""
    page.get_by_role("link", name="下载这些行").click()


def download(page: Page, click: Callable[[], None]) -> bytes:
    """Return the file a click brings."""
    with page.expect_download() as coming:
        click()
    return Path(coming.value.path()).read_bytes()


def table(data: bytes) -> list[list[Any]]:
    """Read the first sheet of a workbook."""
    return CalamineWorkbook.from_filelike(io.BytesIO(data)).get_sheet_by_index(0).to_python()


def catch_up() -> None:
    """Bring the changes into the index."""
    follower = Follower.open(index_home().current())
    try:
        follower.catch_up()
    finally:
        follower.close()
    forget_retriever()
