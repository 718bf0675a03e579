"""The plain fields of each kind, and which stand together."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from yizhan.directory.queries import industry_choices
from yizhan.directory.terms import Field, Zone
from yizhan.listings.forms.fields import (
    ChoicesField,
    DayField,
    PlaceField,
    TextField,
    TrlField,
    WanField,
    WordsField,
)
from yizhan.listings.terms import (
    FundingSource,
    IpWish,
    Kind,
    LicencePolicy,
    Mode,
    ServiceKind,
    Visibility,
)
from yizhan.web.forms import Checks, Pills

_BLANK = [("", "—")]


class ListingForm(forms.Form):
    """What all three kinds ask for."""

    use_required_attribute = False

    version = forms.IntegerField(required=False, widget=forms.HiddenInput)
    key = forms.UUIDField(required=False, widget=forms.HiddenInput)
    title = TextField(label=_("标题"), most=120, asked=True)
    summary = TextField(label=_("说明"), rows=9, most=10_000, asked=True)
    keywords = WordsField(label=_("关键词"), help_text=_("用顿号分开，最多 20 个"))
    fields_ = ChoicesField(
        label=_("技术领域"),
        choices=Field.choices,
        widget=Checks(),
        asked=True,
        help_text=_("最多 3 个"),
    )
    industry = forms.ChoiceField(label=_("行业"), required=False)
    region = PlaceField(
        label=_("所在地区"), help_text=_("输入名称后从列表中选择，例如“浙江省 舟山市”")
    )
    modes = ChoicesField(label=_("合作方式"), choices=Mode.choices, widget=Checks(), asked=True)
    price_min = WanField(label=_("金额下限"))
    price_max = WanField(label=_("金额上限"), help_text=_("不填表示面议"))
    language = forms.ChoiceField(
        label=_("填写语言"),
        required=False,
        choices=[("zh-hans", "中文"), ("en", "English")],
        initial="zh-hans",
        widget=Pills(),
    )

    def __init__(self, *args: Any, **options: Any) -> None:
        """Fill the choices that come from tables and add a choice of readers where allowed."""
        super().__init__(*args, **options)
        self.fields["modes"].required = self.kind != Kind.SERVICE
        self.fields["industry"].choices = [*_BLANK, *industry_choices()]  # type: ignore[attr-defined]
        for name in VISIBLE[self.kind]:
            self.fields[f"visible_{name}"] = forms.ChoiceField(
                label=_("可见范围"),
                choices=Visibility.choices,
                required=False,
                initial=Visibility.PUBLIC,
            )

    kind = Kind.NEED


class NeedForm(ListingForm):
    """A need."""

    tried = TextField(label=_("曾经尝试"), rows=4, most=4_000)
    no_indicator_reason = TextField(label=_("不能量化的原因"), rows=2, most=500)
    trl_min = TrlField(label=_("期望成熟度下限"))
    trl_max = TrlField(label=_("期望成熟度上限"))
    deadline = DayField(label=_("截止日期"))
    ip_wish = forms.ChoiceField(
        label=_("知识产权意愿"), required=False, choices=[*_BLANK, *IpWish.choices]
    )
    region_preference = ChoicesField(label=_("优先地区"), choices=Zone.choices, widget=Checks())
    conditions = TextField(
        label=_("已有条件"), rows=4, most=4_000, help_text=_("样品、数据、场地、设备等")
    )
    requirements = TextField(label=_("对合作方的要求"), rows=3, most=4_000)
    is_anonymous = forms.BooleanField(
        label=_("匿名发布：公众只看到地区、行业和规模"), required=False
    )


class OfferForm(ListingForm):
    """An offer."""

    kind = Kind.OFFER
    advantage = TextField(label=_("与最优替代方案相比"), rows=4, most=4_000)
    economics = TextField(label=_("经济性"), rows=3, most=4_000)
    trl_min = TrlField(label=_("技术就绪度"))
    owner_note = TextField(label=_("成果权属说明"), most=120)
    prior_licences = TextField(label=_("已有许可"), rows=2, most=4_000)
    licence_policy = forms.ChoiceField(
        label=_("许可政策"), required=False, choices=LicencePolicy.choices, widget=Pills()
    )
    funding_source = forms.ChoiceField(
        label=_("经费来源"),
        required=False,
        choices=FundingSource.choices,
        initial=FundingSource.NONE,
    )
    plan_number = TextField(label=_("计划编号"), most=60, help_text=_("财政资金形成的成果必填"))
    security_declared = forms.BooleanField(
        label=_("已完成安全自查：核对了是否涉及国家经济安全、国防安全和国家秘密"),
        required=False,
    )
    security_touches = forms.BooleanField(label=_("自查发现涉及上述事项"), required=False)


class ServiceForm(ListingForm):
    """A service or a facility."""

    kind = Kind.SERVICE
    service_kind = forms.ChoiceField(
        label=_("服务类别"), required=False, choices=[*_BLANK, *ServiceKind.choices]
    )
    capacity = TextField(label=_("服务能力"), rows=3, most=4_000, asked=True)
    equipment = TextField(label=_("仪器设备"), rows=3, most=4_000)
    price_note = TextField(label=_("收费说明"), rows=2, most=500)
    turnaround = TextField(label=_("服务周期"), most=120)
    region_note = TextField(label=_("服务范围"), most=120)


@dataclass(frozen=True, slots=True)
class Plan:
    """One section of an editor: its anchor, title, the names of fields and of one formset."""

    anchor: str
    title: Any
    fields: tuple[str, ...]
    rows: str = ""
    intro: Any = ""


FORMS: Mapping[str, type[ListingForm]] = {
    Kind.NEED: NeedForm,
    Kind.OFFER: OfferForm,
    Kind.SERVICE: ServiceForm,
}
VISIBLE: Mapping[str, tuple[str, ...]] = {
    Kind.NEED: ("tried", "conditions", "requirements", "indicators", "price"),
    Kind.OFFER: (
        "indicators",
        "advantage",
        "economics",
        "trl_evidence",
        "ip",
        "plan_number",
        "prior_licences",
        "price",
    ),
    Kind.SERVICE: ("price",),
}
PLANS: Mapping[str, tuple[Plan, ...]] = {
    Kind.NEED: (
        Plan("problem", _("难题"), ("title", "summary", "tried", "keywords")),
        Plan(
            "indicators",
            _("指标要求"),
            ("no_indicator_reason",),
            "indicators",
            _("写清达到多少算解决：指标、数值、单位和检验方法。能量化的越多，匹配越准。"),
        ),
        Plan("scope", _("领域与地区"), ("fields_", "industry", "region")),
        Plan(
            "cooperation",
            _("合作与预算"),
            (
                "modes",
                "trl_min",
                "trl_max",
                "price_min",
                "price_max",
                "deadline",
                "ip_wish",
                "region_preference",
            ),
        ),
        Plan("conditions", _("条件与要求"), ("conditions", "requirements")),
        Plan("publicity", _("公开方式"), ("is_anonymous", "language")),
    ),
    Kind.OFFER: (
        Plan("result", _("成果"), ("title", "summary", "advantage", "economics", "keywords")),
        Plan(
            "indicators",
            _("指标与证据"),
            (),
            "indicators",
            _("写明数值、检测方法、由谁在何时检测，以及最优替代方案的同一指标。"),
        ),
        Plan("scope", _("领域与地区"), ("fields_", "industry", "region")),
        Plan(
            "readiness",
            _("成熟度"),
            ("trl_min",),
            "trl_evidence",
            _("四级及以上请给出所填级别的证据。"),
        ),
        Plan(
            "rights",
            _("知识产权"),
            ("owner_note", "prior_licences", "licence_policy"),
            "ip",
        ),
        Plan(
            "funding",
            _("经费与安全自查"),
            ("funding_source", "plan_number", "security_declared", "security_touches"),
        ),
        Plan("cooperation", _("合作与价格"), ("modes", "price_min", "price_max")),
        Plan("publicity", _("公开方式"), ("language",)),
    ),
    Kind.SERVICE: (
        Plan(
            "service",
            _("服务"),
            ("title", "service_kind", "summary", "capacity", "equipment", "keywords"),
        ),
        Plan("indicators", _("能力指标"), (), "indicators"),
        Plan("scope", _("领域与地区"), ("fields_", "industry", "region", "region_note")),
        Plan(
            "terms",
            _("收费与周期"),
            ("modes", "price_min", "price_max", "price_note", "turnaround"),
        ),
        Plan("publicity", _("公开方式"), ("language",)),
    ),
}

# Where the page shows a field whose own name is not an id there.
_ANCHORS = {
    "fields": "id_fields__0",
    "modes": "id_modes_0",
    "trl_max": "id_trl_min",
    "indicators": "indicators",
    "ip": "rights",
    "trl_evidence": "readiness",
    "security_check": "id_security_declared",
    "language": "publicity",
}


def anchor_of(name: str) -> str:
    """Return the id on the page where a field is filled in."""
    return _ANCHORS.get(name, f"id_{name}" if name else "form")
