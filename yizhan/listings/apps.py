"""Django configuration of the listings context."""

from django.apps import AppConfig


class ListingsConfig(AppConfig):
    """The listings context."""

    name = "yizhan.listings"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Declare the links to its pages."""
        from yizhan.listings import links, panels  # noqa: PLC0415 -- models must be loaded first

        links.declare()
        panels.declare()
