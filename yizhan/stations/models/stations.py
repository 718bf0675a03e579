"""A station of the network, the people who operate it, and every appraisal it had."""

import uuid
from typing import ClassVar

import pgtrigger
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from yizhan.directory.terms import Field
from yizhan.stations.stages import FLOW, SHOWN, Stage
from yizhan.stations.terms import Level, Occasion, Verdict

_MEMBERS = sorted(SHOWN)


class Station(models.Model):
    """One organisation as a station of the network.

    `area` holds GB/T 2260 codes it serves; `answer_days` is what it promises, in working days.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    organisation = models.OneToOneField(
        "directory.Organisation",
        on_delete=models.PROTECT,
        related_name="+",
        verbose_name=_("机构"),
    )
    level = models.CharField(_("级别"), max_length=10, choices=Level.choices)
    parent = models.ForeignKey(
        "self",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="children",
        verbose_name=_("上级站点"),
    )
    region = models.ForeignKey(
        "directory.Region", on_delete=models.PROTECT, related_name="+", verbose_name=_("地区")
    )
    number = models.CharField(_("编号"), max_length=20, blank=True)
    area = ArrayField(models.CharField(max_length=6), verbose_name=_("服务区域"), default=list)
    fields = ArrayField(
        models.CharField(max_length=2, choices=Field.choices),
        verbose_name=_("服务领域"),
        default=list,
    )
    about = models.TextField(_("介绍"), blank=True)
    plan = models.TextField(_("工作计划"), blank=True)
    answer_days = models.PositiveSmallIntegerField(_("答复时限（工作日）"), default=3)
    stage = models.CharField(
        _("阶段"), max_length=10, choices=Stage.choices, default=Stage.APPLIED
    )
    reason = models.CharField(_("说明"), max_length=500, blank=True)
    rectify_by = models.DateField(_("整改期限"), null=True, blank=True)
    applied_at = models.DateTimeField(_("申请时间"))
    admitted_on = models.DateField(_("加入日期"), null=True, blank=True)
    ended_on = models.DateField(_("退出日期"), null=True, blank=True)
    updated_at = models.DateTimeField(_("更新时间"))
    version = models.PositiveIntegerField(_("版本"), default=1)

    class Meta:
        """By level and number; the database keeps who is a member."""

        ordering: ClassVar = ["level", "number", "id"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["number"], condition=~Q(number=""), name="stations_number_once"
            ),
            models.CheckConstraint(
                condition=~Q(stage__in=_MEMBERS)
                | (Q(admitted_on__isnull=False) & ~Q(number="")),
                name="stations_member_has_number",
            ),
            models.CheckConstraint(condition=~Q(parent=F("id")), name="stations_not_its_own"),
            models.CheckConstraint(
                condition=Q(answer_days__gte=1, answer_days__lte=30),
                name="stations_answer_in_days",
            ),
        ]
        indexes: ClassVar = [models.Index(fields=["stage", "region"], name="stations_placed")]
        triggers: ClassVar = [
            pgtrigger.FSM(name="flow", field="stage", transitions=FLOW.edges())
        ]
        verbose_name = _("驿站")
        verbose_name_plural = _("驿站")

    def __str__(self) -> str:
        """Use the name of the organisation."""
        return str(self.organisation)

    def get_absolute_url(self) -> str:
        """Link to the public page."""
        return reverse("stations:station-detail", args=[self.id])


class Operator(models.Model):
    """A person who may act for the station in the network: trained, and named.

    `is_named` is the person's own consent to stand on the public page.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    station = models.ForeignKey(Station, on_delete=models.PROTECT, related_name="operators")
    person = models.ForeignKey(
        "directory.Person", on_delete=models.PROTECT, related_name="+", verbose_name=_("人员")
    )
    training = models.CharField(_("培训"), max_length=120)
    certificate = models.CharField(_("证书编号"), max_length=60)
    trained_on = models.DateField(_("培训日期"))
    valid_until = models.DateField(_("有效期至"), null=True, blank=True)
    is_named = models.BooleanField(_("本人同意署名"), default=False)
    since = models.DateTimeField(_("开始时间"))
    ended_at = models.DateTimeField(_("结束时间"), null=True, blank=True)
    ended_why = models.CharField(_("结束原因"), max_length=200, blank=True)

    class Meta:
        """Longest serving first; once at a time."""

        ordering: ClassVar = ["since", "id"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["station", "person"],
                condition=Q(ended_at__isnull=True),
                name="stations_operates_once",
            ),
            models.CheckConstraint(
                condition=Q(valid_until__isnull=True) | Q(valid_until__gte=F("trained_on")),
                name="stations_training_in_order",
            ),
        ]
        verbose_name = _("操作员")
        verbose_name_plural = _("操作员")

    def __str__(self) -> str:
        """Use the name of the person."""
        return str(self.person)


class Appraisal(models.Model):
    """One appraisal with its scores, as it was decided; never changed or deleted.

    `scores` maps a criterion's code to {score: 0–100, note}; `total` is weighted.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    station = models.ForeignKey(Station, on_delete=models.PROTECT, related_name="appraisals")
    occasion = models.CharField(_("事由"), max_length=10, choices=Occasion.choices)
    year = models.PositiveSmallIntegerField(_("年度"))
    edition = models.CharField(_("指标版本"), max_length=10)
    scores = models.JSONField(_("得分"))
    total = models.DecimalField(_("总分"), max_digits=5, decimal_places=2)
    verdict = models.CharField(_("结论"), max_length=10, choices=Verdict.choices)
    reasons = models.TextField(_("理由"))
    office = models.ForeignKey(
        "directory.Organisation",
        on_delete=models.PROTECT,
        null=True,
        related_name="+",
        verbose_name=_("评估单位"),
    )
    at = models.DateTimeField(_("时间"))

    class Meta:
        """Newest first; one yearly appraisal a year."""

        ordering: ClassVar = ["-at", "id"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["station", "year"],
                condition=Q(occasion=Occasion.YEARLY),
                name="stations_one_a_year",
            ),
            models.CheckConstraint(
                condition=Q(total__gte=0, total__lte=100), name="stations_total_in_range"
            ),
        ]
        triggers: ClassVar = [
            pgtrigger.Protect(name="append_only", operation=pgtrigger.Update | pgtrigger.Delete)
        ]
        verbose_name = _("评估")
        verbose_name_plural = _("评估")

    def __str__(self) -> str:
        """Name the occasion."""
        return f"{self.station_id} {self.occasion} {self.year}"
