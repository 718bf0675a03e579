"""Django's `migrate`, then the rights of the application's role."""

from typing import Any

from django.conf import settings
from django.core.management.commands import migrate
from django.db import connections

from yizhan.config.postgres import grant_application_rights


class Command(migrate.Command):
    """Migrate as the owner of the tables, then let the application in."""

    def handle(self, *args: Any, **options: Any) -> None:
        """Run both; the application gets no more than it needs."""
        super().handle(*args, **options)
        if options["plan"] or options["check_unapplied"]:
            return
        with connections[options["database"]].cursor() as cursor:
            grant_application_rights(cursor, append_only=settings.YIZHAN_APPEND_ONLY_TABLES)
