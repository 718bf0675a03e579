"""Django configuration of the inbox context."""

from django.apps import AppConfig


class InboxConfig(AppConfig):
    """The inbox context."""

    name = "yizhan.inbox"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Declare the links and the numbers of the header."""
        # Not at the top: these reach the models, which need the registry.
        from yizhan.inbox.links import LINKS  # noqa: PLC0415
        from yizhan.inbox.panels import HEADER  # noqa: PLC0415
        from yizhan.web import navigation, panels  # noqa: PLC0415

        panels.register("header", HEADER)
        navigation.declare(*LINKS)
