"""The law book as a Django application; it has no tables."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class PolicyConfig(AppConfig):
    """The law book."""

    name = "yizhan.policy"
    default_auto_field = "django.db.models.BigAutoField"
    verbose_name = _("政策法规")

    def ready(self) -> None:
        """Declare the pages; a malformed parameter stops the start here."""
        # Not at the top: applications must be loaded first.
        from yizhan.policy.law import lawbook  # noqa: PLC0415
        from yizhan.policy.links import declare  # noqa: PLC0415

        lawbook()
        declare()
