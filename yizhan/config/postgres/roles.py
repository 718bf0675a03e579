"""The role rule: one role owns the tables and migrates, a lesser one runs the application."""

from collections.abc import Iterable
from typing import Protocol

import psycopg
from psycopg import sql

from yizhan.config.postgres.home import APPLICATION, OWNER, SUPERUSER, Home

EXTENSIONS = ("pg_trgm",)
TEMPLATE = "template1"


class Server(Protocol):
    """What is needed of a running server."""

    home: Home

    def address(self, role: str = ..., database: str = ...) -> str:
        """Return libpq's connection string."""


class Cursor(Protocol):
    """What is needed of a database cursor, Django's or psycopg's."""

    def execute(self, query: str, params: list[str] | None = None) -> object:
        """Run a statement."""

    def fetchone(self) -> tuple[object, ...] | None:
        """Return a row."""


def prepare_roles(server: Server) -> None:
    """Make roles, database and extensions; may be repeated after a crash."""
    with psycopg.connect(server.address(SUPERUSER, "postgres"), autocommit=True) as admin:
        _make_role(admin, server.home, OWNER, "CREATEDB")
        _make_role(admin, server.home, APPLICATION, "NOCREATEDB")
        # In the template they are part of every database to come, the tests' included.
        _make_extensions(server, TEMPLATE)
        known = admin.execute("SELECT 1 FROM pg_database WHERE datname = %s", [OWNER])
        if known.fetchone() is None:
            name = sql.Identifier(OWNER)
            admin.execute(sql.SQL("CREATE DATABASE {} OWNER {}").format(name, name))
        admin.execute(
            sql.SQL("REVOKE ALL ON DATABASE {} FROM PUBLIC").format(sql.Identifier(OWNER))
        )
    with psycopg.connect(server.address(OWNER, OWNER)) as owner, owner.cursor() as cursor:
        grant_application_rights(cursor, append_only=())


def grant_application_rights(cursor: Cursor, *, append_only: Iterable[str]) -> bool:
    """Let the application read and write rows and nothing more; False where it has no own role.

    Run it as the owner of the tables. The statements are built from constants and quoted names.
    """
    cursor.execute("SELECT current_user, current_database()")
    user, database = cursor.fetchone() or ("", "")
    cursor.execute("SELECT 1 FROM pg_roles WHERE rolname = %s", [APPLICATION])
    if cursor.fetchone() is None or user == APPLICATION:
        return False
    for statement in _grants(str(user), str(database)):
        cursor.execute(statement)
    for table in append_only:
        cursor.execute("SELECT to_regclass(%s)", [f"public.{table}"])
        if cursor.fetchone() not in {None, (None,)}:
            cursor.execute(
                f'REVOKE UPDATE, DELETE, TRUNCATE ON TABLE public."{table}" FROM {APPLICATION}'
            )
    return True


def _grants(user: str, database: str) -> list[str]:
    rows = "SELECT, INSERT, UPDATE, DELETE ON TABLES"
    numbers = "USAGE, SELECT ON SEQUENCES"
    later = f'ALTER DEFAULT PRIVILEGES FOR ROLE "{user}" IN SCHEMA public GRANT'
    return [
        f'GRANT CONNECT, TEMPORARY ON DATABASE "{database}" TO {APPLICATION}',
        f"GRANT USAGE ON SCHEMA public TO {APPLICATION}",
        f"GRANT {rows.replace('TABLES', 'ALL TABLES')} IN SCHEMA public TO {APPLICATION}",
        f"GRANT {numbers.replace('SEQ', 'ALL SEQ')} IN SCHEMA public TO {APPLICATION}",
        f"{later} {rows} TO {APPLICATION}",
        f"{later} {numbers} TO {APPLICATION}",
    ]


def _make_role(
    admin: psycopg.Connection[tuple[object, ...]], home: Home, role: str, rights: str
) -> None:
    known = admin.execute("SELECT 1 FROM pg_roles WHERE rolname = %s", [role]).fetchone()
    admin.execute(
        sql.SQL("{} ROLE {} LOGIN NOSUPERUSER NOCREATEROLE NOBYPASSRLS {} PASSWORD {}").format(
            sql.SQL("ALTER" if known else "CREATE"),
            sql.Identifier(role),
            sql.SQL(rights),
            sql.Literal(home.password(role)),
        )
    )


def _make_extensions(server: Server, database: str) -> None:
    with psycopg.connect(server.address(SUPERUSER, database), autocommit=True) as admin:
        for name in EXTENSIONS:
            admin.execute(
                sql.SQL("CREATE EXTENSION IF NOT EXISTS {}").format(sql.Identifier(name))
            )
