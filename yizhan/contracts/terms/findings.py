"""The codes of the workbench: what became of a finding, how a condition was answered."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class FindingState(TextChoices):
    """What became of a finding; one that no longer holds is gone by itself."""

    OPEN = "open", _("待处理")
    CONFIRMED = "confirmed", _("属实")
    DISMISSED = "dismissed", _("误报")
    GONE = "gone", _("已消除")


class Answer(TextChoices):
    """How a registrar answers a condition."""

    YES = "yes", _("符合")
    NO = "no", _("不符合")
    UNUSED = "unused", _("不适用")
