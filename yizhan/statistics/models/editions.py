"""What was given out: open editions for everybody, official tables with a cut-off."""

import uuid
from typing import ClassVar

import pgtrigger
from django.db import models
from django.utils.translation import gettext_lazy as _

from yizhan.statistics.terms import OPEN_AXES, Axis


class OpenEdition(models.Model):
    """The public figures of a year, with the small cells taken out.

    A new edition comes when at least three contracts of the year have moved, so that two
    editions never differ by one contract alone. `upto` is the last movement it holds.
    """

    year = models.PositiveSmallIntegerField(_("年度"), unique=True)
    upto = models.BigIntegerField(_("截至变动"))
    at = models.DateTimeField(_("生成时间"))
    content = models.JSONField(_("内容"))

    class Meta:
        """Newest first."""

        ordering: ClassVar = ["-year"]
        verbose_name = _("公开版次")
        verbose_name_plural = _("公开版次")

    def __str__(self) -> str:
        """Say the year."""
        return str(self.year)


class PublishedTable(models.Model):
    """An official table as it was given out; a revision is a new row that names the old one.

    `upto` is the number of the last movement counted; with it the table can be recounted for
    ever. `digest` is SHA-256 over the lines it rests on.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    year = models.PositiveSmallIntegerField(_("年度"))
    axis = models.CharField(
        _("维度"), max_length=8, choices=[(axis.value, axis.label) for axis in OPEN_AXES]
    )
    edition = models.PositiveSmallIntegerField(_("版次"))
    revises = models.OneToOneField(
        "self", on_delete=models.PROTECT, related_name="revision", null=True, blank=True
    )
    cut_off = models.DateTimeField(_("截止时间"))
    upto = models.BigIntegerField(_("截至变动"))
    rules = models.CharField(_("规则版本"), max_length=20)
    rows = models.IntegerField(_("合同项数"))
    digest = models.CharField(_("散列"), max_length=64)
    content = models.JSONField(_("公开内容"))
    changes = models.JSONField(_("与上一版的差异"), default=list, blank=True)
    reason = models.TextField(_("修订说明"), blank=True)
    published_by = models.CharField(_("发布人"), max_length=200)

    class Meta:
        """Newest first; one first edition for each year and axis."""

        ordering: ClassVar = ["-year", "axis", "-edition"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["year", "axis", "edition"], name="statistics_edition_once"
            ),
            models.CheckConstraint(
                condition=models.Q(axis__in=[axis.value for axis in Axis]),
                name="statistics_table_axis",
            ),
        ]
        triggers: ClassVar = [
            pgtrigger.Protect(name="append_only", operation=pgtrigger.Update | pgtrigger.Delete)
        ]
        verbose_name = _("统计表")
        verbose_name_plural = _("统计表")

    def __str__(self) -> str:
        """Say year, axis and edition."""
        return f"{self.year} {self.get_axis_display()} #{self.edition}"
