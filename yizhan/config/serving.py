"""One supervisor: it keeps the server's programs running and leaves none behind."""

import contextlib
import ctypes
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

PR_SET_PDEATHSIG = 1
FIRST_WAIT = 0.5
LONGEST_WAIT = 30.0
STEADY_SECONDS = 60.0  # after so long a program counts as healthy again
GRACE_SECONDS = 15.0
TICK = 0.2

Announce = Callable[[str, dict[str, object]], None]


@dataclass(frozen=True)
class Program:
    """A program to keep running: its name for people, its words, its environment."""

    name: str
    words: tuple[str, ...]
    environment: dict[str, str] = field(default_factory=dict)


class Child:
    """One program through all its lives; the pauses grow while it keeps dying."""

    def __init__(self, program: Program) -> None:
        """Start nothing yet."""
        self.program = program
        self.process: subprocess.Popen[bytes] | None = None
        self.wait = FIRST_WAIT
        self.started = 0.0
        self.next_start = 0.0

    def start(self) -> None:
        """Start it in a group of its own that ends when we are killed."""
        libc = ctypes.CDLL(None)
        self.process = subprocess.Popen(  # noqa: S603 - our own programs
            self.program.words,
            stdin=subprocess.DEVNULL,
            env={**os.environ, **self.program.environment},
            start_new_session=True,
            preexec_fn=lambda: libc.prctl(PR_SET_PDEATHSIG, signal.SIGTERM),  # noqa: PLW1509 - one thread
        )
        self.started = time.monotonic()

    def keep(self, announce: Announce) -> None:
        """Start it when it is due; notice its death and choose the next start."""
        now = time.monotonic()
        if self.process is None:
            if now >= self.next_start:
                self.start()
            return
        code = self.process.poll()
        if code is None:
            return
        self.signal_group(signal.SIGKILL)  # what it may have left behind
        self.process = None
        if now - self.started > STEADY_SECONDS:
            self.wait = FIRST_WAIT
        self.next_start = now + self.wait
        announce("died", {"name": self.program.name, "code": code, "wait": self.wait})
        self.wait = min(LONGEST_WAIT, self.wait * 2)

    def signal_group(self, number: int) -> None:
        """Send a signal to the program and whatever it started."""
        if self.process is not None:
            with contextlib.suppress(ProcessLookupError):
                os.killpg(self.process.pid, number)

    def stop(self) -> None:
        """End it, gently first."""
        if self.process is None:
            return
        if self.process.poll() is None:
            self.process.terminate()  # its main process, which tells its workers
            with contextlib.suppress(subprocess.TimeoutExpired):
                self.process.wait(GRACE_SECONDS)
        self.signal_group(signal.SIGKILL)
        self.process.wait()
        self.process = None


class Supervisor:
    """Keeps programs running until a signal asks for the end."""

    def __init__(
        self,
        programs: Sequence[Program],
        *,
        chores: Sequence[Callable[[], None]],
        announce: Announce,
    ) -> None:
        """Take the programs, chores to do at every tick, and a voice."""
        self.children = [Child(program) for program in programs]
        self.chores = chores
        self.announce = announce
        self.stopping = False

    def run(self) -> None:
        """Run until SIGINT, SIGTERM or SIGHUP, then stop everything, the first started last."""
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            signal.signal(number, self._ask_to_stop)
        try:
            while not self.stopping:
                for chore in self.chores:
                    chore()
                for child in self.children:
                    child.keep(self.announce)
                time.sleep(TICK)
        finally:
            self.announce("stopping", {})
            for child in self.children:
                child.stop()

    def _ask_to_stop(self, number: int, _frame: object) -> None:
        if self.stopping:
            sys.exit(128 + number)  # asked twice: do not wait for anybody
        self.stopping = True


def why_not_bindable(host: str, port: int) -> OSError | None:
    """Return why nothing can listen there, None when it is free."""
    try:
        family, kind, _proto, _name, address = socket.getaddrinfo(
            host, port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE
        )[0]
        with socket.socket(family, kind) as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            probe.bind(address)
    except OSError as error:
        return error
    return None
