"""Marking notices read. Reading is nobody's business, so it leaves no fact."""

from datetime import datetime
from uuid import UUID

from django.db import connection

from yizhan.inbox import queries
from yizhan.inbox.models import Notice
from yizhan.kernel.actors import Actor


def mark_read(*, actor: Actor, notice_id: UUID, at: datetime) -> Notice:
    """Mark one notice read, and return it; raises DoesNotExist for a notice of another."""
    notice = queries.notices(actor).get(pk=notice_id)
    if notice.read_at is None:
        queries.notices(actor).filter(pk=notice_id, read_at=None).update(read_at=at)
    return notice


def mark_all_read(*, actor: Actor, topic: str = "", at: datetime) -> int:
    """Mark every notice read that was there at the moment, of one topic or of all."""
    rows = queries.notices(actor).filter(read_at=None, created_at__lte=at)
    if topic:
        rows = rows.filter(topic=topic)
    return rows.update(read_at=at)


def keep_tally(*, actor: Actor, waiting: int, overdue: int, at: datetime) -> None:
    """Remember what was counted for the header; the later count stays."""
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO inbox_tally (actor_id, waiting, overdue, counted_at) "
            "VALUES (%s, %s, %s, %s) ON CONFLICT (actor_id) DO UPDATE SET "
            "waiting = excluded.waiting, overdue = excluded.overdue, "
            "counted_at = excluded.counted_at "
            "WHERE inbox_tally.counted_at < excluded.counted_at",
            [actor.id, waiting, overdue, at],
        )
