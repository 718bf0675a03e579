"""What other contexts and the pages do with the inbox."""

from yizhan.inbox.registry import register_topic, register_waiting
from yizhan.inbox.services.clearing import clear_old
from yizhan.inbox.services.outbox import (
    Letter,
    claim_mails,
    post,
    put_back,
    queue_digest,
    settle_dropped,
    settle_failed,
    settle_sent,
    write_down,
)
from yizhan.inbox.services.preferences import set_preferences, unsubscribe
from yizhan.inbox.services.reading import keep_tally, mark_all_read, mark_read
from yizhan.inbox.services.telling import tell

__all__ = [
    "Letter",
    "claim_mails",
    "clear_old",
    "keep_tally",
    "mark_all_read",
    "mark_read",
    "post",
    "put_back",
    "queue_digest",
    "register_topic",
    "register_waiting",
    "set_preferences",
    "settle_dropped",
    "settle_failed",
    "settle_sent",
    "tell",
    "unsubscribe",
    "write_down",
]
