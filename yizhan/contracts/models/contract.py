"""The table of contracts."""

import uuid
from typing import ClassVar

import pgtrigger
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Func, Q, Value
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from yizhan.contracts.models.columns import choice, listing, money, region
from yizhan.contracts.models.offices import Office
from yizhan.contracts.stages import FLOW, JUDGED, NUMBERED, Stage
from yizhan.contracts.terms import (
    CHINA,
    LICENCES,
    SUB_KINDS,
    IpType,
    Kind,
    Objective,
    Payment,
    PlanSource,
    Regime,
    SecondBecause,
)
from yizhan.directory.terms import Field

_UNFILED = [Stage.DRAFT, Stage.WITHDRAWN]


def _kinds_fit() -> Q:
    """Describe the pairs of kind and sub-kind; licences were assignments before 2021."""
    fits = Q(subkind="")
    for kind, subkinds in SUB_KINDS.items():
        also = LICENCES if kind == Kind.ASSIGNMENT else frozenset()
        fits |= Q(kind=kind, subkind__in=sorted({*subkinds, *also}))
    return fits


class Contract(models.Model):
    """One contract from the first draft to the end of its registration.

    `contract_value` is the whole price in yuan, `claimed_amount` what the seller says is
    technology, `technology_amount` what was decided. The columns from `seller_region` to
    `buyer_nature` repeat the first party of each side; the verbs keep them.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    serial = models.BigIntegerField(
        _("内部序号"),
        unique=True,
        editable=False,
        db_default=Func(Value("contracts_serial"), function="nextval"),
    )
    stage = models.CharField(
        _("阶段"), max_length=12, choices=Stage.choices, default=Stage.DRAFT
    )
    version = models.PositiveIntegerField(_("版本"), default=1)
    office = models.ForeignKey(
        Office,
        on_delete=models.PROTECT,
        related_name="+",
        null=True,
        blank=True,
        verbose_name=_("登记机构"),
    )
    regime = choice(_("适用办法"), Regime, 4)
    number = models.CharField(_("登记编号"), max_length=16, unique=True, null=True, blank=True)

    title = models.CharField(_("项目（合同）名称"), max_length=200, blank=True)
    kind = choice(_("合同类别"), Kind)
    subkind = models.CharField(_("合同子类"), max_length=30, blank=True)
    field = choice(_("技术领域"), Field, 2)
    ip_type = choice(_("知识产权类型"), IpType)
    plan_source = choice(_("计划来源"), PlanSource)
    plan_reference = models.CharField(_("计划项目编号"), max_length=60, blank=True)
    objective = choice(_("社会经济目标"), Objective, 2)
    industry = models.ForeignKey(
        "directory.Industry",
        on_delete=models.PROTECT,
        related_name="+",
        null=True,
        blank=True,
        verbose_name=_("服务的国民经济行业"),
    )
    payment = choice(_("支付方式"), Payment)
    signed_on = models.DateField(_("签订日期"), null=True, blank=True)
    effective_from = models.DateField(_("有效期起"), null=True, blank=True)
    effective_until = models.DateField(_("有效期止"), null=True, blank=True)
    currency = models.CharField(_("币种"), max_length=3, default="CNY")
    exchange_rate = models.DecimalField(
        _("折算汇率"), max_digits=12, decimal_places=6, null=True, blank=True
    )
    contract_value = money(_("合同成交总额"), default=0)
    claimed_amount = money(_("申报的技术交易额"), default=0)
    technology_amount = money(_("核定的技术交易额"), null=True, blank=True)
    expected_investment = money(_("预计新增投入"), null=True, blank=True)
    expected_output = money(_("预计新增产值"), null=True, blank=True)
    is_related_party = models.BooleanField(_("关联交易"), default=False)
    is_state_funded = models.BooleanField(_("财政资金资助"), default=False)
    is_classified = models.BooleanField(_("涉及国家秘密"), default=False)
    screening = models.JSONField(_("安全审查"), default=dict, blank=True)

    organisation = models.ForeignKey(
        "directory.Organisation",
        on_delete=models.PROTECT,
        related_name="+",
        verbose_name=_("申请单位"),
    )
    author_id = models.UUIDField(_("填报人"), null=True, blank=True)
    creation_key = models.UUIDField(_("表单编号"), null=True, blank=True)
    source = models.CharField(_("来源"), max_length=40, blank=True)
    external_id = models.CharField(_("来源编号"), max_length=80, blank=True)
    need = listing(_("对应需求"))
    offer = listing(_("对应成果"))
    case_id = models.UUIDField(_("对应案例"), null=True, blank=True)
    lot_id = models.UUIDField(_("对应标的"), null=True, blank=True)

    seller_region = region(_("卖方地区"))
    buyer_region = region(_("买方地区"))
    seller_country = models.CharField(_("卖方国别"), max_length=3, default=CHINA)
    buyer_country = models.CharField(_("买方国别"), max_length=3, default=CHINA)
    seller_nature = models.CharField(_("卖方性质"), max_length=3, blank=True)
    buyer_nature = models.CharField(_("买方性质"), max_length=3, blank=True)

    registrar_id = models.UUIDField(_("登记员"), null=True, blank=True)
    second_registrar_id = models.UUIDField(_("复核登记员"), null=True, blank=True)
    # Why a second registrar must look; empty where one is enough.
    second_because = ArrayField(
        models.CharField(max_length=10, choices=SecondBecause.choices),
        verbose_name=_("复核事由"),
        default=list,
        blank=True,
    )
    created_at = models.DateTimeField(_("建立时间"))
    updated_at = models.DateTimeField(_("更新时间"))
    submitted_at = models.DateTimeField(_("提交时间"), null=True, blank=True)
    accepted_at = models.DateTimeField(_("受理时间"), null=True, blank=True)
    decided_at = models.DateTimeField(_("决定时间"), null=True, blank=True)
    registered_on = models.DateField(_("登记日期"), null=True, blank=True)
    cancelled_at = models.DateTimeField(_("注销或撤销时间"), null=True, blank=True)
    due_at = models.DateTimeField(_("办理时限"), null=True, blank=True)
    overdue_noted_at = models.DateTimeField(_("逾期提醒时间"), null=True, blank=True)
    note = models.TextField(_("备注"), blank=True)

    class Meta:
        """Newest first; the database keeps what the forms promise."""

        ordering: ClassVar = ["-serial"]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(stage__in=Stage.values), name="contracts_stage_is_known"
            ),
            models.CheckConstraint(
                condition=Q(kind__in=Kind.values) | Q(kind="", stage__in=_UNFILED),
                name="contracts_kind_is_known",
            ),
            models.CheckConstraint(condition=_kinds_fit(), name="contracts_subkind_fits"),
            models.CheckConstraint(
                condition=Q(stage__in=_UNFILED)
                | (~Q(title="") & Q(signed_on__isnull=False, office__isnull=False)),
                name="contracts_filed_is_whole",
            ),
            models.CheckConstraint(
                condition=Q(contract_value__gte=0, claimed_amount__gte=0)
                & Q(claimed_amount__lte=F("contract_value")),
                name="contracts_claim_in_value",
            ),
            models.CheckConstraint(
                condition=Q(technology_amount__isnull=True)
                | Q(technology_amount__gte=0, technology_amount__lte=F("contract_value")),
                name="contracts_amount_in_value",
            ),
            models.CheckConstraint(
                condition=Q(effective_from__isnull=True)
                | Q(effective_until__isnull=True)
                | Q(effective_from__lte=F("effective_until")),
                name="contracts_term_in_order",
            ),
            models.CheckConstraint(
                condition=~Q(stage__in=sorted(JUDGED))
                | (Q(accepted_at__isnull=False) & ~Q(regime="")),
                name="contracts_accepted_has_regime",
            ),
            models.CheckConstraint(
                condition=Q(stage__in=_UNFILED) | Q(submitted_at__isnull=False),
                name="contracts_filed_has_time",
            ),
            models.CheckConstraint(
                condition=~Q(stage__in=sorted(NUMBERED))
                | Q(
                    number__isnull=False,
                    registered_on__isnull=False,
                    technology_amount__isnull=False,
                    decided_at__isnull=False,
                ),
                name="contracts_registered_has_number",
            ),
            models.CheckConstraint(
                condition=Q(number__isnull=True) | Q(number__regex=r"^\d{14}(\d{2})?$"),
                name="contracts_number_is_digits",
            ),
            models.CheckConstraint(
                condition=Q(registered_on__isnull=True)
                | Q(signed_on__isnull=True)
                | Q(registered_on__gte=F("signed_on")),
                name="contracts_registered_after_signing",
            ),
            models.CheckConstraint(
                condition=Q(second_registrar_id__isnull=True)
                | ~Q(second_registrar_id=F("registrar_id")),
                name="contracts_two_registrars",
            ),
            models.CheckConstraint(
                condition=Q(second_because=[])
                | ~Q(stage__in=[Stage.REGISTERED, Stage.REFUSED])
                | Q(second_registrar_id__isnull=False, registrar_id__isnull=False),
                name="contracts_second_has_looked",
            ),
            models.UniqueConstraint(
                fields=["author_id", "creation_key"],
                condition=Q(creation_key__isnull=False),
                name="contracts_created_once",
            ),
            models.UniqueConstraint(
                fields=["organisation", "source", "external_id"],
                condition=~Q(external_id=""),
                name="contracts_imported_once",
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["office", "stage", "due_at"], name="contracts_desk"),
            models.Index(fields=["organisation", "stage"], name="contracts_own"),
            # Every filing asks whether the same contract is there already.
            models.Index(fields=["signed_on", "contract_value"], name="contracts_twins"),
            models.Index(fields=["stage", "registered_on"], name="contracts_registered"),
            models.Index(
                fields=["due_at"],
                condition=Q(due_at__isnull=False, overdue_noted_at__isnull=True),
                name="contracts_due",
            ),
        ]
        triggers: ClassVar = [
            pgtrigger.FSM(name="flow", field="stage", transitions=FLOW.edges()),
            # A number is the number of one contract for ever.
            pgtrigger.Protect(
                name="number_stays",
                operation=pgtrigger.UpdateOf("number"),  # type: ignore[no-untyped-call]
                condition=pgtrigger.Condition(
                    "OLD.number IS NOT NULL AND NEW.number IS DISTINCT FROM OLD.number"
                ),
            ),
            pgtrigger.Protect(
                name="filed_stays",
                operation=pgtrigger.Delete,
                condition=pgtrigger.Condition("OLD.submitted_at IS NOT NULL"),
            ),
        ]
        verbose_name = _("技术合同")
        verbose_name_plural = _("技术合同")

    def __str__(self) -> str:
        """Use the title."""
        return self.title or str(_("未命名的合同"))

    def get_absolute_url(self) -> str:
        """Link to the page of the contract."""
        return reverse("contracts:contract-detail", args=[self.id])

    @property
    def is_foreign(self) -> bool:
        """Say whether a first party sits abroad."""
        return self.seller_country != CHINA or self.buyer_country != CHINA
