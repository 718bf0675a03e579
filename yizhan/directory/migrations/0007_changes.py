"""The change feed of organisations, and the triggers that write it."""

import django.db.models.deletion
from django.db import migrations, models

PRIVATE = "version,verified_how,verified_by_id,waiting_since,registered_on,former_code,body_code,name_key,site,aliases,created_at"
ACTS = [('published', '发布'), ('changed', '变更'), ('withdrawn', '撤回'), ('expired', '过期'), ('hidden', '不再公开'), ('deleted', '删除')]
NOTED = "pg_current_xact_id()::text::bigint, clock_timestamp()"
COLUMNS = "record_id, organisation_id, act, is_public, position, at, kind, province"
OVERWRITE = """
    ON CONFLICT (record_id) DO UPDATE SET
        act = excluded.act, is_public = excluded.is_public, position = excluded.position,
        at = excluded.at, kind = excluded.kind, province = excluded.province
"""

FORWARD = f"""
CREATE FUNCTION directory_face(o jsonb) RETURNS jsonb LANGUAGE sql IMMUTABLE AS $$
    SELECT CASE WHEN o->>'verification' <> 'rejected' AND o->>'merged_into_id' IS NULL
        THEN o - '{{{PRIVATE}}}'::text[] END
$$;

CREATE FUNCTION directory_feed_fresh() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO directory_organisationchange ({COLUMNS})
        SELECT id, id, 'published', true, {NOTED}, kind, left(region_id, 2)
        FROM fresh WHERE directory_face(to_jsonb(fresh)) IS NOT NULL ORDER BY id
    {OVERWRITE};
    RETURN NULL;
END $$;

CREATE FUNCTION directory_feed_gone() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO directory_organisationchange ({COLUMNS})
        SELECT id, id, 'deleted', false, {NOTED}, kind, left(region_id, 2)
        FROM stale WHERE directory_face(to_jsonb(stale)) IS NOT NULL ORDER BY id
    {OVERWRITE};
    RETURN NULL;
END $$;

CREATE FUNCTION directory_feed_changed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO directory_organisationchange ({COLUMNS})
        SELECT id, id,
            CASE WHEN was IS NULL THEN 'published'
                 WHEN face IS NOT NULL THEN 'changed'
                 ELSE 'hidden' END,
            face IS NOT NULL, {NOTED}, kind, left(region_id, 2)
        FROM (
            SELECT fresh.id, fresh.kind, fresh.region_id,
                directory_face(to_jsonb(stale)) AS was, directory_face(to_jsonb(fresh)) AS face
            FROM fresh JOIN stale ON stale.id = fresh.id
            WHERE fresh IS DISTINCT FROM stale
        ) AS seen
        WHERE was IS DISTINCT FROM face ORDER BY id
    {OVERWRITE};
    RETURN NULL;
END $$;

CREATE TRIGGER directory_feed_fresh AFTER INSERT ON directory_organisation
    REFERENCING NEW TABLE AS fresh
    FOR EACH STATEMENT EXECUTE FUNCTION directory_feed_fresh();
CREATE TRIGGER directory_feed_changed AFTER UPDATE ON directory_organisation
    REFERENCING OLD TABLE AS stale NEW TABLE AS fresh
    FOR EACH STATEMENT EXECUTE FUNCTION directory_feed_changed();
CREATE TRIGGER directory_feed_gone AFTER DELETE ON directory_organisation
    REFERENCING OLD TABLE AS stale
    FOR EACH STATEMENT EXECUTE FUNCTION directory_feed_gone();

INSERT INTO directory_organisationchange ({COLUMNS})
    SELECT id, id, 'published', true, {NOTED}, kind, left(region_id, 2)
    FROM directory_organisation o WHERE directory_face(to_jsonb(o)) IS NOT NULL;
"""

BACKWARD = """
DROP TRIGGER directory_feed_gone ON directory_organisation;
DROP TRIGGER directory_feed_changed ON directory_organisation;
DROP TRIGGER directory_feed_fresh ON directory_organisation;
DROP FUNCTION directory_feed_changed();
DROP FUNCTION directory_feed_gone();
DROP FUNCTION directory_feed_fresh();
DROP FUNCTION directory_face(jsonb);
"""


class Migration(migrations.Migration):
    """The feed and its triggers."""

    dependencies = [
        ("directory", "0006_members_hold_seats"),
        ("web", "0002_feeds"),
    ]

    operations = [
        migrations.CreateModel(
            name='OrganisationChange',
            fields=[
                ('record_id', models.UUIDField(primary_key=True, serialize=False, verbose_name='记录')),
                ('act', models.CharField(choices=ACTS, max_length=10, verbose_name='变更')),
                ('is_public', models.BooleanField(verbose_name='公开')),
                ('position', models.BigIntegerField(verbose_name='事务号')),
                ('at', models.DateTimeField(verbose_name='时间')),
                ('organisation', models.ForeignKey(db_constraint=False, db_index=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='directory.organisation', verbose_name='机构')),
                ('kind', models.CharField(max_length=30, verbose_name='类型')),
                ('province', models.CharField(max_length=2, verbose_name='省份')),
            ],
            options={
                'verbose_name': '机构变更',
                'verbose_name_plural': '机构变更',
                'ordering': ['position', 'record_id'],
                'indexes': [
                    models.Index(fields=['position', 'record_id'], name='directory_change_position'),
                ],
            },
        ),
        migrations.RunSQL(FORWARD, BACKWARD),
    ]
