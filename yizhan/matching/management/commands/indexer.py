"""`yizhan indexer`: keep the index fresh; `yizhan serve` runs it beside the pages."""

import signal
import threading
from datetime import UTC, datetime
from typing import Any

from django.core.management.base import BaseCommand
from django.db import connection
from django.db.utils import InterfaceError, OperationalError

from yizhan.matching.engine.port import IndexLocked, IndexUnavailable
from yizhan.matching.indexing.follower import follow
from yizhan.matching.indexing.rebuild import rebuild

LOCKED_WAIT = 2.0
BROKEN_WAIT = 1.0
LONGEST_WAIT = 30.0


class Command(BaseCommand):
    """Follow the outbox; heal the index when it is missing or broken."""

    help = "更新检索索引：持续读取变更，索引缺失或损坏时自动重建"

    def handle(self, *_args: Any, **_options: Any) -> None:
        """Run until SIGTERM or SIGINT."""
        stop = threading.Event()
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, lambda _number, _frame: stop.set())
        broken = 0
        while not stop.is_set():
            try:
                follow(stop, now=_now, told=self._tell)
            except IndexLocked:
                stop.wait(LOCKED_WAIT)  # another indexer is at work: stand by
            except IndexUnavailable as error:
                self.stderr.write(str(error))
                broken += 1
                # What a second attempt does not mend is built anew.
                stop.wait(min(LONGEST_WAIT, BROKEN_WAIT * broken))
                if broken > 1 and not stop.is_set() and self._heal():
                    broken = 0
            except (OperationalError, InterfaceError) as error:
                self.stderr.write(str(error).strip())
                connection.close()
                stop.wait(BROKEN_WAIT)

    def _heal(self) -> bool:
        try:
            rebuilt = rebuild(at=_now())
        except (IndexUnavailable, OSError) as error:
            self.stderr.write(str(error))
            return False
        self.stdout.write(f"{rebuilt.name}: {rebuilt.documents}")
        return True

    def _tell(self, what: str, count: int) -> None:
        if count == 0:
            self.stdout.write(what)


def _now() -> datetime:
    return datetime.now(UTC)
