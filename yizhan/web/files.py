"""Files people hand in: named by their content, outside the web root, known by their bytes.

A room is a folder of its own for each context, so that what one throws away another keeps.
"""

import contextlib
import errno
import os
import tempfile
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

from django.conf import settings
from django.http import FileResponse

FULL = frozenset({errno.ENOSPC, errno.EDQUOT})
_BEGINNINGS = {
    b"%PDF-": "application/pdf",
    b"\x89PNG\r\n\x1a\n": "image/png",
    b"\xff\xd8\xff": "image/jpeg",
}


class FileTooLarge(Exception):
    """Raised when more bytes come than the room takes for one file."""


class DiskFull(Exception):
    """Raised when the disk has no room left."""


@dataclass(frozen=True, slots=True)
class Kept:
    """A file in its room."""

    sha256: str
    size: int


def keep(room: str, chunks: Iterable[bytes], *, most: int) -> Kept:
    """Keep the bytes under their SHA-256; the same file twice is kept once."""
    folder = _folder(room)
    try:
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        handle, name = tempfile.mkstemp(dir=folder, prefix="incoming-")
        return _kept(room, handle, Path(name), chunks, most)
    except OSError as error:
        if error.errno in FULL:
            raise DiskFull from error
        raise


def place_of(room: str, digest: str) -> Path:
    """Return where a kept file lies."""
    return _folder(room) / digest[:2] / digest


def discard(room: str, digest: str) -> None:
    """Remove a file and whatever was derived from it."""
    place = place_of(room, digest)
    if place.parent.is_dir():
        for path in place.parent.glob(f"{digest}*"):
            with contextlib.suppress(OSError):
                path.unlink()


def media_type(beginning: bytes) -> str:
    """Tell PDF, PNG and JPEG by their first bytes, whatever the name says; else nothing."""
    return next((kind for head, kind in _BEGINNINGS.items() if beginning.startswith(head)), "")


def handed_out(room: str, digest: str, *, name: str, kind: str) -> FileResponse:
    """Answer with a kept file as a download; browsers must neither guess nor open it here."""
    response = FileResponse(
        place_of(room, digest).open("rb"), as_attachment=True, filename=name, content_type=kind
    )
    response["X-Content-Type-Options"] = "nosniff"
    response["Cache-Control"] = "private, no-store"
    return response


def _folder(room: str) -> Path:
    return Path(settings.YIZHAN_FILES) / room


def _kept(room: str, handle: int, incoming: Path, chunks: Iterable[bytes], most: int) -> Kept:
    try:
        with os.fdopen(handle, "wb") as file:
            kept = _copied(chunks, file.write, most)
            file.flush()
            os.fsync(file.fileno())
        place = place_of(room, kept.sha256)
        place.parent.mkdir(exist_ok=True, mode=0o700)
        incoming.replace(place)
    finally:
        incoming.unlink(missing_ok=True)
    return kept


def _copied(chunks: Iterable[bytes], write: Callable[[bytes], int], most: int) -> Kept:
    digest, size = sha256(), 0
    for chunk in chunks:
        size += len(chunk)
        if size > most:
            raise FileTooLarge
        digest.update(chunk)
        write(chunk)
    return Kept(sha256=digest.hexdigest(), size=size)
