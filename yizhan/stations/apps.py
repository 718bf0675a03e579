"""Django configuration of the stations context."""

from django.apps import AppConfig


class StationsConfig(AppConfig):
    """The stations context."""

    name = "yizhan.stations"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Declare the links to its pages."""
        from yizhan.stations import links  # noqa: PLC0415 -- models must be loaded first

        links.declare()
