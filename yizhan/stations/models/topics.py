"""Topic groups: stations that work on one subject across regions."""

import uuid
from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from yizhan.directory.terms import Field
from yizhan.stations.models.stations import Station


class Topic(models.Model):
    """A topic group with the station that leads it."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    name = models.CharField(_("名称"), max_length=60)
    aim = models.TextField(_("目标"))
    fields = ArrayField(
        models.CharField(max_length=2, choices=Field.choices), verbose_name=_("领域")
    )
    lead = models.ForeignKey(
        Station, on_delete=models.PROTECT, related_name="+", verbose_name=_("牵头站点")
    )
    founded_at = models.DateTimeField(_("成立时间"))
    closed_at = models.DateTimeField(_("结束时间"), null=True, blank=True)

    class Meta:
        """By name; two open groups never share one."""

        ordering: ClassVar = ["name", "id"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["name"], condition=Q(closed_at__isnull=True), name="stations_topic_once"
            )
        ]
        verbose_name = _("主题组")
        verbose_name_plural = _("主题组")

    def __str__(self) -> str:
        """Use the name."""
        return self.name

    def get_absolute_url(self) -> str:
        """Link to the group."""
        return reverse("stations:topic-detail", args=[self.id])


class TopicSeat(models.Model):
    """A station's time in a topic group."""

    topic = models.ForeignKey(Topic, on_delete=models.PROTECT, related_name="seats")
    station = models.ForeignKey(Station, on_delete=models.PROTECT, related_name="+")
    joined_at = models.DateTimeField(_("加入时间"))
    left_at = models.DateTimeField(_("退出时间"), null=True, blank=True)

    class Meta:
        """In the order of joining; once at a time."""

        ordering: ClassVar = ["joined_at", "id"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["topic", "station"],
                condition=Q(left_at__isnull=True),
                name="stations_in_topic_once",
            )
        ]
        verbose_name = _("主题组成员")
        verbose_name_plural = _("主题组成员")

    def __str__(self) -> str:
        """Name the station."""
        return str(self.station)
