"""Keys of the API."""

import django.contrib.postgres.fields
import django.db.models.deletion
import uuid
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    """Keys."""

    dependencies = [
        ('directory', '0007_changes'),
    ]

    operations = [
        migrations.CreateModel(
            name='ApiKey',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('creation_key', models.UUIDField(editable=False, verbose_name='建立凭据')),
                ('name', models.CharField(max_length=80, verbose_name='名称')),
                ('role', models.CharField(choices=[('member', '成员'), ('administrator', '机构管理员'), ('broker', '技术经纪人'), ('adviser', '驿站专员'), ('reviewer', '审核员'), ('registrar', '登记员'), ('assessor', '评审专家'), ('officer', '主管部门人员'), ('site_administrator', '平台管理员')], max_length=20, verbose_name='角色')),
                ('scopes', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=40), size=None, verbose_name='范围')),
                ('networks', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=50), blank=True, default=list, size=None, verbose_name='限定网段')),
                ('prefix', models.CharField(max_length=10, unique=True, verbose_name='前缀')),
                ('secret_hash', models.CharField(max_length=64, verbose_name='密钥摘要')),
                ('previous_prefix', models.CharField(blank=True, max_length=10, verbose_name='旧前缀')),
                ('previous_hash', models.CharField(blank=True, max_length=64, verbose_name='旧密钥摘要')),
                ('previous_until', models.DateTimeField(blank=True, null=True, verbose_name='旧密钥可用至')),
                ('created_at', models.DateTimeField(verbose_name='建立时间')),
                ('expires_at', models.DateTimeField(verbose_name='到期时间')),
                ('revoked_at', models.DateTimeField(blank=True, null=True, verbose_name='吊销时间')),
                ('last_used_on', models.DateField(blank=True, null=True, verbose_name='最近使用')),
                ('maker', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='建立人')),
                ('organisation', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='directory.organisation', verbose_name='机构')),
            ],
            options={
                'verbose_name': '接口密钥',
                'verbose_name_plural': '接口密钥',
                'ordering': ['-created_at', 'id'],
                'constraints': [models.UniqueConstraint(fields=('organisation', 'creation_key'), name='directory_key_made_once'), models.UniqueConstraint(condition=models.Q(('previous_prefix', ''), _negated=True), fields=('previous_prefix',), name='directory_previous_prefix_once')],
            },
        ),
    ]
