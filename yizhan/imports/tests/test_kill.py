"""kill -9 at any moment: the next worker goes on, and nothing is lost or doubled."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from uuid import UUID

import pytest
from django.conf import settings
from django.db import connection
from psycopg.conninfo import make_conninfo

from yizhan.imports.models import Run, SourceRow
from yizhan.imports.stages import Stage
from yizhan.imports.tests.factories import (
    counts,
    drop_table,
    make_finished_run,
    make_started_run,
    make_table,
    things,
)

ROWS = 6_000
FILE = "编号,名称\n" + "".join(f"{n},名{n}\n" for n in range(ROWS))


def start_worker(run_id: UUID, *words: str) -> "subprocess.Popen[bytes]":
    """Start another process on the database of the test."""
    base = connection.settings_dict
    address = make_conninfo(
        dbname=base["NAME"],
        user=base["USER"] or None,
        password=base["PASSWORD"] or None,
        host=base["HOST"] or None,
        port=base["PORT"] or None,
        passfile=base["OPTIONS"].get("passfile"),
    )
    environment = os.environ | {
        "YIZHAN_DATABASE_URL": address,
        "YIZHAN_DATA": str(settings.DATA),
        "DJANGO_SETTINGS_MODULE": "yizhan.config.settings",
    }
    return subprocess.Popen(
        [sys.executable, "-m", "yizhan.imports.tests.killed", str(run_id), *words],
        env=environment,
        cwd=settings.ROOT,
    )


@pytest.fixture
def table(transactional_db: None) -> Iterator[None]:
    """Create the table of the test target where another process can see it."""
    make_table()
    yield
    drop_table()


@pytest.mark.slow
@pytest.mark.usefixtures("table")
def test_killed_anywhere_the_run_goes_on_without_doubling() -> None:
    """Once from outside at any moment, once inside a transaction; then it ends."""
    run = make_started_run(FILE)
    worker = start_worker(run.id)
    deadline = time.monotonic() + 30
    while Run.objects.get(id=run.id).done < 500 and time.monotonic() < deadline:
        time.sleep(0.005)
    worker.send_signal(signal.SIGKILL)
    worker.wait()
    first = Run.objects.get(id=run.id)
    assert 500 <= first.done < ROWS
    assert len(things()) == first.done == SourceRow.objects.count()

    fatal = start_worker(run.id, str(ROWS - 100))
    assert fatal.wait(60) == -signal.SIGKILL
    second = Run.objects.get(id=run.id)
    assert (second.stage, second.done) == (Stage.RUNNING, ROWS - 500)
    assert len(things()) == second.done

    assert start_worker(run.id).wait(60) == 0
    last = Run.objects.get(id=run.id)
    assert (last.stage, counts(last)) == (Stage.FINISHED, (ROWS, 0, 0, 0))
    assert len(things()) == ROWS
    assert {row[3] for row in things()} == {1}
    assert counts(make_finished_run(FILE)) == (0, 0, ROWS, 0)
