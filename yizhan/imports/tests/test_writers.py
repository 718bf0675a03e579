"""What goes out: whole, streamed, and never run by a spreadsheet program."""

import csv
import io
import json
from collections.abc import Iterator
from pathlib import Path

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from yizhan.imports.sheets import (
    Extra,
    Layout,
    csv_chunks,
    inspect,
    jsonl_chunks,
    read_rows,
    write_xlsx,
)
from yizhan.imports.sheets.writers import guarded

# Everything a database can hold: no NUL, no lone surrogate.
TEXT = st.text(st.characters(exclude_characters="\x00", exclude_categories=["Cs"]), max_size=60)
ROWS = st.lists(
    st.tuples(TEXT, TEXT).filter(lambda row: bool((row[0] + row[1]).strip())),
    min_size=1,
    max_size=8,
)
QUICK = settings(
    max_examples=80, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)


def _pairs(path: Path, layout: Layout) -> list[tuple[object, object]]:
    return [(row.values["一"], row.values["二"]) for row in read_rows(path, layout)]


@QUICK
@given(ROWS)
def test_any_text_survives_csv(tmp_path: Path, rows: list[tuple[str, str]]) -> None:
    """Quotes, line breaks, formulas and their guards come back as they went."""
    path = tmp_path / "t.csv"
    path.write_bytes(b"".join(csv_chunks(["一", "二"], [{"一": a, "二": b} for a, b in rows])))
    layout = Layout(kind="csv", encoding="utf-8-sig", delimiter=",")
    assert _pairs(path, layout) == rows


@QUICK
@given(ROWS)
def test_any_text_survives_gb18030(tmp_path: Path, rows: list[tuple[str, str]]) -> None:
    """A file saved in GB18030 by any program reads the same."""
    path = tmp_path / "t.csv"
    text = b"".join(csv_chunks(["一", "二"], [{"一": a, "二": b} for a, b in rows], bom=False))
    path.write_bytes(text.decode().encode("gb18030"))
    assert _pairs(path, Layout(kind="csv", encoding="gb18030", delimiter=",")) == rows


@QUICK
@given(ROWS)
def test_any_text_survives_json_lines(tmp_path: Path, rows: list[tuple[str, str]]) -> None:
    """Through detection as well: JSON Lines leaves nothing to guess."""
    path = tmp_path / "t.jsonl"
    path.write_bytes(b"".join(jsonl_chunks([{"一": a, "二": b} for a, b in rows])))
    assert _pairs(path, inspect(path).layout) == rows


@settings(
    max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(st.lists(st.tuples(TEXT, TEXT), min_size=1, max_size=8))
def test_any_printable_text_survives_a_workbook(
    tmp_path: Path, rows: list[tuple[str, str]]
) -> None:
    """What XML cannot hold is left out; everything else comes back as text."""
    legal = [tuple(_legal(cell) for cell in row) for row in rows]
    path = tmp_path / "t.xlsx"
    for old in tmp_path.iterdir():
        old.unlink()
    write_xlsx(path, ["一", "二"], [{"一": f"x{a}", "二": b} for a, b in legal], title="表")
    assert _pairs(path, inspect(path).layout) == [(f"x{a}", b) for a, b in legal]


def _legal(text: str) -> str:
    return "".join(c for c in text if c in "\t\n\r" or (c >= " " and c not in "\ufffe\uffff"))


def test_cells_that_start_like_formulas_are_guarded_in_csv() -> None:
    """Numbers keep their sign; texts lose their power."""
    for text in ["=1+1", "+cmd|' /C calc'!A0", "-1+1", "@SUM(A1)", "\t=1", "\r=1", "＝1+1"]:
        assert guarded(text) == f"'{text}"
    for text in ["-5", "+8613800000000", "-1,000.50", "5%", "正文", "a=b", ""]:
        assert guarded(text) == text


def test_a_header_cannot_be_a_formula_either() -> None:
    """The names of columns come from people too."""
    data = b"".join(csv_chunks(["=HYPERLINK(1)"], []))
    assert data.decode("utf-8-sig") == "'=HYPERLINK(1)\r\n"


def test_formulas_are_strings_in_a_workbook(tmp_path: Path) -> None:
    """And links stay texts."""
    path = tmp_path / "t.xlsx"
    write_xlsx(path, ["a"], [{"a": "=1+1"}, {"a": "https://example.org"}], title="表")
    values = [row.values["a"] for row in read_rows(path, inspect(path).layout)]
    assert values == ["=1+1", "https://example.org"]


def test_rows_are_written_as_they_come() -> None:
    """The first piece is there before the last row is asked for."""
    asked = []

    def rows() -> Iterator[dict[str, str]]:
        for number in range(2_000):
            asked.append(number)
            yield {"a": str(number)}

    chunks = csv_chunks(["a"], rows())
    next(chunks)
    assert len(asked) <= 501
    assert len(list(csv.reader(io.StringIO(b"".join(chunks).decode())))) == 1_500


def test_lists_are_joined_in_cells_and_kept_in_json() -> None:
    """The reader splits them again at the same sign."""
    row = {"词": ["甲", "乙"]}
    assert "甲；乙" in b"".join(csv_chunks(["词"], [row])).decode()
    assert json.loads(b"".join(jsonl_chunks([row]))) == row


def test_a_workbook_carries_its_lists_and_cuts_what_no_cell_holds(tmp_path: Path) -> None:
    """32,767 characters are the limit of the format; the cut is shown."""
    path = tmp_path / "t.xlsx"
    extra = Extra(title="可选值", rows=[["方式", "技术转让"]])
    assert (
        write_xlsx(path, ["a"], [{"a": "长" * 40_000}], title="坏:名[字]", extras=[extra]) == 1
    )
    overview = inspect(path)
    assert overview.sheets[1] == "可选值"
    value = next(read_rows(path, overview.layout)).values["a"]
    assert len(value) == 32_767
    assert str(value).endswith("长…")
