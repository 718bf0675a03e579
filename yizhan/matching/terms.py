"""The words of matching: why a match was set aside, and the numbers the index knows codes by.

The numbers are part of every index and may only be added to; a changed number means a rebuild.
"""

from collections.abc import Mapping
from types import MappingProxyType

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from yizhan.directory.terms import Field
from yizhan.directory.terms import Kind as OrganisationKind
from yizhan.listings.terms import Kind, Mode


def _numbered(codes: list[str]) -> Mapping[str, int]:
    return MappingProxyType({code: number for number, code in enumerate(codes, 1)})


KIND_NUMBERS = _numbered([Kind.NEED, Kind.OFFER, Kind.SERVICE])
MODE_NUMBERS = _numbered(Mode.values)
FIELD_NUMBERS = _numbered(Field.values)
OWNER_NUMBERS = _numbered(OrganisationKind.values)


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
