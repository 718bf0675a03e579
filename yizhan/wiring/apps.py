"""Django configuration of the wiring context."""

from django.apps import AppConfig


class WiringConfig(AppConfig):
    """The wiring context."""

    name = "yizhan.wiring"
    default_auto_field = "django.db.models.BigAutoField"
