"""The profile of one expert."""

import uuid
from typing import Any, ClassVar

import pgtrigger
from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from yizhan.experts.stages import CONSENTED, EXPERT_FLOW, ExpertStage
from yizhan.experts.terms import Degree, Fee, Visibility


def _codes(length: int, label: Any) -> Any:
    return ArrayField(
        models.CharField(max_length=length), verbose_name=label, default=list, blank=True
    )


class Expert(models.Model):
    """A person who can be asked. Without a person it is a draft its home organisation prepared.

    `invited_email` says for whom; it is never shown, and forgotten once the person took over.
    `terms` and `heads` are cut from public text only; they are what is searched.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    person = models.OneToOneField(
        "directory.Person", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    invited_email = models.EmailField(_("受邀邮箱"), blank=True)
    organisation = models.ForeignKey(
        "directory.Organisation",
        on_delete=models.PROTECT,
        related_name="+",
        verbose_name=_("所在单位"),
    )
    name = models.CharField(_("姓名"), max_length=40, blank=True)
    title = models.CharField(_("职称职务"), max_length=60, blank=True)
    department = models.CharField(_("部门"), max_length=80, blank=True)
    degree = models.CharField(_("学位"), max_length=10, choices=Degree.choices, blank=True)
    region = models.ForeignKey(
        "directory.Region",
        on_delete=models.PROTECT,
        related_name="+",
        verbose_name=_("所在地区"),
    )
    fields = _codes(2, _("技术领域"))
    industries = _codes(3, _("国民经济行业"))
    keywords = _codes(40, _("关键词"))
    problems = models.TextField(_("能帮助解决的问题"), blank=True)
    languages = _codes(2, _("语言"))
    works = models.JSONField(_("代表成果"), default=list, blank=True)
    modes = _codes(10, _("可接受的方式"))
    hours = models.PositiveSmallIntegerField(_("每月可用小时"), null=True, blank=True)
    on_leave_until = models.DateField(_("休假至"), null=True, blank=True)
    fee = models.CharField(_("收费"), max_length=10, choices=Fee.choices, blank=True)
    fee_min = models.DecimalField(
        _("收费下限"), max_digits=18, decimal_places=2, null=True, blank=True
    )
    fee_max = models.DecimalField(
        _("收费上限"), max_digits=18, decimal_places=2, null=True, blank=True
    )
    fee_note = models.CharField(_("收费说明"), max_length=100, blank=True)
    visibility = models.JSONField(_("可见范围"), default=dict, blank=True)
    terms = _codes(60, _("检索词"))
    heads = _codes(60, _("主要检索词"))
    stage = models.CharField(
        _("阶段"), max_length=10, choices=ExpertStage.choices, default=ExpertStage.DRAFT
    )
    return_reason = models.CharField(_("退回原因"), max_length=500, blank=True)
    consented_at = models.DateTimeField(_("同意公开时间"), null=True, blank=True)
    listed_at = models.DateTimeField(_("上架时间"), null=True, blank=True)
    confirmed_at = models.DateTimeField(_("最近确认"), null=True, blank=True)
    reminded_at = models.DateTimeField(_("提醒确认时间"), null=True, blank=True)
    due_at = models.DateTimeField(_("到期时间"), null=True, blank=True)
    version = models.PositiveIntegerField(_("版本"), default=1)
    created_at = models.DateTimeField(_("建立时间"))
    updated_at = models.DateTimeField(_("更新时间"))

    class Meta:
        """Newest first; what is public has a person, a consent and a day of confirmation."""

        ordering: ClassVar = ["-listed_at", "id"]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=~Q(stage__in=sorted(CONSENTED))
                | Q(person__isnull=False, consented_at__isnull=False),
                name="experts_shown_with_consent",
            ),
            models.CheckConstraint(
                condition=~Q(stage=ExpertStage.LISTED)
                | Q(listed_at__isnull=False, confirmed_at__isnull=False, due_at__isnull=False),
                name="experts_listed_has_times",
            ),
            models.CheckConstraint(
                condition=Q(person__isnull=True) | Q(invited_email=""),
                name="experts_invited_until_taken",
            ),
        ]
        indexes: ClassVar = [
            GinIndex(fields=["terms"], name="experts_terms"),
            GinIndex(fields=["fields"], name="experts_fields"),
            models.Index(fields=["stage", "due_at"], name="experts_due"),
            models.Index(fields=["organisation", "stage"], name="experts_home"),
            models.Index(
                fields=["invited_email"], condition=~Q(invited_email=""), name="experts_invited"
            ),
        ]
        triggers: ClassVar = [
            pgtrigger.FSM(name="flow", field="stage", transitions=EXPERT_FLOW.edges())
        ]
        verbose_name = _("专家")
        verbose_name_plural = _("专家")

    def __str__(self) -> str:
        """Use the name, or say that there is none yet."""
        return self.name or str(_("未填写姓名"))

    def get_absolute_url(self) -> str:
        """Link to the page of the expert."""
        return reverse("experts:expert-detail", args=[self.id])

    @property
    def is_listed(self) -> bool:
        """Say whether everybody may see the profile."""
        return self.stage == ExpertStage.LISTED

    def level_of(self, field: str) -> str:
        """Say who may read a field."""
        return str(self.visibility.get(field) or Visibility.PUBLIC)
