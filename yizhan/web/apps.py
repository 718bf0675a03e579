"""Django configuration of the web kit."""

from django.apps import AppConfig
from django.core.checks import register


class WebConfig(AppConfig):
    """The web kit."""

    name = "yizhan.web"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Let `manage.py check` find links that lead nowhere."""
        # Not at the top: the registry needs the other apps loaded.
        from yizhan.web.navigation import check_entries  # noqa: PLC0415

        register(check_entries, "urls")
