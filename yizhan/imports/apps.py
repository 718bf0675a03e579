"""Django configuration of the imports context."""

from django.apps import AppConfig


class ImportsConfig(AppConfig):
    """The imports context."""

    name = "yizhan.imports"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Declare the link to its pages."""
        from yizhan.imports import links  # noqa: PLC0415 -- models must be loaded first

        links.declare()
