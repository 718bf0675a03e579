"""Restoring an archive: check everything, load beside the running database, then swap."""

import shutil
import tarfile
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import datetime
from pathlib import Path, PurePosixPath

from django.conf import settings
from django.contrib.auth import get_user_model
from django.db import connection

from yizhan.config.archives.counting import row_counts
from yizhan.config.archives.errors import ArchiveError
from yizhan.config.archives.loading import Swap
from yizhan.config.archives.manifest import (
    DUMP,
    FILES,
    KEYS,
    NAME,
    Folders,
    Manifest,
    Progress,
    blocks,
    checksum,
    read_manifest,
)


def restore_archive(
    source: Path, *, folders: Folders, replace: bool, at: datetime, progress: Progress
) -> Manifest:
    """Put the archive in the place of the present data; any failure changes nothing."""
    progress("verify")
    manifest = verify_archive(source)
    if not replace:
        _refuse_data()
    with _unpacked(source, manifest) as folder:
        swap = Swap(at=at)
        try:
            progress("load")
            swap.load(folder / DUMP, manifest)
            # New files first: named by content, they disturb nobody if the swap fails.
            progress("files")
            for prefix, target in folders.items():
                _add_files(folder / prefix, target)
            progress("swap")
            swap.commit(append_only=settings.YIZHAN_APPEND_ONLY_TABLES)
        finally:
            swap.clean_up()
    # Keys only gather: one that the archive lacks may still be wanted to print again.
    _remove_others(folders[FILES], manifest)
    return manifest


def verify_archive(source: Path) -> Manifest:
    """Read the whole archive and compare every checksum."""
    with _opened(source) as archive:
        manifest = _first(archive, source)
        found = {}
        with suppress(tarfile.ReadError):  # cut short: what is missing is said below
            for name, stream in _entries(archive):
                found[name] = checksum(stream)
    for name, wanted in manifest.sums.items():
        if name not in found:
            raise ArchiveError("truncated", name=name)
        if found[name] != wanted:
            raise ArchiveError("damaged", name=name)
    return manifest


@contextmanager
def _opened(source: Path) -> Iterator[tarfile.TarFile]:
    try:
        with tarfile.open(source, mode="r:") as archive:
            yield archive
    except OSError as error:
        raise ArchiveError("not_readable", path=source, reason=error.strerror) from error
    except tarfile.ReadError as error:
        raise ArchiveError("not_an_archive", path=source) from error


def _first(archive: tarfile.TarFile, source: Path) -> Manifest:
    entry = archive.next()
    stream = archive.extractfile(entry) if entry and entry.name == NAME else None
    if stream is None:
        raise ArchiveError("not_an_archive", path=source)
    manifest = read_manifest(stream.read(), path=source)
    if not all(_is_ours(name) for name in manifest.sums):
        raise ArchiveError("not_an_archive", path=source)
    return manifest


def _is_ours(name: str) -> bool:
    """Say whether a name stays inside the folder it is unpacked to."""
    path = PurePosixPath(name)
    inside = not path.is_absolute() and ".." not in path.parts
    return name == DUMP or (inside and name.startswith((FILES, KEYS)))


def _entries(archive: tarfile.TarFile) -> Iterator[tuple[str, tarfile.ExFileObject]]:
    for entry in archive:
        stream = archive.extractfile(entry)
        if isinstance(stream, tarfile.ExFileObject):
            yield entry.name, stream


def _refuse_data() -> None:
    with connection.cursor() as cursor:
        counts = row_counts(cursor)
    # The seeds of the migrations do not count; people and facts do.
    people = get_user_model()._meta.db_table  # noqa: SLF001 -- documented by Django
    rows = counts.get("audit_entry", 0) + counts.get(people, 0)
    if rows:
        raise ArchiveError("not_empty", rows=rows)


@contextmanager
def _unpacked(source: Path, manifest: Manifest) -> Iterator[Path]:
    settings.DATA.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=settings.DATA, prefix=".restore-") as name:
        folder = Path(name)
        try:
            with _opened(source) as archive:
                for entry, stream in _entries(archive):
                    if entry in manifest.sums:
                        _write(folder / entry, stream)
        except OSError as error:
            raise ArchiveError("not_writable", path=folder, reason=error.strerror) from error
        yield folder


def _write(target: Path, stream: tarfile.ExFileObject) -> None:
    target.parent.mkdir(parents=True, exist_ok=True)
    with target.open("wb") as out:
        for block in blocks(stream):
            out.write(block)


def _add_files(unpacked: Path, files: Path) -> None:
    for path in sorted(unpacked.rglob("*")):
        target = files / path.relative_to(unpacked)
        if path.is_file() and not target.exists():
            target.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            path.chmod(0o600)  # the archive forgets who might read it; nobody else may
            shutil.move(path, target)


def _remove_others(files: Path, manifest: Manifest) -> None:
    for path in list(files.rglob("*")):
        name = FILES + path.relative_to(files).as_posix()
        if path.is_file() and name not in manifest.sums:
            path.unlink()
