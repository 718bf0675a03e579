"""The rollup."""

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from yizhan.statistics.terms import Axis, Side


class Cell(models.Model):
    """What was counted for one side, place, axis, month and code; pending lines not included.

    The key is in the order in which pages read: one place, one axis, a run of months.
    """

    pk = models.CompositePrimaryKey("side", "place", "axis", "month", "code")
    side = models.CharField(_("侧"), max_length=1, choices=Side.choices)
    place = models.CharField(_("地区"), max_length=6)
    axis = models.CharField(_("维度"), max_length=8, choices=Axis.choices)
    month = models.IntegerField(_("登记月份"))
    code = models.CharField(_("代码"), max_length=30, blank=True)
    contracts = models.IntegerField(_("项数"))
    value_fen = models.BigIntegerField(_("成交额（分）"))
    technology_fen = models.BigIntegerField(_("技术交易额（分）"))

    class Meta:
        """No order of its own."""

        ordering: ClassVar = ["side", "place", "axis", "month", "code"]
        verbose_name = _("统计单元")
        verbose_name_plural = _("统计单元")

    def __str__(self) -> str:
        """Say the key."""
        return f"{self.side} {self.place} {self.axis} {self.month} {self.code}"
