"""The table of what was handed in: every submission keeps its text for ever."""

import uuid
from typing import ClassVar

import pgtrigger
from django.db import models
from django.db.models import Q, TextChoices
from django.utils.translation import gettext_lazy as _


class Origin(TextChoices):
    """Why a text was kept."""

    HANDED_IN = "handed_in", _("提交审核")
    # An import published it without a review; kept when its owner takes it off to revise it.
    PUBLIC = "public", _("公开时的内容")


class Submission(models.Model):
    """The text of a listing as it was handed in, numbered from 1; never changed or deleted.

    `content` is `details.Content` in plain values: what a reviewer read, and what versions
    are compared by.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    listing = models.ForeignKey(
        "listings.Listing",
        on_delete=models.PROTECT,
        related_name="submissions",
        verbose_name=_("信息"),
    )
    number = models.PositiveIntegerField(_("版本号"))
    origin = models.CharField(
        _("来由"), max_length=10, choices=Origin.choices, default=Origin.HANDED_IN
    )
    listing_version = models.PositiveIntegerField(_("内部版本"))
    content = models.JSONField(_("内容"))
    at = models.DateTimeField(_("时间"))

    class Meta:
        """By number; the database lets nobody rewrite what was handed in."""

        ordering: ClassVar = ["listing_id", "number"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["listing", "number"], name="listings_submission_number"
            ),
            models.CheckConstraint(
                condition=Q(number__gte=1), name="listings_submission_from_one"
            ),
        ]
        triggers: ClassVar = [
            pgtrigger.Protect(name="append_only", operation=pgtrigger.Update | pgtrigger.Delete)
        ]
        verbose_name = _("提交版本")
        verbose_name_plural = _("提交版本")

    def __str__(self) -> str:
        """Name the version."""
        return f"{self.listing_id} #{self.number}"
