"""What people want to hear of, and what was found for them."""

import uuid
from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from yizhan.listings.terms import Kind
from yizhan.matching.terms import Pace


class SavedSearch(models.Model):
    """A search that a person wants repeated: its address, and how often to be told."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    person = models.ForeignKey("directory.Person", on_delete=models.PROTECT, related_name="+")
    name = models.CharField(_("名称"), max_length=80)
    kind = models.CharField(_("类别"), max_length=10, choices=Kind.choices)
    criteria = models.CharField(_("条件"), max_length=2000, blank=True)
    pace = models.CharField(_("频率"), max_length=10, choices=Pace.choices, default=Pace.DAILY)
    is_paused = models.BooleanField(_("暂停"), default=False)
    created_at = models.DateTimeField(_("建立时间"))
    told_at = models.DateTimeField(_("最近通知"), null=True, blank=True)

    class Meta:
        """Newest first; the same search is saved once."""

        ordering: ClassVar = ["-created_at", "id"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["person", "criteria"], name="matching_saved_once"),
        ]
        verbose_name = _("订阅")
        verbose_name_plural = _("订阅")

    def __str__(self) -> str:
        """Use the name its owner gave it."""
        return self.name


class MutedNeed(models.Model):
    """A person wants to hear nothing of new matches for one need."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    person = models.ForeignKey("directory.Person", on_delete=models.PROTECT, related_name="+")
    need = models.ForeignKey("listings.Listing", on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(_("时间"))

    class Meta:
        """Newest first; once."""

        ordering: ClassVar = ["-at", "id"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["person", "need"], name="matching_muted_once"),
        ]
        verbose_name = _("不再提醒的需求")
        verbose_name_plural = _("不再提醒的需求")

    def __str__(self) -> str:
        """Name the need."""
        return str(self.need_id)


class Hit(models.Model):
    """A listing found for a saved search or for a need, in one published state of it.

    `told_at` names the notice it went into; empty means that it has not been told yet.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    search = models.ForeignKey(
        SavedSearch, on_delete=models.CASCADE, null=True, related_name="hits"
    )
    need = models.ForeignKey(
        "listings.Listing", on_delete=models.PROTECT, null=True, related_name="+"
    )
    listing = models.ForeignKey("listings.Listing", on_delete=models.PROTECT, related_name="+")
    published_at = models.DateTimeField(_("发布时间"))
    score = models.DecimalField(_("得分"), max_digits=4, decimal_places=1, null=True)
    found_at = models.DateTimeField(_("发现时间"))
    told_at = models.DateTimeField(_("通知时间"), null=True, blank=True)

    class Meta:
        """Newest first; one for each record and change."""

        ordering: ClassVar = ["-found_at", "id"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["search", "listing", "published_at"],
                condition=Q(search__isnull=False),
                name="matching_hit_of_search_once",
            ),
            models.UniqueConstraint(
                fields=["need", "listing", "published_at"],
                condition=Q(need__isnull=False),
                name="matching_hit_of_need_once",
            ),
            models.CheckConstraint(
                condition=Q(search__isnull=False, need__isnull=True)
                | Q(search__isnull=True, need__isnull=False),
                name="matching_hit_for_one",
            ),
        ]
        indexes: ClassVar = [
            models.Index(
                fields=["search", "need"],
                name="matching_hit_untold",
                condition=Q(told_at__isnull=True),
            ),
        ]
        verbose_name = _("订阅命中")
        verbose_name_plural = _("订阅命中")

    def __str__(self) -> str:
        """Name the listing."""
        return str(self.listing_id)


class Watch(models.Model):
    """How far the outbox has been looked through for alerts, and when."""

    id = models.SmallIntegerField(primary_key=True, default=1)
    position = models.BigIntegerField(_("事务号"))
    at = models.DateTimeField(_("时间"))

    class Meta:
        """There is one row."""

        ordering: ClassVar = ["id"]
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(id=1), name="matching_one_watch"),
        ]
        verbose_name = _("提醒进度")
        verbose_name_plural = _("提醒进度")

    def __str__(self) -> str:
        """Show the position."""
        return str(self.position)
