"""Django configuration of the web kit."""

from django.apps import AppConfig


class WebConfig(AppConfig):
    """The web kit."""

    name = "yizhan.web"
    default_auto_field = "django.db.models.BigAutoField"
