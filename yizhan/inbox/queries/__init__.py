"""Reading the inbox: notices, what waits, wishes, and mails on their way."""

from yizhan.inbox.queries.mails import digest_people, letter_of
from yizhan.inbox.queries.notices import (
    counts_by_topic,
    header_of,
    notices,
    preferences_of,
    unread_count,
)
from yizhan.inbox.queries.waiting import Group, waiting_for

__all__ = [
    "Group",
    "counts_by_topic",
    "digest_people",
    "header_of",
    "letter_of",
    "notices",
    "preferences_of",
    "unread_count",
    "waiting_for",
]
