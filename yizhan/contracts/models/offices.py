"""Registration offices and the numbers they have given out."""

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


class Office(models.Model):
    """A place where contracts are registered; `prefix` is the first four digits of its city.

    Two digits for a province-level office's city are "00".
    """

    organisation = models.ForeignKey(
        "directory.Organisation",
        on_delete=models.PROTECT,
        related_name="+",
        verbose_name=_("登记机构所属单位"),
    )
    region = models.ForeignKey(
        "directory.Region", on_delete=models.PROTECT, related_name="+", verbose_name=_("地区")
    )
    prefix = models.CharField(_("地区码"), max_length=4)
    code = models.CharField(_("登记点代码"), max_length=2)
    name = models.CharField(_("名称"), max_length=120)
    is_active = models.BooleanField(_("受理申请"), default=True)

    class Meta:
        """By number."""

        ordering: ClassVar = ["prefix", "code"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["prefix", "code"], name="contracts_office_once"),
            models.CheckConstraint(
                condition=Q(prefix__regex=r"^\d{4}$") & Q(code__regex=r"^\d{2}$"),
                name="contracts_office_digits",
            ),
        ]
        verbose_name = _("登记机构")
        verbose_name_plural = _("登记机构")

    def __str__(self) -> str:
        """Use the name."""
        return self.name


class NumberSeries(models.Model):
    """The last serial an office gave out in a year; a row, so that none is skipped."""

    office = models.ForeignKey(Office, on_delete=models.PROTECT, related_name="series")
    year = models.PositiveSmallIntegerField(_("年份"))
    last = models.PositiveIntegerField(_("最后序号"), default=0)

    class Meta:
        """One row for each office and year."""

        ordering: ClassVar = ["office", "year"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["office", "year"], name="contracts_series_once")
        ]
        verbose_name = _("编号计数")
        verbose_name_plural = _("编号计数")

    def __str__(self) -> str:
        """Name the range."""
        return f"{self.office_id} {self.year}"
