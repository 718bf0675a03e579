"""What the machine read in a contract, and what its questions found."""

import uuid
from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from yizhan.contracts.models.contract import Contract
from yizhan.contracts.terms import FindingState


class Reading(models.Model):
    """The clauses of a contract's papers and their sketch, as of one reading.

    `clauses` is a list of {source, place, text}; `unread` names the papers that hold no text a
    machine can read. `twins` are contracts with much the same text on that day.
    """

    contract = models.OneToOneField(
        Contract, on_delete=models.CASCADE, primary_key=True, related_name="reading"
    )
    clauses = models.JSONField(_("条款"), default=list)
    unread = models.JSONField(_("未读出的材料"), default=list)
    sketch = ArrayField(models.BigIntegerField(), verbose_name=_("文本特征"), default=list)
    twins = ArrayField(models.UUIDField(), verbose_name=_("文本相近的合同"), default=list)
    read_at = models.DateTimeField(_("读取时间"))

    class Meta:
        """By contract."""

        ordering: ClassVar = ["contract"]
        indexes: ClassVar = [GinIndex(fields=["sketch"], name="contracts_sketches")]
        verbose_name = _("合同文本")
        verbose_name_plural = _("合同文本")

    def __str__(self) -> str:
        """Name the contract."""
        return str(self.contract_id)


class Finding(models.Model):
    """One answer of one version of a rule; a person dismisses or confirms it, with a reason."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    contract = models.ForeignKey(Contract, on_delete=models.PROTECT, related_name="findings")
    card = models.CharField(_("规则"), max_length=40)
    card_version = models.PositiveSmallIntegerField(_("规则版本"))
    # What keeps two answers of one rule apart: the parties, the right, the other contracts.
    key = models.CharField(_("对象"), max_length=64)
    values = models.JSONField(_("结果"), default=dict)
    others = ArrayField(models.UUIDField(), verbose_name=_("有关合同"), default=list)
    state = models.CharField(
        _("处理"), max_length=10, choices=FindingState.choices, default=FindingState.OPEN
    )
    found_at = models.DateTimeField(_("发现时间"))
    settled_by = models.UUIDField(_("处理人"), null=True, blank=True)
    settled_label = models.CharField(_("处理人身份"), max_length=250, blank=True)
    settled_at = models.DateTimeField(_("处理时间"), null=True, blank=True)
    reason = models.TextField(_("处理理由"), blank=True)

    class Meta:
        """Oldest first."""

        ordering: ClassVar = ["found_at", "id"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["contract", "card", "card_version", "key"],
                name="contracts_found_once",
            ),
            models.CheckConstraint(
                condition=Q(state__in=FindingState.values), name="contracts_finding_state"
            ),
            models.CheckConstraint(
                condition=Q(state__in=[FindingState.OPEN, FindingState.GONE])
                | (~Q(reason="") & Q(settled_by__isnull=False, settled_at__isnull=False)),
                name="contracts_settled_has_reason",
            ),
        ]
        indexes: ClassVar = [models.Index(fields=["card", "state"], name="contracts_by_card")]
        verbose_name = _("异常提示")
        verbose_name_plural = _("异常提示")

    def __str__(self) -> str:
        """Name the rule."""
        return self.card
