"""Servers for the tests of the ground: each in a folder of its own that its user may enter."""

import contextlib
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import psycopg
import pytest

from yizhan.config.postgres import Cluster

ROOT = Path(__file__).resolve().parents[2]
FAST = {"fsync": "off", "full_page_writes": "off"}


@contextlib.contextmanager
def data_folder() -> Iterator[Path]:
    """Make a data folder; whatever server runs in it is stopped afterwards."""
    folder = Path(tempfile.mkdtemp(prefix="yizhan-ground-"))
    folder.chmod(0o755)
    try:
        yield folder
    finally:
        cluster = Cluster(folder)
        if cluster.home.folder.exists():
            cluster.stop()
        shutil.rmtree(folder)


def environment(data: Path) -> dict[str, str]:
    """Return an environment in which our programs use the embedded server in a folder."""
    kept = {
        key: value
        for key, value in os.environ.items()
        if not key.startswith(("YIZHAN_", "DATABASE_URL", "DJANGO_"))
    }
    return {**kept, "YIZHAN_DATA": str(data), "YIZHAN_LANGUAGE": "zh", "PYTHONPATH": str(ROOT)}


def yizhan(data: Path, *words: str, **more: str) -> subprocess.CompletedProcess[str]:
    """Run the command line as a person would."""
    return subprocess.run(
        [sys.executable, "-m", "yizhan.config.cli", *words],
        cwd=ROOT,
        env={**environment(data), **more},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )


def query(data: Path, statement: str) -> tuple[object, ...] | None:
    """Ask the database something as its owner, starting and stopping the server around it."""
    cluster = Cluster(data)
    with cluster.in_use(), psycopg.connect(cluster.address("yizhan")) as owner:
        cursor = owner.execute(statement)
        return cursor.fetchone() if cursor.description else None


def wait_for(condition: Callable[[], bool], *, seconds: float = 90) -> None:
    """Wait until it holds, and fail the test when it never does."""
    deadline = time.monotonic() + seconds
    while not condition():
        if time.monotonic() > deadline:
            pytest.fail("it did not happen in time")
        time.sleep(0.05)


def kill(pid: int | None) -> None:
    """End a process as a crash would."""
    assert pid is not None
    os.kill(pid, signal.SIGKILL)
