"""What the public calculators ask; sent by GET, so that a calculation can be linked to."""

from collections.abc import Mapping
from dataclasses import fields
from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from yizhan.policy.queries import (
    CashAward,
    Cost,
    Document,
    Income,
    Research,
    Sale,
    TransferFacts,
    technology_amount,
)
from yizhan.policy.terms import (
    Act,
    Deed,
    ExportList,
    Item,
    Owner,
    Researcher,
    Right,
    SharingRegion,
)
from yizhan.policy.wording import FACTS

_LATEST = 2100
_EARLIEST = 1994


class Amount(forms.DecimalField):
    """An amount of yuan with two decimals."""

    def __init__(self, **options: Any) -> None:
        """Bound the amount as the platform stores money."""
        # Not a number field: browsers empty one that holds 1,000,000.00.
        widget = forms.TextInput(attrs={"inputmode": "decimal"})
        bounds = {"min_value": 0, "max_digits": 16, "decimal_places": 2}
        options = {**bounds, "widget": widget, **options}
        super().__init__(**options)

    def clean(self, value: Any) -> Decimal:
        """Read nothing as zero, and accept 1,000,000.00 as people type it."""
        text = str(value or "").replace(",", "").replace("，", "").strip()
        return super().clean(text or ("" if self.required else "0")) or Decimal(0)


class YesNo(forms.NullBooleanField):
    """Yes, no, or not known yet."""

    widget = forms.Select(choices=[("", _("尚不清楚")), ("true", _("是")), ("false", _("否"))])


class _Form(forms.Form):
    day = forms.DateField(
        help_text=_("按这一天有效的法规计算"),
        widget=forms.DateInput(attrs={"type": "date"}),
    )

    # What the day is that the law is looked up by; each tax has its own.
    day_label: Any = _("取得所得的日期")

    def __init__(self, *given: Any, **options: Any) -> None:
        """Ask for the day by its own name."""
        super().__init__(*given, **options)
        self.fields["day"].label = self.day_label

    def clean_day(self) -> Any:
        """Keep to the days that the law book can speak of."""
        day = self.cleaned_data["day"]
        if not _EARLIEST <= day.year <= _LATEST:
            raise forms.ValidationError(_("只能计算 1994 年以来的日期"), code="day")
        return day


class TransferForm(_Form):
    """Technology-transfer income: the amounts, and the facts that decide the relief."""

    revenue = Amount(label=_("合同收入（元，不含增值税）"))
    other = Amount(label=_("其中设备、材料等非技术收入（元）"), required=False)
    cost = Amount(label=_("成本：无形资产净值或摊销（元）"), required=False)
    charges = Amount(label=_("相关税费（元）"), required=False)
    period_expenses = Amount(label=_("应分摊期间费用（元）"), required=False)
    is_resident = YesNo(label=FACTS["is_resident"], required=False)
    right = forms.ChoiceField(
        label=FACTS["right"], choices=[("", _("尚不清楚")), *Right.choices], required=False
    )
    act = forms.ChoiceField(
        label=FACTS["act"], choices=[("", _("尚不清楚")), *Act.choices], required=False
    )
    licence_months = forms.IntegerField(
        label=FACTS["licence_months"], min_value=0, max_value=1200, required=False
    )
    owns_right = YesNo(label=FACTS["owns_right"], required=False)
    is_cross_border = YesNo(label=FACTS["is_cross_border"], required=False)
    is_registered = YesNo(label=FACTS["is_registered"], required=False)
    is_commerce_registered = YesNo(label=FACTS["is_commerce_registered"], required=False)
    is_state_funded = YesNo(label=FACTS["is_state_funded"], required=False)
    is_state_approved = YesNo(label=FACTS["is_state_approved"], required=False)
    export_list = forms.ChoiceField(
        label=FACTS["export_list"],
        choices=[("", _("尚不清楚")), *ExportList.choices],
        required=False,
    )
    related_holding = forms.DecimalField(
        label=FACTS["related_holding"],
        min_value=0,
        max_value=100,
        decimal_places=4,
        max_digits=7,
        required=False,
    )
    has_separate_accounts = YesNo(label=FACTS["has_separate_accounts"], required=False)

    def income(self) -> Income:
        """Return the amounts."""
        names = ("revenue", "other", "cost", "charges", "period_expenses")
        return Income(**{name: self.cleaned_data[name] for name in names})

    def facts(self) -> TransferFacts:
        """Return what is known; an empty answer is not known."""
        given = {
            field.name: self.cleaned_data.get(field.name)
            for field in fields(TransferFacts)
            if field.name != "income_on"
        }
        known = {name: None if value == "" else value for name, value in given.items()}
        if known["related_holding"] is not None:
            known["related_holding"] = known["related_holding"] / 100
        return TransferFacts(income_on=self.cleaned_data["day"], **known)


class ResearchForm(_Form):
    """Extra deduction of research expense."""

    own = Amount(label=_("自行研发费用（元）"))
    entrusted = Amount(label=_("委托境内研发费用（元）"), required=False)
    overseas = Amount(label=_("委托境外研发费用（元）"), required=False)
    enterprise = forms.ChoiceField(label=_("企业类型"), choices=Researcher.choices)

    def research(self) -> Research:
        """Return the expense of the year."""
        return Research(**self.cleaned_data)


class AwardForm(_Form):
    """Income tax on a cash award."""

    taxable = Amount(label=_("全年应纳税所得额（元，不含奖励）"))
    award = Amount(label=_("现金奖励（元）"))
    months_after_income = forms.IntegerField(
        label=_("取得转化收入后第几个月发放"), min_value=0, max_value=600
    )
    is_registered = forms.BooleanField(label=_("技术合同已认定登记"), required=False)
    is_announced = forms.BooleanField(label=_("已按规定公示"), required=False)

    def cash_award(self) -> CashAward:
        """Return the award."""
        return CashAward(**self.cleaned_data)


class TurnoverForm(_Form):
    """VAT or, before it, business tax of one item of a contract."""

    day_label = _("纳税义务发生的日期")
    gross = Amount(label=_("含税价款（元）"))
    item = forms.ChoiceField(label=_("这笔价款属于"), choices=Item.choices)
    is_registered = forms.BooleanField(label=_("合同已认定登记"), required=False)
    on_same_invoice = forms.BooleanField(
        label=_("相关咨询、服务与转让或开发价款开在同一张发票"), required=False
    )
    in_pilot = forms.BooleanField(label=_("2013 年 7 月以前已在营改增试点地区"), required=False)

    def sale(self) -> Sale:
        """Return the item."""
        given = dict(self.cleaned_data)
        given.pop("in_pilot")
        return Sale(**given)


class StampForm(_Form):
    """Stamp duty on one document."""

    day_label = _("书立合同的日期")
    amount = Amount(label=_("合同价款（元，不含单列的增值税）"))
    kind = forms.ChoiceField(label=_("合同类型"), choices=Deed.choices)
    funds = Amount(label=_("其中研究开发经费（元）"), required=False)
    is_small = forms.BooleanField(label=_("纳税人为小型微利企业"), required=False)

    def clean(self) -> dict[str, Any]:
        """Keep funds within the amount they are part of."""
        given = super().clean() or {}
        if given.get("funds", 0) > given.get("amount", given.get("funds", 0)):
            self.add_error("funds", _("研究开发经费不能超过合同价款"))
        return given

    def document(self) -> Document:
        """Return the document."""
        return Document(**self.cleaned_data)


class SharingForm(_Form):
    """The least award of those who made the result."""

    day_label = _("取得收入的日期")
    revenue = Amount(label=_("转让或许可收入（元）"))
    taxes = Amount(label=_("相关税金（元）"), required=False)
    upkeep = Amount(label=_("维护费用（元）"), required=False)
    direct_costs = Amount(label=_("交易直接费用（元）"), required=False)
    owner = forms.ChoiceField(label=_("成果完成单位"), choices=Owner.choices)
    region = forms.ChoiceField(
        label=_("单位所在地"),
        choices=[("", _("其他地区（按国家规定）")), *SharingRegion.choices],
        required=False,
    )
    agreed = forms.DecimalField(
        label=_("单位规定或约定的比例（%）"),
        min_value=0,
        max_value=100,
        decimal_places=2,
        max_digits=5,
        required=False,
    )


class TechnologyForm(_Form):
    """The technology amount of a contract."""

    day_label = _("合同受理的日期")
    value = Amount(label=_("合同成交总额（元）"))
    equipment = Amount(label=_("购置设备（元）"), required=False)
    instruments = Amount(label=_("购置仪器（元）"), required=False)
    parts = Amount(label=_("购置零部件（元）"), required=False)
    materials = Amount(label=_("购置原材料（元）"), required=False)
    other_costs = Amount(label=_("其他非技术性费用（元）"), required=False)
    sets = forms.IntegerField(
        label=_("作为技术载体的成套设备、样机（套）"),
        min_value=0,
        max_value=9999,
        required=False,
    )
    each = Amount(label=_("每套直接成本（元）"), required=False)

    def costs(self) -> list[Cost]:
        """Return the lines that are not technology, and the carriers."""
        return costs_of(self.cleaned_data)

    def clean(self) -> dict[str, Any]:
        """Refuse costs above the value of the contract."""
        given = super().clean() or {}
        if {"value", "day"} <= given.keys():
            left, _ledger = technology_amount(given["value"], costs_of(given), day=given["day"])
            if left < 0:
                self.add_error("value", _("非技术性费用合计超过了合同成交总额"))
        return given


COSTS = ("equipment", "instruments", "parts", "materials", "other_costs")


def costs_of(given: Mapping[str, Any]) -> list[Cost]:
    """Put the amounts of a form or a query into lines."""
    lines = [Cost(code=name, amount=given[name]) for name in COSTS if given.get(name)]
    if given.get("sets"):
        lines.append(
            Cost(sets=given["sets"], each=given.get("each") or Decimal(0), is_carrier=True)
        )
    return lines
