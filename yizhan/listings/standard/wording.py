"""What the standard says about each field: its name, the rule, and why there is one.

Lengths, codes and patterns are not repeated here; they are read from the shapes.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _

from yizhan.listings.terms import FieldName, Kind

# A text, or one that is translated when it is shown.
Words = Any


@dataclass(frozen=True, slots=True)
class FieldText:
    """The words about one field; `why` is empty where the rule explains itself."""

    label: Words
    rule: Words
    why: Words = ""


ENVELOPE: Mapping[str, FieldText] = {
    "standard": FieldText(
        _("标准版本"),
        _("写“1.0”。"),
        _("接收方据此选用规则；不认识的版本会被拒收，而不是猜着读。"),
    ),
    "kind": FieldText(_("类别"), _("写 need（需求）、offer（成果）或 service（服务）。")),
    "id": FieldText(
        _("来源编号"),
        _("来源平台内不重复、永不改变的编号。"),
        _("同一编号再次收到时更新同一条信息，不会重复。"),
    ),
    "source": FieldText(
        _("来源名称"), _("来源平台或数据表的名称。"), _("转载多次之后仍能找到出处。")
    ),
    "number": FieldText(_("信息编号"), _("来源平台对外公布的编号。")),
    "url": FieldText(_("原文网址"), _("以 http:// 或 https:// 开头的完整网址。")),
    "organisation": FieldText(
        _("发布机构"),
        _("机构名称与统一社会信用代码；匿名需求不写。"),
        _("信用代码是各平台之间认出同一家机构的唯一办法。"),
    ),
    "stage": FieldText(_("阶段"), _("信息在来源平台所处的阶段。")),
    "version": FieldText(_("版本号"), _("从 1 起的整数，每次修改加 1。")),
    "published_at": FieldText(
        _("发布时间"), _("带时区的时间，例如 2026-03-02T09:30:00+08:00。")
    ),
    "confirmed_at": FieldText(
        _("最近确认时间"),
        _("发布机构最近一次确认信息仍然有效的时间。"),
        _("陈旧的信息是平台最大的毛病，读者有权知道它多新。"),
    ),
    "valid_until": FieldText(_("有效期至"), _("到期后不应再展示。")),
    "updated_at": FieldText(_("更新时间"), _("内容最近一次改变的时间。")),
}

CONTENT: Mapping[str, FieldText] = {
    FieldName.TITLE: FieldText(
        FieldName.TITLE.label,
        _("写明对象和要解决的问题；不写机构名，不写形容词。"),
        _("读者在列表里只看到标题。"),
    ),
    FieldName.SUMMARY: FieldText(
        _("内容说明"),
        _("说清现状、问题或做法、结果；用数字，不用“领先”“大幅”等形容词。"),
        _("形容词无法检索，也无法比较。"),
    ),
    FieldName.KEYWORDS: FieldText(FieldName.KEYWORDS.label, _("同行会用来检索的词。")),
    FieldName.REGION: FieldText(
        FieldName.REGION.label, _("GB/T 2260 六位代码；不写时取机构所在地。")
    ),
    FieldName.INDUSTRY: FieldText(
        FieldName.INDUSTRY.label, _("GB/T 4754—2017 的门类或大类代码，例如 C34。")
    ),
    FieldName.FIELDS: FieldText(
        FieldName.FIELDS.label, _("技术合同统计的 11 个领域，选 1 至 3 个。")
    ),
    FieldName.MODES: FieldText(
        FieldName.MODES.label, _("愿意采用的合作方式，需求和成果至少一种。")
    ),
    FieldName.TRL_MIN: FieldText(
        FieldName.TRL_MIN.label,
        _("GB/T 22900—2022 的 1 至 9 级；4 级及以上的成果须给出该级证据。"),
        _("级别不带证据只是另一种形容词。"),
    ),
    FieldName.TRL_MAX: FieldText(
        FieldName.TRL_MAX.label, _("不低于下限；只有一级时两项相同。")
    ),
    FieldName.PRICE_MIN: FieldText(
        FieldName.PRICE_MIN.label,
        _('以元计的文本，最多两位小数，例如 "800000.00"。'),
        _("写成文本，金额在任何程序里都不会被舍入。"),
    ),
    FieldName.PRICE_MAX: FieldText(FieldName.PRICE_MAX.label, _("同金额下限，且不低于它。")),
    FieldName.DEADLINE: FieldText(
        FieldName.DEADLINE.label, _("YYYY-MM-DD，在今天之后、三年之内。")
    ),
    FieldName.IS_ANONYMOUS: FieldText(
        FieldName.IS_ANONYMOUS.label,
        _("只有需求可以匿名；匿名时公开文字不得出现本机构名称。"),
        _("企业的短板可以是商业秘密。"),
    ),
    FieldName.LANGUAGE: FieldText(FieldName.LANGUAGE.label, _("正文所用语言：zh-hans 或 en。")),
    FieldName.INDICATORS: FieldText(
        FieldName.INDICATORS.label,
        _("每项一个名称、一种比较、一个数值和单位；需求至少一项可量化，或说明原因。"),
        _("供需只有在数字上才能自动对上。"),
    ),
    FieldName.VISIBILITY: FieldText(
        FieldName.VISIBILITY.label,
        _("字段名到可见范围；不列出的字段公开。被隐去的字段不出现在文件中。"),
    ),
    FieldName.TRIED: FieldText(
        FieldName.TRIED.label, _("已经试过什么、为什么不行。"), _("省去对方重走弯路。")
    ),
    FieldName.CONDITIONS: FieldText(
        FieldName.CONDITIONS.label, _("能提供的样品、数据、设备、人员。")
    ),
    FieldName.REQUIREMENTS: FieldText(
        FieldName.REQUIREMENTS.label, _("对合作方资质、能力的要求；与能否完成任务有关。")
    ),
    FieldName.IP_WISH: FieldText(FieldName.IP_WISH.label, _("希望新产生的知识产权归谁。")),
    FieldName.REGION_PREFERENCE: FieldText(
        FieldName.REGION_PREFERENCE.label, _("六个经济区的代码；没有偏好就不写。")
    ),
    FieldName.NO_INDICATOR_REASON: FieldText(
        FieldName.NO_INDICATOR_REASON.label, _("没有可量化的指标时，至少 10 个字说明原因。")
    ),
    FieldName.ADVANTAGE: FieldText(
        FieldName.ADVANTAGE.label,
        _("与用户今天最好的替代方案比，差多少，在什么条件下测得。"),
        _("“国内领先”没有对照对象，“比盐浴处理少一道工序”有。"),
    ),
    FieldName.ECONOMICS: FieldText(
        FieldName.ECONOMICS.label, _("投入、单位成本、回收期；写数字和计算口径。")
    ),
    FieldName.TRL_EVIDENCE: FieldText(
        FieldName.TRL_EVIDENCE.label,
        _("每级一条：在哪里、多长时间、什么结果；不高于所填级别。"),
    ),
    FieldName.IP: FieldText(
        FieldName.IP.label,
        _("每项权利一条；专利写申请号或公开号，格式须相符。"),
        _("号码可以核对，“已申请多项专利”不能。"),
    ),
    FieldName.FUNDING_SOURCE: FieldText(
        FieldName.FUNDING_SOURCE.label,
        _("形成成果的主要经费来源；财政资金须同时写计划编号和安全自查。"),
    ),
    FieldName.PLAN_NUMBER: FieldText(FieldName.PLAN_NUMBER.label, _("项目或课题的立项编号。")),
    FieldName.SECURITY_CHECK: FieldText(
        FieldName.SECURITY_CHECK.label,
        _("已自查（declared）且不涉及（touches 为 false）国家安全与国家秘密。"),
        _("涉密成果不得在本平台发布。"),
    ),
    FieldName.PRIOR_LICENCES: FieldText(
        FieldName.PRIOR_LICENCES.label, _("已经给出的许可：范围、地域、期限。")
    ),
    FieldName.LICENCE_POLICY: FieldText(
        FieldName.LICENCE_POLICY.label, _("协商许可、开放许可，或先使用后付费。")
    ),
    FieldName.OWNER_NOTE: FieldText(
        FieldName.OWNER_NOTE.label, _("权利人与发布机构不同，或多方共有时写明。")
    ),
    FieldName.SERVICE_KIND: FieldText(FieldName.SERVICE_KIND.label, _("必填，一种。")),
    FieldName.CAPACITY: FieldText(
        FieldName.CAPACITY.label, _("每周或每月能做多少、到什么精度；与仪器设备至少写一项。")
    ),
    FieldName.EQUIPMENT: FieldText(FieldName.EQUIPMENT.label, _("名称、型号、台数。")),
    FieldName.PRICE_NOTE: FieldText(
        FieldName.PRICE_NOTE.label, _("计价单位与起步价；没有写金额时必填。")
    ),
    FieldName.TURNAROUND: FieldText(FieldName.TURNAROUND.label, _("从收样到出结果的时间。")),
    FieldName.REGION_NOTE: FieldText(FieldName.REGION_NOTE.label, _("可以提供服务的地区。")),
}

PARTS: Mapping[str, Mapping[str, FieldText]] = {
    FieldName.INDICATORS: {
        "name": FieldText(_("指标名称"), _("通用的名称，例如 表面显微硬度。")),
        "comparator": FieldText(
            _("比较方式"), _("需求写要求（ge、le…），成果写实测（eq、between…）。")
        ),
        "value": FieldText(_("数值"), _("文本形式的数字；比较方式为 text 时可以是一句话。")),
        "value_max": FieldText(_("区间上限"), _("只用于 between，且大于数值。")),
        "unit": FieldText(_("单位"), _("法定计量单位的符号，例如 HV、℃、MPa。")),
        "method": FieldText(_("检验方法"), _("标准号或方法，例如 GB/T 4340.1。")),
        "measured_by": FieldText(
            _("检测单位"), _("谁测的。"), _("第三方检测比自测更有说服力。")
        ),
        "measured_on": FieldText(_("检测日期"), _("YYYY-MM-DD。")),
        "alternative": FieldText(_("最优替代方案"), _("同一指标下今天最好的替代方案是多少。")),
    },
    FieldName.TRL_EVIDENCE: {
        "level": FieldText(_("级别"), _("这条证据证明的级别，1 至 9。")),
        "text": FieldText(_("证据"), _("一句可以核对的话：地点、时间、数量、结果。")),
    },
    FieldName.IP: {
        "kind": FieldText(
            _("权利种类"), _("发明、实用新型、外观、软著、新品种、布图设计、技术秘密。")
        ),
        "number": FieldText(_("编号"), _("申请号、专利号或登记号；技术秘密不写。")),
        "status": FieldText(_("权利状态"), _("申请中、已授权或已失效。")),
        "expires": FieldText(_("届满日期"), _("YYYY-MM-DD；已届满的不能标为已授权。")),
        "owners": FieldText(_("权利人"), _("登记簿上的权利人。")),
    },
    FieldName.SECURITY_CHECK: {
        "declared": FieldText(_("已完成自查"), _("true 表示已按规定自查。")),
        "touches": FieldText(_("涉及安全或秘密"), _("true 的成果不得发布。")),
        "declared_on": FieldText(_("自查日期"), _("YYYY-MM-DD。")),
    },
    "organisation": {
        "name": FieldText(_("机构名称"), _("登记证书上的全称。")),
        "uscc": FieldText(_("统一社会信用代码"), _("18 位，GB 32100—2015。")),
        "kind": FieldText(_("机构类型"), _("代码表中的一种。")),
        "url": FieldText(_("机构主页"), _("完整网址。")),
    },
}

# Left empty, a listing is not published; tried one by one in the tests.
REQUIRED: Mapping[str, tuple[str, ...]] = {
    Kind.NEED: ("standard", "kind", "title", "summary", "fields", "modes", "indicators"),
    Kind.OFFER: ("standard", "kind", "title", "summary", "fields", "modes"),
    Kind.SERVICE: (
        "standard",
        "kind",
        "title",
        "summary",
        "fields",
        "service_kind",
    ),
}


def text_of(*place: str) -> FieldText | None:
    """Return the words about a field: ("title",) or ("indicators", "0", "value")."""
    names = [part for part in place if not part.isdigit()]
    if len(names) > 1:
        return PARTS.get(names[0], {}).get(names[1]) or text_of(names[0])
    return (CONTENT.get(names[0]) or ENVELOPE.get(names[0])) if names else None
