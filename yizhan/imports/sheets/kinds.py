"""What a file is, told by its bytes. The name of a file proves nothing."""

import re
import zipfile
from pathlib import Path

from yizhan.imports.sheets.layouts import CSV, JSONL, MAX_BYTES, XLSX
from yizhan.kernel.refusals import Refusal, Refused

_OLE = bytes.fromhex("d0cf11e0a1b11ae1")
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
_FOREIGN = (
    b"%PDF",
    b"\x89PNG",
    b"\xff\xd8\xff",
    b"GIF8",
    b"Rar!",
    b"7z\xbc\xaf",
    b"\x1f\x8b",
    b"{\\rtf",
)
_HTML = re.compile(rb"^\s*<(!doctype|html|table|\?xml|head|meta|body|div)", re.IGNORECASE)
_WIDE_BOMS = (b"\xff\xfe", b"\xfe\xff")


def kind_of(path: Path) -> str:
    """Return "csv", "xlsx" or "jsonl", or refuse with the reason the person can act on."""
    size = path.stat().st_size
    if size == 0:
        raise Refused([Refusal("imports.empty_file")])
    if size > MAX_BYTES:
        raise Refused(
            [Refusal("imports.file_too_large", {"limit_mb": MAX_BYTES // 1024 // 1024})]
        )
    with path.open("rb") as file:
        head = file.read(65536)
    if head.startswith(b"PK"):
        return _zipped(path)
    if head.startswith(_OLE):
        raise Refused([Refusal(_ole_reason(path))])
    if head.startswith(_FOREIGN):
        raise Refused([Refusal("imports.not_a_table")])
    return _textual(head)


def _zipped(path: Path) -> str:
    try:
        with zipfile.ZipFile(path) as archive:
            names = set(archive.namelist())
            locked = any(info.flag_bits & 1 for info in archive.infolist())
    except (zipfile.BadZipFile, RuntimeError, OSError) as error:
        raise Refused([Refusal("imports.broken_workbook")]) from error
    if locked:
        raise Refused([Refusal("imports.encrypted_workbook")])
    if "xl/workbook.bin" in names or "content.xml" in names:
        raise Refused([Refusal("imports.other_workbook")])
    if "xl/workbook.xml" not in names:
        raise Refused([Refusal("imports.not_a_table")])
    return XLSX


def _ole_reason(path: Path) -> str:
    # An .xlsx with a password and an old .xls share one container; its directory tells.
    if _ENCRYPTED in path.read_bytes():
        return "imports.encrypted_workbook"
    return "imports.old_workbook"


def _textual(head: bytes) -> str:
    text = head.removeprefix(b"\xef\xbb\xbf")
    if _HTML.match(text):
        raise Refused([Refusal("imports.html_disguised")])
    wide = head.startswith(_WIDE_BOMS) or _looks_wide(head)
    if not wide and head.count(0) > max(len(head) // 20, 8):
        raise Refused([Refusal("imports.not_a_table")])
    start = (
        text.replace(b"\x00", b"").removeprefix(b"\xff\xfe").removeprefix(b"\xfe\xff").lstrip()
    )
    if not start:
        raise Refused([Refusal("imports.empty_file")])
    if start.startswith(b"{") or re.match(rb"\[\s*[{\]]", start):
        return JSONL
    return CSV


def _looks_wide(head: bytes) -> bool:
    """Say whether NULs fall on every second byte, as in UTF-16 of mostly ASCII text."""
    even, odd = head[0::2].count(0), head[1::2].count(0)
    return max(even, odd) > len(head) // 10 and min(even, odd) < max(even, odd) // 10
