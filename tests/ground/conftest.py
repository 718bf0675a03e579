"""A migrated platform, made once and copied for each module that changes it."""

import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.ground.servers import data_folder, yizhan


@pytest.fixture(scope="session")
def migrated() -> Iterator[Path]:
    """Migrate an embedded database once for all."""
    with data_folder() as folder:
        ran = yizhan(folder, "migrate", "--verbosity", "0")
        assert ran.returncode == 0, ran.stderr
        yield folder


@pytest.fixture(scope="module")
def data(migrated: Path) -> Iterator[Path]:
    """Give each module its own copy; the server in it is not running."""
    with data_folder() as folder:
        subprocess.run(["cp", "-a", f"{migrated}/.", str(folder)], check=True)
        yield folder
