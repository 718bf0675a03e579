"""Django configuration of the statistics context."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class StatisticsConfig(AppConfig):
    """The statistics context."""

    name = "yizhan.statistics"
    default_auto_field = "django.db.models.BigAutoField"
    verbose_name = _("技术市场统计")

    def ready(self) -> None:
        """Declare the pages."""
        # Not at the top: applications must be loaded first.
        from yizhan.statistics.links import declare  # noqa: PLC0415

        declare()
