"""Django configuration of the config context."""

from django.apps import AppConfig


class ConfigConfig(AppConfig):
    """The config context."""

    name = "yizhan.config"
    default_auto_field = "django.db.models.BigAutoField"
