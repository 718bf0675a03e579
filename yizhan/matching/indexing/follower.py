"""Bring the changes of the outbox into the current index, within a second of their commit."""

import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from django.db import connection

from yizhan.matching.engine.generations import Generation
from yizhan.matching.engine.port import Drop, IndexUnavailable, Operation, Put
from yizhan.matching.engine.tantivy_engine import TantivyEngine
from yizhan.matching.indexing.documents import documents_for, number_of
from yizhan.matching.indexing.gateway import encoder_of, index_home
from yizhan.matching.indexing.outbox import Noted, Outbox, clear, reaches_back_to

WAIT: Final = 0.5  # seconds without a notification after which the table is read anyway
CLEAR_EVERY: Final = 3600.0
_CHANNEL: Final = "matching_change"


class OutOfReach(IndexUnavailable):
    """Say that the index belongs to another time or database and must be rebuilt."""


@dataclass
class Follower:
    """One generation being kept fresh; holds its write lock from `open` to `close`."""

    generation: Generation
    engine: TantivyEngine
    outbox: Outbox

    @classmethod
    def open(cls, generation: Generation) -> "Follower":
        """Take the write lock and stand where the index stands."""
        meta = generation.meta()
        analyzer = generation.analyzer()
        if analyzer.version != meta.analyzer:
            raise OutOfReach(f"the index was made by analyzer {meta.analyzer}")
        engine = generation.writer(
            analyzer=analyzer, encoder=encoder_of(generation), dimensions=meta.dimensions
        )
        if not reaches_back_to(engine.checkpoint()):
            engine.close()
            raise OutOfReach("the outbox does not reach back to this index")
        return cls(generation, engine, Outbox(engine.checkpoint()))

    def catch_up(self) -> int:
        """Deal with everything the outbox has; say how many rows that were."""
        dealt = 0
        for page in self.outbox.pages():
            self.engine.apply(operations(page.rows), checkpoint=page.position)
            dealt += len(page.rows)
        return dealt

    def close(self) -> None:
        """Let go of the lock."""
        self.engine.close()


def operations(rows: list[Noted]) -> list[Operation]:
    """Turn rows into what has to be done, by looking at the listings as they stand now."""
    documents = documents_for(list({row.listing_id for row in rows}))
    done: dict[int, Operation] = {}
    for row in rows:
        document = documents.get(row.listing_id)
        number = number_of(row.kind, row.serial)
        done[number] = Put(document) if document else Drop(number)
    return list(done.values())


def follow(
    stop: threading.Event,
    *,
    now: Callable[[], datetime],
    told: Callable[[str, int], None] = lambda _what, _count: None,
) -> None:
    """Keep the current generation fresh until told to stop, changing over when it changes."""
    home = index_home()
    follower: Follower | None = None
    cleared = time.monotonic()
    try:
        _listen()
        while not stop.is_set():
            name = home.pointer()
            if follower is None or follower.generation.name != name:
                if follower is not None:
                    follower.close()
                    follower = None
                follower = Follower.open(home.current())
                told(f"open {name}", 0)
            if count := follower.catch_up():
                told("indexed", count)
            if time.monotonic() - cleared > CLEAR_EVERY:
                cleared = time.monotonic()
                clear(before=follower.engine.checkpoint(), at=now())
            _wait(WAIT)
    finally:
        if follower is not None:
            follower.close()


def _listen() -> None:
    connection.ensure_connection()
    with connection.cursor() as cursor:
        cursor.execute(f"LISTEN {_CHANNEL}")


def _wait(seconds: float) -> None:
    """Sleep until a notification or the time is over; several at once count as one."""
    connection.ensure_connection()
    for _notice in connection.connection.notifies(timeout=seconds, stop_after=1):
        pass
