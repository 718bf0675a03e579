"""Looking for entries that may be one organisation, by what the database works out of each."""

from datetime import datetime
from uuid import UUID

from django.db import connection

# Two names as like as this, in one province, are shown to somebody; nothing is merged by it.
LIKE = 0.55
_MATCHES = """
SELECT a.id, b.id,
       array_remove(ARRAY[
           CASE WHEN a.body_code <> '' AND a.body_code = b.body_code THEN 'code' END,
           CASE WHEN a.name_key = b.name_key THEN 'name' END,
           CASE WHEN a.site <> '' AND a.site = b.site THEN 'site' END,
           CASE WHEN similarity(a.name_key, b.name_key) >= %(like)s::real THEN 'like' END
       ], NULL) AS reasons,
       similarity(a.name_key, b.name_key) AS likeness
FROM directory_organisation a JOIN directory_organisation b ON b.id <> a.id
WHERE a.merged_into_id IS NULL AND b.merged_into_id IS NULL AND a.kind = b.kind
"""
_ONE = """
  AND a.id = %(id)s::uuid AND b.id IN (
    SELECT id FROM directory_organisation WHERE body_code <> '' AND body_code = a.body_code
    UNION SELECT id FROM directory_organisation WHERE name_key = a.name_key
    UNION SELECT id FROM directory_organisation WHERE site <> '' AND site = a.site
    UNION SELECT id FROM directory_organisation
          WHERE name_key %% a.name_key AND left(region_id, 2) = left(a.region_id, 2)
  )
"""
_STORE = """
INSERT INTO directory_pair (id, first_id, second_id, reasons, likeness, found_at, dismissed_why)
SELECT gen_random_uuid(), least(found.a, found.b), greatest(found.a, found.b),
       found.reasons, found.likeness, %(at)s::timestamptz, ''
FROM ({found}) AS found (a, b, reasons, likeness)
WHERE cardinality(found.reasons) > 0
ON CONFLICT (first_id, second_id)
DO UPDATE SET reasons = excluded.reasons, likeness = excluded.likeness
"""


def note_duplicates(organisation_id: UUID, *, at: datetime) -> int:
    """Compare one organisation with all others and keep the likely pairs."""
    values = {"id": str(organisation_id), "like": str(LIKE), "at": at.isoformat()}
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT set_config('pg_trgm.similarity_threshold', %s, true)", [str(LIKE)]
        )
        cursor.execute(_STORE.format(found=_MATCHES + _ONE), values)
        return int(cursor.rowcount)


def note_all_duplicates(*, at: datetime) -> int:
    """Compare all with all by code, name and website: nightly, for what imports brought."""
    queries = [
        "b.body_code <> '' AND b.body_code = a.body_code",
        "b.name_key = a.name_key",
        "b.site <> '' AND b.site = a.site",
    ]
    count = 0
    with connection.cursor() as cursor:
        for condition in queries:  # one at a time, so that each can use its index
            found = f"{_MATCHES} AND a.id < b.id AND {condition}"
            cursor.execute(
                _STORE.format(found=found), {"like": str(LIKE), "at": at.isoformat()}
            )
            count += cursor.rowcount
    return count
