"""Django configuration of the config context."""

from django.apps import AppConfig


class ConfigConfig(AppConfig):
    """The config context."""

    name = "yizhan.config"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Let the doctor know the ground, and the footer the pages for machines."""
        # Not at the top: the check of the index reaches the models, which need the registry.
        from yizhan.config.examination import register_checks  # noqa: PLC0415
        from yizhan.config.links import declare  # noqa: PLC0415

        register_checks()
        declare()
