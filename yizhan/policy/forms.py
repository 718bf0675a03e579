"""What the public calculators ask; sent by GET, so that a calculation can be linked to."""

from dataclasses import fields
from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from yizhan.policy.queries import CashAward, Income, Research, TransferFacts
from yizhan.policy.terms import Act, ExportList, Researcher, Right
from yizhan.policy.wording import FACTS

_LATEST = 2100
_EARLIEST = 1994


class Amount(forms.DecimalField):
    """An amount of yuan with two decimals."""

    def __init__(self, **options: Any) -> None:
        """Bound the amount as the platform stores money."""
        options = {"min_value": 0, "max_digits": 16, "decimal_places": 2, **options}
        super().__init__(**options)

    def clean(self, value: Any) -> Decimal:
        """Read nothing as zero, and accept 1,000,000.00 as people type it."""
        text = str(value or "").replace(",", "").replace("，", "").strip()
        return super().clean(text or "0") or Decimal(0)


class YesNo(forms.NullBooleanField):
    """Yes, no, or not known yet."""

    widget = forms.Select(choices=[("", _("尚不清楚")), ("true", _("是")), ("false", _("否"))])


class _Form(forms.Form):
    day = forms.DateField(
        label=_("取得所得的日期"),
        help_text=_("按这一天有效的法规计算"),
        widget=forms.DateInput(attrs={"type": "date"}),
    )

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
