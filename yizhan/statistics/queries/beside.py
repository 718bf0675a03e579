"""Public figures that stand beside each other must not differ by one or two contracts."""

from django.db import connection
from django.db.models import Max

from yizhan.statistics.models import OpenEdition, PublishedTable
from yizhan.statistics.terms import LEAST


def last_shown(year: int) -> int:
    """Return the last movement that any public figure of a year holds; 0 when none does."""
    ends = (
        model.objects.filter(year=year).aggregate(last=Max("upto"))["last"]
        for model in (OpenEdition, PublishedTable)
    )
    return max(end or 0 for end in ends)


def is_too_close(year: int, *, upto: int) -> bool:
    """Say whether figures up to a movement would give one or two contracts away."""
    return 0 < few_moved(year, since=last_shown(year), upto=upto) < LEAST


def few_moved(year: int, *, since: int, upto: int) -> int:
    """Count the contracts of a year that moved between two movements, up to three."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*) FROM (SELECT DISTINCT contract_id FROM statistics_movement"
            " WHERE id > %s AND id <= %s AND month BETWEEN %s AND %s LIMIT %s) moved",
            [since, upto, year * 100, year * 100 + 12, LEAST],
        )
        return int(cursor.fetchone()[0])
