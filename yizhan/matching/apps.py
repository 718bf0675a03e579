"""Django configuration of the matching context."""

from django.apps import AppConfig


class MatchingConfig(AppConfig):
    """The matching context."""

    name = "yizhan.matching"
    default_auto_field = "django.db.models.BigAutoField"
