"""The standard documents of the network: every version stays."""

import uuid
from typing import ClassVar

import pgtrigger
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from yizhan.stations.terms import Family


class Document(models.Model):
    """One version of a standard document; `code` names the document over its versions."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    code = models.SlugField(_("代号"), max_length=40)
    number = models.PositiveSmallIntegerField(_("版本号"))
    family = models.CharField(_("类别"), max_length=12, choices=Family.choices)
    title = models.CharField(_("名称"), max_length=120)
    title_en = models.CharField(_("英文名称"), max_length=160, blank=True)
    text = models.TextField(_("正文"))
    since = models.DateField(_("施行日期"))
    until = models.DateField(_("失效日期"), null=True, blank=True)
    published_at = models.DateTimeField(_("发布时间"))
    office = models.ForeignKey(
        "directory.Organisation",
        on_delete=models.PROTECT,
        related_name="+",
        verbose_name=_("发布单位"),
    )

    class Meta:
        """By code, newest version first; a text once published stays as it is."""

        ordering: ClassVar = ["code", "-number"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["code", "number"], name="stations_document_once"),
            models.CheckConstraint(
                condition=Q(until__isnull=True) | Q(until__gte=F("since")),
                name="stations_document_in_order",
            ),
        ]
        triggers: ClassVar = [
            pgtrigger.Protect(name="no_delete", operation=pgtrigger.Delete),
            pgtrigger.Protect(
                name="text_stays",
                operation=pgtrigger.UpdateOf(  # type: ignore[no-untyped-call]
                    "code", "number", "family", "title", "text", "since"
                ),
            ),
        ]
        verbose_name = _("标准文件")
        verbose_name_plural = _("标准文件")

    def __str__(self) -> str:
        """Use the title in the language of the reader."""
        in_english = (get_language() or "").startswith("en")
        return self.title_en if in_english and self.title_en else self.title

    def get_absolute_url(self) -> str:
        """Link to the document."""
        return reverse("stations:document-detail", args=[self.code])
