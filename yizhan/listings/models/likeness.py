"""Which listings say the same: what a text is found by, and the pairs that were found."""

import uuid
from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _


class Likeness(models.Model):
    """The keys under which a listing's public text is looked up; nothing of the text itself.

    Two texts that share many runs of characters share a key with near certainty
    (`likeness/signatures.py`); equal rights and equal sources share one always.
    """

    listing = models.OneToOneField(
        "listings.Listing",
        on_delete=models.PROTECT,
        primary_key=True,
        related_name="likeness",
        verbose_name=_("信息"),
    )
    version = models.PositiveIntegerField(_("版本"))
    keys = ArrayField(models.BigIntegerField(), verbose_name=_("查找键"))
    # Compared with the others; false after a bulk import until the worker comes by.
    is_compared = models.BooleanField(_("已比对"), default=False)

    class Meta:
        """Looked up by any of the keys."""

        ordering: ClassVar = ["listing"]
        indexes: ClassVar = [
            GinIndex(fields=["keys"], name="listings_likeness_keys"),
            models.Index(
                fields=["listing"],
                condition=Q(is_compared=False),
                name="listings_to_compare",
            ),
        ]
        verbose_name = _("查重键")
        verbose_name_plural = _("查重键")

    def __str__(self) -> str:
        """Count the keys."""
        return f"{len(self.keys)}"


class Pair(models.Model):
    """Two listings that say the same, or much the same; `first` has the lower serial.

    `likeness` is the Jaccard index of their runs of characters, `containment` the share of
    the shorter text that stands in the longer one. The owner answers first, a reviewer
    decides.
    """

    class Reason(models.TextChoices):
        """What the two have in common."""

        TEXT = "text", _("文字相近")
        RIGHT = "right", _("知识产权编号相同")
        SOURCE = "source", _("来源编号相同")

    class Verdict(models.TextChoices):
        """What a person says of a pair."""

        SAME = "same", _("同一项")
        DIFFERENT = "different", _("不同项")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    first = models.ForeignKey(
        "listings.Listing", on_delete=models.PROTECT, related_name="+", verbose_name=_("先")
    )
    second = models.ForeignKey(
        "listings.Listing", on_delete=models.PROTECT, related_name="+", verbose_name=_("后")
    )
    reason = models.CharField(_("依据"), max_length=10, choices=Reason.choices)
    likeness = models.DecimalField(_("相似度"), max_digits=4, decimal_places=3)
    containment = models.DecimalField(_("包含度"), max_digits=4, decimal_places=3)
    found_at = models.DateTimeField(_("发现时间"))
    said = models.CharField(
        _("填报单位意见"), max_length=10, choices=Verdict.choices, blank=True
    )
    said_why = models.CharField(_("填报单位说明"), max_length=500, blank=True)
    said_at = models.DateTimeField(_("说明时间"), null=True, blank=True)
    verdict = models.CharField(
        _("审核结论"), max_length=10, choices=Verdict.choices, blank=True
    )
    verdict_why = models.CharField(_("结论依据"), max_length=500, blank=True)
    decided_at = models.DateTimeField(_("结论时间"), null=True, blank=True)

    class Meta:
        """Newest first; a pair is found once."""

        ordering: ClassVar = ["-found_at", "id"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["first", "second"], name="listings_paired_once"),
            models.CheckConstraint(
                condition=~Q(first=F("second")), name="listings_pair_of_two"
            ),
            models.CheckConstraint(
                condition=Q(likeness__gte=0, likeness__lte=1, containment__lte=1),
                name="listings_likeness_in_range",
            ),
            models.CheckConstraint(
                condition=~Q(verdict__in=["same", "different"]) | Q(decided_at__isnull=False),
                name="listings_decided_has_time",
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["second"], name="listings_pair_second"),
            models.Index(
                fields=["-found_at"], condition=Q(verdict=""), name="listings_pair_open"
            ),
        ]
        verbose_name = _("相近信息")
        verbose_name_plural = _("相近信息")

    def __str__(self) -> str:
        """Say how alike they are."""
        return f"{self.likeness}"
