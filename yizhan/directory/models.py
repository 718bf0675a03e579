"""Regions, industries, organisations, people and memberships."""

import uuid
from typing import Any, ClassVar

import pgtrigger
from django.contrib.auth.models import AbstractBaseUser, BaseUserManager, PermissionsMixin
from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from yizhan.directory.stages import FLOW, Verification
from yizhan.directory.terms import Field, Kind, Level, Role, Size, Zone


class Region(models.Model):
    """An administrative division to county level by GB/T 2260; retired codes stay."""

    code = models.CharField(_("代码"), max_length=6, primary_key=True)
    name = models.CharField(_("名称"), max_length=60)
    name_en = models.CharField(_("英文名称"), max_length=80, blank=True)
    short = models.CharField(_("简称"), max_length=20)
    parent = models.ForeignKey("self", on_delete=models.PROTECT, null=True, related_name="+")
    zone = models.CharField(_("经济区域"), max_length=12, choices=Zone.choices, blank=True)
    retired_on = models.DateField(_("停用日期"), null=True, blank=True)

    class Meta:
        """By code, which is also from north to south."""

        ordering: ClassVar = ["code"]
        verbose_name = _("地区")
        verbose_name_plural = _("地区")

    def __str__(self) -> str:
        """Use the name in the reader's language where it is known."""
        if (get_language() or "").startswith("en") and self.name_en:
            return self.name_en
        return self.name


class Industry(models.Model):
    """A section or division of GB/T 4754-2017; `code` is "C" or "C34"."""

    code = models.CharField(_("代码"), max_length=3, primary_key=True)
    name = models.CharField(_("名称"), max_length=80)
    name_en = models.CharField(_("英文名称"), max_length=120, blank=True)
    section = models.CharField(_("门类"), max_length=1)
    retired_on = models.DateField(_("停用日期"), null=True, blank=True)

    class Meta:
        """By code."""

        ordering: ClassVar = ["code"]
        verbose_name = _("国民经济行业")
        verbose_name_plural = _("国民经济行业")

    def __str__(self) -> str:
        """Use the name in the reader's language."""
        if (get_language() or "").startswith("en") and self.name_en:
            return self.name_en
        return self.name


class Organisation(models.Model):
    """A legal person or public body: whoever needs, offers, serves or steers."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    name = models.CharField(_("名称"), max_length=200)
    name_en = models.CharField(_("英文名称"), max_length=200, blank=True)
    kind = models.CharField(_("类型"), max_length=30, choices=Kind.choices)
    uscc = models.CharField(_("统一社会信用代码"), max_length=18, blank=True)
    former_code = models.CharField(_("原组织机构代码"), max_length=10, blank=True)
    registered_on = models.DateField(_("登记设立日期"), null=True, blank=True)
    size = models.CharField(_("规模"), max_length=10, choices=Size.choices, blank=True)
    is_rd_type = models.BooleanField(_("研发型企业"), default=False)
    level = models.CharField(_("层级"), max_length=10, choices=Level.choices, blank=True)
    region = models.ForeignKey(
        Region, on_delete=models.PROTECT, related_name="+", verbose_name=_("地区")
    )
    industry = models.ForeignKey(
        Industry,
        on_delete=models.PROTECT,
        related_name="+",
        null=True,
        blank=True,
        verbose_name=_("行业"),
    )
    fields = ArrayField(
        models.CharField(max_length=2, choices=Field.choices),
        verbose_name=_("技术领域"),
        default=list,
        blank=True,
    )
    about = models.TextField(_("简介"), blank=True)
    about_en = models.TextField(_("英文简介"), blank=True)
    website = models.URLField(_("网址"), blank=True)
    verification = models.CharField(
        _("核实状态"),
        max_length=12,
        choices=Verification.choices,
        default=Verification.UNVERIFIED,
    )
    verified_at = models.DateTimeField(_("核实时间"), null=True, blank=True)
    verified_by = models.ForeignKey(
        "self",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("核实机构"),
    )
    verified_how = models.CharField(_("核实方式"), max_length=200, blank=True)
    members = models.ManyToManyField(
        "self", symmetrical=False, related_name="alliances", blank=True, verbose_name=_("成员")
    )
    version = models.PositiveIntegerField(_("版本"), default=1)
    created_at = models.DateTimeField(_("建立时间"))

    class Meta:
        """By name; a code belongs to one organisation."""

        ordering: ClassVar = ["name", "id"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["uscc"], condition=~Q(uscc=""), name="directory_uscc_once"
            ),
            models.CheckConstraint(
                condition=~Q(verification=Verification.VERIFIED) | Q(verified_at__isnull=False),
                name="directory_verified_has_time",
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["kind", "region"], name="directory_kind_region"),
            GinIndex(fields=["name"], opclasses=["gin_trgm_ops"], name="directory_name_trgm"),
        ]
        triggers: ClassVar = [
            pgtrigger.FSM(name="flow", field="verification", transitions=FLOW.edges())
        ]
        verbose_name = _("机构")
        verbose_name_plural = _("机构")

    def __str__(self) -> str:
        """Use the legal name; in English the English one where given."""
        if (get_language() or "").startswith("en") and self.name_en:
            return self.name_en
        return self.name

    def get_absolute_url(self) -> str:
        """Link to the page of the organisation."""
        return reverse("directory:organisation-detail", args=[self.id])

    @property
    def is_verified(self) -> bool:
        """Say whether somebody vouched for the identity."""
        return self.verification == Verification.VERIFIED


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
