"""A person's notices and wishes."""

from dataclasses import dataclass
from datetime import datetime

from django.db import connection
from django.db.models import BooleanField, Count, ExpressionWrapper, Q, QuerySet

from yizhan.inbox.models import Notice, Preference
from yizhan.inbox.permissions import visible_to
from yizhan.inbox.registry import topics
from yizhan.inbox.terms import DIGEST, Every
from yizhan.kernel.actors import Actor

# The header says "99+" beyond; counting further would tell nobody more.
MOST_COUNTED = 100

_HEADER = """
SELECT (SELECT count(*) FROM (SELECT 1 FROM inbox_notice
            WHERE person_id = %s AND read_at IS NULL LIMIT %s) AS unread),
       tally.waiting, tally.overdue, tally.counted_at
FROM (SELECT 1) AS one LEFT JOIN inbox_tally AS tally ON tally.actor_id = %s
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Header:
    """The numbers beside the bell: unread now, waiting when last counted."""

    unread: int
    waiting: int
    overdue: int
    counted_at: datetime | None


def notices(actor: Actor, *, topic: str = "", is_unread: bool = False) -> QuerySet[Notice]:
    """List the actor's notices, newest first."""
    rows = Notice.objects.filter(visible_to(actor))
    if topic:
        rows = rows.filter(topic=topic)
    return rows.filter(read_at=None) if is_unread else rows


def unread_first(rows: QuerySet[Notice]) -> QuerySet[Notice]:
    """Put what is unread before what is read; within each, the newest first."""
    is_read = ExpressionWrapper(Q(read_at__isnull=False), output_field=BooleanField())
    return rows.order_by(is_read.asc(), "-created_at", "id")


def counts_by_topic(actor: Actor) -> dict[str, tuple[int, int]]:
    """Count the notices of each topic that has any: all, and unread."""
    counted = (
        notices(actor)
        .order_by()
        .values("topic")
        .annotate(all=Count("id"), unread=Count("id", filter=Q(read_at=None)))
    )
    return {row["topic"]: (row["all"], row["unread"]) for row in counted}


def unread_count(actor: Actor) -> int:
    """Count what the actor has not read."""
    return notices(actor, is_unread=True).count()


def header_of(*, actor: Actor) -> Header:
    """Read both numbers of the header with one query."""
    with connection.cursor() as cursor:
        cursor.execute(_HEADER, [actor.person_id, MOST_COUNTED, actor.id])
        unread, waiting, overdue, counted_at = cursor.fetchone()
    return Header(
        unread=unread, waiting=waiting or 0, overdue=overdue or 0, counted_at=counted_at
    )


def preferences_of(*, actor: Actor) -> dict[str, str]:
    """Return how the actor wants each topic by mail, chosen or as usual."""
    wishes = {topic.code: topic.mail.value for topic in topics()}
    wishes[DIGEST] = Every.DAILY.value
    if actor.person_id is None:
        return wishes
    held = Preference.objects.filter(person_id=actor.person_id)
    return wishes | {row.topic: row.every for row in held if row.topic in wishes}
