"""What moved the figures: one signed line for every contract that came, went or changed."""

from typing import ClassVar

import pgtrigger
from django.db import models
from django.utils.translation import gettext_lazy as _

from yizhan.statistics.terms import Cause


class Line(models.Model):
    """A contract as statistics know it, to be added (+1) or taken away (−1).

    Written by triggers on the contracts, never by Python: whatever changes a contract is seen.
    """

    contract_id = models.UUIDField(_("合同"))
    version = models.IntegerField(_("版本"))
    sign = models.SmallIntegerField(_("增减"))
    cause = models.CharField(_("原因"), max_length=7, choices=Cause.choices)
    at = models.DateTimeField(_("时间"))
    month = models.IntegerField(_("登记月份"))
    seller_province = models.CharField(_("卖方省份"), max_length=6)
    seller_city = models.CharField(_("卖方城市"), max_length=6, blank=True)
    buyer_province = models.CharField(_("买方省份"), max_length=6)
    buyer_city = models.CharField(_("买方城市"), max_length=6, blank=True)
    kind = models.CharField(_("合同类别"), max_length=30, blank=True)
    subkind = models.CharField(_("合同子类"), max_length=30, blank=True)
    field = models.CharField(_("技术领域"), max_length=2, blank=True)
    ip_type = models.CharField(_("知识产权类型"), max_length=30, blank=True)
    plan_source = models.CharField(_("计划来源"), max_length=30, blank=True)
    section = models.CharField(_("行业门类"), max_length=1, blank=True)
    band = models.CharField(_("成交额区间"), max_length=1)
    seller_nature = models.CharField(_("卖方性质"), max_length=3, blank=True)
    buyer_nature = models.CharField(_("买方性质"), max_length=3, blank=True)
    office = models.CharField(_("登记机构"), max_length=20, blank=True)
    value_fen = models.BigIntegerField(_("成交额（分）"))
    technology_fen = models.BigIntegerField(_("技术交易额（分）"))

    class Meta:
        """Only its two children are tables."""

        abstract = True

    def __str__(self) -> str:
        """Say the sign and the contract."""
        return f"{self.sign:+d} {self.contract_id}"


class Movement(Line):
    """The history, kept for ever, so that the figures of any past moment can be recounted."""

    class Meta:
        """In the order of writing; `id` is the place in the history."""

        ordering: ClassVar = ["id"]
        indexes: ClassVar = [
            models.Index(fields=["month", "id"], name="statistics_moved_month"),
            models.Index(fields=["contract_id"], name="statistics_moved_contract"),
        ]
        triggers: ClassVar = [
            pgtrigger.Protect(name="append_only", operation=pgtrigger.Update | pgtrigger.Delete)
        ]
        verbose_name = _("统计变动")
        verbose_name_plural = _("统计变动")


class Pending(Line):
    """The movements that no cell holds yet; reading adds them to the cells."""

    id = models.BigIntegerField(primary_key=True)

    class Meta:
        """In the order of writing."""

        ordering: ClassVar = ["id"]
        verbose_name = _("待汇总变动")
        verbose_name_plural = _("待汇总变动")
