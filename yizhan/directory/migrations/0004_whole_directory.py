"""Claims, merges, seats in alliances, titles, and what searching and comparing need."""

import django.contrib.postgres.fields
import django.contrib.postgres.indexes
import django.db.models.deletion
import pgtrigger.compiler
import pgtrigger.migrations
import uuid
import yizhan.directory.models.expressions
from django.conf import settings
from django.db import migrations, models


FUNCTIONS = r"""
CREATE FUNCTION directory_name_key(said text) RETURNS text
LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
    SELECT regexp_replace(
        translate(lower(normalize(said, NFKC)), ' ()[]{}<>·・•.,、，。;:"''“”‘’`_-/&' || chr(9), ''),
        '(集团股份有限公司|集团有限公司|股份有限公司|有限责任公司|有限公司|股份公司|公司|coltd|incorporated|inc)$',
        ''
    )
$$;
CREATE FUNCTION directory_body_code(uscc text, former text) RETURNS text
LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
    SELECT CASE WHEN uscc <> '' THEN substr(uscc, 9, 9) ELSE former END
$$;
CREATE FUNCTION directory_site(address text) RETURNS text
LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
    SELECT regexp_replace(
        substring(lower(address) FROM '^[a-z]+://(?:[^/@]*@)?([^/:?#]*)'), '^www[.]', ''
    )
$$;
CREATE FUNCTION directory_search_text(
    name text, name_en text, uscc text, former text, aliases text, about text
) RETURNS text LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
    SELECT lower(
        name || ' ' || name_en || ' ' || uscc || ' ' || former || ' ' || aliases || ' ' || about
    )
$$;
CREATE FUNCTION directory_grams(said text) RETURNS text[]
LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
    SELECT array_agg(DISTINCT one || next) FROM (
        SELECT one, lead(one) OVER (ORDER BY place) AS next
        FROM string_to_table(said, NULL) WITH ORDINALITY AS letters (one, place)
    ) AS pairs
    WHERE one > ' ' AND next > ' '
$$;
"""
GONE = """
DROP FUNCTION directory_grams(text);
DROP FUNCTION directory_search_text(text, text, text, text, text, text);
DROP FUNCTION directory_site(text);
DROP FUNCTION directory_body_code(text, text);
DROP FUNCTION directory_name_key(text);
"""


class Migration(migrations.Migration):

    dependencies = [
        ('directory', '0003_roles_asked_and_invitations'),
    ]

    operations = [
        migrations.RunSQL(FUNCTIONS, GONE),
        migrations.CreateModel(
            name='Claim',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('stage', models.CharField(choices=[('open', '待决定'), ('granted', '已认领'), ('refused', '未予认领'), ('withdrawn', '已撤回'), ('lost', '已由他人认领'), ('expired', '已过期')], default='open', max_length=12, verbose_name='阶段')),
                ('is_dispute', models.BooleanField(default=False, verbose_name='有争议')),
                ('evidence', models.TextField(verbose_name='依据')),
                ('has_code', models.BooleanField(default=False, verbose_name='代码相符')),
                ('email', models.EmailField(blank=True, max_length=254, verbose_name='机构邮箱')),
                ('code_sent_at', models.DateTimeField(blank=True, null=True, verbose_name='验证码发出时间')),
                ('codes_sent', models.PositiveSmallIntegerField(default=0, verbose_name='发出次数')),
                ('tries', models.PositiveSmallIntegerField(default=0, verbose_name='尝试次数')),
                ('email_proven_at', models.DateTimeField(blank=True, null=True, verbose_name='邮箱证实时间')),
                ('created_at', models.DateTimeField(verbose_name='提出时间')),
                ('due_at', models.DateTimeField(verbose_name='到期时间')),
                ('decided_at', models.DateTimeField(blank=True, null=True, verbose_name='决定时间')),
                ('reason', models.CharField(blank=True, max_length=200, verbose_name='依据或原因')),
            ],
            options={
                'verbose_name': '认领',
                'verbose_name_plural': '认领',
                'ordering': ['created_at', 'id'],
            },
        ),
        migrations.CreateModel(
            name='Designation',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('authority', models.CharField(max_length=120, verbose_name='授予部门')),
                ('document', models.CharField(blank=True, max_length=120, verbose_name='文号')),
                ('since', models.DateField(verbose_name='起始日期')),
                ('until', models.DateField(blank=True, null=True, verbose_name='截止日期')),
                ('countries', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=2), blank=True, default=list, size=None, verbose_name='合作国家和地区')),
                ('fields', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(choices=[('01', '电子信息'), ('02', '航空航天'), ('03', '先进制造'), ('04', '生物、医药和医疗器械'), ('05', '新材料及其应用'), ('06', '新能源与高效节能'), ('07', '环境保护与资源综合利用'), ('08', '核应用'), ('09', '农业'), ('10', '现代交通'), ('11', '城市建设与社会发展')], max_length=2), blank=True, default=list, size=None, verbose_name='技术领域')),
                ('recorded_at', models.DateTimeField(verbose_name='录入时间')),
                ('ended_at', models.DateTimeField(blank=True, null=True, verbose_name='取消时间')),
                ('ended_why', models.CharField(blank=True, max_length=200, verbose_name='取消原因')),
            ],
            options={
                'verbose_name': '称号记录',
                'verbose_name_plural': '称号记录',
                'ordering': ['-since', 'id'],
            },
        ),
        migrations.CreateModel(
            name='FormerName',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('name', models.CharField(max_length=200, verbose_name='名称')),
                ('code', models.CharField(blank=True, max_length=18, verbose_name='代码')),
                ('until', models.DateTimeField(verbose_name='使用至')),
                ('is_merged', models.BooleanField(default=False, verbose_name='因合并')),
            ],
            options={
                'verbose_name': '曾用名称',
                'verbose_name_plural': '曾用名称',
                'ordering': ['-until', 'id'],
            },
        ),
        migrations.CreateModel(
            name='Merge',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('actor_id', models.UUIDField(verbose_name='办理人')),
                ('at', models.DateTimeField(verbose_name='合并时间')),
                ('reason', models.CharField(max_length=200, verbose_name='依据')),
                ('chosen', models.JSONField(verbose_name='取自被并方的项目')),
                ('before', models.JSONField(verbose_name='合并前')),
                ('moved', models.JSONField(verbose_name='迁移内容')),
            ],
            options={
                'verbose_name': '机构合并',
                'verbose_name_plural': '机构合并',
                'ordering': ['-at', 'id'],
            },
        ),
        migrations.CreateModel(
            name='Pair',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('reasons', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=12), size=None, verbose_name='相似之处')),
                ('likeness', models.FloatField(default=0, verbose_name='名称相似度')),
                ('found_at', models.DateTimeField(verbose_name='发现时间')),
                ('dismissed_at', models.DateTimeField(blank=True, null=True, verbose_name='排除时间')),
                ('dismissed_why', models.CharField(blank=True, max_length=200, verbose_name='排除理由')),
            ],
            options={
                'verbose_name': '疑似重复',
                'verbose_name_plural': '疑似重复',
                'ordering': ['-likeness', 'id'],
            },
        ),
        migrations.CreateModel(
            name='Seat',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('part', models.CharField(choices=[('lead', '牵头单位'), ('member', '成员单位'), ('observer', '观察员')], default='member', max_length=10, verbose_name='身份')),
                ('stage', models.CharField(choices=[('invited', '已邀请'), ('joined', '已加入'), ('declined', '已谢绝'), ('withdrawn', '已撤回'), ('left', '已退出')], default='invited', max_length=12, verbose_name='阶段')),
                ('note', models.CharField(blank=True, max_length=300, verbose_name='附言')),
                ('invited_at', models.DateTimeField(verbose_name='邀请时间')),
                ('since', models.DateField(blank=True, null=True, verbose_name='加入日期')),
                ('until', models.DateField(blank=True, null=True, verbose_name='退出日期')),
            ],
            options={
                'verbose_name': '联盟席位',
                'verbose_name_plural': '联盟席位',
                'ordering': ['part', 'since', 'id'],
            },
        ),
        migrations.CreateModel(
            name='Title',
            fields=[
                ('code', models.CharField(max_length=40, primary_key=True, serialize=False, verbose_name='代码')),
                ('name', models.CharField(max_length=80, verbose_name='名称')),
                ('name_en', models.CharField(blank=True, max_length=120, verbose_name='英文名称')),
                ('is_national', models.BooleanField(default=True, verbose_name='国家级')),
                ('has_partners', models.BooleanField(default=False, verbose_name='有合作国家')),
                ('order', models.PositiveSmallIntegerField(default=100, verbose_name='次序')),
            ],
            options={
                'verbose_name': '称号',
                'verbose_name_plural': '称号',
                'ordering': ['order', 'code'],
            },
        ),
        migrations.AddField(
            model_name='organisation',
            name='aliases',
            field=models.TextField(blank=True, verbose_name='曾用名称与代码'),
        ),
        migrations.AddField(
            model_name='organisation',
            name='merged_into',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='directory.organisation', verbose_name='并入'),
        ),
        migrations.AddField(
            model_name='organisation',
            name='waiting_since',
            field=models.DateTimeField(blank=True, null=True, verbose_name='待核实起'),
        ),
        migrations.AddField(
            model_name='organisation',
            name='body_code',
            field=models.GeneratedField(db_persist=True, expression=yizhan.directory.models.expressions.BodyCode(models.F('uscc'), models.F('former_code')), output_field=models.TextField()),
        ),
        migrations.AddField(
            model_name='organisation',
            name='name_key',
            field=models.GeneratedField(db_persist=True, expression=yizhan.directory.models.expressions.NameKey(models.F('name')), output_field=models.TextField()),
        ),
        migrations.AddField(
            model_name='organisation',
            name='site',
            field=models.GeneratedField(db_persist=True, expression=yizhan.directory.models.expressions.Site(models.F('website')), output_field=models.TextField()),
        ),
        migrations.AddIndex(
            model_name='organisation',
            index=django.contrib.postgres.indexes.GinIndex(fields=['name_key'], name='directory_key_trgm', opclasses=['gin_trgm_ops']),
        ),
        migrations.AddIndex(
            model_name='organisation',
            index=django.contrib.postgres.indexes.GinIndex(yizhan.directory.models.expressions.Grams(yizhan.directory.models.expressions.SearchText(models.F('name'), models.F('name_en'), models.F('uscc'), models.F('former_code'), models.F('aliases'), models.F('about'))), fastupdate=False, name='directory_grams'),
        ),
        migrations.AddIndex(
            model_name='organisation',
            index=models.Index(fields=['name_key'], name='directory_name_key'),
        ),
        migrations.AddIndex(
            model_name='organisation',
            index=models.Index(condition=models.Q(('body_code', ''), _negated=True), fields=['body_code'], name='directory_body_code'),
        ),
        migrations.AddIndex(
            model_name='organisation',
            index=models.Index(condition=models.Q(('site', ''), _negated=True), fields=['site'], name='directory_site'),
        ),
        migrations.AddIndex(
            model_name='organisation',
            index=models.Index(models.OrderBy(models.F('created_at'), descending=True), models.F('id'), name='directory_newest'),
        ),
        migrations.AddIndex(
            model_name='organisation',
            index=models.Index(fields=['name', 'id'], name='directory_by_name'),
        ),
        migrations.AddIndex(
            model_name='organisation',
            index=models.Index(models.OrderBy(models.F('verified_at'), descending=True, nulls_last=True), models.F('id'), name='directory_verified_last'),
        ),
        migrations.AddIndex(
            model_name='organisation',
            index=models.Index(condition=models.Q(('waiting_since__isnull', False)), fields=['waiting_since'], name='directory_waiting'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='organisation',
            trigger=pgtrigger.compiler.Trigger(name='merged_once', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.merged_into_id IS DISTINCT FROM NEW.merged_into_id)', func="\nIF NEW.merged_into_id IS NULL THEN\n    RAISE EXCEPTION 'a merge is not taken back';\nEND IF;\nIF EXISTS (\n    SELECT 1 FROM directory_organisation\n    WHERE id = NEW.merged_into_id AND merged_into_id IS NOT NULL\n) THEN\n    RAISE EXCEPTION 'merged into what is merged itself';\nEND IF;\nRETURN NEW;\n", hash='0894c71f3ecbaa2a31fc8cbe3827f8d14522012b', operation='UPDATE', pgid='pgtrigger_merged_once_a20e0', table='directory_organisation', when='BEFORE')),
        ),
        migrations.AddConstraint(
            model_name='organisation',
            constraint=models.CheckConstraint(condition=models.Q(('merged_into', None), models.Q(('merged_into', models.F('id')), _negated=True), _connector='OR'), name='directory_not_merged_into_itself'),
        ),
        migrations.AddField(
            model_name='claim',
            name='decided_by',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='directory.organisation', verbose_name='决定机构'),
        ),
        migrations.AddField(
            model_name='claim',
            name='organisation',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='claims', to='directory.organisation', verbose_name='机构'),
        ),
        migrations.AddField(
            model_name='claim',
            name='person',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='申请人'),
        ),
        migrations.AddField(
            model_name='designation',
            name='organisation',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='designations', to='directory.organisation'),
        ),
        migrations.AddField(
            model_name='designation',
            name='recorded_by',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='directory.organisation'),
        ),
        migrations.AddField(
            model_name='formername',
            name='organisation',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='former_names', to='directory.organisation'),
        ),
        migrations.AddField(
            model_name='merge',
            name='absorbed',
            field=models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='directory.organisation'),
        ),
        migrations.AddField(
            model_name='merge',
            name='kept',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='directory.organisation'),
        ),
        migrations.AddField(
            model_name='merge',
            name='office',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='directory.organisation'),
        ),
        migrations.AddField(
            model_name='pair',
            name='first',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='directory.organisation'),
        ),
        migrations.AddField(
            model_name='pair',
            name='second',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='directory.organisation'),
        ),
        migrations.AddField(
            model_name='seat',
            name='alliance',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='seats', to='directory.organisation', verbose_name='联盟'),
        ),
        migrations.AddField(
            model_name='seat',
            name='member',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='taken', to='directory.organisation', verbose_name='成员机构'),
        ),
        migrations.AddField(
            model_name='designation',
            name='title',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='directory.title'),
        ),
        migrations.AddIndex(
            model_name='claim',
            index=models.Index(condition=models.Q(('stage', 'open')), fields=['due_at'], name='directory_claim_due'),
        ),
        migrations.AddConstraint(
            model_name='claim',
            constraint=models.UniqueConstraint(condition=models.Q(('stage', 'open')), fields=('person', 'organisation'), name='directory_claimed_once'),
        ),
        migrations.AddConstraint(
            model_name='claim',
            constraint=models.CheckConstraint(condition=models.Q(('stage', 'open'), ('decided_at__isnull', False), _connector='OR'), name='directory_claim_ended_has_time'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='claim',
            trigger=pgtrigger.compiler.Trigger(name='flow', sql=pgtrigger.compiler.UpsertTriggerSql(declare='DECLARE _is_valid_transition BOOLEAN;', func='SELECT CONCAT(OLD."stage", \':\', NEW."stage") = ANY(\'{open:expired,open:granted,open:lost,open:refused,open:withdrawn}\'::text[]) INTO _is_valid_transition; IF (_is_valid_transition IS FALSE AND OLD."stage" IS DISTINCT FROM NEW."stage") THEN RAISE EXCEPTION \'pgtrigger: Invalid transition of field "stage" from "%" to "%" on table %\', OLD."stage", NEW."stage", TG_TABLE_NAME; ELSE RETURN NEW; END IF;', hash='0e17c7c80cf0f9c6bf24ebe31671fab8f0e9eb4c', operation='UPDATE', pgid='pgtrigger_flow_bf741', table='directory_claim', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='merge',
            trigger=pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='ce60a81eb6cc8b3e980cc5f4d95f0cad197bbe82', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_bbee3', table='directory_merge', when='BEFORE')),
        ),
        migrations.AddConstraint(
            model_name='pair',
            constraint=models.UniqueConstraint(fields=('first', 'second'), name='directory_pair_once'),
        ),
        migrations.AddConstraint(
            model_name='pair',
            constraint=models.CheckConstraint(condition=models.Q(('first__lt', models.F('second'))), name='directory_pair_in_order'),
        ),
        migrations.AddConstraint(
            model_name='seat',
            constraint=models.UniqueConstraint(condition=models.Q(('stage__in', ['invited', 'joined'])), fields=('alliance', 'member'), name='directory_seat_once'),
        ),
        migrations.AddConstraint(
            model_name='seat',
            constraint=models.CheckConstraint(condition=models.Q(('alliance', models.F('member')), _negated=True), name='directory_not_in_itself'),
        ),
        migrations.AddConstraint(
            model_name='seat',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('stage', 'joined'), _negated=True), ('since__isnull', False), _connector='OR'), name='directory_joined_has_day'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='seat',
            trigger=pgtrigger.compiler.Trigger(name='flow', sql=pgtrigger.compiler.UpsertTriggerSql(declare='DECLARE _is_valid_transition BOOLEAN;', func='SELECT CONCAT(OLD."stage", \':\', NEW."stage") = ANY(\'{invited:declined,invited:joined,invited:withdrawn,joined:left}\'::text[]) INTO _is_valid_transition; IF (_is_valid_transition IS FALSE AND OLD."stage" IS DISTINCT FROM NEW."stage") THEN RAISE EXCEPTION \'pgtrigger: Invalid transition of field "stage" from "%" to "%" on table %\', OLD."stage", NEW."stage", TG_TABLE_NAME; ELSE RETURN NEW; END IF;', hash='61d93ca5136bdbbb63c65ee36202a4c261250781', operation='UPDATE', pgid='pgtrigger_flow_da501', table='directory_seat', when='BEFORE')),
        ),
        migrations.AddIndex(
            model_name='designation',
            index=models.Index(condition=models.Q(('ended_at__isnull', True)), fields=['title', 'organisation'], name='directory_titled'),
        ),
        migrations.AddConstraint(
            model_name='designation',
            constraint=models.UniqueConstraint(condition=models.Q(('ended_at__isnull', True)), fields=('organisation', 'title'), name='directory_titled_once'),
        ),
        migrations.AddConstraint(
            model_name='designation',
            constraint=models.CheckConstraint(condition=models.Q(('until__isnull', True), ('until__gte', models.F('since')), _connector='OR'), name='directory_title_days_in_order'),
        ),
    ]
