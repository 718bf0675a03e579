"""Whatever bytes arrive, the answer is a table or a refusal with a sentence, and soon."""

import io
import resource
import tempfile
import time
import zipfile
from functools import cache
from pathlib import Path

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from yizhan.imports.messages import SENTENCES
from yizhan.imports.rules.amounts import parse_day, parse_money, parse_number
from yizhan.imports.rules.indicators import parse_indicators
from yizhan.imports.sheets import inspect, read_rows, write_xlsx
from yizhan.imports.terms import Edge
from yizhan.kernel.refusals import Refused

STARTS = [b"", b"\xef\xbb\xbf", b"\xff\xfe", b"PK\x03\x04", b"{", b"[{", b'"', b"sep=", b"<"]
ODD = settings(
    max_examples=120, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)


def answer(path: Path) -> None:
    """Look at the file and read it; only a refusal may be raised."""
    codes: set[str] = set()
    try:
        overview = inspect(path)
        for row in read_rows(path, overview.layout):
            assert row.values or row.problems
    except Refused as refused:
        codes = {refusal.code for refusal in refused.refusals}
    assert codes <= set(SENTENCES)


@cache
def workbook() -> bytes:
    """Return one workbook for all examples; it carries the moment it was written."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "file"
        write_xlsx(path, ["名称", "金额"], [{"名称": "甲", "金额": "1"}] * 3, title="表")
        return path.read_bytes()


def cpu_seconds() -> float:
    """Return what this process and the converters it started have used."""
    children = resource.getrusage(resource.RUSAGE_CHILDREN)
    return time.process_time() + children.ru_utime + children.ru_stime


@ODD
@given(start=st.sampled_from(STARTS), rest=st.binary(max_size=400))
@example(start=b"PK\x03\x04", rest=b"")
@example(start=b"", rest=b"\r\r\n\x00")
def test_any_bytes_get_an_answer(tmp_path: Path, start: bytes, rest: bytes) -> None:
    """Never a traceback."""
    path = tmp_path / "file"
    path.write_bytes(start + rest)
    answer(path)


@ODD
@given(st.text(alphabet="a1,;\t|\"\r\n ='甲\x00", max_size=80))
def test_any_shape_of_text_gets_an_answer(tmp_path: Path, text: str) -> None:
    """Quotes and separators in every order."""
    path = tmp_path / "file"
    path.write_text(text, newline="")
    answer(path)


@settings(
    max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(st.data())
def test_a_workbook_with_flipped_bytes_gets_an_answer(
    tmp_path: Path, data: st.DataObject
) -> None:
    """Broken in transit, or on purpose; inside the archive or in its directory."""
    for old in tmp_path.iterdir():
        old.unlink()
    path = tmp_path / "file"
    raw = bytearray(workbook())
    for at in data.draw(st.lists(st.integers(0, len(raw) - 1), min_size=1, max_size=6)):
        raw[at] = data.draw(st.integers(0, 255))
    path.write_bytes(bytes(raw))
    answer(path)


@pytest.mark.parametrize(
    "cell",
    [
        b'<c t="e" r="A1"><f>' * 40_000,
        b"<c " * 200_000,
        b'<c r="A1" ' * 60_000,
        b'<c r="A1"><v>1</v></c>' * 20_000,
        b"<row>" * 100_000,
    ],
    ids=["errors without end", "cells without end", "attributes", "one cell", "rows"],
)
def test_a_sheet_made_to_waste_time_does_not(tmp_path: Path, cell: bytes) -> None:
    """Searches are bounded, so the time grows with the size and nothing else."""
    path = tmp_path / "file"
    write_xlsx(path, ["名称"], [{"名称": "甲"}], title="表")
    sheet = b"<worksheet><sheetData>" + cell + b"</sheetData></worksheet>"
    buffer = io.BytesIO()
    with zipfile.ZipFile(path) as old, zipfile.ZipFile(buffer, "w", 8) as new:
        for name in old.namelist():
            is_sheet = name == "xl/worksheets/sheet1.xml"
            new.writestr(name, sheet if is_sheet else old.read(name))
    path.write_bytes(buffer.getvalue())
    begun = cpu_seconds()
    answer(path)
    assert cpu_seconds() - begun < 5


@pytest.mark.parametrize(
    "text", ["1" * 50_000, "1," * 50_000, "1-" * 50_000, "约" * 50_000, ("1" * 190 + "(") * 99]
)
def test_a_cell_made_to_waste_time_does_not(text: str) -> None:
    """A novel of digits in a column of amounts."""
    begun = cpu_seconds()
    parse_number(text, Edge.LOW)
    parse_money(text, Edge.HIGH, "wan")
    parse_day(text)
    parse_indicators(text)
    assert cpu_seconds() - begun < 2
