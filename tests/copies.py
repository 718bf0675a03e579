"""Copies of the test database: whoever needs rows that are really committed gets its own.

A test with real commits usually ends with every table emptied, the regions included. A copy
takes a fifth of a second, keeps what the migrations wrote, and is simply dropped.
"""

import time
from collections.abc import Iterator

import pytest
from django.contrib.contenttypes.models import ContentType
from django.db import DEFAULT_DB_ALIAS, ProgrammingError, connection
from django.test.utils import setup_databases, teardown_databases
from pytest_django.plugin import DjangoDbBlocker

from yizhan.directory.queries import places
from yizhan.matching.indexing.gateway import forget_retriever
from yizhan.web.feeds import renew_feeds

PATIENCE = 20


def copy_database(source: str, name: str) -> None:
    """Make a database that holds what another one holds."""
    drop_database(name)
    with connection._nodb_cursor() as cursor:
        cursor.execute(f'CREATE DATABASE "{name}" TEMPLATE "{source}"')


def drop_database(name: str) -> None:
    """Remove a database, whoever is still connected.

    The server's own vacuum belongs to its superuser, whom we may not interrupt: it is brief.
    """
    for turn in range(PATIENCE):
        try:
            with connection._nodb_cursor() as cursor:
                cursor.execute(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')
        except ProgrammingError:
            if turn == PATIENCE - 1:
                raise
            time.sleep(0.5)
        else:
            return


class inside:  # noqa: N801 -- reads as a word where it is used
    """Let every connection of this process, in whatever thread, open this database."""

    def __init__(self, name: str) -> None:
        """Remember which one, and which one is open now."""
        self._name = name
        self._before = connection.settings_dict["NAME"]

    def __enter__(self) -> None:
        """Change over."""
        _change_over(self._name)

    def __exit__(self, *_details: object) -> None:
        """Change back."""
        _change_over(self._before)


def _change_over(name: str) -> None:
    # Every thread's connection reads this very dictionary.
    connection.close()
    connection.settings_dict["NAME"] = name
    for read in (places._regions, places._industries, places._children, places._named):
        read.cache_clear()
    ContentType.objects.clear_cache()
    forget_retriever()


@pytest.fixture(scope="session")
def django_db_setup(
    request: pytest.FixtureRequest,
    django_test_environment: None,
    django_db_blocker: DjangoDbBlocker,
    django_db_modify_db_settings: None,
) -> Iterator[None]:
    """Make the test database, also for tests that only ask for copies of it."""
    keeps = bool(request.config.getoption("reuse_db"))
    with django_db_blocker.unblock():
        made = setup_databases(
            verbosity=0, interactive=False, aliases={DEFAULT_DB_ALIAS: None}, keepdb=keeps
        )
    yield
    if not keeps:
        with django_db_blocker.unblock():
            teardown_databases(made, verbosity=0)


@pytest.fixture(scope="session")
def pristine(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[str]:
    """Keep the database as the migrations left it."""
    source = connection.settings_dict["NAME"]
    name = f"{source}_pristine"
    with django_db_blocker.unblock():
        connection.close()
        copy_database(source, name)
        yield name
        drop_database(name)


@pytest.fixture(scope="session", autouse=True)
def _keep_pristine_in_time(request: pytest.FixtureRequest) -> None:
    """Make the copy before the first test that empties tables, if any test will want it."""
    if any("pristine" in getattr(item, "fixturenames", ()) for item in request.session.items):
        request.getfixturevalue("pristine")


@pytest.fixture
def committed(pristine: str, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    """Let the test commit, in threads too: in a copy of its own, which has every seed."""
    name = pristine.replace("_pristine", "_committed")
    with django_db_blocker.unblock():
        connection.close()
        copy_database(pristine, name)
        with inside(name):
            renew_feeds()  # a copy begins an epoch at its first reading, which is too late here
            yield
        drop_database(name)
