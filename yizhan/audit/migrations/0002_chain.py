"""Chain the facts: SHA-256 over the previous hash and the row, per stream, in the database.

The head of each stream is one locked row, so chains grow without gaps under concurrency. The
head also tells when rows at the end are missing. UPDATE, DELETE and TRUNCATE are refused for
everybody; only a superuser who switches triggers off gets by, and the chain then shows it.
Test databases are flushed by TRUNCATE, so that one guard stands aside where the name begins
with test_.
"""

from django.db import migrations

FORWARD = """
CREATE TABLE audit_head (
    stream varchar(80) PRIMARY KEY,
    seq bigint NOT NULL,
    hash bytea NOT NULL
);

CREATE FUNCTION audit_entry_hash(e audit_entry, prev bytea, seq bigint) RETURNS bytea
LANGUAGE sql IMMUTABLE AS $$
    SELECT sha256(prev || convert_to(jsonb_build_array(
        e.stream, seq, extract(epoch FROM e.at)::text, e.code, e.subject_id, e.actor_id,
        e.actor_label, e.organisation_id, e.region, e.facts)::text, 'UTF8'))
$$;

CREATE FUNCTION audit_chain() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path FROM CURRENT AS $$
DECLARE head audit_head;
BEGIN
    INSERT INTO audit_head VALUES (NEW.stream, 0, '\\x') ON CONFLICT DO NOTHING;
    SELECT * INTO head FROM audit_head WHERE stream = NEW.stream FOR UPDATE;
    NEW.seq := head.seq + 1;
    NEW.prev := head.hash;
    NEW.hash := audit_entry_hash(NEW, NEW.prev, NEW.seq);
    UPDATE audit_head SET seq = NEW.seq, hash = NEW.hash WHERE stream = NEW.stream;
    RETURN NEW;
END $$;
CREATE TRIGGER audit_chain BEFORE INSERT ON audit_entry
    FOR EACH ROW EXECUTE FUNCTION audit_chain();

CREATE FUNCTION audit_frozen() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'TRUNCATE' AND current_database() LIKE 'test\\_%' THEN
        RETURN NULL;
    END IF;
    RAISE EXCEPTION 'audit_entry is append-only';
END $$;
CREATE TRIGGER audit_frozen_rows BEFORE UPDATE OR DELETE ON audit_entry
    FOR EACH ROW EXECUTE FUNCTION audit_frozen();
CREATE TRIGGER audit_frozen_table BEFORE TRUNCATE ON audit_entry
    FOR EACH STATEMENT EXECUTE FUNCTION audit_frozen();

CREATE FUNCTION audit_rewind() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
SET search_path FROM CURRENT AS $$
BEGIN
    DELETE FROM audit_head;
    RETURN NULL;
END $$;
CREATE TRIGGER audit_rewind AFTER TRUNCATE ON audit_entry
    FOR EACH STATEMENT EXECUTE FUNCTION audit_rewind();

CREATE VIEW audit_chain_breaks AS
WITH walked AS (
    SELECT e AS entry, e.stream, e.seq, e.prev, e.hash,
        lag(e.hash, 1, '\\x'::bytea) OVER (PARTITION BY e.stream ORDER BY e.seq) AS before,
        lag(e.seq, 1, 0::bigint) OVER (PARTITION BY e.stream ORDER BY e.seq) AS seq_before
    FROM audit_entry e
)
SELECT stream, seq, 'altered' AS reason FROM walked
    WHERE hash <> audit_entry_hash(entry, prev, seq)
UNION ALL
SELECT stream, seq, 'predecessor missing' FROM walked WHERE seq <> seq_before + 1
UNION ALL
SELECT stream, seq, 'predecessor replaced' FROM walked
    WHERE seq = seq_before + 1 AND prev <> before
UNION ALL
SELECT h.stream, h.seq, 'end of the stream missing' FROM audit_head h
    LEFT JOIN audit_entry e ON e.stream = h.stream AND e.seq = h.seq AND e.hash = h.hash
    WHERE e.id IS NULL AND h.seq > 0
UNION ALL
SELECT e.stream, e.seq, 'not in the head' FROM audit_entry e
    LEFT JOIN audit_head h ON h.stream = e.stream WHERE h.stream IS NULL OR e.seq > h.seq;
"""

BACKWARD = """
DROP VIEW audit_chain_breaks;
DROP TRIGGER audit_rewind ON audit_entry;
DROP TRIGGER audit_frozen_table ON audit_entry;
DROP TRIGGER audit_frozen_rows ON audit_entry;
DROP TRIGGER audit_chain ON audit_entry;
DROP FUNCTION audit_rewind();
DROP FUNCTION audit_frozen();
DROP FUNCTION audit_chain();
DROP FUNCTION audit_entry_hash(audit_entry, bytea, bigint);
DROP TABLE audit_head;
"""


class Migration(migrations.Migration):
    """The chain."""

    dependencies = [("audit", "0001_initial")]
    operations = [migrations.RunSQL(FORWARD, BACKWARD)]
