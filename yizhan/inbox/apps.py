"""Django configuration of the inbox context."""

from django.apps import AppConfig


class InboxConfig(AppConfig):
    """The inbox context."""

    name = "yizhan.inbox"
    default_auto_field = "django.db.models.BigAutoField"
