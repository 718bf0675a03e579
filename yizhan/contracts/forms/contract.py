"""The plain fields of a contract, and which stand together on the page."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from yizhan.contracts.forms.fields import DayField, NumberField, PickField, TextField, YuanField
from yizhan.contracts.forms.rows import subkind_choices
from yizhan.contracts.terms import IpType, Kind, Objective, Payment, PlanSource, Screening
from yizhan.directory.queries import industry_choices
from yizhan.directory.terms import Field
from yizhan.web.forms import Pills, Radios

CURRENCIES = ("CNY", "USD", "EUR", "JPY", "GBP", "HKD", "KRW", "CHF", "CAD", "AUD", "SGD")


class ContractForm(forms.Form):
    """What the registration form asks about the contract as a whole."""

    use_required_attribute = False

    version = forms.IntegerField(required=False, widget=forms.HiddenInput)
    key = forms.UUIDField(required=False, widget=forms.HiddenInput)
    need = forms.UUIDField(label=_("对应需求"), required=False, widget=forms.HiddenInput)
    offer = forms.UUIDField(label=_("对应成果"), required=False, widget=forms.HiddenInput)

    title = TextField(
        label=_("项目（合同）名称"), most=200, help_text=_("与合同文本上的名称一致")
    )
    kind = forms.ChoiceField(
        label=_("合同类别"),
        required=False,
        choices=Kind.choices,
        widget=Pills(),
        help_text=_("按双方主要的权利义务判断，不按合同的名称。"),
    )
    subkind = PickField(label=_("合同子类"))
    field = PickField(label=_("技术领域"), choices=Field.choices)
    signed_on = DayField(label=_("签订日期"))
    effective_from = DayField(label=_("有效期起"))
    effective_until = DayField(label=_("有效期止"))
    industry = PickField(label=_("服务的国民经济行业"))
    objective = PickField(label=_("社会经济目标"), choices=Objective.choices)
    office = PickField(
        label=_("登记机构"), help_text=_("由卖方向所在地的登记机构申请，一份合同只登记一次。")
    )

    contract_value = YuanField(label=_("合同成交总额"))
    currency = PickField(
        label=_("币种"), choices=[(code, code) for code in CURRENCIES], initial="CNY"
    )
    exchange_rate = NumberField(
        label=_("折算汇率"),
        max_digits=12,
        decimal_places=6,
        help_text=_("以外币计价时填写，成交总额按签订日折合人民币。"),
    )
    payment = forms.ChoiceField(
        label=_("支付方式"), required=False, choices=Payment.choices, widget=Pills()
    )

    ip_type = PickField(
        label=_("知识产权类型"),
        choices=IpType.choices,
        help_text=_("涉及几种的，选最主要的一种，其余列在下面。"),
    )

    plan_source = PickField(label=_("计划来源"), choices=PlanSource.choices)
    plan_reference = TextField(label=_("计划项目编号"), most=60)
    expected_investment = YuanField(label=_("预计新增投入"))
    expected_output = YuanField(
        label=_("预计新增产值"), help_text=_("技术转让和技术许可须填写投入和产值。")
    )

    is_classified = forms.BooleanField(label=_("合同内容涉及国家秘密"), required=False)
    is_state_funded = forms.BooleanField(
        label=_("知识产权由财政性资金设立的科技项目形成"), required=False
    )
    is_related_party = forms.BooleanField(label=_("买卖双方为关联方"), required=False)
    screening = forms.ChoiceField(
        label=_("技术进出口"),
        required=False,
        choices=[("", _("不涉及境外当事人")), *Screening.choices],
        widget=Radios(),
        help_text=_("任何一方在境外的，按技术进出口目录核对后选择。"),
    )
    licence_number = TextField(
        label=_("许可或登记证号"),
        most=60,
        help_text=_("限制类填许可证号，自由类填合同登记证号。"),
    )
    approval_number = TextField(
        label=_("批准文号"),
        most=60,
        help_text=_("财政资金形成的知识产权向境外转让或独占许可的，填项目管理机构的批准文号。"),
    )
    note = TextField(label=_("备注"), most=2000, rows=3)

    def __init__(
        self, *args: Any, offices: Iterable[tuple[Any, Any]] = (), **options: Any
    ) -> None:
        """Fill the choices that come from tables."""
        super().__init__(*args, **options)
        self.fields["office"].choices = [("", "—"), *offices]  # type: ignore[attr-defined]
        self.fields["industry"].choices = [("", "—"), *industry_choices()]  # type: ignore[attr-defined]
        self.fields["subkind"].choices = subkind_choices()  # type: ignore[attr-defined]

    # What handing in asks for; the page marks everything else 选填.
    needed = frozenset(
        {
            "title",
            "kind",
            "subkind",
            "field",
            "signed_on",
            "effective_from",
            "effective_until",
            "objective",
            "office",
            "contract_value",
            "currency",
            "payment",
            "ip_type",
            "plan_source",
            "screening",
        }
    )


@dataclass(frozen=True, slots=True)
class Plan:
    """One section: its anchor, title, fields, and the formsets below them with their titles."""

    anchor: str
    title: Any
    fields: tuple[str, ...] = ()
    rows: tuple[tuple[str, Any], ...] = ()
    intro: Any = ""


PLANS = (
    Plan(
        "contract",
        _("合同"),
        (
            "title",
            "kind",
            "subkind",
            "field",
            "signed_on",
            "effective_from",
            "effective_until",
            "objective",
            "industry",
            "office",
        ),
    ),
    Plan(
        "parties",
        _("双方"),
        (),
        (("sellers", _("卖方")), ("buyers", _("买方"))),
        _("一方有几家的逐一填写，第一家用于统计。境外当事人不填统一社会信用代码和行政区划。"),
    ),
    Plan(
        "amounts",
        _("内容与金额"),
        ("contract_value", "currency", "exchange_rate", "payment"),
        (("lines", _("内容明细")), ("costs", _("非技术性费用"))),
        _(
            "同一合同含几类内容的分行填写，各行合计等于成交总额。购置设备、仪器、零部件、"
            "原材料等费用在下表逐项列出；合理数量的标的物可以不扣除，但须写明理由。"
        ),
    ),
    Plan("rights", _("知识产权"), ("ip_type",), (("ip", _("所涉知识产权")),)),
    Plan(
        "plan",
        _("计划来源"),
        ("plan_source", "plan_reference", "expected_investment", "expected_output"),
    ),
    Plan(
        "security",
        _("安全审查"),
        (
            "is_classified",
            "is_state_funded",
            "is_related_party",
            "screening",
            "licence_number",
            "approval_number",
        ),
        (),
        _("涉及国家秘密的合同不得在本平台填报，请携纸质材料到登记机构办理。"),
    ),
    Plan("papers", _("材料与备注"), ("note",)),
)

_ROWS = {name: (plan.anchor, title) for plan in PLANS for name, title in plan.rows}
_OTHERS = {
    "parties": ("parties", _("双方")),
    "papers": ("papers", _("材料")),
    "case_id": ("contract", _("对应案例")),
    "lot_id": ("contract", _("对应标的")),
}


def label_of(place: str) -> Any:
    """Name a place of the form, or of a content, in words."""
    head = place.partition(".")[0]
    if head in ContractForm.base_fields and head not in {"version", "key"}:
        return ContractForm.base_fields[head].label or head
    return {**_ROWS, **_OTHERS}.get(head, ("", place))[1]


def anchor_of(place: str) -> str:
    """Return the id on the page where a place is filled in."""
    head = place.partition(".")[0]
    if head in _ROWS:
        return head
    if head in ContractForm.base_fields:
        group = head in {"kind", "payment", "screening"}
        return f"id_{head}_0" if group else f"id_{head}"
    return _OTHERS.get(head, ("form", ""))[0]
