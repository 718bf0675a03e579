"""Reading the inbox: notices, what waits, wishes, and mails on their way."""

from yizhan.inbox.queries.mails import digest_people, letter_of, overdue_mails
from yizhan.inbox.queries.notices import (
    MOST_COUNTED,
    counts_by_topic,
    header_of,
    notices,
    preferences_of,
    unread_count,
    unread_first,
)
from yizhan.inbox.queries.waiting import Group, waiting_for

__all__ = [
    "MOST_COUNTED",
    "Group",
    "counts_by_topic",
    "digest_people",
    "header_of",
    "letter_of",
    "notices",
    "overdue_mails",
    "preferences_of",
    "unread_count",
    "unread_first",
    "waiting_for",
]
