"""The table of suspensions: why an open listing is out of sight, and what it comes back to."""

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from yizhan.listings.terms import SuspendedFor


class Suspension(models.Model):
    """One time out of sight: since when, for what, and the stage the listing returns to."""

    listing = models.ForeignKey(
        "listings.Listing",
        on_delete=models.PROTECT,
        related_name="suspensions",
        verbose_name=_("信息"),
    )
    cause = models.CharField(_("原因"), max_length=20, choices=SuspendedFor.choices)
    said = models.TextField(_("说明"), blank=True)
    from_stage = models.CharField(_("原阶段"), max_length=12)
    began_at = models.DateTimeField(_("开始时间"))
    ended_at = models.DateTimeField(_("结束时间"), null=True, blank=True)

    class Meta:
        """Newest first; never two at once."""

        ordering: ClassVar = ["-began_at", "-id"]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(cause__in=SuspendedFor.values), name="listings_cause_is_known"
            ),
            models.UniqueConstraint(
                fields=["listing"],
                condition=Q(ended_at__isnull=True),
                name="listings_suspended_once",
            ),
        ]
        verbose_name = _("暂停展示")
        verbose_name_plural = _("暂停展示")

    def __str__(self) -> str:
        """Name the cause and its day."""
        return f"{self.cause} {self.began_at:%Y-%m-%d}"
