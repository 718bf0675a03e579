"""The role rule: the application reads and writes rows, and cannot do more."""

from collections.abc import Iterator

import psycopg
import pytest
from psycopg import errors

from tests.ground.servers import FAST, data_folder
from yizhan.config.postgres import Cluster, database_settings, grant_application_rights

FORBIDDEN = [
    "DROP TABLE entry",
    "ALTER TABLE entry DISABLE TRIGGER ALL",
    "ALTER TABLE entry ADD COLUMN more int",
    "TRUNCATE entry",
    "UPDATE entry SET n = 2",
    "DELETE FROM entry",
    "CREATE TABLE mine (n int)",
    "SET session_replication_role = replica",
    "SET ROLE yizhan",
    "CREATE ROLE another",
    "CREATE DATABASE another",
    "COPY (SELECT 1) TO PROGRAM 'id'",
]


@pytest.fixture(scope="module")
def cluster() -> Iterator[Cluster]:
    """Give one server with a table of rows and one that only grows."""
    with data_folder() as folder:
        cluster = Cluster(folder, options=dict(FAST))
        cluster.ensure_running()
        with psycopg.connect(cluster.address("yizhan")) as owner, owner.cursor() as cursor:
            cursor.execute("CREATE TABLE entry (n int)")
            cursor.execute("INSERT INTO entry VALUES (1)")
            assert grant_application_rights(cursor, append_only=["entry", "not_there"])
        with psycopg.connect(cluster.address("yizhan")) as owner:
            # After the grant, as the next migration would: default privileges must reach it.
            owner.execute("CREATE TABLE note (id bigserial, n int)")
        yield cluster


@pytest.mark.parametrize("statement", FORBIDDEN)
def test_the_application_cannot(cluster: Cluster, statement: str) -> None:
    with (
        psycopg.connect(cluster.address("yizhan_app"), autocommit=True) as application,
        pytest.raises((errors.InsufficientPrivilege, errors.UndefinedObject)),
    ):
        application.execute(statement)


def test_the_application_adds_to_a_table_that_only_grows(cluster: Cluster) -> None:
    with psycopg.connect(cluster.address("yizhan_app")) as application:
        application.execute("INSERT INTO entry VALUES (2)")
        assert application.execute("SELECT count(*) FROM entry").fetchone() == (2,)


def test_the_application_changes_rows_of_later_tables(cluster: Cluster) -> None:
    with psycopg.connect(cluster.address("yizhan_app")) as application:
        application.execute("INSERT INTO note (n) VALUES (1)")
        application.execute("UPDATE note SET n = 2")
        application.execute("DELETE FROM note")


def test_neither_role_is_a_superuser(cluster: Cluster) -> None:
    with psycopg.connect(cluster.address("yizhan")) as owner:
        rows = owner.execute(
            "SELECT rolname, rolsuper, rolbypassrls, rolcreaterole, rolcreatedb FROM pg_roles"
            " WHERE rolname LIKE 'yizhan%' ORDER BY 1"
        ).fetchall()
    assert rows == [
        ("yizhan", False, False, False, True),
        ("yizhan_app", False, False, False, False),
    ]


def test_a_wrong_password_does_not_open_the_socket(cluster: Cluster) -> None:
    address = cluster.address("yizhan").replace("passfile", "sslcert") + " password=guess"
    with pytest.raises(psycopg.OperationalError, match="password authentication failed"):
        psycopg.connect(address)


def test_settings_name_the_role_and_no_password(
    cluster: Cluster, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("YIZHAN_DATABASE_URL", raising=False)
    monkeypatch.delenv("DATABASE_URL", raising=False)
    for role, user in (("app", "yizhan_app"), ("owner", "yizhan")):
        settings = database_settings(cluster.home.folder.parent, role=role)
        assert (settings["USER"], settings["PASSWORD"]) == (user, "")


def test_a_named_server_wins_over_the_embedded_one(
    cluster: Cluster, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(
        "YIZHAN_DATABASE_URL", "postgres://app:s%40crt@db.example:6432/yz?sslmode=require"
    )
    monkeypatch.setenv("YIZHAN_DATABASE_OWNER_URL", "postgres://owner@/yz?host=/run/pg")
    settings = database_settings(cluster.home.folder.parent, role="app")
    assert settings["HOST"] == "db.example"
    assert (settings["PASSWORD"], settings["PORT"]) == ("s@crt", "6432")
    assert settings["OPTIONS"] == {"sslmode": "require"}
    owner = database_settings(cluster.home.folder.parent, role="owner")
    assert (owner["USER"], owner["HOST"]) == ("owner", "/run/pg")
