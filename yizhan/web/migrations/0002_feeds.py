"""What all change feeds share: the epoch of their cursors, and when what could be read."""

from django.db import migrations

FORWARD = """
CREATE TABLE web_epoch (
    id smallint NOT NULL PRIMARY KEY DEFAULT 1 CHECK (id = 1),
    epoch uuid NOT NULL,
    server bigint NOT NULL,
    base bigint NOT NULL
);
INSERT INTO web_epoch (epoch, server, base)
    SELECT gen_random_uuid(), system_identifier,
        (SELECT oid::bigint FROM pg_database WHERE datname = current_database())
    FROM pg_control_system();
CREATE TABLE web_tick (
    position bigint NOT NULL PRIMARY KEY,
    at timestamp with time zone NOT NULL
);
CREATE INDEX web_tick_at ON web_tick (at);
"""


class Migration(migrations.Migration):
    """Epoch and ticks."""

    dependencies = [("web", "0001_cache")]
    operations = [migrations.RunSQL(FORWARD, "DROP TABLE web_tick; DROP TABLE web_epoch")]
