"""Django configuration of the contracts context."""

from django.apps import AppConfig


class ContractsConfig(AppConfig):
    """The contracts context."""

    name = "yizhan.contracts"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Declare its pages and panels."""
        # Not at the top: models must be loaded first.
        from yizhan.contracts import links, panels  # noqa: PLC0415
        from yizhan.contracts.desk_export import DESK  # noqa: PLC0415
        from yizhan.imports.services import register_export  # noqa: PLC0415

        links.declare()
        panels.declare()
        register_export(DESK)
