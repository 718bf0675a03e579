"""Django configuration of the experts context."""

from django.apps import AppConfig


class ExpertsConfig(AppConfig):
    """The experts context."""

    name = "yizhan.experts"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Declare the links to its pages."""
        from yizhan.experts import links  # noqa: PLC0415 -- models must be loaded first

        links.declare()
