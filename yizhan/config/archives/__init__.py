"""One archive that holds the whole platform: the database, the stored files, the keys."""

from pathlib import Path

from django.conf import settings

from yizhan.config.archives.errors import ArchiveError
from yizhan.config.archives.manifest import FILES, KEYS, Folders
from yizhan.config.archives.reading import restore_archive
from yizhan.config.archives.writing import write_archive

__all__ = ["ArchiveError", "own_folders", "restore_archive", "write_archive"]


def own_folders() -> Folders:
    """Return the folders that belong into an archive of this installation."""
    return {FILES: Path(settings.YIZHAN_FILES), KEYS: Path(settings.YIZHAN_KEYS)}
