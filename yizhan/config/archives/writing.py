"""Writing an archive: dump, count and checksum first, then one file, whole or not at all."""

import io
import os
import tarfile
import tempfile
from collections.abc import Iterator, Mapping
from datetime import datetime
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

from django.db import connection, transaction

from yizhan.config.archives.counting import row_counts
from yizhan.config.archives.errors import ArchiveError
from yizhan.config.archives.manifest import (
    DUMP,
    NAME,
    Folders,
    Manifest,
    Progress,
    checksum,
    stamp,
)
from yizhan.config.archives.programs import address, run_client


def write_archive(
    target: Path, *, folders: Folders, at: datetime, progress: Progress
) -> Manifest:
    """Write everything into one file; a failure leaves no file, and no change to an old one."""
    try:
        with tempfile.TemporaryDirectory(dir=target.parent, prefix=".yizhan-") as folder:
            dump = Path(folder) / DUMP
            progress("dump")
            rows = _dump(dump)
            progress("files")
            stored = dict(_stored(folders))
            with dump.open("rb") as source:
                sums = {DUMP: checksum(source)}
            for name, path in stored.items():
                with path.open("rb") as source:
                    sums[name] = checksum(source)
            manifest = _manifest(rows, sums, at)
            progress("pack")
            partial = Path(folder) / "archive"
            _pack(partial, manifest, {DUMP: dump, **stored})
            partial.replace(target)
    except OSError as error:
        raise ArchiveError("not_writable", path=target, reason=error.strerror) from error
    return manifest


def _dump(dump: Path) -> dict[str, int]:
    """Dump and count one and the same state, however busy the database is."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY")
        cursor.execute("SELECT pg_export_snapshot()")
        (snapshot,) = cursor.fetchone()
        run_client(
            "pg_dump",
            *("--format=custom", "--no-owner", "--no-acl", f"--snapshot={snapshot}"),
            *("--file", dump, "--dbname", address(connection.settings_dict["NAME"])),
            failure="dump_failed",
        )
        return row_counts(cursor)


def _stored(folders: Folders) -> Iterator[tuple[str, Path]]:
    """List stored files. They are named by their content and never change, so later is safe."""
    for prefix, folder in sorted(folders.items()):
        for path in sorted(folder.rglob("*")):
            if path.is_file() and not path.is_symlink():
                yield prefix + path.relative_to(folder).as_posix(), path


def _manifest(rows: dict[str, int], sums: dict[str, str], at: datetime) -> Manifest:
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_setting('server_version')")
        (server,) = cursor.fetchone()
    return Manifest(
        made_at=stamp(at),
        version=_version(),
        server=server,
        rows=rows,
        sums=sums,
    )


def _pack(partial: Path, manifest: Manifest, sources: Mapping[str, Path]) -> None:
    raw = manifest.as_bytes()
    with partial.open("wb") as out:
        os.fchmod(out.fileno(), 0o600)  # it holds everything, personal data included
        with tarfile.open(fileobj=out, mode="w", format=tarfile.PAX_FORMAT) as archive:
            entry = tarfile.TarInfo(NAME)
            entry.size = len(raw)
            archive.addfile(entry, io.BytesIO(raw))
            for name in manifest.sums:
                archive.add(sources[name], arcname=name, recursive=False, filter=_anonymous)
        out.flush()
        os.fsync(out.fileno())


def _anonymous(entry: tarfile.TarInfo) -> tarfile.TarInfo:
    """Leave out who owns the file on this machine."""
    entry.uid = entry.gid = 0
    entry.uname = entry.gname = ""
    entry.mode = 0o600
    return entry


def _version() -> str:
    try:
        return version("yizhan")
    except PackageNotFoundError:
        return "0"
