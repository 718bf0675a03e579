"""Sample values for the kit page: every component once, on fictional data."""

from collections.abc import Sequence
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from yizhan.web.badges import Badge
from yizhan.web.cards import (
    Agreement,
    Event,
    Figure,
    Item,
    LedgerLine,
    MatchCard,
    ScorePart,
    Stage,
    Tab,
)
from yizhan.web.facets import Facet, chips, options
from yizhan.web.forms import Affix, Checks, Day, Pills
from yizhan.web.paging import page_of
from yizhan.web.tiles import PLACES, tile_map

BADGES: Sequence[Badge] = (
    Badge(_("草稿"), "", "ring"),
    Badge(_("待审核"), "rev", "half"),
    Badge(_("退回补正"), "warn", "square"),
    Badge(_("征集中"), "info"),
    Badge(_("对接中"), "rev", "half"),
    Badge(_("已达成"), "ok"),
    Badge(_("已过期"), "", "plain"),
    Badge(_("已拒绝"), "bad", "square"),
)
SIZES = ("12", "13", "14", "15", "18", "24", "56")
_DAY = datetime(2026, 11, 22, 6, 32, tzinfo=UTC)


class KitForm(forms.Form):
    """One control of each kind."""

    title = forms.CharField(
        label=_("需求标题"),
        max_length=80,
        help_text=_("写对象、问题和目标，30 字内。不写企业名称。"),
    )
    budget = forms.DecimalField(
        label=_("预算上限"),
        widget=Affix(_("万元")),
        help_text=_("含税，最多两位小数。不便公开可选“面议”。"),
        error_messages={"invalid": _("请填写数字，例如 350.00")},
    )
    tried = forms.CharField(
        label=_("曾尝试的办法"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 3, "placeholder": _("写明做过什么、结果如何")}),
    )
    industry = forms.ChoiceField(
        label=_("行业领域"), choices=[("a", _("先进制造")), ("b", _("新材料"))]
    )
    mode = forms.ChoiceField(
        label=_("合作方式"),
        widget=Pills,
        initial="dev",
        choices=[("dev", _("委托开发")), ("joint", _("合作开发")), ("licence", _("技术许可"))],
    )
    fields_of = forms.MultipleChoiceField(
        label=_("技术领域"),
        required=False,
        widget=Checks,
        choices=[
            ("a", _("新材料")),
            ("b", _("新能源")),
            ("c", _("生物医药")),
            ("d", _("环境保护")),
        ],
    )
    deadline = forms.DateField(label=_("截止日期"), required=False, widget=Day)
    anonymous = forms.BooleanField(label=_("不公开企业名称"), required=False)


class IndicatorForm(forms.Form):
    """One quantified indicator."""

    name = forms.CharField(label=_("指标"))
    comparator = forms.ChoiceField(
        label=_("要求"), choices=[("ge", "≥"), ("le", "≤"), ("eq", "=")]
    )
    value = forms.DecimalField(label=_("数值"), widget=forms.TextInput)
    unit = forms.CharField(label=_("单位"), required=False)
    method = forms.CharField(label=_("检验方法"), required=False)


IndicatorRows = forms.formset_factory(IndicatorForm, extra=1, can_delete=True)


def sample(form: KitForm) -> dict[str, Any]:
    """Return the whole context of the kit page."""
    query = QueryDict("mode=dev&trl=5&trl=6&trl=7&budget_min=30&budget_max=500")
    facets = _facets()
    counts: dict[str, int | None] = {
        code: (index * 37) % 23 * 60 for index, code in enumerate(PLACES)
    }
    counts["71"] = None
    return {
        "form": form,
        "rows": IndicatorRows(
            prefix="indicators", initial=[{"name": "表面显微硬度", "value": 850, "unit": "HV"}]
        ),
        "badges": BADGES,
        "sizes": SIZES,
        "amounts": [Decimal(800), Decimal(1_280_000), Decimal(390_600_000_000)],
        "low": Decimal(800_000),
        "high": Decimal(1_200_000),
        "facets": facets,
        "chips": chips(facets, query),
        "page": page_of(list(range(2360)), number=4, size=20, total=2360),
        "items": _items(),
        "match": _match(),
        "stages": _stages(),
        "events": _events(),
        "ledger": _ledger(),
        "stats": _stats(),
        "map": tile_map(
            counts, title=str(_("各地在库需求")), url=_kit_url, language=get_language() or ""
        ),
        "tabs": _tabs(),
        "day": _DAY,
    }


def _kit_url(code: str) -> str:
    return f"?region={code}"


def _facets() -> list[Facet]:
    modes = [("dev", _("委托开发")), ("joint", _("合作开发")), ("transfer", _("技术转让"))]
    trl = [(str(level), f"TRL {level}") for level in range(1, 10)]
    levels = {str(i + 1): n for i, n in enumerate((1, 2, 6, 14, 37, 52, 41, 23, 8))}
    return [
        Facet(
            name="mode",
            label=_("合作方式"),
            options=options(
                modes, counts={"dev": 72, "joint": 46, "transfer": 27}, chosen=["dev"]
            ),
        ),
        Facet(
            name="trl",
            label=_("期望成熟度 TRL"),
            kind="trl",
            options=options(trl, counts=levels, chosen=["5", "6", "7"]),
        ),
        Facet(
            name="budget",
            label=_("预算"),
            kind="range",
            low="30",
            high="500",
            bins=(4, 9, 17, 22, 16, 12, 8, 5, 3, 1),
            chosen_bins=(1, 7),
            unit=_("万元"),
        ),
    ]


def _items() -> list[Item]:
    return [
        Item(
            url="#item-1",
            title_spans=[
                ("海水循环泵", False),
                ("双相不锈钢", True),
                ("过流部件低温表面强化", False),
            ],
            summary="含沙海水工况下 6 个月出现点蚀与冲刷腐蚀，处理温度 ≤ 450 ℃。",
            badge=BADGES[4],
            place="浙江·舟山",
            facts=["先进制造", "TRL 5–7", _("委托开发")],
            priced=True,
            money_low=Decimal(800_000),
            money_high=Decimal(1_200_000),
            right=[_("截止 12月31日")],
            lang="zh-CN",
        ),
        Item(
            url="#item-2",
            title="高寒地区风电叶片被动除冰涂层",
            badge=BADGES[3],
            place="内蒙古·乌兰察布",
            facts=["新材料", "TRL 4–6", _("合作开发")],
            priced=True,
            lang="zh-CN",
        ),
    ]


def _match() -> MatchCard:
    rows = [
        (1, _("语义相近"), 40, 33.6, "0.84"),
        (2, _("共有术语"), 25, 20.5, "9/11"),
        (3, _("指标满足"), 20, 17.6, "5/6"),
        (4, _("合作方式"), 5, 5.0, _("一致")),
        (5, _("TRL 区间"), 5, 5.0, "7 ∈ 5–7"),
        (6, _("地域距离"), 5, 2.0, _("跨省")),
    ]
    return MatchCard(
        rank=1,
        title="低温等离子渗氮/碳氮共渗复合强化技术",
        url="#match-1",
        parties=["滨海工业大学", "辽宁·大连", "TRL 7", _("技术转让")],
        score=83.7,
        parts=[
            ScorePart(key=k, name=n, weight=w, points=p, basis=b, similarity=p / w)
            for k, n, w, p, b in rows
        ],
        quote=[
            ("在 400 ℃ 以下对", False),
            ("双相不锈钢", True),
            ("实施离子", False),
            ("渗氮", True),
            ("，表面硬度 1,050 HV。", False),
        ],
        agree=[
            Agreement(verdict="yes", facet="TRL", text=_("7，在需求区间内")),
            Agreement(verdict="part", facet=_("冲蚀失重"), text=_("58%，差 2 个百分点")),
            Agreement(verdict="no", facet=_("报价"), text=_("180 万元，高于预算上限 60 万元")),
        ],
        terms=["双相不锈钢", "点蚀", "渗氮", "表面硬度"],
        is_open=True,
        lang="zh-CN",
    )


def _stages() -> list[Stage]:
    return [
        Stage(label=_("起草"), note="11-07", state="done"),
        Stage(label=_("送审"), note="11-08", state="done"),
        Stage(label=_("发布"), note="11-09", state="now"),
        Stage(label=_("对接")),
        Stage(label=_("达成")),
    ]


def _events() -> list[Event]:
    return [
        Event(title=_("发布"), at=_DAY, text=_("审核通过，已进入匹配。"), state="now"),
        Event(title=_("退回补正"), at=_DAY, text=_("缺少检验方法。"), state="warn"),
        Event(title=_("系统匹配完成"), at=_DAY, state="minor"),
        Event(title=_("确认有效期"), state="todo"),
    ]


def _ledger() -> list[LedgerLine]:
    return [
        LedgerLine(label=_("合同成交总额"), amount=Decimal(8_600_000)),
        LedgerLine(
            label=_("非技术性费用"),
            amount=Decimal(1_200_000),
            operator="−",
            formula="860,000 + 340,000",
            rule_label=_("规则 RD-NT-04"),
        ),
        LedgerLine(
            label=_("核定技术交易额"), amount=Decimal(7_400_000), operator="=", kind="sum"
        ),
    ]


def _stats() -> list[Figure]:
    series = [3, 5, 4, 8, 7, 9, 12, 10, 14]
    return [
        Figure(label=_("在库技术需求"), value=15046, unit=_("条"), url="#stats", series=series),
        Figure(
            label=_("在库科技成果"), value=38217, unit=_("项"), delta=_("今日 +41"), good=True
        ),
        Figure(label=_("超期"), value=3, unit=_("件"), delta=_("较上周多 1 件"), good=False),
        Figure(label=_("审核中位用时"), value=2, unit=_("天"), note=_("承诺 5 个工作日")),
    ]


def _tabs() -> list[Tab]:
    return [
        Tab(url="#tabs", label=_("技术需求"), count=386, is_current=True),
        Tab(url="#tabs", label=_("科技成果"), count=1208),
    ]
