"""Word templates made from the wording: headings, numbered paragraphs, tables that repeat.

Nothing binary is kept in the sources. A template is built once for each kind and process; the
marks of docxtpl ({{ }}, {%p %}, {%tr %}) stand where the words of one contract go.
"""

import tomllib
from collections.abc import Mapping, Sequence
from functools import cache
from io import BytesIO
from pathlib import Path
from typing import Any

from docx import Document
from docx.document import Document as Word
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml.ns import qn
from docx.shared import Cm, Pt
from docx.table import Table

WORDING = Path(__file__).with_name("wording")
KINDS = ("development", "assignment", "licence", "consulting", "service")
BLANK = "＿＿＿＿＿＿"

_DIGITS = "零一二三四五六七八九"
# What each table repeats, its heads, and the word in each cell.
_TABLES: Mapping[str, tuple[str, Sequence[tuple[str, str]]]] = {
    "contents": (
        "row in contents",
        (("内容", "row.text"), ("类别", "row.kind"), ("金额（元）", "row.amount")),
    ),
    "costs": (
        "row in costs",
        (
            ("非技术性费用", "row.text"),
            ("种类", "row.kind"),
            ("数量", "row.quantity"),
            ("金额（元）", "row.amount"),
        ),
    ),
    "rights": (
        "row in rights",
        (
            ("种类", "row.kind"),
            ("编号", "row.number"),
            ("名称", "row.title"),
            ("状态", "row.status"),
        ),
    ),
    "indicators": (
        "row in indicators",
        (("指标", "row.name"), ("要求", "row.said"), ("检验方法", "row.method")),
    ),
}
_SIDES = (("甲方（{{ buyer }}）", "buyers"), ("乙方（{{ seller }}）", "sellers"))
_PARTY = (
    ("名称", "party.name"),
    ("统一社会信用代码", "party.uscc"),
    ("法定代表人", "party.representative"),
    ("国家或地区", "party.country"),
    ("住所", "party.address"),
    ("联系人", "party.contact"),
    ("电话", "party.phone"),
)


@cache
def wording_of(kind: str) -> Mapping[str, Any]:
    """Read the articles of a kind, its own ones over the shared ones."""
    shared = tomllib.loads((WORDING / "shared.toml").read_text())
    own = tomllib.loads((WORDING / f"{kind}.toml").read_text())
    return {**own, "articles": {**shared["articles"], **own["articles"]}}


@cache
def template_of(kind: str) -> bytes:
    """Build the Word template of a kind."""
    wording = wording_of(kind)
    word = Document()
    _style(word)
    _head(word, wording)
    for number, name in enumerate(wording["order"], start=1):
        _article(word, number, wording["articles"][name])
    _signatures(word)
    kept = BytesIO()
    word.save(kept)
    return kept.getvalue()


def ordinal(number: int) -> str:
    """Count articles the way a contract does: 一, 十, 十二, 二十."""
    tens, ones = divmod(number, 10)
    head = "" if tens == 0 else ("十" if tens == 1 else f"{_DIGITS[tens]}十")
    return f"{head}{_DIGITS[ones] if ones else ''}"


def _style(word: Word) -> None:
    properties = word.core_properties
    properties.author, properties.comments = "", ""
    for name, face, size in (("Normal", "SimSun", 11), ("Heading 1", "SimHei", 12)):
        style = word.styles[name]
        style.font.name, style.font.size = "Times New Roman", Pt(size)
        style.element.get_or_add_rPr().rFonts.set(qn("w:eastAsia"), face)
    section = word.sections[0]
    section.page_width, section.page_height = Cm(21), Cm(29.7)
    section.left_margin = section.right_margin = Cm(2.6)
    section.top_margin = section.bottom_margin = Cm(2.4)


def _head(word: Word, wording: Mapping[str, Any]) -> None:
    for text, size in (("{{ document_name }}", 20), ("{{ title }}", 14)):
        line = word.add_paragraph()
        line.alignment = WD_ALIGN_PARAGRAPH.CENTER
        run = line.add_run(text)
        run.bold, run.font.size = True, Pt(size)
    word.add_paragraph("签订日期：{{ signed_on }}　　签订地点：{{ place }}")
    for side, people in (
        ("甲方（{{ buyer }}）", "buyers"),
        ("乙方（{{ seller }}）", "sellers"),
    ):
        word.add_paragraph(f"{{%p for party in {people} %}}")
        word.add_paragraph().add_run(side).bold = True
        table = _grid(word, rows=len(_PARTY), columns=2)
        for row, (label, name) in zip(table.rows, _PARTY, strict=True):
            row.cells[0].text, row.cells[1].text = label, f"{{{{ {name} }}}}"
            row.cells[0].width, row.cells[1].width = Cm(4), Cm(11.8)
        word.add_paragraph("{%p endfor %}")
    word.add_paragraph(wording["lead"])


def _article(word: Word, number: int, article: Mapping[str, Any]) -> None:
    word.add_heading(f"第{ordinal(number)}条　{article['title']}", level=1)
    for paragraph in article["paragraphs"]:
        if "when" in paragraph:
            word.add_paragraph(f"{{%p if {paragraph['when']} %}}")
        if "table" in paragraph:
            _repeating(word, paragraph["table"])
        else:
            word.add_paragraph(f"{{{{ count({number}) }}}}　{paragraph['text']}")
        if "when" in paragraph:
            word.add_paragraph("{%p endif %}")


def _repeating(word: Word, name: str) -> None:
    loop, columns = _TABLES[name]
    table = _grid(word, rows=4, columns=len(columns))
    for cell, (label, _value) in zip(table.rows[0].cells, columns, strict=True):
        cell.text = label
    table.rows[1].cells[0].text = f"{{%tr for {loop} %}}"
    for cell, (_label, value) in zip(table.rows[2].cells, columns, strict=True):
        cell.text = f"{{{{ {value} }}}}"
    table.rows[3].cells[0].text = "{%tr endfor %}"


def _signatures(word: Word) -> None:
    table = _grid(word, rows=3, columns=2)
    lines = (
        ("甲方（{{ buyer }}，盖章）：", "乙方（{{ seller }}，盖章）："),
        ("代表人（签字）：", "代表人（签字）："),
        ("日期：", "日期："),
    )
    for row, texts in zip(table.rows, lines, strict=True):
        for cell, text in zip(row.cells, texts, strict=True):
            cell.text = text
    word.add_paragraph("本文本由驿站按所填内容生成，供双方协商修改；留空之处应当商定后填写。")


def _grid(word: Word, *, rows: int, columns: int) -> Table:
    table: Table = word.add_table(rows=rows, cols=columns)
    table.style = "Table Grid"
    return table
