"""Regions by GB/T 2260 and industries by GB/T 4754."""

from typing import ClassVar

from django.db import models
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from yizhan.directory.terms import Zone


class Region(models.Model):
    """An administrative division to county level by GB/T 2260; retired codes stay."""

    code = models.CharField(_("代码"), max_length=6, primary_key=True)
    name = models.CharField(_("名称"), max_length=60)
    name_en = models.CharField(_("英文名称"), max_length=80, blank=True)
    short = models.CharField(_("简称"), max_length=20)
    parent = models.ForeignKey("self", on_delete=models.PROTECT, null=True, related_name="+")
    zone = models.CharField(_("经济区域"), max_length=12, choices=Zone.choices, blank=True)
    retired_on = models.DateField(_("停用日期"), null=True, blank=True)

    class Meta:
        """By code, which is also from north to south."""

        ordering: ClassVar = ["code"]
        verbose_name = _("地区")
        verbose_name_plural = _("地区")

    def __str__(self) -> str:
        """Use the name in the reader's language where it is known."""
        if (get_language() or "").startswith("en") and self.name_en:
            return self.name_en
        return self.name


class Industry(models.Model):
    """A section or division of GB/T 4754-2017; `code` is "C" or "C34"."""

    code = models.CharField(_("代码"), max_length=3, primary_key=True)
    name = models.CharField(_("名称"), max_length=80)
    name_en = models.CharField(_("英文名称"), max_length=120, blank=True)
    section = models.CharField(_("门类"), max_length=1)
    retired_on = models.DateField(_("停用日期"), null=True, blank=True)

    class Meta:
        """By code."""

        ordering: ClassVar = ["code"]
        verbose_name = _("国民经济行业")
        verbose_name_plural = _("国民经济行业")

    def __str__(self) -> str:
        """Use the name in the reader's language."""
        if (get_language() or "").startswith("en") and self.name_en:
            return self.name_en
        return self.name
