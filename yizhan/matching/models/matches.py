"""Matches that somebody acted on, and what was said of them."""

import uuid
from typing import ClassVar

import pgtrigger
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from yizhan.matching.terms import Reason, Verdict


class Match(models.Model):
    """A need and an offer (or service) with the score they had, kept with all its inputs.

    `inputs` holds what the score was made from: snapshots of both sides, word weights,
    similarity, versions. With `weights` it gives the same score again, years later.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    need = models.ForeignKey(
        "listings.Listing", on_delete=models.PROTECT, related_name="+", verbose_name=_("需求")
    )
    offer = models.ForeignKey(
        "listings.Listing", on_delete=models.PROTECT, related_name="+", verbose_name=_("成果")
    )
    need_version = models.PositiveIntegerField(_("需求版本"))
    offer_version = models.PositiveIntegerField(_("成果版本"))
    weights = models.CharField(_("权重版本"), max_length=40)
    score = models.DecimalField(_("得分"), max_digits=4, decimal_places=1)
    inputs = models.JSONField(_("计算依据"))
    created_at = models.DateTimeField(_("计算时间"))

    class Meta:
        """Newest first; one row for each state of the pair."""

        ordering: ClassVar = ["-created_at", "id"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["need", "offer", "need_version", "offer_version", "weights"],
                name="matching_match_once",
            ),
            models.CheckConstraint(
                condition=Q(score__gte=0, score__lte=100), name="matching_score_in_range"
            ),
        ]
        triggers: ClassVar = [
            pgtrigger.Protect(name="frozen", operation=pgtrigger.Update | pgtrigger.Delete)
        ]
        verbose_name = _("匹配")
        verbose_name_plural = _("匹配")

    def __str__(self) -> str:
        """Show the score."""
        return f"{self.score}"


class Feedback(models.Model):
    """What one organisation says of a match; a later word replaces an earlier one in use."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    match = models.ForeignKey(Match, on_delete=models.PROTECT, related_name="feedback")
    organisation = models.ForeignKey(
        "directory.Organisation",
        on_delete=models.PROTECT,
        related_name="+",
        verbose_name=_("机构"),
    )
    author_id = models.UUIDField(_("填报人"))
    verdict = models.CharField(_("意见"), max_length=12, choices=Verdict.choices)
    reason = models.CharField(_("原因"), max_length=20, choices=Reason.choices, blank=True)
    note = models.CharField(_("补充说明"), max_length=500, blank=True)
    at = models.DateTimeField(_("时间"))

    class Meta:
        """Newest first."""

        ordering: ClassVar = ["-at", "id"]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=~Q(verdict=Verdict.UNSUITABLE) | ~Q(reason=""),
                name="matching_unsuitable_has_reason",
            )
        ]
        indexes: ClassVar = [
            models.Index(fields=["organisation", "-at"], name="matching_feedback_own")
        ]
        verbose_name = _("匹配反馈")
        verbose_name_plural = _("匹配反馈")

    def __str__(self) -> str:
        """Show the verdict."""
        return self.get_verdict_display()
