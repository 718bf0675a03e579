"""The supervisor: what dies comes back, and the end leaves nobody behind."""

import contextlib
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.ground.servers import ROOT, data_folder, environment, kill, wait_for, yizhan
from yizhan.config.postgres import Cluster
from yizhan.config.postgres.processes import PROC, is_alive, working_in
from yizhan.config.serving import Child, Program, why_not_bindable


def free_port() -> int:
    """Find a port nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextlib.contextmanager
def serving(data: Path, port: int) -> Iterator[subprocess.Popen[bytes]]:
    """Serve from a data folder until the block ends."""
    log = (data / "serve.log").open("wb")
    server = subprocess.Popen(
        [
            *(sys.executable, "-m", "yizhan.config.cli", "serve"),
            *("--port", str(port), "--workers", "1"),
        ],
        cwd=ROOT,
        env=environment(data),
        stdout=log,
        stderr=log,
    )
    try:
        wait_for(lambda: healthy(port))
        yield server
    finally:
        server.terminate()
        server.wait(timeout=60)
        log.close()


def healthy(port: int) -> bool:
    """Ask the platform whether it is well."""
    try:
        with urllib.request.urlopen(f"http://127.0.0.1:{port}/health/", timeout=3) as answer:
            return bool(answer.status == 200)
    except (OSError, urllib.error.URLError):
        return False


def children(pid: int) -> list[int]:
    """List the processes below a process, all generations."""
    parents = {}
    for entry in PROC.glob("[0-9]*/stat"):
        with contextlib.suppress(OSError):
            parents[int(entry.parent.name)] = int(
                entry.read_text().rsplit(")", 1)[1].split()[1]
            )
    found, waiting = [], [pid]
    while waiting:
        here = waiting.pop()
        below = [child for child, parent in parents.items() if parent == here]
        found += below
        waiting += below
    return found


def named(pids: list[int], word: str) -> list[int]:
    """Keep the processes with a word in their command line."""
    kept = []
    for pid in pids:
        with contextlib.suppress(OSError):
            if word.encode() in (PROC / str(pid) / "cmdline").read_bytes():
                kept.append(pid)
    return kept


@pytest.mark.slow
def test_whatever_is_killed_comes_back_and_the_end_is_clean(data: Path) -> None:
    port = free_port()
    with serving(data, port) as server:
        first = Cluster(data).postmaster()
        kill(first)
        # On a quick machine it is back before anybody sees it gone: another process tells.
        wait_for(lambda: Cluster(data).postmaster() not in {None, first})
        wait_for(lambda: healthy(port))
        for word in ("granian", "procrastinate"):
            before = named(children(server.pid), word)
            kill(before[0])
            wait_for(
                lambda word=word, before=before: bool(  # type: ignore[misc]
                    set(named(children(server.pid), word)) - set(before)
                )
            )
        wait_for(lambda: healthy(port))
        family = children(server.pid)
        assert len(family) >= 4
        began = time.monotonic()
        server.send_signal(signal.SIGINT)
        assert server.wait(timeout=60) == 0
        assert time.monotonic() - began < 45
    assert [pid for pid in family if is_alive(pid)] == []
    assert working_in(Cluster(data).home.data) == []


@pytest.mark.slow
def test_a_killed_supervisor_takes_its_workers_along_and_the_next_one_adopts(
    data: Path,
) -> None:
    port = free_port()
    with serving(data, port) as server:
        workers = named(children(server.pid), "granian") + named(
            children(server.pid), "procrastinate"
        )
        postmaster = Cluster(data).postmaster()
        kill(server.pid)
        wait_for(lambda: not any(is_alive(pid) for pid in workers))
    with serving(data, port):
        assert Cluster(data).postmaster() == postmaster
    assert working_in(Cluster(data).home.data) == []


def test_a_taken_port_is_said_at_once_with_another_to_try(data: Path) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        ran = yizhan(data, "serve", "--port", str(port))
    assert ran.returncode == 1
    assert f"--port {port + 1}" in ran.stderr


def test_an_unmigrated_database_is_not_served() -> None:
    with data_folder() as folder:
        ran = yizhan(folder, "serve", "--port", str(free_port()))
        assert working_in(Cluster(folder).home.data) == []
    assert ran.returncode == 1
    assert "yizhan migrate" in ran.stderr


def test_a_program_that_keeps_dying_is_started_ever_more_slowly() -> None:
    child = Child(Program("dying", (sys.executable, "-c", "raise SystemExit(3)")))
    said: list[dict[str, object]] = []
    deadline = time.monotonic() + 20
    while len(said) < 3 and time.monotonic() < deadline:
        child.keep(lambda _code, values: said.append(values))
        time.sleep(0.02)
    assert [values["wait"] for values in said] == [0.5, 1.0, 2.0]
    assert said[0]["code"] == 3


def test_a_program_that_ignores_the_gentle_signal_is_ended(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("yizhan.config.serving.GRACE_SECONDS", 0.5)
    deaf = "import signal, time; signal.signal(signal.SIGTERM, signal.SIG_IGN); time.sleep(60)"
    child = Child(Program("deaf", (sys.executable, "-c", deaf)))
    child.start()
    assert child.process is not None
    pid = child.process.pid
    time.sleep(0.3)
    child.stop()
    assert not is_alive(pid)


def test_a_free_port_is_free_and_a_strange_host_is_not() -> None:
    assert why_not_bindable("127.0.0.1", free_port()) is None
    assert isinstance(why_not_bindable("192.0.2.1", 8000), OSError)
