"""The table of contents of an archive: what it holds, how much, and the checksums."""

import hashlib
import json
from collections.abc import Callable, Iterator, Mapping
from dataclasses import asdict, dataclass, field
from datetime import datetime
from pathlib import Path
from typing import IO, Any

from yizhan.config.archives.errors import ArchiveError

KIND = "yizhan-backup"
FORMAT = 2  # 2 carries the private keys
NAME = "manifest.json"
DUMP = "database.dump"
FILES = "files/"
KEYS = "keys/"
BLOCK = 1 << 20

Progress = Callable[[str], None]
# Where the folders of the archive lie on this machine.
Folders = Mapping[str, Path]


@dataclass(frozen=True)
class Manifest:
    """Written first, so that everything after it can be checked."""

    made_at: str
    version: str
    server: str
    rows: dict[str, int]
    sums: dict[str, str] = field(default_factory=dict)
    kind: str = KIND
    format: int = FORMAT

    def as_bytes(self) -> bytes:
        """Write it down."""
        return json.dumps(asdict(self), ensure_ascii=False, indent=1).encode()

    @property
    def server_major(self) -> int:
        """Return the major version of the server that was dumped."""
        return int(self.server.split(".", 1)[0])

    @property
    def total_rows(self) -> int:
        """Return the number of rows in all tables."""
        return sum(self.rows.values())


def read_manifest(raw: bytes, *, path: Path) -> Manifest:
    """Read it back; anything else is not one of our archives."""
    try:
        values: dict[str, Any] = json.loads(raw)
        found = values["format"] if values["kind"] == KIND else None
    except (ValueError, KeyError, TypeError):
        raise ArchiveError("not_an_archive", path=path) from None
    if not isinstance(found, int):
        raise ArchiveError("not_an_archive", path=path)
    if found > FORMAT:
        raise ArchiveError("newer_format", found=found, known=FORMAT)
    try:
        manifest = Manifest(**values)
        manifest.server_major, manifest.total_rows  # noqa: B018 -- fails here, not later
    except (TypeError, ValueError, AttributeError):
        raise ArchiveError("not_an_archive", path=path) from None
    return manifest


def checksum(source: IO[bytes]) -> str:
    """Return the SHA-256 of what is left to read."""
    digest = hashlib.sha256()
    for block in blocks(source):
        digest.update(block)
    return digest.hexdigest()


def blocks(source: IO[bytes]) -> Iterator[bytes]:
    """Read in pieces."""
    while block := source.read(BLOCK):
        yield block


def stamp(at: datetime) -> str:
    """Write a time for people and machines."""
    return at.isoformat(timespec="seconds")
