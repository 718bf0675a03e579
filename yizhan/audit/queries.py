"""Reading the trail: what happened to a subject, and whether the chains are whole."""

from collections.abc import Iterator
from dataclasses import dataclass
from uuid import UUID

from django.db import connection
from django.db.models import QuerySet

from yizhan.audit.models import Entry


@dataclass(frozen=True, slots=True)
class Break:
    """A place where a chain does not hold: which stream, which row, and why."""

    stream: str
    seq: int
    reason: str


def entries_of(*, subject_id: UUID, limit: int = 100) -> QuerySet[Entry]:
    """Return the newest facts about a subject."""
    return Entry.objects.filter(subject_id=subject_id)[:limit]


def count_entries() -> int:
    """Count all facts."""
    return Entry.objects.count()


def chain_breaks() -> Iterator[Break]:
    """Recompute every hash in SQL and name each altered, missing or cut-off row."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT stream, seq, reason FROM audit_chain_breaks ORDER BY stream, seq"
        )
        for stream, seq, reason in cursor.fetchall():
            yield Break(stream, seq, reason)
