"""One append-only table of facts in hash chains, and the personal values that may be erased."""

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _


class Entry(models.Model):
    """One fact. It holds plain values, no foreign keys, so that it outlives all it names.

    `seq`, `prev` and `hash` are written by a trigger: SHA-256 over the previous hash of the
    stream and the content of the row (migration 0001).
    """

    stream = models.CharField(_("链"), max_length=80)
    seq = models.BigIntegerField(_("序号"), default=0)
    at = models.DateTimeField(_("时间"))
    code = models.CharField(_("事实代码"), max_length=80)
    subject_id = models.UUIDField(_("对象"))
    actor_id = models.UUIDField(_("行为人"))
    actor_label = models.CharField(_("行为人身份"), max_length=200)
    organisation_id = models.UUIDField(_("机构"), null=True)
    region = models.CharField(_("地区"), max_length=6, blank=True)
    facts = models.JSONField(_("内容"))
    prev = models.BinaryField(_("前一散列"), default=b"")
    hash = models.BinaryField(_("散列"), default=b"")

    class Meta:
        """Newest first; read mostly by subject."""

        ordering: ClassVar = ["-at", "-id"]
        indexes: ClassVar = [
            models.Index(fields=["subject_id", "-at"], name="audit_subject_at"),
            models.Index(fields=["code", "-at"], name="audit_code_at"),
        ]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["stream", "seq"], name="audit_stream_seq")
        ]
        verbose_name = _("事实")
        verbose_name_plural = _("事实")

    def __str__(self) -> str:
        """Name the fact and its day."""
        return f"{self.code} {self.at:%Y-%m-%d}"


class PersonalValue(models.Model):
    """A personal value of an entry, kept beside the chain so that it can be erased.

    The duty to erase is 个人信息保护法 第四十七条. The entry itself holds only the salted
    SHA-256 of the value.
    """

    entry = models.ForeignKey(Entry, on_delete=models.PROTECT, related_name="personal_values")
    name = models.CharField(_("字段"), max_length=80)
    salt = models.BinaryField(_("盐"))
    value = models.TextField(_("值"))

    class Meta:
        """One value for each field of an entry."""

        ordering: ClassVar = ["entry_id", "name"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["entry", "name"], name="audit_personal_once")
        ]
        verbose_name = _("个人信息值")
        verbose_name_plural = _("个人信息值")

    def __str__(self) -> str:
        """Name the field, not the value."""
        return self.name
