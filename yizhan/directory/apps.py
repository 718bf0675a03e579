"""Django configuration of the directory context."""

from django.apps import AppConfig


class DirectoryConfig(AppConfig):
    """The directory context."""

    name = "yizhan.directory"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Declare the links, the role switcher of the header, and the export."""
        # Not at the top: all of these reach the models, which need the registry.
        from yizhan.directory.exports import ORGANISATIONS  # noqa: PLC0415
        from yizhan.directory.links import LINKS  # noqa: PLC0415
        from yizhan.directory.messages import SCOPE_LABELS  # noqa: PLC0415
        from yizhan.directory.panels import HEADER  # noqa: PLC0415
        from yizhan.directory.queries.keys import caller_of_key  # noqa: PLC0415
        from yizhan.directory.services.own_relations import register_own  # noqa: PLC0415
        from yizhan.imports.services import register_export  # noqa: PLC0415
        from yizhan.web import navigation, panels  # noqa: PLC0415
        from yizhan.web.api import callers  # noqa: PLC0415

        callers.register(caller_of_key, SCOPE_LABELS)
        panels.register("header", HEADER)
        navigation.declare(*LINKS)
        register_export(ORGANISATIONS)
        register_own()
