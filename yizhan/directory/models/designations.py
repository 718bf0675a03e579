"""Titles that an authority gives to organisations: international bases and others like them."""

import uuid
from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from yizhan.directory.models.organisations import Organisation
from yizhan.directory.terms import Field


class Title(models.Model):
    """A title that can be given; kinds of titles are data, not code."""

    code = models.CharField(_("代码"), max_length=40, primary_key=True)
    name = models.CharField(_("名称"), max_length=80)
    name_en = models.CharField(_("英文名称"), max_length=120, blank=True)
    # Only who reaches the whole nation records what the nation gives.
    is_national = models.BooleanField(_("国家级"), default=True)
    has_partners = models.BooleanField(_("有合作国家"), default=False)
    order = models.PositiveSmallIntegerField(_("次序"), default=100)

    class Meta:
        """In the order of the page."""

        ordering: ClassVar = ["order", "code"]
        verbose_name = _("称号")
        verbose_name_plural = _("称号")

    def __str__(self) -> str:
        """Use the name in the reader's language."""
        if (get_language() or "").startswith("en") and self.name_en:
            return self.name_en
        return self.name


class Designation(models.Model):
    """One title of one organisation, by whom, from when, until when."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    organisation = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, related_name="designations"
    )
    title = models.ForeignKey(Title, on_delete=models.PROTECT, related_name="+")
    authority = models.CharField(_("授予部门"), max_length=120)
    document = models.CharField(_("文号"), max_length=120, blank=True)
    since = models.DateField(_("起始日期"))
    until = models.DateField(_("截止日期"), null=True, blank=True)
    countries = ArrayField(
        models.CharField(max_length=2),
        verbose_name=_("合作国家和地区"),
        default=list,
        blank=True,
    )
    fields = ArrayField(
        models.CharField(max_length=2, choices=Field.choices),
        verbose_name=_("技术领域"),
        default=list,
        blank=True,
    )
    recorded_at = models.DateTimeField(_("录入时间"))
    recorded_by = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, null=True, related_name="+"
    )
    ended_at = models.DateTimeField(_("取消时间"), null=True, blank=True)
    ended_why = models.CharField(_("取消原因"), max_length=200, blank=True)

    class Meta:
        """Newest first; a title is held once at a time."""

        ordering: ClassVar = ["-since", "id"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["organisation", "title"],
                condition=Q(ended_at__isnull=True),
                name="directory_titled_once",
            ),
            models.CheckConstraint(
                condition=Q(until__isnull=True) | Q(until__gte=F("since")),
                name="directory_title_days_in_order",
            ),
        ]
        indexes: ClassVar = [
            models.Index(
                fields=["title", "organisation"],
                condition=Q(ended_at__isnull=True),
                name="directory_titled",
            )
        ]
        verbose_name = _("称号记录")
        verbose_name_plural = _("称号记录")

    def __str__(self) -> str:
        """Name the title and its holder."""
        return f"{self.organisation} · {self.title}"
