"""Answers to repeat, and how much each caller has asked."""

from django.db import migrations, models


class Migration(migrations.Migration):
    """Stored answers and buckets."""

    dependencies = [
        ('web', '0002_feeds'),
    ]

    operations = [
        migrations.CreateModel(
            name='Bucket',
            fields=[
                ('name', models.CharField(max_length=120, primary_key=True, serialize=False, verbose_name='名称')),
                ('tokens', models.FloatField(verbose_name='余量')),
                ('is_served', models.BooleanField(default=True, verbose_name='本次放行')),
                ('at', models.DateTimeField(verbose_name='时间')),
            ],
            options={
                'verbose_name': '请求余量',
                'verbose_name_plural': '请求余量',
                'ordering': ['name'],
                'indexes': [models.Index(fields=['at'], name='web_bucket_at')],
            },
        ),
        migrations.CreateModel(
            name='StoredAnswer',
            fields=[
                ('id', models.BigAutoField(primary_key=True, serialize=False)),
                ('caller_id', models.UUIDField(verbose_name='调用方')),
                ('key', models.CharField(max_length=80, verbose_name='幂等键')),
                ('fingerprint', models.CharField(max_length=64, verbose_name='请求摘要')),
                ('status', models.PositiveSmallIntegerField(null=True, verbose_name='状态码')),
                ('headers', models.JSONField(default=dict, verbose_name='响应头')),
                ('body', models.TextField(blank=True, verbose_name='响应正文')),
                ('expires_at', models.DateTimeField(verbose_name='保留至')),
            ],
            options={
                'verbose_name': '已答复的请求',
                'verbose_name_plural': '已答复的请求',
                'ordering': ['id'],
                'indexes': [models.Index(fields=['expires_at'], name='web_answer_expires')],
                'constraints': [models.UniqueConstraint(fields=('caller_id', 'key'), name='web_answered_once')],
            },
        ),
    ]
