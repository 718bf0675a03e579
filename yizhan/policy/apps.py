"""The law book as a Django application: pages only, it has no tables."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class PolicyConfig(AppConfig):
    """The law book."""

    name = "yizhan.policy"
    verbose_name = _("政策法规")
