"""What a contract is made of: parties, content lines, cost lines, intellectual property."""

from typing import ClassVar

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from yizhan.contracts.models.columns import choice, money, region
from yizhan.contracts.models.contract import Contract
from yizhan.contracts.terms import (
    CHINA,
    CostKind,
    IpStatus,
    IpType,
    Kind,
    Nature,
    PaperKind,
    Side,
    SubKind,
)


class Party(models.Model):
    """One party; `uscc` has 18 digits, or the 9 of an organisation code before 2018."""

    contract = models.ForeignKey(Contract, on_delete=models.CASCADE, related_name="parties")
    side = models.CharField(_("买卖方"), max_length=6, choices=Side.choices)
    position = models.PositiveSmallIntegerField(_("序号"), default=0)
    organisation = models.ForeignKey(
        "directory.Organisation",
        on_delete=models.PROTECT,
        related_name="+",
        null=True,
        blank=True,
        verbose_name=_("平台机构"),
    )
    name = models.CharField(_("名称"), max_length=200)
    uscc = models.CharField(_("统一社会信用代码"), max_length=18, blank=True)
    country = models.CharField(_("国别（地区）"), max_length=3, default=CHINA)
    region = region(_("行政区划"))
    nature = choice(_("单位性质"), Nature, 3)
    legal_representative = models.CharField(_("法定代表人"), max_length=60, blank=True)
    address = models.CharField(_("地址"), max_length=200, blank=True)
    contact = models.CharField(_("联系人"), max_length=60, blank=True)
    phone = models.CharField(_("联系电话"), max_length=40, blank=True)

    class Meta:
        """Sellers first, in the order given."""

        ordering: ClassVar = ["-side", "position"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["contract", "side", "position"], name="contracts_party_once"
            ),
            models.CheckConstraint(
                condition=Q(side__in=Side.values), name="contracts_side_is_known"
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["uscc"], condition=~Q(uscc=""), name="contracts_party_code")
        ]
        verbose_name = _("当事人")
        verbose_name_plural = _("当事人")

    def __str__(self) -> str:
        """Use the name."""
        return self.name


class ContentLine(models.Model):
    """One part of a contract's content with its share of the price."""

    contract = models.ForeignKey(Contract, on_delete=models.CASCADE, related_name="lines")
    position = models.PositiveSmallIntegerField(_("序号"), default=0)
    kind = models.CharField(_("类别"), max_length=30, choices=Kind.choices)
    subkind = choice(_("子类"), SubKind)
    description = models.CharField(_("内容"), max_length=500)
    amount = money(_("金额"))

    class Meta:
        """In the order given."""

        ordering: ClassVar = ["position"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["contract", "position"], name="contracts_line_once"
            ),
            models.CheckConstraint(
                condition=Q(amount__gte=0), name="contracts_line_not_negative"
            ),
        ]
        verbose_name = _("内容明细")
        verbose_name_plural = _("内容明细")

    def __str__(self) -> str:
        """Use the description."""
        return self.description


class CostLine(models.Model):
    """One cost that may not be technology, as claimed and as decided."""

    contract = models.ForeignKey(Contract, on_delete=models.CASCADE, related_name="costs")
    position = models.PositiveSmallIntegerField(_("序号"), default=0)
    kind = models.CharField(_("费用类别"), max_length=12, choices=CostKind.choices)
    description = models.CharField(_("说明"), max_length=500)
    quantity = models.DecimalField(_("数量"), max_digits=12, decimal_places=2, default=1)
    unit = models.CharField(_("单位"), max_length=20, blank=True)
    amount = money(_("金额"))
    is_within_reason = models.BooleanField(_("申报为合理数量"), default=False)
    claimed_reason = models.CharField(_("申报理由"), max_length=500, blank=True)
    decided_deduction = money(_("核定扣除额"), null=True, blank=True)
    decided_reason = models.CharField(_("核定理由"), max_length=500, blank=True)

    class Meta:
        """In the order given."""

        ordering: ClassVar = ["position"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["contract", "position"], name="contracts_cost_once"
            ),
            models.CheckConstraint(
                condition=Q(amount__gte=0, quantity__gte=0),
                name="contracts_cost_not_negative",
            ),
            models.CheckConstraint(
                condition=Q(decided_deduction__isnull=True)
                | Q(decided_deduction__gte=0, decided_deduction__lte=F("amount")),
                name="contracts_deduction_in_cost",
            ),
        ]
        verbose_name = _("非技术性费用")
        verbose_name_plural = _("非技术性费用")

    def __str__(self) -> str:
        """Use the description."""
        return self.description


class IntellectualProperty(models.Model):
    """One right that the contract is about."""

    contract = models.ForeignKey(Contract, on_delete=models.CASCADE, related_name="ip")
    position = models.PositiveSmallIntegerField(_("序号"), default=0)
    type = models.CharField(_("类型"), max_length=30, choices=IpType.choices)
    number = models.CharField(_("证书号或登记号"), max_length=60, blank=True)
    title = models.CharField(_("名称"), max_length=200, blank=True)
    granted_on = models.DateField(_("授权日期"), null=True, blank=True)
    expires_on = models.DateField(_("届满日期"), null=True, blank=True)
    status = choice(_("状态"), IpStatus, 10)

    class Meta:
        """In the order given."""

        ordering: ClassVar = ["position"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["contract", "position"], name="contracts_ip_once")
        ]
        indexes: ClassVar = [
            models.Index(fields=["number"], condition=~Q(number=""), name="contracts_ip_number")
        ]
        verbose_name = _("知识产权")
        verbose_name_plural = _("知识产权")

    def __str__(self) -> str:
        """Use the number, else the title."""
        return self.number or self.title


class Paper(models.Model):
    """One version of one document; the file lies outside, by its SHA-256."""

    contract = models.ForeignKey(Contract, on_delete=models.CASCADE, related_name="papers")
    kind = models.CharField(_("材料类别"), max_length=20, choices=PaperKind.choices)
    version = models.PositiveSmallIntegerField(_("版本"), default=1)
    name = models.CharField(_("文件名"), max_length=200)
    file_sha256 = models.CharField(_("文件摘要"), max_length=64)
    file_size = models.PositiveBigIntegerField(_("大小"))
    file_type = models.CharField(_("文件类型"), max_length=100)
    uploaded_by = models.UUIDField(_("上传人"))
    uploaded_at = models.DateTimeField(_("上传时间"))
    is_confidential = models.BooleanField(_("保密"), default=True)

    class Meta:
        """Newest first."""

        ordering: ClassVar = ["kind", "-version", "-id"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["contract", "kind", "name", "version"], name="contracts_paper_once"
            )
        ]
        verbose_name = _("材料")
        verbose_name_plural = _("材料")

    def __str__(self) -> str:
        """Use the name of the file."""
        return self.name
