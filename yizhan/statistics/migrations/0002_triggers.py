"""Feed the statistics in the transaction that changes a contract, whatever changed it.

The triggers look at whole statements, so that an import of thousands of rows pays once. Only
what is counted or was counted costs anything. A shared lock is held from before the first
movement of a transaction until its end: who gets the lock alone knows that no movement with a
lower number can still appear, which is what makes a cut-off exact.
"""

from django.db import migrations

COLUMNS = """
    contract_id, version, month, seller_province, seller_city, buyer_province, buyer_city,
    kind, subkind, field, ip_type, plan_source, section, band, seller_nature, buyer_nature,
    office, value_fen, technology_fen
"""

LINES = """
    SELECT c.id AS contract_id, c.version, (extract(year FROM c.registered_on) * 100 +
        extract(month FROM c.registered_on))::int AS month,
    CASE WHEN c.seller_region_id IS NOT NULL THEN left(c.seller_region_id, 2) || '0000' WHEN
        c.seller_country <> '142' THEN '990000' ELSE '980000' END AS seller_province,
    CASE WHEN sr.parent_id IS NULL THEN '' WHEN sp.parent_id IS NULL THEN sr.code ELSE
        sp.code END AS seller_city,
    CASE WHEN c.buyer_region_id IS NOT NULL THEN left(c.buyer_region_id, 2) || '0000' WHEN
        c.buyer_country <> '142' THEN '990000' ELSE '980000' END AS buyer_province,
    CASE WHEN br.parent_id IS NULL THEN '' WHEN bp.parent_id IS NULL THEN br.code ELSE
        bp.code END AS buyer_city, c.kind, c.subkind, c.field, c.ip_type, c.plan_source,
        coalesce(left(c.industry_id, 1), '') AS section,
    CASE WHEN c.contract_value < 100000 THEN '0' WHEN c.contract_value < 500000 THEN '1'
        WHEN c.contract_value < 1000000 THEN '2' WHEN c.contract_value < 5000000 THEN '3' WHEN
        c.contract_value < 10000000 THEN '4' WHEN c.contract_value < 100000000 THEN '5' ELSE '6'
        END AS band, c.seller_nature, c.buyer_nature, coalesce(c.office_id::text, '') AS office,
        (c.contract_value * 100)::bigint AS value_fen, (coalesce(c.technology_amount, 0) *
        100)::bigint AS technology_fen
    FROM {source} c
    LEFT JOIN directory_region sr ON sr.code = c.seller_region_id
    LEFT JOIN directory_region sp ON sp.code = sr.parent_id
    LEFT JOIN directory_region br ON br.code = c.buyer_region_id
    LEFT JOIN directory_region bp ON bp.code = br.parent_id
    WHERE c.stage = 'registered' AND c.registered_on IS NOT NULL
"""


def lines(source: str) -> str:
    return LINES.replace("{source}", source)


# One row written twice: the history is kept, the pending copy goes into the cells.
WRITE = f"""
    written AS (
        INSERT INTO statistics_movement (sign, cause, at, {COLUMNS})
        SELECT sign, cause, clock_timestamp(), {COLUMNS} FROM changed
        ORDER BY contract_id, sign
        RETURNING id, sign, cause, at, {COLUMNS}
    )
    INSERT INTO statistics_pending (id, sign, cause, at, {COLUMNS})
    SELECT id, sign, cause, at, {COLUMNS} FROM written
"""

LOCK = "PERFORM pg_advisory_xact_lock_shared(7310001)"

FIGURES = "contract_id, version"


def figures(alias: str) -> str:
    names = [name.strip() for name in COLUMNS.split(",")]
    return ", ".join(f"{alias}.{name}" for name in names if name not in FIGURES.split(", "))


FORWARD = f"""
CREATE FUNCTION statistics_note_fresh() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF EXISTS (SELECT 1 FROM fresh WHERE stage = 'registered') THEN
        {LOCK};
        WITH changed AS (
            SELECT 1 AS sign, 'entered' AS cause, come.* FROM ({lines('fresh')}) come
        ), {WRITE};
    END IF;
    RETURN NULL;
END $$;

CREATE FUNCTION statistics_note_gone() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF EXISTS (SELECT 1 FROM stale WHERE stage = 'registered') THEN
        {LOCK};
        WITH changed AS (
            SELECT -1 AS sign, 'left' AS cause, gone.* FROM ({lines('stale')}) gone
        ), {WRITE};
    END IF;
    RETURN NULL;
END $$;

CREATE FUNCTION statistics_note_changed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF EXISTS (SELECT 1 FROM fresh WHERE stage = 'registered')
        OR EXISTS (SELECT 1 FROM stale WHERE stage = 'registered') THEN
        {LOCK};
        WITH come AS ({lines('fresh')}), gone AS ({lines('stale')}), changed AS (
            SELECT -1 AS sign, CASE WHEN come.contract_id IS NULL THEN 'left' ELSE 'changed' END
                AS cause, gone.*
            FROM gone LEFT JOIN come USING (contract_id)
            WHERE come.contract_id IS NULL
                OR ({figures('come')}) IS DISTINCT FROM ({figures('gone')})
            UNION ALL
            SELECT 1, CASE WHEN gone.contract_id IS NULL THEN 'entered' ELSE 'changed' END,
                come.*
            FROM come LEFT JOIN gone USING (contract_id)
            WHERE gone.contract_id IS NULL
                OR ({figures('come')}) IS DISTINCT FROM ({figures('gone')})
        ), {WRITE};
    END IF;
    RETURN NULL;
END $$;

CREATE TRIGGER statistics_note_fresh AFTER INSERT ON contracts_contract
    REFERENCING NEW TABLE AS fresh
    FOR EACH STATEMENT EXECUTE FUNCTION statistics_note_fresh();
CREATE TRIGGER statistics_note_changed AFTER UPDATE ON contracts_contract
    REFERENCING OLD TABLE AS stale NEW TABLE AS fresh
    FOR EACH STATEMENT EXECUTE FUNCTION statistics_note_changed();
CREATE TRIGGER statistics_note_gone AFTER DELETE ON contracts_contract
    REFERENCING OLD TABLE AS stale
    FOR EACH STATEMENT EXECUTE FUNCTION statistics_note_gone();

-- Rows come and go all day; the table must stay small for those who read it.
ALTER TABLE statistics_pending SET (
    autovacuum_vacuum_scale_factor = 0.0, autovacuum_vacuum_threshold = 2000,
    autovacuum_analyze_scale_factor = 0.0, autovacuum_analyze_threshold = 2000
);
ALTER TABLE statistics_cell SET (fillfactor = 90);
"""

# What was registered before these triggers existed counts too.
PAST = f"""
WITH changed AS (
    SELECT 1 AS sign, 'entered' AS cause, come.* FROM ({lines('contracts_contract')}) come
), {WRITE};
"""

BACKWARD = """
DROP TRIGGER statistics_note_gone ON contracts_contract;
DROP TRIGGER statistics_note_changed ON contracts_contract;
DROP TRIGGER statistics_note_fresh ON contracts_contract;
DROP FUNCTION statistics_note_changed();
DROP FUNCTION statistics_note_gone();
DROP FUNCTION statistics_note_fresh();
"""


class Migration(migrations.Migration):
    """The triggers."""

    dependencies = [("statistics", "0001_initial"), ("contracts", "0001_filed_and_decided")]
    operations = [
        migrations.RunSQL(FORWARD, BACKWARD),
        migrations.RunSQL(PAST, migrations.RunSQL.noop),
    ]
