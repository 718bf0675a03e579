"""What the API remembers between two requests: answers to repeat, and how much was asked."""

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _


class StoredAnswer(models.Model):
    """The first answer to a request that may be sent again; there is one for each key."""

    id = models.BigAutoField(primary_key=True)
    caller_id = models.UUIDField(_("调用方"))
    key = models.CharField(_("幂等键"), max_length=80)
    fingerprint = models.CharField(_("请求摘要"), max_length=64)
    status = models.PositiveSmallIntegerField(_("状态码"), null=True)
    headers = models.JSONField(_("响应头"), default=dict)
    body = models.TextField(_("响应正文"), blank=True)
    expires_at = models.DateTimeField(_("保留至"))

    class Meta:
        """One for each caller and key."""

        ordering: ClassVar = ["id"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["caller_id", "key"], name="web_answered_once")
        ]
        indexes: ClassVar = [models.Index(fields=["expires_at"], name="web_answer_expires")]
        verbose_name = _("已答复的请求")
        verbose_name_plural = _("已答复的请求")

    def __str__(self) -> str:
        """Use the key."""
        return self.key


class Bucket(models.Model):
    """How many requests a visitor may still send; it fills up as time goes by."""

    name = models.CharField(_("名称"), max_length=120, primary_key=True)
    tokens = models.FloatField(_("余量"))
    is_served = models.BooleanField(_("本次放行"), default=True)
    at = models.DateTimeField(_("时间"))

    class Meta:
        """By name."""

        ordering: ClassVar = ["name"]
        indexes: ClassVar = [models.Index(fields=["at"], name="web_bucket_at")]
        verbose_name = _("请求余量")
        verbose_name_plural = _("请求余量")

    def __str__(self) -> str:
        """Use the name."""
        return self.name
