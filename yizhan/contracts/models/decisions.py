"""What was decided, what is wished and objected to, and who else may read."""

import uuid
from typing import ClassVar

import pgtrigger
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from yizhan.contracts.models.columns import choice, money
from yizhan.contracts.models.contract import Contract
from yizhan.contracts.stages import (
    AMENDMENT_FLOW,
    APPEAL_FLOW,
    AmendmentStage,
    AppealStage,
)
from yizhan.contracts.terms import Act, AppealBy, Kind, Outcome


class Decision(models.Model):
    """One act of an office on a contract, with its reasons; never changed.

    Holds plain values, so that it says the same when people and offices are renamed.
    `deductions` is a list of {position, amount, deduction, reason}.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    contract = models.ForeignKey(Contract, on_delete=models.PROTECT, related_name="decisions")
    position = models.PositiveSmallIntegerField(_("序号"))
    act = models.CharField(_("行为"), max_length=12, choices=Act.choices)
    outcome = choice(_("初审意见"), Outcome, 10)
    registrar_id = models.UUIDField(_("登记员"))
    registrar_label = models.CharField(_("登记员身份"), max_length=250)
    second_registrar_id = models.UUIDField(_("复核登记员"), null=True, blank=True)
    at = models.DateTimeField(_("时间"))
    reasons = models.TextField(_("理由"), blank=True)
    references = models.JSONField(_("依据"), default=list, blank=True)
    checklist = models.JSONField(_("逐项认定"), default=dict, blank=True)
    deductions = models.JSONField(_("扣除明细"), default=list, blank=True)
    technology_amount = money(_("核定的技术交易额"), null=True, blank=True)
    kind = choice(_("认定的类别"), Kind)
    subkind = models.CharField(_("认定的子类"), max_length=30, blank=True)
    regime = models.CharField(_("适用办法"), max_length=4, blank=True)
    version = models.PositiveIntegerField(_("合同版本"), default=1)

    class Meta:
        """In order of time."""

        ordering: ClassVar = ["position"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["contract", "position"], name="contracts_decision_in_turn"
            ),
            models.CheckConstraint(
                condition=Q(act__in=Act.values), name="contracts_act_is_known"
            ),
            models.CheckConstraint(
                condition=Q(second_registrar_id__isnull=True)
                | ~Q(second_registrar_id=F("registrar_id")),
                name="contracts_decided_by_two",
            ),
            models.CheckConstraint(
                condition=~Q(act=Act.REGISTER) | Q(technology_amount__isnull=False),
                name="contracts_registered_has_amount",
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["act", "kind", "-at"], name="contracts_acts"),
        ]
        triggers: ClassVar = [
            pgtrigger.Protect(name="append_only", operation=pgtrigger.Update | pgtrigger.Delete)
        ]
        verbose_name = _("登记决定")
        verbose_name_plural = _("登记决定")

    def __str__(self) -> str:
        """Name the act and its day."""
        return f"{self.get_act_display()} {self.at:%Y-%m-%d}"


class Amendment(models.Model):
    """A wish to change a registered contract: new values in the form of a draft."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    contract = models.ForeignKey(Contract, on_delete=models.PROTECT, related_name="amendments")
    stage = models.CharField(
        _("阶段"),
        max_length=10,
        choices=AmendmentStage.choices,
        default=AmendmentStage.FILED,
    )
    key = models.UUIDField(_("表单编号"), null=True, blank=True)
    reason = models.TextField(_("变更原因"))
    # Whole content before and after; `changed` names what differs.
    before = models.JSONField(_("变更前"), default=dict)
    after = models.JSONField(_("变更后"), default=dict)
    changed = models.JSONField(_("变更事项"), default=list)
    filed_by = models.UUIDField(_("申请人"), null=True, blank=True)
    filed_at = models.DateTimeField(_("申请时间"))
    due_at = models.DateTimeField(_("办理时限"), null=True, blank=True)
    decided_by = models.UUIDField(_("登记员"), null=True, blank=True)
    decided_at = models.DateTimeField(_("办理时间"), null=True, blank=True)
    answer = models.TextField(_("办理意见"), blank=True)

    class Meta:
        """Newest first; one open at a time."""

        ordering: ClassVar = ["-filed_at", "id"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["contract"],
                condition=Q(stage=AmendmentStage.FILED),
                name="contracts_one_open_amendment",
            ),
            models.UniqueConstraint(
                fields=["contract", "key"],
                condition=Q(key__isnull=False),
                name="contracts_amended_once",
            ),
            models.CheckConstraint(
                condition=Q(stage=AmendmentStage.FILED) | Q(decided_at__isnull=False),
                name="contracts_amendment_has_time",
            ),
        ]
        triggers: ClassVar = [
            pgtrigger.FSM(name="flow", field="stage", transitions=AMENDMENT_FLOW.edges())
        ]
        verbose_name = _("变更申请")
        verbose_name_plural = _("变更申请")

    def __str__(self) -> str:
        """Name the day."""
        return f"{self.contract_id} {self.filed_at:%Y-%m-%d}"


class Appeal(models.Model):
    """An objection to a decision, by a party or by a tax or finance office."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    contract = models.ForeignKey(Contract, on_delete=models.PROTECT, related_name="appeals")
    stage = models.CharField(
        _("阶段"), max_length=10, choices=AppealStage.choices, default=AppealStage.FILED
    )
    by = models.CharField(_("提出方"), max_length=10, choices=AppealBy.choices)
    key = models.UUIDField(_("表单编号"), null=True, blank=True)
    organisation = models.ForeignKey(
        "directory.Organisation",
        on_delete=models.PROTECT,
        related_name="+",
        verbose_name=_("提出单位"),
    )
    grounds = models.TextField(_("理由"))
    filed_by = models.UUIDField(_("提出人"), null=True, blank=True)
    filed_at = models.DateTimeField(_("提出时间"))
    due_at = models.DateTimeField(_("办理时限"), null=True, blank=True)
    decided_by = models.UUIDField(_("办理人"), null=True, blank=True)
    decided_at = models.DateTimeField(_("办理时间"), null=True, blank=True)
    answer = models.TextField(_("办理意见"), blank=True)

    class Meta:
        """Newest first; one open at a time."""

        ordering: ClassVar = ["-filed_at", "id"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["contract"],
                condition=Q(stage=AppealStage.FILED),
                name="contracts_one_open_appeal",
            ),
            models.UniqueConstraint(
                fields=["contract", "key"],
                condition=Q(key__isnull=False),
                name="contracts_appealed_once",
            ),
            models.CheckConstraint(
                condition=Q(stage=AppealStage.FILED) | Q(decided_at__isnull=False),
                name="contracts_appeal_has_time",
            ),
        ]
        triggers: ClassVar = [
            pgtrigger.FSM(name="flow", field="stage", transitions=APPEAL_FLOW.edges())
        ]
        verbose_name = _("复核申请")
        verbose_name_plural = _("复核申请")

    def __str__(self) -> str:
        """Name the day."""
        return f"{self.contract_id} {self.filed_at:%Y-%m-%d}"


class Grant(models.Model):
    """Leave for a tax or finance office to read one contract with its amounts and papers."""

    contract = models.ForeignKey(Contract, on_delete=models.CASCADE, related_name="grants")
    organisation = models.ForeignKey(
        "directory.Organisation",
        on_delete=models.PROTECT,
        related_name="+",
        verbose_name=_("获准查阅的单位"),
    )
    granted_by = models.UUIDField(_("授权人"))
    at = models.DateTimeField(_("授权时间"))
    until = models.DateTimeField(_("有效期至"), null=True, blank=True)

    class Meta:
        """Newest first; one for each contract and office."""

        ordering: ClassVar = ["-at", "-id"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["contract", "organisation"], name="contracts_granted_once"
            ),
            models.CheckConstraint(
                condition=Q(until__isnull=True) | Q(until__gt=F("at")),
                name="contracts_grant_in_order",
            ),
        ]
        verbose_name = _("查阅授权")
        verbose_name_plural = _("查阅授权")

    def __str__(self) -> str:
        """Name the two."""
        return f"{self.contract_id} {self.organisation_id}"
