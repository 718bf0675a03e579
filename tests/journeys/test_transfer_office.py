"""A transfer office brings a table of results in, and a reviewer reads them in batches."""

import os
import random
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from openpyxl import Workbook, load_workbook
from playwright.sync_api import Page, expect

from tests.journeys.conftest import OpenBrowser, axe, overflow
from tests.journeys.test_imports import seen, upload, work
from tests.journeys.test_main_path import answer_checklist
from tests.town import Town
from yizhan.audit.models import Entry
from yizhan.listings.models import Decision, Listing

pytestmark = pytest.mark.journey

# An office brings five hundred (40 s here); as many as make several pages tell the same.
ROWS = int(os.environ.get("YIZHAN_JOURNEY_ROWS", "60"))
HEADERS = ["成果编号", "成果名称", "成果简介", "技术领域", "合作方式", "转化报价（万元）"]
SIGNS = (
    "的一是在不了有和人这中大为上个国我以要他时来用们生到作地于出就分对成会可主发年动同工也能下过子"
    "说产种面而方后多定行学法所民得经十三之进着等部度家电力里如水化高自二理起小物现实加量都两体制机"
    "当使点从业本去把性好应开它合还因由其些然前外天政四日那社义事平形相全表间样与关各重新线内数正心"
)
# The third has no name, the ninth too wide a price, the eleventh hardly a word.
NAMELESS, WIDE, SHORT = 3, 9, 11


@pytest.fixture
def workbook(tmp_path: Path) -> Path:
    """Results as an office keeps them, one of them without a name."""
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.append(HEADERS)
    for row in results():
        sheet.append(row)
    path = tmp_path / "成果清单.xlsx"
    book.save(path)
    return path


def results() -> Iterator[list[Any]]:
    """Make texts that nobody takes for one another."""
    dice = random.Random(20_261_125)
    for number in range(1, ROWS + 1):
        name = "".join(dice.choices(SIGNS, k=12))
        text = "".join(dice.choices(SIGNS, k=70))
        price: Any = "1-900" if number == WIDE else 20 + number % 60
        yield [
            f"T-{number:03d}",
            None if number == NAMELESS else name,
            "太短" if number == SHORT else text,
            "新材料",
            "技术转让",
            price,
        ]


def test_results_of_an_office_from_its_table_to_the_public(
    own_town: Town, open_browser: OpenBrowser, workbook: Path, tmp_path: Path
) -> None:
    """Errors mended, drafts handed in together, reviewed in batches, the doubtful one alone."""
    mine = Listing.objects.filter(organisation_id=own_town.ids["university"], kind="offer")
    old = set(mine.values_list("id", flat=True))
    fresh = mine.exclude(id__in=old)
    officer = open_browser("scholar", own_town)
    bring_in(officer, workbook, "1 行未通过")
    bring_in(officer, mended(officer, tmp_path), "全部导入完成")
    assert fresh.filter(stage="draft").count() == ROWS
    hand_in(officer)
    assert fresh.filter(stage="submitted").count() == ROWS - 1
    reviewer = open_browser("far_reviewer", own_town)
    decide(reviewer)
    assert fresh.filter(stage="published").count() == ROWS - 2
    decided = Decision.objects.filter(submission__listing__in=fresh)
    assert decided.count() == len(set(decided.values_list("submission_id"))) == ROWS - 2
    published = Entry.objects.filter(
        code="listings.published", subject_id__in=fresh.values("id")
    )
    assert published.count() == ROWS - 2
    alone(reviewer)
    assert fresh.filter(stage="published").count() == ROWS - 1


def bring_in(page: Page, file: Path, ends: str) -> None:
    """Upload, try, import."""
    upload(page, file)
    page.get_by_role("button", name="保存并试运行").click()
    expect(page.get_by_role("heading", name="正在试运行")).to_be_visible()
    work()
    seen(page, "试运行完成，尚未写入", script=True)
    page.get_by_role("button", name="开始导入").click()
    expect(page.get_by_role("heading", name="正在导入")).to_be_visible()
    work()
    seen(page, ends, script=True)


def mended(page: Page, folder: Path) -> Path:
    """Take the refused row home and give it a name."""
    with page.expect_download() as download:
        page.get_by_role("link", name="下载这些行").click()
    path = folder / "改正.xlsx"
    download.value.save_as(path)
    book = load_workbook(path)
    sheet = book.active
    assert sheet is not None
    assert (sheet.max_row, sheet["A2"].value) == (2, f"T-{NAMELESS:03d}")
    sheet["B2"] = "海水泵叶轮激光熔覆修复"
    book.save(path)
    return path


def hand_in(page: Page) -> None:
    """Hand the drafts in, page by page; what lacks something stays and says what."""
    page.get_by_role("link", name="成批提交草稿").click()
    expect(page.get_by_role("heading", name="成批提交草稿")).to_be_visible()
    assert (axe(page), overflow(page)) == ([], 0)
    while page.get_by_role("button", name="提交勾选的").is_enabled():
        page.get_by_role("button", name="提交勾选的").click()
        expect(page.get_by_role("status").first).to_contain_text("已提交")
    row = page.locator(".l-many > li", has_text=f"T-{SHORT:03d}")
    expect(row).to_contain_text("说明至少")
    expect(row.get_by_role("checkbox")).to_have_count(0)


def decide(page: Page) -> None:
    """Read fifty, tick what machines have nothing against, answer for them, go on."""
    page.goto("/review/")
    page.get_by_role("link", name="成批审核").click()
    page.get_by_role("link", name=re.compile("^科技成果")).click()
    assert (axe(page), overflow(page)) == ([], 0)
    while page.get_by_role("link", name="勾选本页通过核对的").count():
        page.get_by_role("link", name="勾选本页通过核对的").click()
        for box in page.locator("[name=yes]").all():
            box.check()
        page.get_by_role("button", name="通过勾选的").click()
        expect(page.get_by_role("status").first).to_contain_text("已发布")


def alone(page: Page) -> None:
    """Open what machines doubt, say why it may stand, publish it."""
    row = page.locator(".l-many > li", has_text="金额上下限")
    expect(row.get_by_role("checkbox")).to_have_count(0)
    row.get_by_role("link", name="单独审核").click()
    answer_checklist(page)
    page.get_by_role("button", name="通过并发布").click()
    expect(page).to_have_url(re.compile("/review/$"))
