"""Let the database number listings, and keep imported and double-sent rows single."""

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('directory', '0001_initial'),
        ('listings', '0001_initial'),
    ]

    operations = [
        migrations.RunSQL(
            'CREATE SEQUENCE listings_serial',
            'DROP SEQUENCE listings_serial',
        ),
        migrations.AddField(
            model_name='listing',
            name='creation_key',
            field=models.UUIDField(blank=True, editable=False, null=True, verbose_name='建立凭据'),
        ),
        migrations.AddField(
            model_name='listing',
            name='external_id',
            field=models.CharField(blank=True, max_length=120, verbose_name='来源编号'),
        ),
        migrations.AddField(
            model_name='listing',
            name='source',
            field=models.CharField(blank=True, max_length=60, verbose_name='来源'),
        ),
        migrations.AlterField(
            model_name='listing',
            name='serial',
            field=models.BigIntegerField(db_default=models.Func(models.Value('listings_serial'), function='nextval'), editable=False, unique=True, verbose_name='内部序号'),
        ),
        migrations.AddConstraint(
            model_name='listing',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('stage', 'submitted'), _negated=True), ('submitted_at__isnull', False), _connector='OR'), name='listings_submitted_has_time'),
        ),
        migrations.AddConstraint(
            model_name='listing',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('stage', 'concluded'), _negated=True), ('concluded_at__isnull', False), _connector='OR'), name='listings_concluded_has_time'),
        ),
        migrations.AddConstraint(
            model_name='listing',
            constraint=models.UniqueConstraint(condition=models.Q(('creation_key__isnull', False)), fields=('author_id', 'creation_key'), name='listings_created_once'),
        ),
        migrations.AddConstraint(
            model_name='listing',
            constraint=models.UniqueConstraint(condition=models.Q(('external_id', ''), _negated=True), fields=('organisation', 'kind', 'source', 'external_id'), name='listings_imported_once'),
        ),
    ]
