"""Loading a dump into a new database, and the swap of the two names in one transaction."""

import re
import tempfile
from collections.abc import Iterable
from datetime import datetime
from pathlib import Path

import psycopg
from django.db import connection
from psycopg import sql

from yizhan.config.archives.counting import row_counts
from yizhan.config.archives.errors import ArchiveError
from yizhan.config.archives.manifest import Manifest
from yizhan.config.archives.programs import address, password, run_client
from yizhan.config.postgres import grant_application_rights

# A dump of a newer server names a setting that an older one does not know; it is harmless.
HARMLESS = "transaction_timeout"


class Swap:
    """A database being loaded beside the present one."""

    def __init__(self, *, at: datetime) -> None:
        """Choose the names."""
        self.present = str(connection.settings_dict["NAME"])
        self.coming = f"{self.present}_restoring"
        self.former = f"{self.present}_before_{at:%Y%m%d%H%M%S}"

    def load(self, dump: Path, manifest: Manifest) -> None:
        """Load the dump into a new database and count what came."""
        with _maintenance() as admin:
            _drop(admin, self.coming)
            admin.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(self.coming)))
        _restore(dump, self.coming, wrote=manifest.server_major)
        with self._inside() as inside, inside.cursor() as cursor:
            found = row_counts(cursor)
        for table, wanted in manifest.rows.items():
            if found.get(table) != wanted:
                raise ArchiveError(
                    "counts_differ", table=table, found=found.get(table, 0), wanted=wanted
                )

    def commit(self, *, append_only: Iterable[str]) -> None:
        """Let the application in, then exchange the names: both or neither."""
        with self._inside() as inside, inside.cursor() as cursor:
            grant_application_rights(cursor, append_only=append_only)
        connection.close()
        with _maintenance() as admin:
            self._refuse_others(admin)
            with admin.transaction():
                _rename(admin, self.present, self.former)
                _rename(admin, self.coming, self.present)

    def clean_up(self) -> None:
        """Remove the database that is not needed any more."""
        with _maintenance() as admin:
            _drop(admin, self.coming)
            _drop(admin, self.former)

    def _inside(self) -> psycopg.Connection[tuple[object, ...]]:
        return psycopg.connect(address(self.coming), password=password())

    def _refuse_others(self, admin: psycopg.Connection[tuple[object, ...]]) -> None:
        row = admin.execute(
            "SELECT count(*) FROM pg_stat_activity"
            " WHERE datname = %s AND backend_type = 'client backend'",
            [self.present],
        ).fetchone()
        if row and row[0]:
            raise ArchiveError("in_use", count=row[0])


def _maintenance() -> psycopg.Connection[tuple[object, ...]]:
    return psycopg.connect(address("postgres"), password=password(), autocommit=True)


def _drop(admin: psycopg.Connection[tuple[object, ...]], name: str) -> None:
    admin.execute(sql.SQL("DROP DATABASE IF EXISTS {}").format(sql.Identifier(name)))


def _rename(admin: psycopg.Connection[tuple[object, ...]], old: str, new: str) -> None:
    try:
        admin.execute(
            sql.SQL("ALTER DATABASE {} RENAME TO {}").format(
                sql.Identifier(old), sql.Identifier(new)
            )
        )
    except psycopg.errors.ObjectInUse as error:
        raise ArchiveError("in_use", count=1) from error


def _restore(dump: Path, database: str, *, wrote: int) -> None:
    with tempfile.NamedTemporaryFile("w", prefix="yizhan-", suffix=".list") as chosen:
        listing = run_client("pg_restore", "--list", dump, failure="load_failed", wrote=wrote)
        # The extension belongs to the superuser, and so does its comment.
        chosen.writelines(
            line
            for line in listing.splitlines(keepends=True)
            if "COMMENT - EXTENSION" not in line
        )
        chosen.flush()
        run_client(
            "pg_restore",
            *("--no-owner", "--no-acl", "--use-list", chosen.name),
            *("--dbname", address(database), dump),
            failure="load_failed",
            wrote=wrote,
            harmless=re.compile(HARMLESS),
        )
