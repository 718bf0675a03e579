"""The question whether a listing is still true, each time it is put."""

import uuid
from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


class Confirmation(models.Model):
    """One round of asking: from the first question to an answer, or to the listing's end.

    `since` is the confirmation that the round doubts. Once the listing has a later one, the
    round is over, whoever brought that about; so no verb has to know of rounds.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    listing = models.ForeignKey(
        "listings.Listing",
        on_delete=models.PROTECT,
        related_name="confirmations",
        verbose_name=_("信息"),
    )
    since = models.DateTimeField(_("上次确认"))
    asked_at = models.DateTimeField(_("询问时间"))
    reminded_at = models.DateTimeField(_("提醒时间"), null=True, blank=True)
    demoted_at = models.DateTimeField(_("降序时间"), null=True, blank=True)
    hidden_at = models.DateTimeField(_("暂停展示时间"), null=True, blank=True)
    answered_at = models.DateTimeField(_("答复时间"), null=True, blank=True)
    # The stage that the answer led to.
    answer = models.CharField(_("答复"), max_length=12, blank=True)
    due_at = models.DateTimeField(_("下一步时间"), null=True, blank=True)

    class Meta:
        """Newest first; a confirmation is doubted in one round only."""

        ordering: ClassVar = ["-asked_at", "id"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["listing", "since"], name="listings_asked_once"),
            models.CheckConstraint(
                condition=Q(answered_at__isnull=True) | Q(due_at__isnull=True),
                name="listings_answered_is_not_due",
            ),
        ]
        indexes: ClassVar = [
            models.Index(
                fields=["due_at"],
                condition=Q(due_at__isnull=False),
                name="listings_round_due",
            )
        ]
        verbose_name = _("确认")
        verbose_name_plural = _("确认")

    def __str__(self) -> str:
        """Name the moment."""
        return f"{self.asked_at:%Y-%m-%d}"
