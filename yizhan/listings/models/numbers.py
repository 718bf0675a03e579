"""The numbers people know listings by."""

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _


class Counter(models.Model):
    """The last number given out for a kind, province and year; a row, so none is skipped."""

    key = models.CharField(_("编号段"), max_length=20, primary_key=True)
    last = models.BigIntegerField(_("最后编号"), default=0)

    class Meta:
        """By key."""

        ordering: ClassVar = ["key"]
        verbose_name = _("编号计数")
        verbose_name_plural = _("编号计数")

    def __str__(self) -> str:
        """Name the range."""
        return self.key
