"""Papers of claims."""

import django.db.models.deletion
import uuid
from django.db import migrations, models


class Migration(migrations.Migration):
    """Papers."""

    dependencies = [
        ('directory', '0008_api_keys'),
    ]

    operations = [
        migrations.CreateModel(
            name='ClaimPaper',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('name', models.CharField(max_length=120, verbose_name='文件名')),
                ('sha256', models.CharField(max_length=64)),
                ('size', models.PositiveIntegerField(verbose_name='大小')),
                ('media_type', models.CharField(max_length=40, verbose_name='类型')),
                ('added_at', models.DateTimeField(verbose_name='上传时间')),
                ('claim', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='papers', to='directory.claim', verbose_name='认领')),
            ],
            options={
                'verbose_name': '认领材料',
                'verbose_name_plural': '认领材料',
                'ordering': ['added_at', 'id'],
                'constraints': [models.UniqueConstraint(fields=('claim', 'sha256'), name='directory_claim_paper_once')],
            },
        ),
    ]
