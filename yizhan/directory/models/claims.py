"""A person's word that an organisation without people is theirs to act for."""

import uuid
from typing import ClassVar

import pgtrigger
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from yizhan.directory.models.organisations import Organisation
from yizhan.directory.models.people import Person
from yizhan.directory.stages import CLAIM_FLOW, ClaimStage


class Claim(models.Model):
    """One person asks to be the first administrator, or disputes the present one.

    `email` is the address at the organisation's own domain; the code sent there is worked out
    from `code_sent_at` and kept nowhere.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    organisation = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, related_name="claims", verbose_name=_("机构")
    )
    person = models.ForeignKey(
        Person, on_delete=models.PROTECT, related_name="+", verbose_name=_("申请人")
    )
    stage = models.CharField(
        _("阶段"), max_length=12, choices=ClaimStage.choices, default=ClaimStage.OPEN
    )
    is_dispute = models.BooleanField(_("有争议"), default=False)
    evidence = models.TextField(_("依据"))
    has_code = models.BooleanField(_("代码相符"), default=False)
    email = models.EmailField(_("机构邮箱"), blank=True)
    code_sent_at = models.DateTimeField(_("验证码发出时间"), null=True, blank=True)
    codes_sent = models.PositiveSmallIntegerField(_("发出次数"), default=0)
    tries = models.PositiveSmallIntegerField(_("尝试次数"), default=0)
    email_proven_at = models.DateTimeField(_("邮箱证实时间"), null=True, blank=True)
    created_at = models.DateTimeField(_("提出时间"))
    due_at = models.DateTimeField(_("到期时间"))
    decided_at = models.DateTimeField(_("决定时间"), null=True, blank=True)
    decided_by = models.ForeignKey(
        Organisation,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("决定机构"),
    )
    reason = models.CharField(_("依据或原因"), max_length=200, blank=True)

    class Meta:
        """Oldest first; one open claim of a person on an organisation."""

        ordering: ClassVar = ["created_at", "id"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["person", "organisation"],
                condition=Q(stage=ClaimStage.OPEN),
                name="directory_claimed_once",
            ),
            models.CheckConstraint(
                condition=Q(stage=ClaimStage.OPEN) | Q(decided_at__isnull=False),
                name="directory_claim_ended_has_time",
            ),
        ]
        indexes: ClassVar = [
            models.Index(
                fields=["due_at"],
                condition=Q(stage=ClaimStage.OPEN),
                name="directory_claim_due",
            )
        ]
        triggers: ClassVar = [
            pgtrigger.FSM(name="flow", field="stage", transitions=CLAIM_FLOW.edges())
        ]
        verbose_name = _("认领")
        verbose_name_plural = _("认领")

    def __str__(self) -> str:
        """Name the organisation, not the person."""
        return f"{self.organisation} · {self.get_stage_display()}"

    def get_absolute_url(self) -> str:
        """Link to the page of the claim."""
        return reverse("directory:claim-detail", args=[self.id])

    @property
    def is_open(self) -> bool:
        """Say whether it still waits for a decision."""
        return self.stage == ClaimStage.OPEN
