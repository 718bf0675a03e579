"""Where the history of movements can be cut."""

from django.db import OperationalError, connection, transaction

from yizhan.statistics import cubes
from yizhan.statistics.queries.cells import last_movement


def cut_off(*, wait: str) -> int | None:
    """Return the highest movement, once nobody can still write one below it.

    Writers stand still until the running transaction ends. Nothing when one of them, such as a
    bulk import, holds the history open for longer than the wait.
    """
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(f"SET LOCAL lock_timeout = '{wait}'")
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [cubes.WRITERS])
    except OperationalError:
        return None
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL lock_timeout = 0")
    return last_movement()
