"""A plain report for the files: headings, pairs, tables, checklists, set like a letter."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from datetime import datetime
from typing import Any, ClassVar

from django.utils.timezone import localtime
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from yizhan.web.printing.typesetter import Attachment, print_pdf

_TEMPLATE = "web/printing/report.typ"


@dataclass(frozen=True, slots=True, kw_only=True)
class Paragraph:
    """Running text under a heading."""

    form: ClassVar[str] = "paragraph"
    title: str = ""
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Pairs:
    """Names and values, one pair a line."""

    form: ClassVar[str] = "pairs"
    title: str = ""
    rows: Sequence[tuple[str, str]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """Columns with a head; those in `numbers` stand to the right. `widths` are shares."""

    form: ClassVar[str] = "table"
    title: str = ""
    columns: Sequence[str]
    rows: Sequence[Sequence[str]]
    numbers: Sequence[int] = ()
    widths: Sequence[float] = ()
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Checks:
    """Conditions, each with its source and `met`, `failed` or `open`."""

    form: ClassVar[str] = "checks"
    title: str = ""
    rows: Sequence[tuple[str, str, str]]


Section = Paragraph | Pairs | Table | Checks


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """A report: what it is, what it finds, its sections, and the same content for machines."""

    title: str
    lead: str = ""
    finding: str = ""
    sections: Sequence[Section] = ()
    note: str = ""
    content: Mapping[str, Any] = field(default_factory=dict)
    file_name: str = "content.json"


def print_report(report: Report, *, at: datetime) -> bytes:
    """Set the report as PDF/A with its content attached as JSON; same input, same bytes."""
    values = {
        "title": report.title,
        "lead": report.lead,
        "finding": report.finding,
        "note": report.note,
        "sections": [{"form": one.form, **asdict(one)} for one in report.sections],
        "states": {"met": _("符合"), "failed": _("不符合"), "open": _("待补充")},
        "house": _("驿站 · 技术转移网络"),
        "unshown_note": _("〓 处的字符字体未收录，原文见附件"),
        "made": f"{localtime(at):%Y-%m-%d %H:%M}",
        "lang": (get_language() or "zh")[:2],
    }
    content = json.dumps(report.content, ensure_ascii=False, sort_keys=True, indent=1)
    attached = [Attachment(name=report.file_name, text=content)] if report.content else []
    return print_pdf(_TEMPLATE, values, at=at, attachments=attached)
