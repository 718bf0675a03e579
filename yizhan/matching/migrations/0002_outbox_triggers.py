"""Write the outbox in the transaction that changes a listing, whatever changed it.

A listener after commit would lose the change when the process dies between the two. The
triggers look at whole statements, so that an import of thousands of rows pays once. Drafts
are nobody's business: only what is or was open to the public counts. An organisation that
is verified or renamed takes its open listings with it. NOTIFY only wakes the indexer up.
"""

from django.db import migrations

OPEN = "('published', 'in_talks')"
NOTE = "pg_current_xact_id()::text::bigint, clock_timestamp()"

FORWARD = f"""
CREATE FUNCTION matching_note_fresh() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO matching_change (kind, listing_id, serial, position, at)
        SELECT kind, id, serial, {NOTE} FROM fresh WHERE stage IN {OPEN};
    IF FOUND THEN NOTIFY matching_change; END IF;
    RETURN NULL;
END $$;

CREATE FUNCTION matching_note_gone() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO matching_change (kind, listing_id, serial, position, at)
        SELECT kind, id, serial, {NOTE} FROM stale WHERE stage IN {OPEN};
    IF FOUND THEN NOTIFY matching_change; END IF;
    RETURN NULL;
END $$;

CREATE FUNCTION matching_note_changed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO matching_change (kind, listing_id, serial, position, at)
        SELECT fresh.kind, fresh.id, fresh.serial, {NOTE}
        FROM fresh JOIN stale ON stale.id = fresh.id
        WHERE (fresh.stage IN {OPEN} OR stale.stage IN {OPEN}) AND fresh IS DISTINCT FROM stale;
    IF FOUND THEN NOTIFY matching_change; END IF;
    RETURN NULL;
END $$;

CREATE FUNCTION matching_note_organisation() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO matching_change (kind, listing_id, serial, position, at)
        SELECT l.kind, l.id, l.serial, {NOTE}
        FROM fresh JOIN stale ON stale.id = fresh.id
        JOIN listings_listing l ON l.organisation_id = fresh.id
        WHERE l.stage IN {OPEN} AND fresh IS DISTINCT FROM stale;
    IF FOUND THEN NOTIFY matching_change; END IF;
    RETURN NULL;
END $$;

CREATE TRIGGER matching_note_fresh AFTER INSERT ON listings_listing
    REFERENCING NEW TABLE AS fresh
    FOR EACH STATEMENT EXECUTE FUNCTION matching_note_fresh();
CREATE TRIGGER matching_note_changed AFTER UPDATE ON listings_listing
    REFERENCING OLD TABLE AS stale NEW TABLE AS fresh
    FOR EACH STATEMENT EXECUTE FUNCTION matching_note_changed();
CREATE TRIGGER matching_note_gone AFTER DELETE ON listings_listing
    REFERENCING OLD TABLE AS stale
    FOR EACH STATEMENT EXECUTE FUNCTION matching_note_gone();
CREATE TRIGGER matching_note_organisation AFTER UPDATE ON directory_organisation
    REFERENCING OLD TABLE AS stale NEW TABLE AS fresh
    FOR EACH STATEMENT EXECUTE FUNCTION matching_note_organisation();

INSERT INTO matching_horizon (id, cleared) VALUES (1, 0);
"""

BACKWARD = """
DROP TRIGGER matching_note_organisation ON directory_organisation;
DROP TRIGGER matching_note_gone ON listings_listing;
DROP TRIGGER matching_note_changed ON listings_listing;
DROP TRIGGER matching_note_fresh ON listings_listing;
DROP FUNCTION matching_note_organisation();
DROP FUNCTION matching_note_changed();
DROP FUNCTION matching_note_gone();
DROP FUNCTION matching_note_fresh();
DELETE FROM matching_horizon;
"""


class Migration(migrations.Migration):
    """The triggers."""

    dependencies = [
        ("matching", "0001_changes"),
        ("listings", "0001_initial"),
        ("directory", "0001_initial"),
    ]
    operations = [migrations.RunSQL(FORWARD, BACKWARD)]
