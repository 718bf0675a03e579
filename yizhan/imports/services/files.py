"""Files as they arrived, named by their content, outside the web root."""

import contextlib
import os
import tempfile
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

from django.conf import settings

from yizhan.imports.sheets.layouts import FULL, MAX_BYTES
from yizhan.kernel.refusals import Refusal, Refused


@dataclass(frozen=True, slots=True)
class Stored:
    """A file in the store."""

    sha256: str
    size: int


def store_file(chunks: Iterable[bytes]) -> Stored:
    """Keep the bytes under their SHA-256; the same file twice is kept once."""
    folder = _folder()
    try:
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        handle, name = tempfile.mkstemp(dir=folder, prefix="incoming-")
    except OSError as error:
        raise _refused(error) from error
    incoming = Path(name)
    try:
        with os.fdopen(handle, "wb") as file:
            stored = _copied(chunks, file.write)
            file.flush()
            os.fsync(file.fileno())
        place = path_of(stored.sha256)
        place.parent.mkdir(exist_ok=True, mode=0o700)
        incoming.replace(place)
    except OSError as error:
        raise _refused(error) from error
    finally:
        incoming.unlink(missing_ok=True)
    return stored


def path_of(digest: str) -> Path:
    """Return where a stored file lies."""
    return _folder() / digest[:2] / digest


def remove_file(digest: str) -> None:
    """Remove a file and whatever was derived from it."""
    place = path_of(digest)
    if place.parent.is_dir():
        for path in place.parent.glob(f"{digest}*"):
            with contextlib.suppress(OSError):
                path.unlink()


def _folder() -> Path:
    return Path(settings.YIZHAN_FILES) / "imports"


def _copied(chunks: Iterable[bytes], write: Callable[[bytes], int]) -> Stored:
    digest, size = sha256(), 0
    for chunk in chunks:
        size += len(chunk)
        if size > MAX_BYTES:
            values = {"limit_mb": MAX_BYTES // 1024 // 1024}
            raise Refused([Refusal("imports.file_too_large", values, "file")])
        digest.update(chunk)
        write(chunk)
    return Stored(sha256=digest.hexdigest(), size=size)


def _refused(error: OSError) -> Exception:
    if error.errno in FULL:
        return Refused([Refusal("imports.no_space", {}, "file")])
    return error
