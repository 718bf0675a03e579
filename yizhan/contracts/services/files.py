"""The bytes of papers: kept by their content, their type told by what is in them."""

import zipfile
from collections.abc import Iterable
from pathlib import Path

from yizhan.kernel.refusals import Refusal, Refused
from yizhan.web.files import DiskFull, FileTooLarge, Kept, keep, media_type, place_of

ROOM = "contracts"
MOST_BYTES = 30 * 1024 * 1024
_OPEN_XML = "application/vnd.openxmlformats-officedocument"
_PARTS = {
    "word/document.xml": f"{_OPEN_XML}.wordprocessingml.document",
    "xl/workbook.xml": f"{_OPEN_XML}.spreadsheetml.sheet",
}
_SNIFFED = 4096


def keep_file(chunks: Iterable[bytes]) -> tuple[Kept, str]:
    """Keep a file and tell its type, or refuse what is too large or none of the known types."""
    try:
        kept = keep(ROOM, chunks, most=MOST_BYTES)
    except FileTooLarge as error:
        values = {"limit_mb": MOST_BYTES // 1024 // 1024}
        raise Refused([Refusal("contracts.file_too_large", values, "file")]) from error
    except DiskFull as error:
        raise Refused([Refusal("contracts.no_space", place="file")]) from error
    found = _type_of(place_of(ROOM, kept.sha256))
    if not kept.size or not found:
        raise Refused([Refusal("contracts.file_type", place="file")])
    return kept, found


def content_of(digest: str) -> bytes:
    """Return the bytes of a kept paper; nothing where the file is gone."""
    place = place_of(ROOM, digest)
    return place.read_bytes() if place.is_file() else b""


def _type_of(path: Path) -> str:
    with path.open("rb") as file:
        beginning = file.read(_SNIFFED)
    if beginning.startswith(b"PK\x03\x04"):
        return _type_of_archive(path)
    return media_type(beginning) or _type_of_text(beginning)


def _type_of_archive(path: Path) -> str:
    try:
        with zipfile.ZipFile(path) as archive:
            names = set(archive.namelist())
    except (zipfile.BadZipFile, OSError, ValueError):
        return ""
    return next((kind for part, kind in _PARTS.items() if part in names), "")


def _type_of_text(beginning: bytes) -> str:
    if b"\x00" in beginning:
        return ""
    for encoding in ("utf-8", "gb18030"):
        try:
            # The last character may be cut in two.
            beginning[: max(len(beginning) - 4, 0)].decode(encoding)
        except UnicodeDecodeError:
            continue
        return "text/plain"
    return ""
