"""What the supervisor does between two looks at its programs."""

import contextlib
import http.client
import time

from yizhan.config.postgres import Cluster, DatabaseServerError
from yizhan.config.serving import Announce

LOOK_SECONDS = 2.0
LONGEST_PAUSE = 30.0


class DatabaseWatch:
    """Starts the embedded server again when it is gone, whoever started it."""

    def __init__(self, cluster: Cluster, announce: Announce) -> None:
        """Look for the first time after a while: it has just been started."""
        self.cluster = cluster
        self.announce = announce
        self.pause = LOOK_SECONDS
        self.next_look = time.monotonic() + LOOK_SECONDS

    def __call__(self) -> None:
        """Look at it every two seconds, less often while it cannot be started."""
        if self.cluster.child is not None and self.cluster.child.poll() is not None:
            self.cluster.child = None
            self.next_look = 0.0  # our own child has died: no need to wait
        if time.monotonic() < self.next_look:
            return
        try:
            if self.cluster.ensure_running() != "adopted":
                self.announce("database_back", {})
            self.pause = LOOK_SECONDS
        except DatabaseServerError as error:
            self.announce("database_failed", {"reason": str(error)})
            self.pause = min(LONGEST_PAUSE, self.pause * 2)
        self.next_look = time.monotonic() + self.pause


class Greeting:
    """Says once that the pages answer."""

    def __init__(self, host: str, port: int, announce: Announce) -> None:
        """Wait for the first answer."""
        self.host = "127.0.0.1" if host in {"0.0.0.0", "::"} else host  # noqa: S104 - compared
        self.port = port
        self.announce = announce
        self.done = False

    def __call__(self) -> None:
        """Ask for a page until one comes."""
        if self.done:
            return
        with contextlib.suppress(OSError, http.client.HTTPException):
            link = http.client.HTTPConnection(self.host, self.port, timeout=2)
            with contextlib.closing(link):
                link.request("GET", "/health/", headers={"Host": "localhost"})
                link.getresponse().read()
            self.done = True
            self.announce("ready", {"host": self.host, "port": self.port})
