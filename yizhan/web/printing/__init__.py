"""Paper: documents and certificates as PDF/A, the same bytes for the same content."""

from yizhan.web.printing.codes import qr_svg
from yizhan.web.printing.fonts import FontsMissing, missing_fonts
from yizhan.web.printing.reports import Checks, Pairs, Paragraph, Report, Table, print_report
from yizhan.web.printing.typesetter import MISSING, Attachment, NotPrintable, print_pdf

__all__ = [
    "MISSING",
    "Attachment",
    "Checks",
    "FontsMissing",
    "NotPrintable",
    "Pairs",
    "Paragraph",
    "Report",
    "Table",
    "missing_fonts",
    "print_pdf",
    "print_report",
    "qr_svg",
]
