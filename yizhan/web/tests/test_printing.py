"""Paper comes out the same every time, says what it cannot show, and needs its font."""

from datetime import UTC, datetime
from pathlib import Path

import pytest
from pytest_django.fixtures import Settings

from yizhan.web.printing import (
    Checks,
    FontsMissing,
    NotPrintable,
    Pairs,
    Paragraph,
    Report,
    Table,
    print_pdf,
    print_report,
    qr_svg,
)

AT = datetime(2026, 11, 25, tzinfo=UTC)


def _report(name: str = "苏州启元能源材料技术有限公司") -> Report:
    return Report(
        title="留存备查资料",
        lead="2026 年度",
        finding="符合减免条件",
        sections=[
            Pairs(title="事实", rows=[("转让方", name)]),
            Checks(title="条件", rows=[("居民企业", "第二十七条", "met")]),
            Table(title="计算", columns=["步骤", "金额"], rows=[["收入", "1.00"]], numbers=[1]),
            Paragraph(text="说明"),
        ],
        note="备注",
        content={"transferor": name},
    )


def test_the_same_content_gives_the_same_bytes_and_other_content_gives_others() -> None:
    first = print_report(_report(), at=AT)
    assert first == print_report(_report(), at=AT)
    assert first != print_report(_report("赣江新元新能源科技有限公司"), at=AT)


def test_paper_is_archival_and_carries_its_content_for_machines() -> None:
    pdf = print_report(_report(), at=AT)
    assert b"<pdfaid:part>3</pdfaid:part>" in pdf
    assert '"transferor": "苏州启元能源材料技术有限公司"'.encode() in pdf


def test_a_character_without_type_is_marked_on_paper_and_whole_in_the_attachment() -> None:
    pdf = print_report(_report("𠮷田技术有限公司"), at=AT)
    assert "𠮷田".encode() in pdf


@pytest.mark.parametrize("name", ["公司\x07 70u", "公司\ufffe", "公司\x00"])
def test_a_character_that_nobody_can_see_stops_no_paper(name: str) -> None:
    assert print_report(_report(name), at=AT).startswith(b"%PDF")


def test_a_name_in_a_script_without_type_stops_no_paper() -> None:
    name = "".join(chr(0x0F40 + place) for place in range(40) if place != 8)
    assert name.encode() in print_report(_report(name), at=AT)


def test_what_the_template_itself_cannot_show_is_refused_and_not_tried_for_ever() -> None:
    with pytest.raises(NotPrintable):
        print_pdf("web/printing/report.typ", {"title": "无"}, at=AT)


def test_without_the_font_nothing_is_printed(settings: Settings, tmp_path: Path) -> None:
    settings.NODE_MODULES = tmp_path
    with pytest.raises(FontsMissing, match="make setup"):
        print_report(_report(), at=AT)


def test_a_square_code_is_drawn_as_paths() -> None:
    assert qr_svg("https://example.org/verify/ABC/").startswith("<svg")
