"""One archive that holds the whole platform: the database and the stored files."""

from yizhan.config.archives.errors import ArchiveError
from yizhan.config.archives.reading import restore_archive
from yizhan.config.archives.writing import write_archive

__all__ = ["ArchiveError", "restore_archive", "write_archive"]
