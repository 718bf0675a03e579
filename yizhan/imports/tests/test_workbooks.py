"""Workbooks as spreadsheet programs write them, and as attackers do."""

import errno
import struct
import zipfile
import zlib
from datetime import UTC, date, datetime, time
from pathlib import Path

import pytest
import xlsxwriter
from openpyxl import Workbook

from yizhan.imports.sheets import Layout, archives, conversion, inspect, read_rows
from yizhan.imports.sheets.workbooks import detect_layout
from yizhan.imports.tests.test_text_files import code_of, rows_of


def make_workbook(path: Path, rows: list[list[object]], title: str = "表") -> Path:
    """Write the rows with the types they have."""
    book = Workbook(write_only=True)
    sheet = book.create_sheet(title)
    for row in rows:
        sheet.append(row)
    book.save(path)
    return path


def test_cell_types_become_what_a_person_reads(tmp_path: Path) -> None:
    """12.0 is 12, a date has no midnight, a long number keeps its digits."""
    cells: list[object] = [12.0, 0.1 + 0.2, 1e20, True, date(2024, 5, 6), "001", None]
    path = make_workbook(tmp_path / "t.xlsx", [list("abcdefg"), cells])
    assert list(rows_of(path)[0].values()) == [
        "12",
        "0.3",
        "100000000000000000000",
        "TRUE",
        "2024-05-06",
        "001",
        "",
    ]
    moment = datetime(2024, 5, 6, 7, 8, tzinfo=UTC).replace(tzinfo=None)
    path = make_workbook(tmp_path / "u.xlsx", [["a", "b"], [moment, time(3, 4)]])
    assert list(rows_of(path)[0].values()) == ["2024-05-06 07:08:00", "03:04:00"]


def test_formulas_give_their_last_value_and_errors_are_named(tmp_path: Path) -> None:
    """An error value must not come in as an empty cell."""
    path = tmp_path / "t.xlsx"
    book = xlsxwriter.Workbook(str(path))
    sheet = book.add_worksheet()
    sheet.write_row(0, 0, ["数量", "单价"])
    sheet.write_formula(1, 0, "=1+1", None, 2)
    sheet.write_formula(1, 1, '="甲"&"乙"', None, "甲乙")
    sheet.write_formula(2, 0, "=1/0", None, "#DIV/0!")
    sheet.write_formula(3, 1, "=NA()", None, "#N/A")
    book.close()
    rows = list(read_rows(path, inspect(path).layout))
    assert rows[0].values == {"数量": "2", "单价": "甲乙"}
    assert rows[1].problems[0].values == {"cell": "A3", "value": "#DIV/0!"}
    assert rows[2].problems[0].values == {"cell": "B4", "value": "#N/A"}


def test_merged_cells_fill_every_row_they_span(tmp_path: Path) -> None:
    """A reader sees the unit beside each of its rows."""
    path = tmp_path / "t.xlsx"
    book = xlsxwriter.Workbook(str(path))
    sheet = book.add_worksheet()
    sheet.merge_range("A1:C1", "2024 年成果汇总")
    sheet.write_row(1, 0, ["单位", "名称", "阶段"])
    sheet.merge_range("A3:A5", "材料学院")
    for line, name in enumerate(["甲", "乙", "丙", "丁"], start=2):
        sheet.write_row(line, 1, [name, "中试"])
    sheet.write(5, 0, "化学学院")
    book.close()
    overview = inspect(path)
    assert overview.layout.header_row == 2
    assert [row["单位"] for row in rows_of(path)] == ["材料学院"] * 3 + ["化学学院"]


def test_a_table_may_begin_anywhere_and_keeps_its_row_numbers(tmp_path: Path) -> None:
    """Error messages must name the row the person sees."""
    path = tmp_path / "t.xlsx"
    book = xlsxwriter.Workbook(str(path))
    sheet = book.add_worksheet()
    sheet.write_row(4, 2, ["a", "b"])
    sheet.write_row(6, 2, ["1", "2"])
    book.close()
    rows = list(read_rows(path, inspect(path).layout))
    assert [(row.number, row.values["a"], row.values["b"]) for row in rows] == [(7, "1", "2")]


def test_the_first_sheet_with_content_is_chosen_and_another_can_be(tmp_path: Path) -> None:
    """Covers, hidden lists and notes stand in the same workbook."""
    path = tmp_path / "t.xlsx"
    book = xlsxwriter.Workbook(str(path))
    book.add_worksheet("封面")
    for name in ("需求", "成果"):
        sheet = book.add_worksheet(name)
        sheet.write_row(0, 0, ["名称"])
        sheet.write_row(1, 0, [f"{name}一"])
    book.close()
    overview = inspect(path)
    assert overview.sheets == ("封面", "需求", "成果")
    assert overview.layout.sheet == "需求"
    other = inspect(path, asked=Layout(kind="xlsx", sheet="成果"))
    assert next(read_rows(path, other.layout)).values == {"名称": "成果一"}


def test_formatted_empty_cells_far_away_cost_nothing(tmp_path: Path) -> None:
    """People format whole columns."""
    path = tmp_path / "t.xlsx"
    book = xlsxwriter.Workbook(str(path))
    sheet = book.add_worksheet()
    sheet.write_row(0, 0, ["名称"])
    sheet.write_row(1, 0, ["甲"])
    sheet.write_blank(1_048_575, 16_383, None, book.add_format({"bold": True}))
    book.close()
    assert inspect(path).rows == 1


def test_two_cells_at_opposite_corners_do_not_fill_the_memory(tmp_path: Path) -> None:
    """The library would build 17 milliard cells."""
    path = tmp_path / "t.xlsx"
    book = xlsxwriter.Workbook(str(path))
    sheet = book.add_worksheet()
    sheet.write(0, 0, "a")
    sheet.write(1_048_575, 16_383, "b")
    book.close()
    assert code_of(path) == "imports.sheet_too_large"


def _repacked(source: Path, target: Path, part: str, data: bytes) -> Path:
    with zipfile.ZipFile(source) as old, zipfile.ZipFile(target, "w", 8) as new:
        for name in old.namelist():
            new.writestr(name, data if name == part else old.read(name))
    return target


def test_cells_without_addresses_are_counted_too(tmp_path: Path) -> None:
    """Addresses are optional in the format, so they cannot be the only measure."""
    plain = make_workbook(tmp_path / "t.xlsx", [["a"], ["b"]])
    wide = b"<row>" + b"<c><v>1</v></c>" * 16_000 + b"</row>"
    long = b"<row><c><v>1</v></c></row>" * 1_000
    xml = b"<worksheet><sheetData>" + wide + long + b"</sheetData></worksheet>"
    path = _repacked(plain, tmp_path / "u.xlsx", "xl/worksheets/sheet1.xml", xml)
    with pytest.raises(Exception, match="sheet_too_large"):
        inspect(path)


def test_a_bomb_is_refused_before_it_unpacks(tmp_path: Path) -> None:
    """A gigabyte of spaces is one megabyte of ZIP."""
    plain = make_workbook(tmp_path / "t.xlsx", [["a"], ["b"]])
    data = b"<worksheet><sheetData>" + b" " * 40_000_000
    path = _repacked(plain, tmp_path / "u.xlsx", "xl/worksheets/sheet1.xml", data)
    assert code_of(path) == "imports.archive_bomb"


def test_a_bomb_that_lies_about_its_size_is_refused_too(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The directory of the archive is the word of the sender."""
    monkeypatch.setattr(archives, "MAX_INFLATED", 1_000_000)
    plain = make_workbook(tmp_path / "t.xlsx", [["a"], ["b"]])
    data = bytes(range(256)) * 20_000
    path = _repacked(plain, tmp_path / "u.xlsx", "xl/worksheets/sheet1.xml", data)
    raw = bytearray(path.read_bytes())
    true, false = struct.pack("<I", len(data)), struct.pack("<I", 100)
    checksums = struct.pack("<I", zlib.crc32(data)), struct.pack("<I", zlib.crc32(data[:100]))
    path.write_bytes(raw.replace(true, false).replace(*checksums))
    assert code_of(path) == "imports.archive_bomb"


def test_a_broken_archive_is_an_answer_not_a_crash(tmp_path: Path) -> None:
    """Half an upload, flipped bytes, other office formats."""
    good = make_workbook(tmp_path / "t.xlsx", [["a"], ["b"]]).read_bytes()
    for number, data in enumerate(
        [good[: len(good) // 2], good[:60] + b"\x00" * 40 + good[100:]]
    ):
        path = tmp_path / f"{number}.xlsx"
        path.write_bytes(data)
        assert code_of(path) == "imports.broken_workbook"
    for name, code in {
        "xl/workbook.bin": "imports.other_workbook",
        "content.xml": "imports.other_workbook",
        "word/document.xml": "imports.not_a_table",
    }.items():
        path = tmp_path / "other.xlsx"
        with zipfile.ZipFile(path, "w") as archive:
            archive.writestr(name, "x")
        assert code_of(path) == code


def test_a_sheet_is_converted_once(tmp_path: Path) -> None:
    """Every later reading streams the converted lines."""
    path = make_workbook(tmp_path / "t.xlsx", [["a"], ["b"]])
    layout, _ = detect_layout(path)
    grid = next(tmp_path.glob("*.grid"))
    before = grid.stat().st_mtime_ns
    assert list(read_rows(path, layout))
    assert grid.stat().st_mtime_ns == before
    assert not list(tmp_path.glob("*.part"))


def test_a_full_disk_during_the_conversion_is_said_so(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """It is not the fault of the workbook."""

    def full(*_words: object) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(conversion, "convert", full)
    monkeypatch.setattr("resource.setrlimit", lambda *_words: None)
    assert conversion.main([str(tmp_path), "x", str(tmp_path / "y")]) == 1
    assert "imports.no_space" in capsys.readouterr().out
