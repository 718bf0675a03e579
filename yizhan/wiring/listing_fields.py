"""The columns of a table of needs, offers or services, under the names people use."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.utils.translation import gettext_lazy as _

from yizhan.directory.terms import Field, Zone
from yizhan.imports.terms import Choice, Edge, Looks, TargetField
from yizhan.imports.terms import Kind as Holds
from yizhan.listings.terms import FundingSource, IpWish, Kind, LicencePolicy, Mode, ServiceKind

FIELD_ALIASES: Mapping[str, tuple[str, ...]] = {
    Field.F01: ("电子", "信息技术", "电子信息技术", "软件", "集成电路"),
    Field.F02: ("航空", "航天", "航空航天技术"),
    Field.F03: ("制造", "装备制造", "先进制造技术", "机械", "智能制造"),
    Field.F04: ("生物医药", "医疗器械", "生物", "医药", "生物技术"),
    Field.F05: ("新材料", "材料", "新材料技术"),
    Field.F06: ("新能源", "节能", "能源", "新能源与节能"),
    Field.F07: ("环保", "环境保护", "资源环境", "节能环保"),
    Field.F08: ("核技术", "核应用技术"),
    Field.F09: ("农业技术", "现代农业", "农林牧渔"),
    Field.F10: ("交通", "轨道交通", "汽车"),
    Field.F11: ("城市建设", "社会发展", "建筑"),
}
_MODE_ALIASES: Mapping[str, tuple[str, ...]] = {
    Mode.COMMISSIONED_DEVELOPMENT: ("委托研发", "技术开发", "委托"),
    Mode.JOINT_DEVELOPMENT: ("联合开发", "合作研发", "产学研合作", "联合研发"),
    Mode.ASSIGNMENT: ("转让", "专利转让", "技术转让（专利权转让）"),
    Mode.EXCLUSIVE_LICENCE: ("独占实施许可", "独家许可"),
    Mode.SOLE_LICENCE: ("排他实施许可",),
    Mode.ORDINARY_LICENCE: ("许可", "技术许可", "专利许可", "普通实施许可", "许可使用"),
    Mode.EQUITY_CONTRIBUTION: ("技术入股", "入股", "作价投资"),
    Mode.CONSULTING: ("咨询",),
    Mode.SERVICE: ("服务",),
    Mode.SHARED_LABORATORY: ("联合实验室",),
    Mode.PILOT_PLATFORM: ("中试",),
}


def _choices(terms: Any, aliases: Mapping[str, Sequence[str]] | None = None) -> list[Choice]:
    named = aliases or {}
    return [
        Choice(code=code, label=label, aliases=tuple(named.get(code, ())))
        for code, label in terms.choices
    ]


def _text(code: str, label: Any, *aliases: str, most: int = 4_000) -> TargetField:
    return TargetField(code=code, label=label, aliases=aliases, max_length=most)


_NAMES = (
    TargetField(
        code="external_id",
        label=_("来源编号"),
        aliases=("id", "编号", "序号", "成果编号", "需求编号", "rid", "aid", "uuid"),
        looks=Looks.UNIQUE,
        max_length=120,
        help=_("同一编号再次导入时更新同一条信息"),
    ),
    _text("source", _("来源名称"), "来源", "数据来源", "source", most=60),
    TargetField(
        code="uscc",
        label=_("机构信用代码"),
        aliases=("统一社会信用代码", "信用代码", "uscc", "单位代码"),
        looks=Looks.ORGANISATION_CODE,
        max_length=18,
        help=_("不填则归导入的机构"),
    ),
)
_COMMON = (
    TargetField(
        code="title",
        label=_("标题"),
        aliases=(
            "名称",
            "题目",
            "title",
            "成果名称",
            "技术名称",
            "需求名称",
            "项目名称",
            "专利名称",
            "发明名称",
            "服务名称",
        ),
        required=True,
        looks=Looks.SHORT_TEXT,
        max_length=120,
        example="海水泵叶轮低温表面强化工艺",
    ),
    TargetField(
        code="summary",
        label=_("说明"),
        aliases=(
            "摘要",
            "abstract",
            "简介",
            "内容",
            "content",
            "description",
            "成果简介",
            "需求描述",
            "技术难题",
            "难题",
            "summary",
        ),
        looks=Looks.LONG_TEXT,
        max_length=10_000,
        gathers=True,
    ),
    TargetField(
        code="keywords",
        label=_("关键词"),
        kind=Holds.LIST,
        aliases=("keywords", "关键字", "标签", "主题词"),
    ),
    TargetField(
        code="fields",
        label=_("技术领域"),
        kind=Holds.CHOICES,
        aliases=("领域", "field", "fields", "所属领域", "技术领域名称"),
        choices=_choices(Field, FIELD_ALIASES),
    ),
    TargetField(
        code="modes",
        label=_("合作方式"),
        kind=Holds.CHOICES,
        aliases=("合作模式", "转化方式", "转让方式", "mode", "modes", "拟合作方式"),
        choices=_choices(Mode, _MODE_ALIASES),
    ),
    _text("region", _("所在地区"), "地区", "region", "省市", "所属地区", most=40),
    _text("industry", _("行业"), "industry", "所属行业", "国民经济行业", most=80),
    TargetField(
        code="indicators",
        label=_("技术指标"),
        kind=Holds.INDICATORS,
        aliases=("指标", "主要技术指标", "技术参数", "indicators", "考核指标"),
        example="硬度≥850HV；处理温度≤450℃",
    ),
)


# Never stored: whatever is not public is refused at the door.
_SECRECY = TargetField(
    code="secrecy",
    label=_("密级"),
    aliases=("是否涉密", "密级自查", "保密级别"),
    max_length=20,
    help=_("只有公开、不涉密的可以导入"),
)


def _money(label: Any, *aliases: str) -> tuple[TargetField, ...]:
    return tuple(
        TargetField(
            code=code, label=said, kind=Holds.MONEY, edge=edge, aliases=(*aliases, *more)
        )
        for code, said, edge, more in (
            ("price_min", _("金额下限"), Edge.LOW, ("最低价", "price_min")),
            ("price_max", label, Edge.HIGH, ("最高价", "price_max", "金额")),
        )
    )


def _trl() -> tuple[TargetField, ...]:
    aliases = ("trl", "技术成熟度", "成熟度", "技术就绪度等级")
    return (
        TargetField(
            code="trl_min",
            label=_("技术就绪度"),
            kind=Holds.NUMBER,
            edge=Edge.LOW,
            aliases=aliases,
        ),
        TargetField(
            code="trl_max",
            label=_("技术就绪度上限"),
            kind=Holds.NUMBER,
            edge=Edge.HIGH,
            aliases=aliases,
        ),
    )


FIELDS: Mapping[str, tuple[TargetField, ...]] = {
    Kind.NEED: (
        *_NAMES,
        *_COMMON,
        _text("tried", _("曾经尝试"), "已尝试", "前期工作", "tried"),
        _text("conditions", _("已有条件"), "现有基础", "现有条件", "conditions"),
        _text("requirements", _("对合作方的要求"), "合作要求", "requirements"),
        *_trl(),
        *_money(_("预算"), "预算", "投入", "拟投入资金", "budget", "资金预算"),
        TargetField(
            code="deadline",
            label=_("截止日期"),
            kind=Holds.DATE,
            aliases=("截止", "deadline", "截止时间", "有效期至"),
        ),
        TargetField(
            code="ip_wish",
            label=_("知识产权意愿"),
            kind=Holds.CHOICE,
            aliases=("知识产权归属",),
            choices=_choices(IpWish),
        ),
        TargetField(
            code="region_preference",
            label=_("优先地区"),
            kind=Holds.CHOICES,
            choices=_choices(Zone),
        ),
        _text("no_indicator_reason", _("不能量化的原因"), most=500),
        _SECRECY,
    ),
    Kind.OFFER: (
        *_NAMES,
        *_COMMON,
        _text(
            "owner_note",
            _("权利人"),
            "申请人",
            "专利权人",
            "assignee",
            "完成单位",
            "成果单位",
            most=120,
        ),
        _text("advantage", _("与最优替代方案相比"), "创新点", "技术优势", "advantage"),
        _text("economics", _("经济性"), "经济效益", "economics", "市场前景"),
        *_trl(),
        *_money(_("价格"), "价格", "报价", "转让价格", "意向价格", "price"),
        TargetField(
            code="funding_source",
            label=_("经费来源"),
            kind=Holds.CHOICE,
            aliases=("资金来源", "funding"),
            choices=_choices(FundingSource),
        ),
        _text("plan_number", _("计划编号"), "项目编号", "课题编号", most=60),
        _text("prior_licences", _("已有许可"), "许可情况"),
        TargetField(
            code="licence_policy",
            label=_("许可政策"),
            kind=Holds.CHOICE,
            choices=_choices(LicencePolicy),
        ),
        TargetField(
            code="patent_number",
            label=_("专利号"),
            aliases=("申请号", "专利申请号", "公开号", "patent", "patent_number", "授权号"),
            looks=Looks.PATENT_NUMBER,
            max_length=40,
        ),
        _SECRECY,
    ),
    Kind.SERVICE: (
        *_NAMES,
        *_COMMON,
        TargetField(
            code="service_kind",
            label=_("服务类别"),
            kind=Holds.CHOICE,
            aliases=("服务类型", "类别"),
            choices=_choices(ServiceKind),
        ),
        _text("capacity", _("服务能力"), "能力", "capacity"),
        _text("equipment", _("仪器设备"), "设备", "仪器", "equipment"),
        _text("price_note", _("收费说明"), "收费标准", "收费", most=500),
        _text("turnaround", _("服务周期"), "周期", most=120),
        _text("region_note", _("服务范围"), "范围", most=120),
        *_money(_("价格"), "价格", "price"),
    ),
}
