"""The tables of review: the work on one submission, and what each reviewer decided."""

import uuid
from typing import ClassVar

import pgtrigger
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from yizhan.listings.terms import Kind, Verdict


class Review(models.Model):
    """The work on one submission: its clock, who has it on the desk, who has proposed what.

    `holder_id` is the person (or the role of somebody without an account), `holder_role` the
    membership it acts in. After `held_until` the submission is anybody's again.
    """

    submission = models.OneToOneField(
        "listings.Submission",
        on_delete=models.PROTECT,
        primary_key=True,
        related_name="review",
        verbose_name=_("提交版本"),
    )
    listing = models.ForeignKey(
        "listings.Listing",
        on_delete=models.PROTECT,
        related_name="reviews",
        verbose_name=_("信息"),
    )
    began_at = models.DateTimeField(_("提交时间"))
    due_on = models.DateField(_("应答复日期"))
    target = models.PositiveSmallIntegerField(_("时限（工作日）"))
    holder_id = models.UUIDField(_("经办人"), null=True, blank=True)
    holder_role = models.UUIDField(_("经办身份"), null=True, blank=True)
    holder_office = models.ForeignKey(
        "directory.Organisation",
        on_delete=models.PROTECT,
        related_name="+",
        null=True,
        blank=True,
        verbose_name=_("经办机构"),
    )
    held_until = models.DateTimeField(_("保留至"), null=True, blank=True)
    proposer_id = models.UUIDField(_("初审人"), null=True, blank=True)
    proposer_reach = models.CharField(_("初审机构辖区"), max_length=6, blank=True)
    overdue_noted_at = models.DateTimeField(_("逾期提醒时间"), null=True, blank=True)
    closed_at = models.DateTimeField(_("结束时间"), null=True, blank=True)

    class Meta:
        """Longest waiting first; a listing is under one review at a time."""

        ordering: ClassVar = ["began_at", "submission_id"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["listing"],
                condition=Q(closed_at__isnull=True),
                name="listings_one_open_review",
            ),
            models.CheckConstraint(
                condition=Q(holder_id__isnull=True, held_until__isnull=True)
                | Q(holder_id__isnull=False, held_until__isnull=False),
                name="listings_holder_has_term",
            ),
        ]
        indexes: ClassVar = [
            models.Index(
                fields=["due_on"],
                condition=Q(closed_at__isnull=True),
                name="listings_review_due",
            ),
        ]
        verbose_name = _("审核")
        verbose_name_plural = _("审核")

    def __str__(self) -> str:
        """Name what is under review."""
        return f"{self.listing_id} {self.began_at:%Y-%m-%d}"


class Decision(models.Model):
    """What one person decided on one submission, with every answer given; never changed.

    Holds plain values beside its keys, so that it says the same when offices are renamed.
    `answers` is a list of {code, answer, machine, note}; `working_days` is the time from the
    submission, for a verdict that ends the review.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    submission = models.ForeignKey(
        "listings.Submission",
        on_delete=models.PROTECT,
        related_name="decisions",
        verbose_name=_("提交版本"),
    )
    verdict = models.CharField(_("决定"), max_length=10, choices=Verdict.choices)
    at = models.DateTimeField(_("时间"))
    actor_id = models.UUIDField(_("审核身份"))
    person_id = models.UUIDField(_("审核人"), null=True, blank=True)
    office = models.ForeignKey(
        "directory.Organisation",
        on_delete=models.PROTECT,
        related_name="+",
        null=True,
        blank=True,
        verbose_name=_("审核机构"),
    )
    office_name = models.CharField(_("审核机构名称"), max_length=200)
    reach = models.CharField(_("辖区"), max_length=6, blank=True)
    edition = models.CharField(_("清单版本"), max_length=20)
    answers = models.JSONField(_("逐项答复"), default=list)
    reasons = models.JSONField(_("退回原因"), default=dict)
    kind = models.CharField(_("类别"), max_length=10, choices=Kind.choices)
    region = models.CharField(_("地区"), max_length=6)
    working_days = models.PositiveSmallIntegerField(_("用时（工作日）"), null=True, blank=True)

    class Meta:
        """In order of time; one proposal and one end for each submission."""

        ordering: ClassVar = ["at", "id"]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(verdict__in=Verdict.values), name="listings_verdict_is_known"
            ),
            models.CheckConstraint(
                condition=Q(verdict=Verdict.PROPOSED, working_days__isnull=True)
                | (~Q(verdict=Verdict.PROPOSED) & Q(working_days__isnull=False)),
                name="listings_end_has_time",
            ),
            models.UniqueConstraint(
                fields=["submission"],
                condition=Q(verdict=Verdict.PROPOSED),
                name="listings_proposed_once",
            ),
            models.UniqueConstraint(
                fields=["submission"],
                condition=~Q(verdict=Verdict.PROPOSED),
                name="listings_decided_once",
            ),
        ]
        indexes: ClassVar = [
            # Where the table holds many years, the last one is read from the index alone.
            models.Index(
                fields=["at"],
                include=["region", "kind", "working_days"],
                condition=~Q(verdict=Verdict.PROPOSED),
                name="listings_turnaround",
            ),
        ]
        triggers: ClassVar = [
            pgtrigger.Protect(name="append_only", operation=pgtrigger.Update | pgtrigger.Delete)
        ]
        verbose_name = _("审核决定")
        verbose_name_plural = _("审核决定")

    def __str__(self) -> str:
        """Name the verdict and its day."""
        return f"{self.verdict} {self.at:%Y-%m-%d}"
