"""Figures that others published, to be set beside our own."""

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _


class ReferenceValue(models.Model):
    """One published figure: a year, a place, in yuan, with where it is from."""

    series = models.CharField(_("序列"), max_length=30)
    place = models.CharField(_("地区"), max_length=6)
    year = models.PositiveSmallIntegerField(_("年度"))
    contracts = models.IntegerField(_("项数"), null=True, blank=True)
    value = models.DecimalField(_("成交额（元）"), max_digits=18, decimal_places=2)
    mark = models.CharField(_("可信程度"), max_length=120, blank=True)

    class Meta:
        """By series, place and year."""

        ordering: ClassVar = ["series", "place", "year"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["series", "place", "year"], name="statistics_reference_once"
            )
        ]
        verbose_name = _("参考数据")
        verbose_name_plural = _("参考数据")

    def __str__(self) -> str:
        """Say the place and the year."""
        return f"{self.series} {self.place} {self.year}"
