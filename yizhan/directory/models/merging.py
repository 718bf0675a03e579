"""Two entries that are one organisation: likely pairs, and the record of what was merged."""

import uuid
from typing import ClassVar

import pgtrigger
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from yizhan.directory.models.organisations import Organisation


class Pair(models.Model):
    """Two organisations that may be one; `first` has the lesser id, so a pair exists once."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    first = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    second = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    reasons = ArrayField(models.CharField(max_length=12), verbose_name=_("相似之处"))
    likeness = models.FloatField(_("名称相似度"), default=0)
    found_at = models.DateTimeField(_("发现时间"))
    dismissed_at = models.DateTimeField(_("排除时间"), null=True, blank=True)
    dismissed_why = models.CharField(_("排除理由"), max_length=200, blank=True)

    class Meta:
        """The surest first."""

        ordering: ClassVar = ["-likeness", "id"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["first", "second"], name="directory_pair_once"),
            models.CheckConstraint(
                condition=Q(first__lt=F("second")), name="directory_pair_in_order"
            ),
        ]
        verbose_name = _("疑似重复")
        verbose_name_plural = _("疑似重复")

    def __str__(self) -> str:
        """Name both."""
        return f"{self.first} · {self.second}"

    def get_absolute_url(self) -> str:
        """Link to the comparison."""
        return reverse("directory:pair-detail", args=[self.id])


class Merge(models.Model):
    """What was merged into what, by whom, what was kept and what moved; never changed."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    kept = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    absorbed = models.OneToOneField(Organisation, on_delete=models.PROTECT, related_name="+")
    office = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, null=True, related_name="+"
    )
    actor_id = models.UUIDField(_("办理人"))
    at = models.DateTimeField(_("合并时间"))
    reason = models.CharField(_("依据"), max_length=200)
    chosen = models.JSONField(_("取自被并方的项目"))
    before = models.JSONField(_("合并前"))
    moved = models.JSONField(_("迁移内容"))

    class Meta:
        """Newest first; the database refuses to change or delete a row."""

        ordering: ClassVar = ["-at", "id"]
        triggers: ClassVar = [
            pgtrigger.Protect(name="append_only", operation=pgtrigger.Update | pgtrigger.Delete)
        ]
        verbose_name = _("机构合并")
        verbose_name_plural = _("机构合并")

    def __str__(self) -> str:
        """Name both."""
        return f"{self.absorbed} → {self.kept}"
