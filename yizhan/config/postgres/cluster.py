"""One embedded server: made when missing, adopted when running, restarted after a crash."""

import contextlib
import fcntl
import os
import re
import shutil
import signal
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path
from typing import TextIO

import psycopg
from psycopg.conninfo import make_conninfo

from yizhan.config.postgres.binaries import Binaries, server_binaries
from yizhan.config.postgres.creation import create_data
from yizhan.config.postgres.errors import DatabaseServerError
from yizhan.config.postgres.home import (
    APPLICATION,
    OWNER,
    PORT,
    SUPERUSER,
    Home,
    disk_full,
    free_megabytes,
    home_for,
    tells_of_full_disk,
    write_failure,
)
from yizhan.config.postgres.processes import is_alive, working_in
from yizhan.config.postgres.roles import prepare_roles
from yizhan.config.postgres.wheel import reachable

START_SECONDS = 300  # crash recovery after a bulk load takes its time
STOP_SECONDS = 90
LEAST_MEGABYTES = 120  # what a new data folder and its first log segment need
LONGEST_LOG = 10 * 2**20
PATIENCE = 0.03
# Servers may outlive the object that started them; held here, Python does not complain of it.
_started: list[subprocess.Popen[bytes]] = []


class Cluster:
    """A PostgreSQL server in a folder of ours, on a private socket, never on the network."""

    def __init__(self, data: Path, *, options: dict[str, str] | None = None) -> None:
        """Name the data folder of the installation and server options, but touch nothing."""
        self.home: Home = home_for(data)
        self.options = options or {}
        self.child: subprocess.Popen[bytes] | None = None

    # what it is

    def address(self, role: str = APPLICATION, database: str = OWNER) -> str:
        """Return libpq's connection string for a role."""
        return make_conninfo(
            host=str(self.home.sockets),
            port=PORT,
            user=role,
            dbname=database,
            passfile=str(self.home.password_file(role)),
        )

    def answers(self) -> bool:
        """Say whether our server (not another on the same socket) takes queries."""
        if not self.home.password_file(SUPERUSER).exists():
            return False
        address = self.address(SUPERUSER, "postgres")
        try:
            with psycopg.connect(address, connect_timeout=3) as connection:
                row = connection.execute("SHOW data_directory").fetchone()
        except (psycopg.OperationalError, psycopg.InterfaceError):
            return False
        return row is not None and Path(row[0]) == self.home.data

    def postmaster(self) -> int | None:
        """Return the process number in the pid file, alive or not."""
        try:
            return int((self.home.data / "postmaster.pid").read_text().split("\n", 1)[0])
        except (FileNotFoundError, ValueError):
            return None

    def binaries(self) -> Binaries:
        """Choose the programs that fit the data."""
        return server_binaries(self.home.written_by(), data=self.home.data)

    # who uses it

    @contextlib.contextmanager
    def in_use(self, *, stop_after: bool = True) -> Iterator[None]:
        """Run the server while the block runs; the last user of several stops it."""
        self.home.make()
        with (self.home.folder / "users.lock").open("a") as users:
            fcntl.flock(users, fcntl.LOCK_SH)
            self.ensure_running()
            try:
                yield
            finally:
                fcntl.flock(users, fcntl.LOCK_UN)
                if stop_after and _take_alone(users):
                    self.stop()

    def ensure_running(self) -> str:
        """Make, start or adopt the server; return `made`, `started` or `adopted`."""
        if self.home.prepared.exists() and self.answers():
            return "adopted"
        self.home.make()
        with (self.home.folder / "start.lock").open("a") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            return self._ensure_alone()

    def stop(self) -> None:
        """Stop the server: open transactions are rolled back, data is written out."""
        with (self.home.folder / "start.lock").open("a") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            pid = self.postmaster()
            if pid is not None and pid in working_in(self.home.data):
                os.kill(pid, signal.SIGINT)
                self._await_end(pid)

    # how it gets there

    def _ensure_alone(self) -> str:
        outcome = "adopted"
        if not self.answers():
            made = self._create()
            self.home.make_sockets()
            self._start()
            outcome = "made" if made else "started"
        if not self.home.prepared.exists():
            prepare_roles(self)
            self._mark_prepared()
        return outcome

    def _mark_prepared(self) -> None:
        try:
            self.home.prepared.write_text("roles and database\n")
        except OSError as error:
            raise write_failure(error, self.home.folder) from error

    def _create(self) -> bool:
        if self.home.written_by() is not None:
            return False
        if free_megabytes(self.home.folder) < LEAST_MEGABYTES:
            raise disk_full(self.home.folder)
        self.home.prepared.unlink(missing_ok=True)
        create_data(self.home, reachable(self.binaries(), self.home))
        return True

    def _start(self) -> None:
        binaries = reachable(self.binaries(), self.home)
        self._shorten_log()
        deadline = time.monotonic() + START_SECONDS
        while time.monotonic() < deadline:
            if self._was_left_running():
                time.sleep(PATIENCE)
            elif self._spawn(binaries, deadline):
                return
            if self.answers():
                return
        raise DatabaseServerError("start_slow", seconds=START_SECONDS, log=self.home.log)

    def _was_left_running(self) -> bool:
        """Say whether old processes still hold the data; remove what dead ones left.

        A zombie that nobody reaps, or a stranger with the same number, would look alive to
        PostgreSQL for ever. Nobody works in the data and we hold the lock: the marks are stale.
        """
        if working_in(self.home.data):
            return True
        socket = self.home.sockets / f".s.PGSQL.{PORT}"
        for mark in (self.home.data / "postmaster.pid", socket, Path(f"{socket}.lock")):
            mark.unlink(missing_ok=True)
        return False

    def _spawn(self, binaries: Binaries, deadline: float) -> bool:
        began = self.home.log.stat().st_size
        self.child = self._launch(binaries)
        _started.append(self.child)
        while time.monotonic() < deadline:
            if self.answers():
                return True
            if self.child.poll() is not None:
                self._explain(began)
                time.sleep(PATIENCE)
                return False
            time.sleep(PATIENCE)
        raise DatabaseServerError("start_slow", seconds=START_SECONDS, log=self.home.log)

    def _launch(self, binaries: Binaries) -> subprocess.Popen[bytes]:
        settings = {
            "listen_addresses": "",
            "port": str(PORT),
            "unix_socket_directories": str(self.home.sockets),
            "unix_socket_permissions": "0700",
            **self.options,
        }
        words = [word for pair in settings.items() for word in ("-c", "{}={}".format(*pair))]
        with self.home.log.open("ab") as log:
            return subprocess.Popen(  # noqa: S603 - a program we looked up ourselves
                [binaries.program("postgres"), "-D", str(self.home.data), *words],
                cwd="/",
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                env=server_environment(),
                start_new_session=True,
                **self.home.account.process_options(),
            )

    def _explain(self, began: int) -> None:
        """Raise what the log says, except for a predecessor that is only slow to leave."""
        with self.home.log.open("rb") as log:
            log.seek(began)
            said = log.read().decode(errors="replace")
        if re.search(r"pre-existing shared memory block|lock file .* already exists", said):
            return
        if tells_of_full_disk(said):
            raise disk_full(self.home.data)
        fatal = re.findall(r"(?:FATAL|PANIC|ERROR):\s*(.+)", said) or said.splitlines()[-1:]
        raise DatabaseServerError(
            "start_failed", reason="; ".join(fatal) or "?", log=self.home.log
        )

    def _await_end(self, pid: int) -> None:
        deadline = time.monotonic() + STOP_SECONDS
        while time.monotonic() < deadline:
            if self.child is not None:
                self.child.poll()  # reaps it, where it is our own child
            if not is_alive(pid):
                return
            time.sleep(PATIENCE)
        raise DatabaseServerError("stop_failed", pid=pid, seconds=STOP_SECONDS)

    def _shorten_log(self) -> None:
        if self.home.log.stat().st_size > LONGEST_LOG:
            shutil.copyfile(self.home.log, self.home.log.with_suffix(".log.1"))
            os.truncate(self.home.log, 0)


def server_environment() -> dict[str, str]:
    """Return an environment without our secrets and with messages we can read."""
    return {"PATH": os.defpath, "LANG": "C.UTF-8", "LC_ALL": "C.UTF-8", "TZ": "UTC"}


def _take_alone(users: TextIO) -> bool:
    """Say whether nobody else uses the server, and keep newcomers waiting if so."""
    try:
        fcntl.flock(users, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True
