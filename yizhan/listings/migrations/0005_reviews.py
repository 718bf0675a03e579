"""Tables of review: what was handed in, who works on it, what was decided, what is suspended.

What already waits for a reviewer gets its version and its clock.
"""

import django.db.models.deletion
import pgtrigger.compiler
import pgtrigger.migrations
import uuid
from django.db import migrations, models

# Working days are counted by the platform's calendar; a week comes nearest in SQL.
WAITING = """
WITH kept AS (
    INSERT INTO listings_submission (id, listing_id, number, origin, listing_version, content, at)
    SELECT gen_random_uuid(), id, 1, 'handed_in', version,
        jsonb_build_object(
            'kind', kind, 'title', title, 'summary', summary, 'keywords', keywords,
            'region', region_id, 'industry', coalesce(industry_id, ''), 'fields', fields,
            'modes', modes, 'trl_min', trl_min, 'trl_max', trl_max,
            'price_min', price_min::text, 'price_max', price_max::text,
            'deadline', deadline::text, 'is_anonymous', is_anonymous, 'language', language,
            'indicators', indicators, 'details', details, 'visibility', visibility
        ), submitted_at
    FROM listings_listing WHERE stage = 'submitted'
    RETURNING id, listing_id, at
)
INSERT INTO listings_review (submission_id, listing_id, began_at, due_on, target, proposer_reach)
SELECT id, listing_id, at, (at AT TIME ZONE 'Asia/Shanghai')::date + 7, 5, '' FROM kept
"""


class Migration(migrations.Migration):

    dependencies = [
        ('directory', '0006_members_hold_seats'),
        ('listings', '0004_fading_and_likeness'),
    ]

    operations = [
        migrations.CreateModel(
            name='Decision',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('verdict', models.CharField(choices=[('proposed', '初审通过，送复核'), ('published', '通过并发布'), ('returned', '退回修改')], max_length=10, verbose_name='决定')),
                ('at', models.DateTimeField(verbose_name='时间')),
                ('actor_id', models.UUIDField(verbose_name='审核身份')),
                ('person_id', models.UUIDField(blank=True, null=True, verbose_name='审核人')),
                ('office_name', models.CharField(max_length=200, verbose_name='审核机构名称')),
                ('reach', models.CharField(blank=True, max_length=6, verbose_name='辖区')),
                ('edition', models.CharField(max_length=20, verbose_name='清单版本')),
                ('answers', models.JSONField(default=list, verbose_name='逐项答复')),
                ('reasons', models.JSONField(default=dict, verbose_name='退回原因')),
                ('kind', models.CharField(choices=[('need', '技术需求'), ('offer', '科技成果'), ('service', '技术服务与平台')], max_length=10, verbose_name='类别')),
                ('region', models.CharField(max_length=6, verbose_name='地区')),
                ('working_days', models.PositiveSmallIntegerField(blank=True, null=True, verbose_name='用时（工作日）')),
            ],
            options={
                'verbose_name': '审核决定',
                'verbose_name_plural': '审核决定',
                'ordering': ['at', 'id'],
            },
        ),
        migrations.CreateModel(
            name='Submission',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('number', models.PositiveIntegerField(verbose_name='版本号')),
                ('origin', models.CharField(choices=[('handed_in', '提交审核'), ('public', '公开时的内容')], default='handed_in', max_length=10, verbose_name='来由')),
                ('listing_version', models.PositiveIntegerField(verbose_name='内部版本')),
                ('content', models.JSONField(verbose_name='内容')),
                ('at', models.DateTimeField(verbose_name='时间')),
            ],
            options={
                'verbose_name': '提交版本',
                'verbose_name_plural': '提交版本',
                'ordering': ['listing_id', 'number'],
            },
        ),
        migrations.CreateModel(
            name='Suspension',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('cause', models.CharField(choices=[('rejected', '机构身份核实未通过'), ('revoked', '机构身份核实已撤销')], max_length=20, verbose_name='原因')),
                ('said', models.TextField(blank=True, verbose_name='说明')),
                ('from_stage', models.CharField(max_length=12, verbose_name='原阶段')),
                ('began_at', models.DateTimeField(verbose_name='开始时间')),
                ('ended_at', models.DateTimeField(blank=True, null=True, verbose_name='结束时间')),
            ],
            options={
                'verbose_name': '暂停展示',
                'verbose_name_plural': '暂停展示',
                'ordering': ['-began_at', '-id'],
            },
        ),
        migrations.RemoveConstraint(
            model_name='listing',
            name='listings_submitted_has_time',
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='listing',
            trigger=pgtrigger.compiler.Trigger(name='second_eyes', sql=pgtrigger.compiler.UpsertTriggerSql(condition="WHEN (OLD.stage = 'submitted' AND NEW.stage = 'published' AND NEW.details->>'funding_source' IN ('city', 'ministry', 'national', 'province'))", func='RAISE EXCEPTION \'pgtrigger: Cannot update of "stage" rows from % table\', TG_TABLE_NAME;', hash='73f2fede6ac1943b97a6378d1edb46c302178154', operation='UPDATE OF "stage"', pgid='pgtrigger_second_eyes_92557', table='listings_listing', when='BEFORE')),
        ),
        migrations.AddConstraint(
            model_name='listing',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('stage__in', frozenset(['proposed', 'submitted'])), _negated=True), ('submitted_at__isnull', False), _connector='OR'), name='listings_submitted_has_time'),
        ),
        migrations.AddField(
            model_name='decision',
            name='office',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='directory.organisation', verbose_name='审核机构'),
        ),
        migrations.AddField(
            model_name='submission',
            name='listing',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='submissions', to='listings.listing', verbose_name='信息'),
        ),
        migrations.AddField(
            model_name='decision',
            name='submission',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='decisions', to='listings.submission', verbose_name='提交版本'),
        ),
        migrations.AddField(
            model_name='suspension',
            name='listing',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='suspensions', to='listings.listing', verbose_name='信息'),
        ),
        migrations.CreateModel(
            name='Review',
            fields=[
                ('submission', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, primary_key=True, related_name='review', serialize=False, to='listings.submission', verbose_name='提交版本')),
                ('began_at', models.DateTimeField(verbose_name='提交时间')),
                ('due_on', models.DateField(verbose_name='应答复日期')),
                ('target', models.PositiveSmallIntegerField(verbose_name='时限（工作日）')),
                ('holder_id', models.UUIDField(blank=True, null=True, verbose_name='经办人')),
                ('holder_role', models.UUIDField(blank=True, null=True, verbose_name='经办身份')),
                ('held_until', models.DateTimeField(blank=True, null=True, verbose_name='保留至')),
                ('proposer_id', models.UUIDField(blank=True, null=True, verbose_name='初审人')),
                ('proposer_reach', models.CharField(blank=True, max_length=6, verbose_name='初审机构辖区')),
                ('overdue_noted_at', models.DateTimeField(blank=True, null=True, verbose_name='逾期提醒时间')),
                ('closed_at', models.DateTimeField(blank=True, null=True, verbose_name='结束时间')),
                ('holder_office', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='directory.organisation', verbose_name='经办机构')),
                ('listing', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='reviews', to='listings.listing', verbose_name='信息')),
            ],
            options={
                'verbose_name': '审核',
                'verbose_name_plural': '审核',
                'ordering': ['began_at', 'submission_id'],
            },
        ),
        migrations.AddConstraint(
            model_name='submission',
            constraint=models.UniqueConstraint(fields=('listing', 'number'), name='listings_submission_number'),
        ),
        migrations.AddConstraint(
            model_name='submission',
            constraint=models.CheckConstraint(condition=models.Q(('number__gte', 1)), name='listings_submission_from_one'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='submission',
            trigger=pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='d8290d8b66a7a536f32981e1ac41f75775b099f5', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_b8278', table='listings_submission', when='BEFORE')),
        ),
        migrations.AddIndex(
            model_name='decision',
            index=models.Index(condition=models.Q(('verdict', 'proposed'), _negated=True), fields=['at'], include=('region', 'kind', 'working_days'), name='listings_turnaround'),
        ),
        migrations.AddConstraint(
            model_name='decision',
            constraint=models.CheckConstraint(condition=models.Q(('verdict__in', ['proposed', 'published', 'returned'])), name='listings_verdict_is_known'),
        ),
        migrations.AddConstraint(
            model_name='decision',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('verdict', 'proposed'), ('working_days__isnull', True)), models.Q(models.Q(('verdict', 'proposed'), _negated=True), ('working_days__isnull', False)), _connector='OR'), name='listings_end_has_time'),
        ),
        migrations.AddConstraint(
            model_name='decision',
            constraint=models.UniqueConstraint(condition=models.Q(('verdict', 'proposed')), fields=('submission',), name='listings_proposed_once'),
        ),
        migrations.AddConstraint(
            model_name='decision',
            constraint=models.UniqueConstraint(condition=models.Q(('verdict', 'proposed'), _negated=True), fields=('submission',), name='listings_decided_once'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='decision',
            trigger=pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='372ccbb9a03f4210fcbd362bd4d2e2fad8a89c9d', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_645b6', table='listings_decision', when='BEFORE')),
        ),
        migrations.AddConstraint(
            model_name='suspension',
            constraint=models.CheckConstraint(condition=models.Q(('cause__in', ['rejected', 'revoked'])), name='listings_cause_is_known'),
        ),
        migrations.AddConstraint(
            model_name='suspension',
            constraint=models.UniqueConstraint(condition=models.Q(('ended_at__isnull', True)), fields=('listing',), name='listings_suspended_once'),
        ),
        migrations.AddIndex(
            model_name='review',
            index=models.Index(condition=models.Q(('closed_at__isnull', True)), fields=['due_on'], name='listings_review_due'),
        ),
        migrations.AddConstraint(
            model_name='review',
            constraint=models.UniqueConstraint(condition=models.Q(('closed_at__isnull', True)), fields=('listing',), name='listings_one_open_review'),
        ),
        migrations.AddConstraint(
            model_name='review',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('held_until__isnull', True), ('holder_id__isnull', True)), models.Q(('held_until__isnull', False), ('holder_id__isnull', False)), _connector='OR'), name='listings_holder_has_term'),
        ),
        migrations.RunSQL(WAITING, migrations.RunSQL.noop),
    ]
