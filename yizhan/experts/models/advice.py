"""A request for advice, the declaration before it is accepted, and what was said."""

import uuid
from typing import ClassVar

import pgtrigger
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from yizhan.experts.models.expert import Expert
from yizhan.experts.stages import ADVICE_FLOW, AT_WORK, OPEN, AdviceStage
from yizhan.experts.terms import Declined, Form, MessageKind, Rating, Use


class Advice(models.Model):
    """One question of one organisation to one expert.

    `need_id` names a listing of a context above; who reads it here sees of it what it may see
    there. `station` asked on behalf of the organisation. `key` is the form it was sent with.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    expert = models.ForeignKey(
        Expert, on_delete=models.PROTECT, related_name="+", verbose_name=_("专家")
    )
    organisation = models.ForeignKey(
        "directory.Organisation",
        on_delete=models.PROTECT,
        related_name="+",
        verbose_name=_("提问机构"),
    )
    station = models.ForeignKey(
        "directory.Organisation",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("代为提问的驿站"),
    )
    author = models.ForeignKey(
        "directory.Person",
        on_delete=models.PROTECT,
        null=True,
        related_name="+",
        verbose_name=_("提问人"),
    )
    key = models.UUIDField(_("表单编号"), null=True, blank=True)
    title = models.CharField(_("题目"), max_length=120)
    question = models.TextField(_("问题"))
    background = models.TextField(_("背景"), blank=True)
    links = models.JSONField(_("参考链接"), default=list, blank=True)
    need_id = models.UUIDField(_("相关需求"), null=True, blank=True)
    form = models.CharField(_("答复方式"), max_length=10, choices=Form.choices)
    wished_by = models.DateField(_("希望答复日期"))
    stage = models.CharField(
        _("阶段"), max_length=10, choices=AdviceStage.choices, default=AdviceStage.SENT
    )
    sent_at = models.DateTimeField(_("提交时间"))
    due_at = models.DateTimeField(_("下一时限"), null=True, blank=True)
    promised_on = models.DateField(_("约定答复日期"), null=True, blank=True)
    decided_at = models.DateTimeField(_("受理或谢绝时间"), null=True, blank=True)
    answered_at = models.DateTimeField(_("答复时间"), null=True, blank=True)
    ended_at = models.DateTimeField(_("结束时间"), null=True, blank=True)
    decline_reason = models.CharField(
        _("谢绝原因"), max_length=20, choices=Declined.choices, blank=True
    )
    decline_note = models.CharField(_("谢绝说明"), max_length=500, blank=True)
    rating = models.PositiveSmallIntegerField(_("评分"), choices=Rating.choices, null=True)
    use = models.CharField(_("作用"), max_length=10, choices=Use.choices, blank=True)
    feedback = models.TextField(_("评价"), blank=True)
    version = models.PositiveIntegerField(_("版本"), default=1)

    class Meta:
        """Newest first; one open question between an organisation and an expert."""

        ordering: ClassVar = ["-sent_at", "id"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["expert", "organisation"],
                condition=Q(stage__in=sorted(OPEN)),
                name="experts_one_open_request",
            ),
            models.UniqueConstraint(
                fields=["author", "key", "expert"],
                condition=Q(key__isnull=False),
                name="experts_request_once",
            ),
            models.CheckConstraint(
                condition=Q(rating__isnull=True) | Q(stage=AdviceStage.CLOSED),
                name="experts_rated_when_closed",
            ),
            models.CheckConstraint(
                condition=~Q(stage__in=sorted(AT_WORK)) | Q(promised_on__isnull=False),
                name="experts_at_work_has_promise",
            ),
            models.CheckConstraint(
                condition=~Q(stage__in=[AdviceStage.ANSWERED, AdviceStage.CLOSED])
                | Q(answered_at__isnull=False),
                name="experts_answered_has_time",
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["expert", "-sent_at"], name="experts_asked"),
            models.Index(fields=["organisation", "-sent_at"], name="experts_asking"),
            models.Index(
                fields=["due_at"], condition=Q(due_at__isnull=False), name="experts_clock"
            ),
        ]
        triggers: ClassVar = [
            pgtrigger.FSM(name="flow", field="stage", transitions=ADVICE_FLOW.edges())
        ]
        verbose_name = _("咨询")
        verbose_name_plural = _("咨询")

    def __str__(self) -> str:
        """Use the title."""
        return self.title

    def get_absolute_url(self) -> str:
        """Link to the page of the request."""
        return reverse("experts:advice-detail", args=[self.id])


class Declaration(models.Model):
    """What an expert declared before accepting, and what the platform saw. Never changed."""

    advice = models.ForeignKey(Advice, on_delete=models.PROTECT, related_name="declarations")
    relations = models.JSONField(_("申明的关系"), default=list)
    findings = models.JSONField(_("平台比对结果"), default=list)
    note = models.CharField(_("说明"), max_length=500, blank=True)
    promised_on = models.DateField(_("可答复日期"))
    at = models.DateTimeField(_("时间"))

    class Meta:
        """In the order of time."""

        ordering: ClassVar = ["at", "id"]
        triggers: ClassVar = [
            pgtrigger.Protect(name="append_only", operation=pgtrigger.Update | pgtrigger.Delete)
        ]
        verbose_name = _("冲突申明")
        verbose_name_plural = _("冲突申明")

    def __str__(self) -> str:
        """Name the request and the day."""
        return f"{self.advice_id} {self.at:%Y-%m-%d}"

    @property
    def is_clear(self) -> bool:
        """Say whether neither the expert nor the platform sees a conflict."""
        return not self.relations and not self.findings


class Message(models.Model):
    """Something said in a request after the question: asked back, added, answered."""

    advice = models.ForeignKey(Advice, on_delete=models.PROTECT, related_name="messages")
    kind = models.CharField(_("种类"), max_length=20, choices=MessageKind.choices)
    text = models.TextField(_("内容"))
    links = models.JSONField(_("参考链接"), default=list, blank=True)
    at = models.DateTimeField(_("时间"))

    class Meta:
        """In the order of time."""

        ordering: ClassVar = ["at", "id"]
        triggers: ClassVar = [
            pgtrigger.Protect(name="append_only", operation=pgtrigger.Update | pgtrigger.Delete)
        ]
        verbose_name = _("咨询往来")
        verbose_name_plural = _("咨询往来")

    def __str__(self) -> str:
        """Name the kind and the day."""
        return f"{self.get_kind_display()} {self.at:%Y-%m-%d}"
