"""The bare list of members is gone: a seat says in which part, since when and by whose word."""

from django.db import migrations


class Migration(migrations.Migration):
    """Without the old table."""

    dependencies = [("directory", "0005_seats_and_titles")]
    operations = [migrations.RemoveField(model_name="organisation", name="members")]
