"""Open editions: made when first asked for, renewed when enough contracts have moved."""

from datetime import datetime

from django.db import connection, transaction

from yizhan.statistics.models import OpenEdition
from yizhan.statistics.queries.cells import last_movement, years_counted
from yizhan.statistics.queries.opening import live_content
from yizhan.statistics.terms import LEAST


def open_edition(*, year: int, at: datetime) -> OpenEdition:
    """Return the public figures of a year, made now if nobody asked before."""
    found = OpenEdition.objects.filter(year=year).first()
    return found or _make(year, at)


def renew_editions(*, at: datetime) -> int:
    """Make what is missing; renew each edition in whose year three contracts have moved since.

    With fewer, the difference of two editions would be the figures of one or two contracts.
    """
    latest = last_movement()
    renewed = 0
    made = set(OpenEdition.objects.values_list("year", flat=True))
    for year in set(years_counted()) - made:
        _make(year, at)
        renewed += 1
    for edition in OpenEdition.objects.filter(upto__lt=latest):
        moved = _moved(edition.year, edition.upto)
        if moved >= LEAST:
            _make(edition.year, at)
            renewed += 1
        elif not moved:
            # Only spares the next look the movements of other years.
            OpenEdition.objects.filter(pk=edition.pk, upto=edition.upto).update(upto=latest)
    return renewed


def _make(year: int, at: datetime) -> OpenEdition:
    with transaction.atomic():
        upto = last_movement()
        content = live_content(year)
        edition, _made = OpenEdition.objects.update_or_create(
            year=year, defaults={"upto": upto, "at": at, "content": content}
        )
    return edition


def _moved(year: int, since: int) -> int:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*) FROM (SELECT DISTINCT contract_id FROM statistics_movement"
            " WHERE id > %s AND month / 100 = %s LIMIT %s) moved",
            [since, year, LEAST],
        )
        return int(cursor.fetchone()[0])
