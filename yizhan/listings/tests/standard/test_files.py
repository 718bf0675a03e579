"""Whole files, on the command line and on the page: the same answers, nothing stored."""

import json
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import CommandError, call_command
from django.test import Client
from django.utils.translation import override

from yizhan.imports.models import Run
from yizhan.imports.services import preset_sheet, template_sheet
from yizhan.listings.models import Listing
from yizhan.listings.standard.files import LARGEST_FILE, Report, check_bytes
from yizhan.listings.standard.schemas import FILES, published

pytestmark = pytest.mark.django_db
TODAY = date(2026, 3, 2)
NEED = json.loads(published("examples/need.json"))


@pytest.fixture(autouse=True)
def _in_chinese() -> Iterator[None]:
    """A page asked for in English leaves its language behind."""
    with override("zh-hans"):
        yield


def check(raw: bytes, kind: str = "") -> Report:
    return check_bytes(raw, today=TODAY, kind=kind)


def text(*values: Any) -> bytes:
    return "\n".join(json.dumps(value, ensure_ascii=False) for value in values).encode()


def test_one_document_a_list_and_lines_are_told_apart() -> None:
    broken = {**NEED, "title": "工艺"}
    assert (check(text(NEED)).form, check(text(NEED)).is_sound) == ("json", True)
    pretty = json.dumps(NEED, ensure_ascii=False, indent=2).encode()
    assert check(pretty).is_sound
    lines = check(text(NEED, broken, NEED))
    assert (lines.form, len(lines.records), lines.sound) == ("jsonl", 3, 2)
    assert [one.code for one in lines.records[1].problems] == ["listings.title_too_short"]
    listed = check(json.dumps([NEED, broken, 5]).encode())
    assert [record.is_sound for record in listed.records] == [True, False, False]


def test_a_broken_line_is_named_and_the_others_are_read() -> None:
    report = check(text(NEED) + b"\n{broken\n" + text(NEED))
    assert report.sound == 2
    assert report.records[1].number == 2
    assert report.records[1].problems[0].code == "standard.not_json"


def test_a_table_is_read_as_the_import_would_read_it() -> None:
    sheet = (
        "标题,说明,技术领域,合作方式,技术指标,车间主任\n海水泵叶轮强化工艺,"
        "双相不锈钢叶轮在含沙海水中连续运行六个月后出现点蚀坑与冲刷沟槽，需要可成批的工艺。"
        ",新材料,委托开发,硬度≥850HV,张三\n工艺,短,新材料,委托开发,,李四\n"
    )
    for encoding in ("utf-8-sig", "gb18030"):
        report = check(sheet.encode(encoding), "need")
        assert (report.form, report.sound, len(report.records)) == ("csv", 1, 2)
        assert report.left_out == ("车间主任",)
        codes = {problem.code for problem in report.records[1].problems}
        assert codes >= {"listings.title_too_short", "listings.no_indicator"}


def test_a_workbook_is_read_too() -> None:
    report = check(b"".join(template_sheet(target_code="listings.need")), "need")
    assert report.form == "xlsx"
    assert [record.title for record in report.records] == ["海水泵叶轮低温表面强化工艺"]
    sheet = check(b"".join(preset_sheet(preset_code="achievement-registration")), "offer")
    assert len(sheet.records) == 2
    assert sheet.left_out == ()


def test_what_is_no_table_is_refused_in_words() -> None:
    for raw in (b"%PDF-1.7", b"PK\x03\x04broken", b"<html>", b"", b"\x00" * 50):
        report = check(raw)
        assert not report.is_sound
        assert report.problems
        assert all(problem.sentence for problem in report.problems)
    big = check(b"x" * (LARGEST_FILE + 1))
    assert [one.code for one in big.problems] == ["standard.too_large"]


def test_the_page_checks_what_is_pasted_and_stores_nothing(client: Client) -> None:
    answer = client.post("/standard/validate/", {"text": text({**NEED, "titel": 1}).decode()})
    page = answer.content.decode()
    assert answer.status_code == 200
    assert "是否应为“title”" in page
    english = client.post("/en/standard/validate/", {"text": '{"kind": "need"}'})
    assert "Standard version" in english.content.decode()
    assert not Listing.objects.exists()
    assert not Run.objects.exists()


def test_the_page_checks_a_file_and_asks_for_one(client: Client) -> None:
    file = SimpleUploadedFile("a.jsonl", text(NEED, NEED))
    answer = client.post("/standard/validate/", {"file": file})
    assert "全部符合标准" in answer.content.decode()
    assert client.post("/standard/validate/", {}).status_code == 422
    hostile = client.post("/standard/validate/", {"text": '{"<script>alert(1)</script>": 1}'})
    assert "<script>alert" not in hostile.content.decode()


@pytest.mark.parametrize("name", FILES)
def test_the_files_are_served_byte_for_byte_to_any_site(client: Client, name: str) -> None:
    answer = client.get(f"/standard/1.0/{name}")
    assert answer.content == published(name)
    assert answer.headers["Access-Control-Allow-Origin"] == "*"
    assert "public" in answer.headers["Cache-Control"]
    assert answer.headers["ETag"]


@pytest.mark.parametrize("name", ["1.0/digests", "2.0/need", "1.0/../../../terms", "1.0/x"])
def test_nothing_else_is_served(client: Client, name: str) -> None:
    assert client.get(f"/standard/{name}.json").status_code == 404


@pytest.mark.parametrize("path", ["", "need/", "offer/", "service/", "mappings/", "validate/"])
@pytest.mark.parametrize("language", ["", "/en"])
def test_every_page_of_the_standard_opens(client: Client, path: str, language: str) -> None:
    answer = client.get(f"{language}/standard/{path}")
    assert answer.status_code == 200
    assert b"s-page" in answer.content


def run(*arguments: str) -> int:
    try:
        call_command("validate", *arguments)
    except CommandError as error:
        return error.returncode
    return 0


def test_the_command_answers_with_words_json_and_exit_codes(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    good, bad = tmp_path / "good.json", tmp_path / "bad.json"
    good.write_bytes(text(NEED))
    bad.write_bytes(text({**NEED, "titel": "x"}))
    assert run(str(good)) == 0
    assert run(str(bad)) == 1
    assert "是否应为“title”" in capsys.readouterr().out
    assert run(str(bad), "--json") == 1
    report = json.loads(capsys.readouterr().out)
    problem = report["found"][0]["problems"][0]
    assert (problem["pointer"], problem["code"]) == ("/titel", "standard.near_field")
    assert run(str(tmp_path / "none.json")) == 2
