"""Which database a cursor speaks of: transaction numbers mean nothing in another one.

A restored dump begins with small transaction numbers while its rows carry large ones, and a
copy on the same server goes its own way. Both are told by the server and the database that
the epoch was made in. Then every row is stamped anew and every reader starts again.
"""

import uuid
from uuid import UUID

from django.apps import apps
from django.db import connection, transaction

from yizhan.web.feeds.rows import FeedRow, Present

_SELECT = """
SELECT epoch, server = system_identifier AND base = (
    SELECT oid::bigint FROM pg_database WHERE datname = current_database())
FROM web_epoch, pg_control_system()
"""
_LOCK = "SELECT 1 FROM web_epoch FOR UPDATE"
_RENEW = """
UPDATE web_epoch SET epoch = %s, server = (SELECT system_identifier FROM pg_control_system()),
    base = (SELECT oid::bigint FROM pg_database WHERE datname = current_database())
"""


def current_epoch() -> UUID:
    """Return the epoch; in a database that is a copy of another one, begin a new one first."""
    epoch, is_home = _read()
    return epoch if is_home else renew_feeds()


@transaction.atomic
def renew_feeds(*, force: bool = False) -> UUID:
    """Begin a new epoch, unless somebody just has; `force` after a recovery in place."""
    with connection.cursor() as cursor:
        cursor.execute(_LOCK)
        epoch, is_home = _read()
        if is_home and not force:
            return epoch
        fresh = uuid.uuid4()
        for feed in feeds():
            feed.objects.update(position=Present())
        cursor.execute("DELETE FROM web_tick")
        cursor.execute(_RENEW, [fresh])
    return fresh


def feeds() -> list[type[FeedRow]]:
    """List the feeds of all contexts."""
    return [model for model in apps.get_models() if issubclass(model, FeedRow)]


def _read() -> tuple[UUID, bool]:
    with connection.cursor() as cursor:
        cursor.execute(_SELECT)
        epoch, is_home = cursor.fetchone()
    return epoch, is_home
