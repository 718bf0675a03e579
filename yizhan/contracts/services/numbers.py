"""Registration numbers, given out without gaps from one row for each office and year."""

from datetime import datetime

from django.db import connection

from yizhan.contracts import rules
from yizhan.contracts.law import number_layout
from yizhan.contracts.models import Office
from yizhan.kernel.periods import china_day

_TAKE = """
INSERT INTO contracts_numberseries (office_id, year, last) VALUES (%s, %s, 1)
ON CONFLICT (office_id, year) DO UPDATE SET last = contracts_numberseries.last + 1
RETURNING last
"""


def next_number(office: Office, *, at: datetime) -> str:
    """Return the next number; the row stays locked until the transaction ends."""
    day = china_day(at)
    with connection.cursor() as cursor:
        cursor.execute(_TAKE, [office.pk, day.year])
        serial = int(cursor.fetchone()[0])
    number = rules.Number(
        year=day.year, region=office.prefix, office=office.code, serial=serial
    )
    return rules.compose(number_layout(day), number)
