"""What is counted: sides, axes, value bands. Codes are permanent."""

from collections.abc import Mapping

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

# Places beside the six digits of GB/T 2260.
NATION, FOREIGN, UNKNOWN = "000000", "990000", "980000"

# Below so many contracts a public cell says nothing.
LEAST = 3

# Who publishes official tables, and sees every figure of the region reached.
PUBLISH = "contracts.supervise"


class Side(TextChoices):
    """Whose place a cell belongs to."""

    SELLER = "s", _("输出（卖方）")
    BUYER = "b", _("吸纳（买方）")


class Axis(TextChoices):
    """What a place is divided by; `own` is the side of the cell, `partner` the other."""

    TOTAL = "total", _("合计")
    KIND = "kind", _("合同类别")
    SUBKIND = "subkind", _("合同子类")
    FIELD = "field", _("技术领域")
    IP_TYPE = "ip", _("知识产权类型")
    PLAN_SOURCE = "plan", _("计划来源")
    SECTION = "section", _("服务的国民经济行业")
    BAND = "band", _("成交额区间")
    NATURE = "nature", _("本方性质")
    PARTNER_NATURE = "pnature", _("对方性质")
    PARTNER = "partner", _("对方地区")
    OFFICE = "office", _("登记机构")


class Band(TextChoices):
    """How large a contract is, in yuan; the lower end belongs to the band."""

    B0 = "0", _("10 万元以下")
    B1 = "1", _("10 万–50 万元")
    B2 = "2", _("50 万–100 万元")
    B3 = "3", _("100 万–500 万元")
    B4 = "4", _("500 万–1,000 万元")
    B5 = "5", _("1,000 万–1 亿元")
    B6 = "6", _("1 亿元及以上")


class Cause(TextChoices):
    """Why figures moved."""

    ENTERED = "entered", _("新登记")
    LEFT = "left", _("注销、撤销或重新认定")
    CHANGED = "changed", _("登记事项变更")


class Grain(TextChoices):
    """How long a period is."""

    YEAR = "year", _("年度")
    QUARTER = "quarter", _("季度")
    MONTH = "month", _("月度")


# What every side is cut by. Buyers are cut by less: their other sides are the sellers' cells.
CUBE: Mapping[Side, tuple[Axis, ...]] = {
    Side.SELLER: tuple(Axis),
    Side.BUYER: (Axis.TOTAL, Axis.KIND, Axis.FIELD, Axis.NATURE, Axis.PARTNER),
}

# The tables given out to everybody. They share nothing but the totals of places, which are
# all public, so that no table helps to solve another; sub-kinds (which add up to kinds) and
# offices are therefore not among them.
OPEN_AXES = (
    Axis.KIND, Axis.FIELD, Axis.IP_TYPE, Axis.PLAN_SOURCE, Axis.SECTION, Axis.BAND,
    Axis.NATURE, Axis.PARTNER_NATURE, Axis.PARTNER,
)  # fmt: skip
