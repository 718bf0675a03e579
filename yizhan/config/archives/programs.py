"""pg_dump and pg_restore: the right version, our password, no surprise in the environment."""

import os
import re
import subprocess
from pathlib import Path
from typing import Any

from django.db import connection
from psycopg.conninfo import make_conninfo

from yizhan.config.archives.errors import ArchiveError
from yizhan.config.postgres.binaries import client_binaries
from yizhan.config.postgres.cluster import server_environment


def server_major() -> int:
    """Ask the server for its major version."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_setting('server_version_num')::int / 10000")
        (major,) = cursor.fetchone()
    return int(major)


def run_client(
    program: str,
    *words: str | Path,
    failure: str,
    wrote: int = 0,
    harmless: re.Pattern[str] | None = None,
) -> str:
    """Run a client program not older than the server and the dump; return what it printed."""
    major = max(server_major(), wrote)
    binaries = client_binaries(major)
    if binaries is None:
        raise ArchiveError("no_client", major=major)
    ran = subprocess.run(  # noqa: S603 -- a program we looked up ourselves
        [binaries.program(program), *map(str, words)],
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        check=False,
        env=_environment(),
    )
    errors = [line for line in ran.stderr.splitlines() if "error:" in line]
    serious = [line for line in errors if not (harmless and harmless.search(line))]
    if ran.returncode and (serious or not errors):
        reason = "; ".join(serious[:3]) or f"{program}: {ran.returncode}"
        raise ArchiveError(failure, reason=reason)
    return ran.stdout


def address(database: str) -> str:
    """Return libpq's words for a database on our server; the password goes another way."""
    values: dict[str, Any] = connection.get_connection_params()
    kept = {
        key: values[key]
        for key in ("host", "port", "user", "passfile", "sslmode", "sslrootcert")
        if values.get(key)
    }
    return make_conninfo(**kept, dbname=database)


def password() -> str | None:
    """Return the password of the settings; the embedded server has a password file instead."""
    return str(connection.settings_dict["PASSWORD"]) or None


def _environment() -> dict[str, str]:
    environment = server_environment()
    environment["PATH"] = os.environ.get("PATH", os.defpath)
    environment["HOME"] = os.environ.get("HOME", "/")
    if word := password():
        environment["PGPASSWORD"] = word
    return environment
