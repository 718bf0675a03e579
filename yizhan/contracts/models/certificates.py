"""Certificates as they were issued, and the public halves of the keys that sealed them."""

import uuid
from typing import ClassVar

import pgtrigger
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from yizhan.contracts.models.contract import Contract


class SigningKey(models.Model):
    """The public half of a key; `id` is the start of its SHA-256. Never deleted.

    One key is current. A retired one stays good for what it sealed; a withdrawn one does not.
    """

    id = models.CharField(_("密钥编号"), max_length=16, primary_key=True)
    public = models.CharField(_("公钥"), max_length=64, unique=True)
    made_at = models.DateTimeField(_("启用时间"))
    retired_at = models.DateTimeField(_("停用时间"), null=True, blank=True)
    withdrawn_at = models.DateTimeField(_("作废时间"), null=True, blank=True)
    withdrawn_because = models.CharField(_("作废原因"), max_length=200, blank=True)

    class Meta:
        """Newest first; two processes that find no key make one together."""

        ordering: ClassVar = ["-made_at", "id"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                models.Value(1),
                condition=Q(retired_at__isnull=True),
                name="contracts_one_current_key",
            ),
            models.CheckConstraint(
                condition=Q(withdrawn_at__isnull=True)
                | (Q(retired_at__isnull=False) & ~Q(withdrawn_because="")),
                name="contracts_withdrawn_key_is_retired",
            ),
        ]
        triggers: ClassVar = [
            pgtrigger.Protect(name="no_delete", operation=pgtrigger.Delete),
            pgtrigger.ReadOnly(name="same_key", fields=["id", "public", "made_at"]),
        ]
        verbose_name = _("签章密钥")
        verbose_name_plural = _("签章密钥")

    def __str__(self) -> str:
        """Use the name."""
        return self.id


class Certificate(models.Model):
    """One version of a contract's certificate; a new version supersedes, nothing is changed.

    `content` is the canonical JSON that was sealed, byte for byte. Whether it still holds is
    not written here: the contract's stage and a later row say so. `version` counts
    certificates, which an imported contract gets only from its first amendment on.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    contract = models.ForeignKey(
        Contract, on_delete=models.PROTECT, related_name="certificates"
    )
    version = models.PositiveIntegerField(_("版本"))
    number = models.CharField(_("登记编号"), max_length=16)
    code = models.CharField(_("核验码"), max_length=12, unique=True)
    content = models.TextField(_("内容"))
    sha256 = models.CharField(_("内容摘要"), max_length=64, unique=True)
    key = models.ForeignKey(
        SigningKey, on_delete=models.PROTECT, related_name="+", verbose_name=_("签章密钥")
    )
    signature = models.CharField(_("签名"), max_length=128)
    issued_at = models.DateTimeField(_("出具时间"))
    supersedes = models.OneToOneField(
        "self",
        on_delete=models.PROTECT,
        related_name="superseded_by",
        null=True,
        blank=True,
        verbose_name=_("取代"),
    )

    class Meta:
        """Newest first."""

        ordering: ClassVar = ["-issued_at", "-version"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["contract", "version"], name="contracts_certificate_once"
            ),
        ]
        indexes: ClassVar = [models.Index(fields=["number"], name="contracts_certificate_no")]
        triggers: ClassVar = [
            pgtrigger.Protect(name="append_only", operation=pgtrigger.Update | pgtrigger.Delete)
        ]
        verbose_name = _("登记证明")
        verbose_name_plural = _("登记证明")

    def __str__(self) -> str:
        """Use the number and the version."""
        return f"{self.number} / {self.version}"
