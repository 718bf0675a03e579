"""Tables as they arrived, in the room of imports."""

from collections.abc import Iterable
from pathlib import Path

from yizhan.imports.sheets.layouts import MAX_BYTES
from yizhan.kernel.refusals import Refusal, Refused
from yizhan.web.files import DiskFull, FileTooLarge, Kept, discard, keep, place_of

_ROOM = "imports"


def store_file(chunks: Iterable[bytes]) -> Kept:
    """Keep a table, or refuse what is too large for the disk or for us."""
    try:
        return keep(_ROOM, chunks, most=MAX_BYTES)
    except FileTooLarge as error:
        values = {"limit_mb": MAX_BYTES // 1024 // 1024}
        raise Refused([Refusal("imports.file_too_large", values, "file")]) from error
    except DiskFull as error:
        raise Refused([Refusal("imports.no_space", {}, "file")]) from error


def path_of(digest: str) -> Path:
    """Return where a stored file lies."""
    return place_of(_ROOM, digest)


def remove_file(digest: str) -> None:
    """Remove a file and whatever was derived from it."""
    discard(_ROOM, digest)
