"""Django configuration of the imports context."""

from django.apps import AppConfig


class ImportsConfig(AppConfig):
    """The imports context."""

    name = "yizhan.imports"
    default_auto_field = "django.db.models.BigAutoField"
