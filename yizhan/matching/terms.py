"""The words of matching: what a person says of a match, and why."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Verdict(TextChoices):
    """What a person says of a match."""

    UNSUITABLE = "unsuitable", _("不合适")
    CONTACTED = "contacted", _("已联系")
    SIGNED = "signed", _("已签约")


class Reason(TextChoices):
    """Why a match is not suitable."""

    WRONG_OBJECT = "wrong_object", _("不是同一类技术问题")
    INDICATORS = "indicators", _("指标达不到")
    IMMATURE = "immature", _("成熟度不够")
    MODE = "mode", _("合作方式不合适")
    PRICE = "price", _("价格不合适")
    REGION = "region", _("地域太远")
    KNOWN = "known", _("已经了解或试过")
    OUTDATED = "outdated", _("信息已过时")
    OTHER = "other", _("其他原因")


class Pace(TextChoices):
    """How often the finds of a saved search are told."""

    AT_ONCE = "at_once", _("有新结果时（每小时至多一次）")
    DAILY = "daily", _("每个工作日")
    WEEKLY = "weekly", _("每周")
