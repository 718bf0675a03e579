"""Accounts, the roles they hold in organisations, and invitations to roles."""

import uuid
from typing import Any, ClassVar

from django.contrib.auth.models import AbstractBaseUser, BaseUserManager, PermissionsMixin
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from yizhan.directory.models.organisations import Organisation
from yizhan.directory.terms import Role


class PersonManager(BaseUserManager["Person"]):
    """Accounts are found by e-mail, in lower case."""

    def create_user(self, email: str, password: str | None = None, **values: Any) -> "Person":
        """Store one account."""
        person = self.model(email=self.normalize_email(email).lower(), **values)
        person.set_password(password)
        person.save()
        return person

    def create_superuser(self, email: str, password: str | None = None, **v: Any) -> "Person":
        """Store an account for technical staff; roles still come by membership."""
        return self.create_user(email, password, is_staff=True, is_superuser=True, **v)


class Person(AbstractBaseUser, PermissionsMixin):
    """An account. What it may do comes from the membership it acts in."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    email = models.EmailField(_("电子邮箱"), unique=True)
    name = models.CharField(_("姓名"), max_length=80, blank=True)
    language = models.CharField(_("语言"), max_length=10, default="zh-hans")
    is_active = models.BooleanField(_("有效"), default=True)
    is_staff = models.BooleanField(_("运维人员"), default=False)
    date_joined = models.DateTimeField(_("注册时间"), auto_now_add=True)

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: ClassVar = []
    objects = PersonManager()

    class Meta:
        """By e-mail."""

        ordering: ClassVar = ["email"]
        verbose_name = _("人员")
        verbose_name_plural = _("人员")

    def __str__(self) -> str:
        """Use the name where given."""
        return self.name or self.email


class Membership(models.Model):
    """One person in one role of one organisation: asked for, held, or ended.

    Held is `is_active`; asked for is neither active nor ended; `evidence` is what the person
    wrote when asking, for whoever decides.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="memberships")
    organisation = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, related_name="memberships"
    )
    role = models.CharField(_("角色"), max_length=20, choices=Role.choices)
    is_active = models.BooleanField(_("有效"), default=True)
    evidence = models.TextField(_("申请说明"), blank=True)
    created_at = models.DateTimeField(_("加入时间"))
    ended_at = models.DateTimeField(_("结束时间"), null=True, blank=True)

    class Meta:
        """One row for each role a person holds somewhere."""

        ordering: ClassVar = ["created_at", "id"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["person", "organisation", "role"], name="directory_role_once"
            ),
            models.CheckConstraint(
                condition=~Q(is_active=True) | Q(ended_at__isnull=True),
                name="directory_active_has_no_end",
            ),
        ]
        verbose_name = _("任职")
        verbose_name_plural = _("任职")

    def __str__(self) -> str:
        """Name the organisation and the role, not the person."""
        return f"{self.organisation} · {self.get_role_display()}"


class Invitation(models.Model):
    """An organisation's word to an address: whoever confirms it may take the role.

    It goes to an address, not an account, so that nobody learns who is registered here.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    organisation = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, related_name="invitations"
    )
    email = models.EmailField(_("电子邮箱"))
    role = models.CharField(_("角色"), max_length=20, choices=Role.choices)
    created_at = models.DateTimeField(_("邀请时间"))
    answered_at = models.DateTimeField(_("答复时间"), null=True, blank=True)

    class Meta:
        """Newest first; one open invitation for each address and role."""

        ordering: ClassVar = ["-created_at", "id"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["organisation", "email", "role"],
                condition=Q(answered_at__isnull=True),
                name="directory_invited_once",
            )
        ]
        verbose_name = _("邀请")
        verbose_name_plural = _("邀请")

    def __str__(self) -> str:
        """Name the organisation and the role, not the address."""
        return f"{self.organisation} · {self.get_role_display()}"
