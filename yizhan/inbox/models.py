"""Notices, wishes about mail, and the outbox of mail."""

import uuid
from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from yizhan.inbox.terms import Every, MailState


class Mail(models.Model):
    """A mail to be sent, being sent or sent; its text is written when it is sent.

    `attempts` is also who holds it: a sender that finds another number has lost it.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    key = models.CharField(_("去重键"), max_length=200, unique=True)
    person = models.ForeignKey(
        "directory.Person", on_delete=models.PROTECT, null=True, related_name="+"
    )
    to = models.EmailField(_("收件地址"), blank=True)
    subject = models.CharField(_("主题"), max_length=250, blank=True)
    text = models.TextField(_("正文"), blank=True)
    html = models.TextField(_("HTML 正文"), blank=True)
    headers = models.JSONField(_("邮件头"), default=dict, blank=True)
    message_id = models.CharField(_("邮件标识"), max_length=200)
    state = models.CharField(
        _("状态"), max_length=10, choices=MailState.choices, default=MailState.PENDING
    )
    attempts = models.PositiveIntegerField(_("尝试次数"), default=0)
    next_at = models.DateTimeField(_("下次尝试"))
    created_at = models.DateTimeField(_("建立时间"))
    sent_at = models.DateTimeField(_("发送时间"), null=True, blank=True)
    error = models.CharField(_("最近一次失败"), max_length=300, blank=True)

    class Meta:
        """First due first."""

        ordering: ClassVar = ["next_at", "id"]
        indexes: ClassVar = [
            models.Index(
                fields=["next_at"],
                name="inbox_mail_due",
                condition=Q(state__in=[MailState.PENDING, MailState.SENDING]),
            ),
            models.Index(fields=["person", "created_at"], name="inbox_mail_of_person"),
        ]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(person__isnull=False) | ~Q(to=""), name="inbox_mail_to_somebody"
            ),
            models.CheckConstraint(
                condition=~Q(state=MailState.SENT) | Q(sent_at__isnull=False),
                name="inbox_sent_has_time",
            ),
        ]
        verbose_name = _("邮件")
        verbose_name_plural = _("邮件")

    def __str__(self) -> str:
        """Show the subject, not the address."""
        return self.subject or self.key


class Notice(models.Model):
    """One person told one thing; the sentence comes from the topic when it is read."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    person = models.ForeignKey("directory.Person", on_delete=models.PROTECT, related_name="+")
    topic = models.CharField(_("主题"), max_length=80)
    key = models.CharField(_("去重键"), max_length=200)
    values = models.JSONField(_("内容"), default=dict)
    url = models.CharField(_("链接"), max_length=500, blank=True)
    subject_id = models.UUIDField(_("对象"), null=True, blank=True)
    created_at = models.DateTimeField(_("时间"))
    read_at = models.DateTimeField(_("阅读时间"), null=True, blank=True)
    every = models.CharField(_("邮件"), max_length=10, choices=Every.choices)
    mail = models.ForeignKey(
        Mail, on_delete=models.PROTECT, null=True, blank=True, related_name="notices"
    )

    class Meta:
        """Newest first; a person is told one thing once."""

        ordering: ClassVar = ["-created_at", "id"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["person", "key"], name="inbox_told_once"),
        ]
        indexes: ClassVar = [
            models.Index(fields=["person", "-created_at"], name="inbox_notice_newest"),
            models.Index(
                fields=["person", "topic"],
                name="inbox_notice_unread",
                condition=Q(read_at__isnull=True),
            ),
            models.Index(
                fields=["person"],
                name="inbox_notice_for_digest",
                condition=Q(every=Every.DAILY, mail__isnull=True, read_at__isnull=True),
            ),
        ]
        verbose_name = _("通知")
        verbose_name_plural = _("通知")

    def __str__(self) -> str:
        """Name the topic, not the person."""
        return self.topic


class Preference(models.Model):
    """How often a person wants a topic by mail; without a row the topic's own way holds."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    person = models.ForeignKey("directory.Person", on_delete=models.PROTECT, related_name="+")
    topic = models.CharField(_("主题"), max_length=80)
    every = models.CharField(_("邮件"), max_length=10, choices=Every.choices)

    class Meta:
        """One wish for each topic."""

        ordering: ClassVar = ["person_id", "topic"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["person", "topic"], name="inbox_one_wish"),
        ]
        verbose_name = _("邮件偏好")
        verbose_name_plural = _("邮件偏好")

    def __str__(self) -> str:
        """Show the wish."""
        return f"{self.topic}: {self.get_every_display()}"


class Tally(models.Model):
    """How much waited for somebody in one role when it was last counted, for the header."""

    actor_id = models.UUIDField(_("身份"), primary_key=True)
    waiting = models.PositiveIntegerField(_("待办数"))
    overdue = models.PositiveIntegerField(_("逾期数"), default=0)
    counted_at = models.DateTimeField(_("计数时间"))

    class Meta:
        """By role."""

        ordering: ClassVar = ["actor_id"]
        verbose_name = _("待办计数")
        verbose_name_plural = _("待办计数")

    def __str__(self) -> str:
        """Show the number."""
        return str(self.waiting)
