"""Seats in an alliance: offered, taken, given up."""

import uuid
from typing import ClassVar

import pgtrigger
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from yizhan.directory.models.organisations import Organisation
from yizhan.directory.stages import SEAT_FLOW, SeatStage
from yizhan.directory.terms import Part


class Seat(models.Model):
    """One house's seat in one alliance; a house joins only by its own word."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    alliance = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, related_name="seats", verbose_name=_("联盟")
    )
    member = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, related_name="taken", verbose_name=_("成员机构")
    )
    part = models.CharField(_("身份"), max_length=10, choices=Part.choices, default=Part.MEMBER)
    stage = models.CharField(
        _("阶段"), max_length=12, choices=SeatStage.choices, default=SeatStage.INVITED
    )
    note = models.CharField(_("附言"), max_length=300, blank=True)
    invited_at = models.DateTimeField(_("邀请时间"))
    since = models.DateField(_("加入日期"), null=True, blank=True)
    until = models.DateField(_("退出日期"), null=True, blank=True)

    class Meta:
        """Leaders first, then in the order of joining; one living seat for each house."""

        ordering: ClassVar = ["part", "since", "id"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["alliance", "member"],
                condition=Q(stage__in=[SeatStage.INVITED, SeatStage.JOINED]),
                name="directory_seat_once",
            ),
            models.CheckConstraint(
                condition=~Q(alliance=F("member")), name="directory_not_in_itself"
            ),
            models.CheckConstraint(
                condition=~Q(stage=SeatStage.JOINED) | Q(since__isnull=False),
                name="directory_joined_has_day",
            ),
        ]
        triggers: ClassVar = [
            pgtrigger.FSM(name="flow", field="stage", transitions=SEAT_FLOW.edges())
        ]
        verbose_name = _("联盟席位")
        verbose_name_plural = _("联盟席位")

    def __str__(self) -> str:
        """Name both."""
        return f"{self.alliance} · {self.member}"
