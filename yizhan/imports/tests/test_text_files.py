"""Text files with separators, in the encodings and shapes that arrive."""

from pathlib import Path

import pytest

from yizhan.imports.sheets import Layout, inspect, read_rows
from yizhan.kernel.refusals import Refused

TABLE = "编号,名称,预算\n1,高强度轻质合金材料的制备技术,500000\n2,工业废水零排放,120000\n"


def make_file(folder: Path, data: bytes | str, name: str = "table.csv") -> Path:
    """Write a file as somebody would upload it."""
    path = folder / name
    path.write_bytes(data if isinstance(data, bytes) else data.encode())
    return path


def rows_of(path: Path) -> list[dict[str, object]]:
    """Read everything."""
    return [dict(row.values) for row in read_rows(path, inspect(path).layout)]


def code_of(path: Path) -> str:
    """Return the code with which the file is refused."""
    with pytest.raises(Refused) as caught:
        list(read_rows(path, inspect(path).layout))
    return caught.value.refusals[0].code


@pytest.mark.parametrize(
    ("encoding", "expected"),
    [
        ("utf-8", "utf-8-sig"),
        ("utf-8-sig", "utf-8-sig"),
        ("gb18030", "gb18030"),
        ("gbk", "gb18030"),
        ("utf-16", "utf-16"),
        ("utf-16-le", "utf-16-le"),
        ("utf-16-be", "utf-16-be"),
    ],
)
def test_every_usual_encoding_reads_the_same(
    tmp_path: Path, encoding: str, expected: str
) -> None:
    """The text is the same whatever program saved it."""
    path = make_file(tmp_path, TABLE.encode(encoding))
    overview = inspect(path)
    assert overview.layout.encoding == expected
    assert overview.names == ("编号", "名称", "预算")
    assert rows_of(path)[1]["名称"] == "工业废水零排放"


def test_traditional_text_in_big5_is_recognised(tmp_path: Path) -> None:
    """Partners in Hong Kong and Macau still send it."""
    text = "編號,名稱\n1,高強度輕質合金材料的製備技術與應用研究報告\n2,廢水處理與資源再利用\n"
    path = make_file(tmp_path, text.encode("big5"))
    assert inspect(path).layout.encoding == "big5"
    assert rows_of(path)[0]["名稱"] == "高強度輕質合金材料的製備技術與應用研究報告"


@pytest.mark.parametrize("word", ["联通", "模膜末", "努卮沐"])
def test_short_gb_words_are_not_mistaken_for_utf8(tmp_path: Path, word: str) -> None:
    """The bytes of some words are valid in both encodings."""
    path = make_file(tmp_path, f"name\n{word}\n{word}\n".encode("gb18030"))
    assert rows_of(path)[0] == {"name": word}


@pytest.mark.parametrize("text", ["café,résumé\nnaïve,été\n", "имя,город\nИван,Москва\n"])
def test_other_languages_in_utf8_stay_utf8(tmp_path: Path, text: str) -> None:
    """Two-byte sequences alone are no proof of GB18030."""
    assert inspect(make_file(tmp_path, text)).layout.encoding == "utf-8-sig"


def test_rare_and_astral_characters_survive_gb18030(tmp_path: Path) -> None:
    """GB18030 holds all of Unicode."""
    path = make_file(tmp_path, "名称\n喆堃垚燚犇𠮷😀㐀\n".encode("gb18030"))
    assert rows_of(path) == [{"名称": "喆堃垚燚犇𠮷😀㐀"}]


def test_an_encoding_far_down_the_file_is_noticed(tmp_path: Path) -> None:
    """The first megabyte may be ASCII only."""
    text = "id,name\n" + "1,plain ascii line\n" * 80_000 + "2,最后一行才有中文\n"
    path = make_file(tmp_path, text.encode("gb18030"))
    assert inspect(path).layout.encoding == "gb18030"


def test_a_cut_character_costs_its_row_not_the_file(tmp_path: Path) -> None:
    """Old databases cut texts by bytes; the row is named, the others come in."""
    good = "名称\n" + "高强度轻质合金材料\n" * 200
    path = make_file(tmp_path, good.encode() + "轻质".encode()[:-1] + b"\n")
    rows = list(read_rows(path, inspect(path).layout))
    assert [row.problems[0].code for row in rows if row.problems] == ["imports.damaged_text"]
    assert rows[-1].problems


def test_bytes_that_are_no_text_are_refused(tmp_path: Path) -> None:
    """Guessing on would only store rubbish."""
    data = b"name,x\n" + bytes(range(0x80, 0x100)) * 40
    assert code_of(make_file(tmp_path, data)) == "imports.unknown_encoding"


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
def test_the_separator_is_found(tmp_path: Path, delimiter: str) -> None:
    """Texts full of commas do not win over the true separator."""
    lines = [["编号", "说明", "x"], ["1", "甲, 乙, 丙", "a"], ["2", "丁, 戊", "b"]]
    quoted = [[f'"{cell}"' if delimiter in cell else cell for cell in line] for line in lines]
    path = make_file(tmp_path, "\n".join(delimiter.join(line) for line in quoted))
    assert inspect(path).layout.delimiter == delimiter
    assert rows_of(path)[0]["说明"] == "甲, 乙, 丙"


def test_the_separator_may_be_named_in_the_first_line(tmp_path: Path) -> None:
    """Spreadsheet programs write `sep=;` for each other."""
    path = make_file(tmp_path, "sep=;\na;b\n1,5;2\n")
    assert rows_of(path) == [{"a": "1,5", "b": "2"}]


def test_line_breaks_inside_quotes_count_as_one_row(tmp_path: Path) -> None:
    """Row numbers are those a spreadsheet program would show."""
    path = make_file(tmp_path, 'a,b\n"one\ntwo",x\n3,"y ""quoted"""\n')
    rows = list(read_rows(path, inspect(path).layout))
    assert [(row.number, row.values["a"]) for row in rows] == [(2, "one\ntwo"), (3, "3")]
    assert rows[1].values["b"] == 'y "quoted"'


def test_an_unclosed_quote_is_named_with_its_row(tmp_path: Path) -> None:
    """Otherwise it would swallow the rest of the file silently."""
    path = make_file(tmp_path, 'a,b\n1,2\n"3,4\n5,6\n7,8\n')
    with pytest.raises(Refused) as caught:
        inspect(path)
    assert caught.value.refusals[0].code == "imports.unclosed_quote"
    assert caught.value.refusals[0].values == {"row": 3}


def test_short_rows_are_filled_and_long_rows_refused(tmp_path: Path) -> None:
    """A missing end is empty; an extra cell means that columns have shifted."""
    path = make_file(tmp_path, "a,b,c\n1,2\n1,2,3\n1,2,3,4\n1,2,3\n1,2,3,,\n")
    rows = list(read_rows(path, inspect(path).layout))
    assert rows[0].values == {"a": "1", "b": "2", "c": ""}
    assert [bool(row.problems) for row in rows] == [False, False, True, False, False]


def test_null_bytes_vanish_and_blank_rows_are_left_out(tmp_path: Path) -> None:
    """Neither can be stored, neither is the fault of the person."""
    path = make_file(tmp_path, b"a,b\n1\x00,2\n\n , \n3,4\n")
    rows = list(read_rows(path, inspect(path).layout))
    assert [(row.number, dict(row.values)) for row in rows] == [
        (2, {"a": "1", "b": "2"}),
        (5, {"a": "3", "b": "4"}),
    ]


def test_the_header_may_stand_below_a_title(tmp_path: Path) -> None:
    """Office tables carry a title and a note above the header."""
    text = "2024年技术需求征集表,,\n填报单位：某某中心,,\n编号,名称,预算\n1,甲,5\n2,乙,6\n"
    overview = inspect(make_file(tmp_path, text))
    assert overview.layout.header_row == 3
    assert overview.names == ("编号", "名称", "预算")
    assert overview.rows == 2


def test_a_table_without_header_gets_letters(tmp_path: Path) -> None:
    """The first row of data must not be lost as a header."""
    overview = inspect(make_file(tmp_path, "1,2024-01-05,300\n2,2024-02-05,400\n"))
    assert overview.layout.header_row == 0
    assert overview.names == ("#A", "#B", "#C")
    assert overview.rows == 2


def test_equal_headers_are_told_apart(tmp_path: Path) -> None:
    """Two columns never share a name."""
    layout = Layout(kind="csv", encoding="utf-8-sig", delimiter=",", header_row=1)
    path = make_file(tmp_path, "联系人,联系人,\n甲,乙,丙\n")
    overview = inspect(path, asked=layout)
    assert overview.names == ("联系人", "联系人 (2)", "#C")


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"", "imports.empty_file"),
        (b"\xef\xbb\xbf \n", "imports.empty_file"),
        (b"a,b\n", "imports.no_rows"),
        (b"%PDF-1.7 ...", "imports.not_a_table"),
        (b"\x89PNG\r\n\x1a\n....", "imports.not_a_table"),
        (bytes(range(256)) * 50 + b"\x00" * 4000, "imports.not_a_table"),
        (b"<html><table><tr><td>1</td></tr></table>", "imports.html_disguised"),
        (b'\xef\xbb\xbf\n<?xml version="1.0"?><Workbook/>', "imports.html_disguised"),
        (bytes.fromhex("d0cf11e0a1b11ae1") + b"\x00" * 600, "imports.old_workbook"),
        (
            bytes.fromhex("d0cf11e0a1b11ae1") + "EncryptedPackage".encode("utf-16-le"),
            "imports.encrypted_workbook",
        ),
        (b'a\n"' + b"x" * 1_100_000 + b'"\n', "imports.unclosed_quote"),
        (",".join(f"c{n}" for n in range(600)).encode() + b"\n1\n", "imports.too_many_columns"),
    ],
)
def test_what_is_no_table_is_refused_with_its_reason(
    tmp_path: Path, data: bytes, code: str
) -> None:
    """The name of the file says .csv each time."""
    assert code_of(make_file(tmp_path, data)) == code


def test_few_values_are_listed_and_many_are_not(tmp_path: Path) -> None:
    """Short lists are offered for translation; the memory for long ones is bounded."""
    lines = [f"{n},{'委托开发' if n % 2 else '技术转让'}" for n in range(300)]
    overview = inspect(make_file(tmp_path, "编号,方式\n" + "\n".join(lines)))
    number, mode = overview.columns
    assert number.distinct is None
    assert len(number.samples) == 5
    assert mode.distinct == ("技术转让", "委托开发")
    assert mode.filled == 300
