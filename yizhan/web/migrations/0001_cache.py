"""Make the table of the shared cache, so that `migrate` alone prepares a database.

Counters of rate limits and the like live here; it is the form that Django's DatabaseCache reads.
"""

from django.db import migrations

FORWARD = """
CREATE TABLE web_cache (
    cache_key varchar(255) NOT NULL PRIMARY KEY,
    value text NOT NULL,
    expires timestamp with time zone NOT NULL
);
CREATE INDEX web_cache_expires ON web_cache (expires);
"""


class Migration(migrations.Migration):
    """The cache."""

    initial = True
    dependencies = []
    operations = [migrations.RunSQL(FORWARD, "DROP TABLE web_cache")]
