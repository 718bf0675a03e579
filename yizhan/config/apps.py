"""Django configuration of the config context."""

from django.apps import AppConfig

from yizhan.config.examination import register_checks


class ConfigConfig(AppConfig):
    """The config context."""

    name = "yizhan.config"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Let the doctor know the ground."""
        register_checks()
