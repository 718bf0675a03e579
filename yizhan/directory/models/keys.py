"""Keys that machines of an organisation call the API with."""

import uuid
from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from yizhan.directory.models.organisations import Organisation
from yizhan.directory.models.people import Person
from yizhan.directory.terms import Role


class ApiKey(models.Model):
    """A key of one organisation, acting in a role its maker could act in.

    `prefix` finds it, `secret_hash` proves it. After a rotation the previous pair holds until
    `previous_until`. `last_used_on` is a day: enough to find a key nobody uses.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    organisation = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, related_name="+", verbose_name=_("机构")
    )
    maker = models.ForeignKey(
        Person, on_delete=models.PROTECT, related_name="+", verbose_name=_("建立人")
    )
    creation_key = models.UUIDField(_("建立凭据"), editable=False)
    name = models.CharField(_("名称"), max_length=80)
    role = models.CharField(_("角色"), max_length=20, choices=Role.choices)
    scopes = ArrayField(models.CharField(max_length=40), verbose_name=_("范围"))
    networks = ArrayField(
        models.CharField(max_length=50), verbose_name=_("限定网段"), default=list, blank=True
    )
    prefix = models.CharField(_("前缀"), max_length=10, unique=True)
    secret_hash = models.CharField(_("密钥摘要"), max_length=64)
    previous_prefix = models.CharField(_("旧前缀"), max_length=10, blank=True)
    previous_hash = models.CharField(_("旧密钥摘要"), max_length=64, blank=True)
    previous_until = models.DateTimeField(_("旧密钥可用至"), null=True, blank=True)
    created_at = models.DateTimeField(_("建立时间"))
    expires_at = models.DateTimeField(_("到期时间"))
    revoked_at = models.DateTimeField(_("吊销时间"), null=True, blank=True)
    last_used_on = models.DateField(_("最近使用"), null=True, blank=True)

    class Meta:
        """Newest first; one form makes one key."""

        ordering: ClassVar = ["-created_at", "id"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["organisation", "creation_key"], name="directory_key_made_once"
            ),
            models.UniqueConstraint(
                fields=["previous_prefix"],
                condition=~Q(previous_prefix=""),
                name="directory_previous_prefix_once",
            ),
        ]
        verbose_name = _("接口密钥")
        verbose_name_plural = _("接口密钥")

    def __str__(self) -> str:
        """Use the name and what can be seen of the key."""
        return f"{self.name} (yz_{self.prefix}…)"
