"""Django configuration of the listings context."""

from django.apps import AppConfig


class ListingsConfig(AppConfig):
    """The listings context."""

    name = "yizhan.listings"
    default_auto_field = "django.db.models.BigAutoField"
