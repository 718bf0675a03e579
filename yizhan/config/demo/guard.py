"""Who may be filled with fiction."""

from django.conf import settings

from yizhan.directory.queries import count_people

DOMAIN = "demo.yizhan.example"


class NotADemonstration(Exception):
    """Raised when real people use this database."""


def refuse_real() -> None:
    """Refuse a database that has accounts of others, unless YIZHAN_DEMO=1."""
    if not settings.YIZHAN_DEMO and count_people(outside=DOMAIN):
        raise NotADemonstration
