"""The change feed of listings, and the triggers that write it.

What the public sees of a row, `listings_face`, decides: a change that nobody could notice is
no change, and a row without a face is not public. Whole statements are looked at, so bulk SQL
is seen like everything else. Rows are written in the order of their keys, so that two writers
do not wait for each other.
"""

import django.contrib.postgres.fields
import django.db.models.deletion
from django.db import migrations, models

SHOWN = "('published', 'in_talks', 'concluded')"
ACTS = [('published', '发布'), ('changed', '变更'), ('withdrawn', '撤回'), ('expired', '过期'), ('hidden', '不再公开'), ('deleted', '删除')]
KINDS = [('need', '技术需求'), ('offer', '科技成果'), ('service', '技术服务与平台')]
NOTED = "pg_current_xact_id()::text::bigint, clock_timestamp()"
COLUMNS = "record_id, listing_id, act, is_public, position, at, kind, fields, province"
OVERWRITE = """
    ON CONFLICT (record_id) DO UPDATE SET
        act = excluded.act, is_public = excluded.is_public, position = excluded.position,
        at = excluded.at, kind = excluded.kind, fields = excluded.fields,
        province = excluded.province
"""

FORWARD = f"""
CREATE FUNCTION listings_face(l jsonb) RETURNS jsonb LANGUAGE plpgsql IMMUTABLE AS $$
DECLARE
    hidden text[];
BEGIN
    IF l->>'stage' NOT IN {SHOWN} THEN RETURN NULL; END IF;
    SELECT coalesce(array_agg(key), '{{}}') INTO hidden
        FROM jsonb_each_text(l->'visibility') WHERE value <> 'public';
    IF 'price' = ANY (hidden) THEN hidden := hidden || '{{price_min,price_max}}'::text[]; END IF;
    IF (l->>'is_anonymous')::boolean THEN hidden := hidden || '{{source}}'::text[]; END IF;
    RETURN (l - '{{author_id,creation_key,external_id,return_reasons,submitted_at,updated_at}}'::text[]
        - hidden) || jsonb_build_object('details', (l->'details') - hidden);
END $$;

CREATE FUNCTION listings_feed_fresh() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO listings_listingchange ({COLUMNS})
        SELECT id, id, 'published', true, {NOTED}, kind, fields, left(region_id, 2)
        FROM fresh WHERE stage IN {SHOWN} ORDER BY id
    {OVERWRITE};
    RETURN NULL;
END $$;

CREATE FUNCTION listings_feed_gone() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO listings_listingchange ({COLUMNS})
        SELECT id, id, 'deleted', false, {NOTED}, kind, fields, left(region_id, 2)
        FROM stale WHERE stage IN {SHOWN} ORDER BY id
    {OVERWRITE};
    RETURN NULL;
END $$;

CREATE FUNCTION listings_feed_changed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO listings_listingchange ({COLUMNS})
        SELECT id, id,
            CASE WHEN was IS NULL THEN 'published'
                 WHEN face IS NOT NULL THEN 'changed'
                 WHEN stage IN ('withdrawn', 'expired') THEN stage
                 WHEN is_gone THEN 'deleted'
                 ELSE 'hidden' END,
            face IS NOT NULL, {NOTED}, kind, fields, left(region_id, 2)
        FROM (
            SELECT coalesce(fresh.id, stale.id) AS id, fresh.stage, fresh.id IS NULL AS is_gone,
                CASE WHEN fresh.stage IN {SHOWN} THEN fresh.kind ELSE stale.kind END AS kind,
                CASE WHEN fresh.stage IN {SHOWN} THEN fresh.fields ELSE stale.fields END AS fields,
                CASE WHEN fresh.stage IN {SHOWN} THEN fresh.region_id ELSE stale.region_id END
                    AS region_id,
                CASE WHEN stale.stage IN {SHOWN} THEN listings_face(to_jsonb(stale)) END AS was,
                CASE WHEN fresh.stage IN {SHOWN} THEN listings_face(to_jsonb(fresh)) END AS face
            FROM fresh FULL JOIN stale ON stale.id = fresh.id
            WHERE (fresh.stage IN {SHOWN} OR stale.stage IN {SHOWN})
                AND fresh IS DISTINCT FROM stale
        ) AS seen
        WHERE was IS DISTINCT FROM face ORDER BY id
    {OVERWRITE};
    RETURN NULL;
END $$;

CREATE FUNCTION listings_feed_organisation() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO listings_listingchange ({COLUMNS})
        SELECT l.id, l.id, 'changed', true, {NOTED}, l.kind, l.fields, left(l.region_id, 2)
        FROM fresh JOIN stale ON stale.id = fresh.id
        JOIN listings_listing l ON l.organisation_id = fresh.id
        WHERE l.stage IN {SHOWN} AND (
            (fresh.kind, fresh.size, fresh.industry_id, fresh.verification)
                IS DISTINCT FROM (stale.kind, stale.size, stale.industry_id, stale.verification)
            OR NOT l.is_anonymous AND
                (fresh.name, fresh.name_en, fresh.uscc, fresh.region_id, fresh.about)
                IS DISTINCT FROM
                (stale.name, stale.name_en, stale.uscc, stale.region_id, stale.about))
        ORDER BY l.id
    {OVERWRITE};
    RETURN NULL;
END $$;

CREATE TRIGGER listings_feed_fresh AFTER INSERT ON listings_listing
    REFERENCING NEW TABLE AS fresh
    FOR EACH STATEMENT EXECUTE FUNCTION listings_feed_fresh();
CREATE TRIGGER listings_feed_changed AFTER UPDATE ON listings_listing
    REFERENCING OLD TABLE AS stale NEW TABLE AS fresh
    FOR EACH STATEMENT EXECUTE FUNCTION listings_feed_changed();
CREATE TRIGGER listings_feed_gone AFTER DELETE ON listings_listing
    REFERENCING OLD TABLE AS stale
    FOR EACH STATEMENT EXECUTE FUNCTION listings_feed_gone();
CREATE TRIGGER listings_feed_organisation AFTER UPDATE ON directory_organisation
    REFERENCING OLD TABLE AS stale NEW TABLE AS fresh
    FOR EACH STATEMENT EXECUTE FUNCTION listings_feed_organisation();

INSERT INTO listings_listingchange ({COLUMNS})
    SELECT id, id, 'published', true, {NOTED}, kind, fields, left(region_id, 2)
    FROM listings_listing WHERE stage IN {SHOWN};
"""

BACKWARD = """
DROP TRIGGER listings_feed_organisation ON directory_organisation;
DROP TRIGGER listings_feed_gone ON listings_listing;
DROP TRIGGER listings_feed_changed ON listings_listing;
DROP TRIGGER listings_feed_fresh ON listings_listing;
DROP FUNCTION listings_feed_organisation();
DROP FUNCTION listings_feed_changed();
DROP FUNCTION listings_feed_gone();
DROP FUNCTION listings_feed_fresh();
DROP FUNCTION listings_face(jsonb);
"""


class Migration(migrations.Migration):
    """The feed and its triggers."""

    dependencies = [
        ("listings", "0002_serial_source_and_keys"),
        ("directory", "0003_roles_asked_and_invitations"),
        ("web", "0002_feeds"),
    ]

    operations = [
        migrations.CreateModel(
            name='ListingChange',
            fields=[
                ('record_id', models.UUIDField(primary_key=True, serialize=False, verbose_name='记录')),
                ('act', models.CharField(choices=ACTS, max_length=10, verbose_name='变更')),
                ('is_public', models.BooleanField(verbose_name='公开')),
                ('position', models.BigIntegerField(verbose_name='事务号')),
                ('at', models.DateTimeField(verbose_name='时间')),
                ('listing', models.ForeignKey(db_constraint=False, db_index=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='listings.listing', verbose_name='信息')),
                ('kind', models.CharField(choices=KINDS, max_length=10, verbose_name='类别')),
                ('fields', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=2), size=None, verbose_name='技术领域')),
                ('province', models.CharField(max_length=2, verbose_name='省份')),
            ],
            options={
                'verbose_name': '信息变更',
                'verbose_name_plural': '信息变更',
                'ordering': ['position', 'record_id'],
                'indexes': [
                    models.Index(fields=['position', 'record_id'], name='listings_change_position'),
                    models.Index(fields=['kind', 'position', 'record_id'], name='listings_change_kind'),
                ],
            },
        ),
        migrations.RunSQL(FORWARD, BACKWARD),
    ]
