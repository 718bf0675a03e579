"""The plain text of a contract paper: Word documents and text files; plain Python.

Scans and PDF are not read: what a machine might misread is left to people, and named.
"""

import io
import zipfile
from xml.etree.ElementTree import Element, ParseError

from defusedxml.common import DefusedXmlException  # type: ignore[import-untyped]
from defusedxml.ElementTree import fromstring  # type: ignore[import-untyped]

DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
PLAIN = "text/plain"
READABLE = frozenset({DOCX, PLAIN})
# A document unpacks to far more than it weighs; a contract is never this long.
MOST_BYTES = 8_000_000
_BODY = "word/document.xml"
_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"


def text_of(content: bytes, file_type: str) -> str:
    """Return the text, or nothing where there is none that can be read."""
    if file_type == PLAIN:
        return _plain(content[:MOST_BYTES])
    return _word(content) if file_type == DOCX else ""


def _plain(content: bytes) -> str:
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            return content.decode(encoding)
        except UnicodeDecodeError:
            continue
    return ""


def _word(content: bytes) -> str:
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            with archive.open(_BODY) as file:
                body = file.read(MOST_BYTES + 1)
            if len(body) > MOST_BYTES:
                return ""
            root: Element = fromstring(body)
    except (
        zipfile.BadZipFile,
        KeyError,
        ParseError,
        DefusedXmlException,
        RuntimeError,
        OSError,
    ):
        return ""
    return "\n".join(_line(paragraph) for paragraph in root.iter(f"{_W}p"))


def _line(paragraph: Element) -> str:
    return "".join(part.text or "" for part in paragraph.iter(f"{_W}t"))
