"""An office's spreadsheet becomes listings, and the rows that did not come back for mending."""

from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from openpyxl import Workbook, load_workbook
from playwright.sync_api import Page, expect

from tests.journeys.conftest import OpenBrowser
from tests.town import Town
from yizhan.imports.models import Run
from yizhan.imports.services import perform_run
from yizhan.imports.stages import WORKING
from yizhan.listings.models import Listing

pytestmark = pytest.mark.journey

ROWS: list[list[Any]] = [
    ["2026 年成果汇总表", None, None, None],
    ["编号", "成果名称", "报价（万元）", "方式"],
    ["K-1", "双相不锈钢低温渗氮工艺", 120, "整体卖断"],
    ["K-2", "稀土永磁电机整体充磁", "80-100", "委托开发"],
    ["K-3", None, 60, "转让"],
]


@pytest.fixture
def workbook(tmp_path: Path) -> Path:
    """A table with a title above its header and a word of its own for a mode."""
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    for row in ROWS:
        sheet.append(row)
    sheet.merge_cells("A1:D1")
    path = tmp_path / "成果汇总.xlsx"
    book.save(path)
    return path


def work() -> None:
    """Do what the job worker does."""
    run = Run.objects.get(stage__in=WORKING)
    perform_run(run_id=run.id, clock=lambda: datetime.now(UTC))


@pytest.mark.parametrize("script", [True, False], ids=["with script", "without script"])
def test_a_table_comes_in_and_its_bad_row_goes_back(
    own_town: Town, open_browser: OpenBrowser, workbook: Path, tmp_path: Path, *, script: bool
) -> None:
    """Upload, correct one column, try, import, mend, upload the rest."""
    page = open_browser("scholar", own_town, script=script)
    before = Listing.objects.count()
    upload(page, workbook)
    map_mode(page, script=script)
    work()
    seen(page, "试运行完成，尚未写入", script=script)
    assert Listing.objects.count() == before
    page.get_by_role("button", name="开始导入").click()
    expect(page.get_by_role("heading", name="正在导入")).to_be_visible()
    work()
    seen(page, "1 行未通过", script=script)
    assert Listing.objects.count() == before + 2
    mended = mend(page, tmp_path)
    upload(page, mended)
    page.get_by_role("button", name="保存并试运行").click()
    expect(page.get_by_role("heading", name="正在试运行")).to_be_visible()
    work()
    seen(page, "试运行完成，尚未写入", script=script)
    page.get_by_role("button", name="开始导入").click()
    expect(page.get_by_role("heading", name="正在导入")).to_be_visible()
    work()
    seen(page, "全部导入完成", script=script)
    assert Listing.objects.count() == before + 3


def upload(page: Page, file: Path) -> None:
    """Choose target and file."""
    page.goto("/imports/new/")
    page.get_by_label("科技成果", exact=True).check()
    page.get_by_label("表格文件").set_input_files(file)
    page.get_by_role("button", name="上传", exact=True).click()
    expect(page.get_by_role("heading", name=file.name)).to_be_visible()


def map_mode(page: Page, *, script: bool) -> None:
    """Say what the office's own word means."""
    modes = page.get_by_label("合作方式")
    expect(modes).to_have_value("方式")
    if script:
        modes.select_option("")
        expect(page.get_by_label("整体卖断")).to_have_count(0)
        modes.select_option("方式")
    page.get_by_label("整体卖断").select_option(label="技术转让")
    page.get_by_role("button", name="保存并试运行").click()
    expect(page.get_by_role("heading", name="正在试运行")).to_be_visible()


def seen(page: Page, words: str, *, script: bool) -> None:
    """Wait until the page says so: by itself with script, by the button without."""
    if not script:
        page.get_by_role("link", name="刷新进度").click()
    expect(page.get_by_text(words).first).to_be_visible()


def mend(page: Page, folder: Path) -> Path:
    """Take the refused row home and fill in what it lacks."""
    with page.expect_download() as download:
        page.get_by_role("link", name="下载这些行").click()
    path = folder / "改正.xlsx"
    download.value.save_as(path)
    book = load_workbook(path)
    sheet = book.active
    assert sheet is not None
    rows = [[cell.value for cell in row] for row in sheet.iter_rows()]
    assert [row[0] for row in rows] == ["编号", "K-3"]
    assert "必填" in str(rows[1][-1])
    sheet["B2"] = "海水泵叶轮激光熔覆"
    book.save(path)
    return path
