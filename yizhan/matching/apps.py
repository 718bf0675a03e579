"""Django configuration of the matching context."""

from django.apps import AppConfig


class MatchingConfig(AppConfig):
    """The matching context."""

    name = "yizhan.matching"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Declare the links and the export of search results."""
        # Not at the top: these reach the models, which need the registry.
        from yizhan.imports.services import register_export  # noqa: PLC0415
        from yizhan.matching import exports, links  # noqa: PLC0415

        links.declare()
        register_export(exports.SEARCH)
