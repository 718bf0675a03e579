"""The database of the tests: a server named in the environment, or a throw-away one of our own.

One server serves a run; with xdist the controller starts it and every worker has its own
database in it. Writing is not safe against power cuts there, which makes it fast.
"""

import contextlib
import fcntl
import os
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.conf import settings

from yizhan.config.postgres import Cluster, database_settings, external_url
from yizhan.config.postgres.home import OWNER

PREFIX = "yizhan-tests-"
FAST_NOT_SAFE = {"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off"}
resources = contextlib.ExitStack()


def pytest_configure(config: pytest.Config) -> None:
    """Keep the tests away from the data of the checkout; start the server early for xdist."""
    _move_data(Path(resources.enter_context(temporary_folder())))
    if external_url() or not getattr(config.option, "numprocesses", None):
        return
    os.environ["YIZHAN_DATABASE_URL"] = start_server().address(OWNER)


def pytest_unconfigure() -> None:
    """Stop the server and remove what the tests wrote."""
    resources.close()


@pytest.fixture(scope="session")
def django_db_modify_db_settings(
    django_db_modify_db_settings_parallel_suffix: None,
) -> None:
    """Point Django at the server, started when the first test asks for a database."""
    if external_url():
        return
    cluster = start_server()
    # The connection holds this very dictionary, so it is changed, not replaced.
    settings.DATABASES["default"].update(
        database_settings(cluster.home.folder.parent, role="owner")
    )


def start_server() -> Cluster:
    """Start a throw-away server that lives as long as the run."""
    _sweep()
    cluster = Cluster(
        Path(resources.enter_context(temporary_folder())), options=dict(FAST_NOT_SAFE)
    )
    resources.enter_context(cluster.in_use())
    return cluster


@contextlib.contextmanager
def temporary_folder() -> Iterator[str]:
    """Make a folder that the server's user may enter, and remove it afterwards."""
    folder = tempfile.mkdtemp(prefix=PREFIX)
    Path(folder).chmod(0o755)
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _sweep() -> None:
    """Stop and remove servers whose test run was killed."""
    for folder in Path(tempfile.gettempdir()).glob(f"{PREFIX}*/postgres"):
        with contextlib.suppress(OSError), (folder / "users.lock").open("r+") as users:
            fcntl.flock(users, fcntl.LOCK_EX | fcntl.LOCK_NB)
            Cluster(folder.parent).stop()
            shutil.rmtree(folder.parent, ignore_errors=True)


def _move_data(folder: Path) -> None:
    """Put every path of the settings below the data folder into another folder."""
    for name in dir(settings):
        value = getattr(settings, name)
        if isinstance(value, Path) and value.is_relative_to(settings.DATA) and name != "DATA":
            setattr(settings, name, folder / value.relative_to(settings.DATA))
    settings.DATA = folder
