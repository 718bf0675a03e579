"""A copy stands behind its origin: when the origin comes or goes, the copies are looked at too.

Whether a copy is in the index depends on the stage of another row, which the trigger of 0002
does not see.
"""

from django.db import migrations

OPEN = "('published', 'in_talks')"
NOTE = "pg_current_xact_id()::text::bigint, clock_timestamp()"
COPIES = f"""
    INSERT INTO matching_change (kind, listing_id, serial, position, at)
        SELECT copy.kind, copy.id, copy.serial, {NOTE}
        FROM fresh JOIN stale ON stale.id = fresh.id
        JOIN listings_listing copy ON copy.origin_id = fresh.id
        WHERE copy.stage IN {OPEN}
            AND (fresh.stage IN {OPEN}) IS DISTINCT FROM (stale.stage IN {OPEN});
    IF FOUND THEN NOTIFY matching_change; END IF;
"""

FORWARD = f"""
CREATE FUNCTION matching_note_copies() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    {COPIES}
    RETURN NULL;
END $$;
CREATE TRIGGER matching_note_copies AFTER UPDATE ON listings_listing
    REFERENCING OLD TABLE AS stale NEW TABLE AS fresh
    FOR EACH STATEMENT EXECUTE FUNCTION matching_note_copies();
"""

BACKWARD = """
DROP TRIGGER matching_note_copies ON listings_listing;
DROP FUNCTION matching_note_copies();
"""


class Migration(migrations.Migration):
    """The trigger."""

    dependencies = [
        ("matching", "0004_alerts"),
        ("listings", "0004_fading_and_likeness"),
    ]
    operations = [migrations.RunSQL(FORWARD, BACKWARD)]
