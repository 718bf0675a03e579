"""The code lists of the relay network. Codes are permanent."""

from collections.abc import Mapping
from typing import Final

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Level(TextChoices):
    """The three levels of stations."""

    NATIONAL = "national", _("国家站点")
    REGIONAL = "regional", _("区域站点")
    LOCAL = "local", _("基层站点")


# The kind an organisation has in the directory fixes the level of its station.
LEVEL_OF: Final[Mapping[str, str]] = {
    "station_national": Level.NATIONAL,
    "station_regional": Level.REGIONAL,
    "station_local": Level.LOCAL,
}


class Occasion(TextChoices):
    """What an appraisal was made for."""

    ADMISSION = "admission", _("加入评估")
    YEARLY = "yearly", _("年度考核")
    RECHECK = "recheck", _("整改复核")


class Verdict(TextChoices):
    """The result of an appraisal, best first."""

    EXCELLENT = "excellent", _("优秀")
    GOOD = "good", _("良好")
    PASS = "pass", _("合格")
    FAIL = "fail", _("不合格")


class Family(TextChoices):
    """The three families of the network's standard documents."""

    MANAGEMENT = "management", _("管理类")
    BUSINESS = "business", _("业务类")
    STANDARD = "standard", _("标准类")
