"""The words of the law book: values, units, lines of ledgers, conditions and questions."""

from collections.abc import Mapping
from decimal import Decimal
from fractions import Fraction
from typing import Any

from django.utils.translation import get_language, gettext, ngettext
from django.utils.translation import gettext_lazy as _

from yizhan.kernel.money import scaled
from yizhan.policy.law import Parameter, Term
from yizhan.policy.ledger import plain
from yizhan.policy.terms import Act, Right

_WORDS: dict[str, Any] = {
    **dict(Act.choices),
    **dict(Right.choices),
    "development": _("技术开发"),
    "transfer": _("技术转让"),
    "license": _("技术许可"),
    "consulting": _("技术咨询"),
    "service": _("技术服务"),
    "negotiated": _("协议定价"),
    "tech_market_listing": _("技术交易市场挂牌"),
    "auction": _("拍卖"),
    "seller": _("卖方（研究开发人、让与人、受托人）"),
    "domestic_buyer": _("境内买方"),
    "non_exclusive_5y": _("五年以上非独占许可"),
    "equity": _("作价投资"),
    "self": _("自行实施"),
    "self_years": _("自行实施年数"),
    "main": _("主要贡献人员"),
    "tto": _("转移机构人员"),
    "tto_perf": _("转移机构业绩奖励"),
    "years": _("成立年限"),
    "area_m2": _("场所面积（平方米）"),
    "brokers": _("技术经纪人（人）"),
    "staff": _("专职人员（人）"),
    "deals": _("促成项目（项）"),
    "revenue": _("服务收入（元）"),
    "contract_value": _("合同金额（元）"),
    "deal_value_indep": _("独立机构促成金额（元）"),
    "service_income": _("服务收入（元）"),
    "deal_value_internal": _("内设机构促成金额（元）"),
    "business_tax": _("营业税"),
    "vat": _("增值税"),
    "related_party_excluded": _("不计关联交易"),
}

KEPT: Mapping[str, Any] = {
    "kept_right": _("所转让技术的产权证明"),
    "kept_contract": _("技术转让合同（副本）"),
    "kept_registration": _("省级以上科技部门出具的技术合同登记证明"),
    "kept_export_contract": _("技术出口合同（副本）"),
    "kept_export_certificate": _("技术出口合同登记证书或技术出口许可证"),
    "kept_export_data": _("技术出口合同数据表"),
    "kept_export_opinion": _("按禁止、限制出口技术目录出具的审查意见"),
    "kept_accounts": _("技术转让所得归集、分摊、计算的资料"),
    "kept_taxes_paid": _("实际缴纳相关税费的证明"),
    "kept_cost": _("转让所有权的成本情况，或转让使用权的无形资产摊销情况"),
    "kept_holdings": _("转让年度双方股权关联情况"),
}
_WORDS |= KEPT

LINES: Mapping[str, Any] = {
    "transfer_revenue": _("技术转让收入"),
    "period_expenses": _("应分摊期间费用"),
    "transfer_income": _("技术转让所得"),
    "exempt": _("免征部分"),
    "half_base": _("减半征收部分"),
    "taxable": _("应税部分"),
    "reduction": _("减免所得额"),
    "tax": _("应纳企业所得税"),
    "vat_if_taxed": _("不免税时的增值税"),
    "vat": _("应纳增值税"),
    "bt_if_taxed": _("不免税时的营业税"),
    "bt": _("应纳营业税"),
    "stamp_base": _("印花税计税依据"),
    "stamp_duty": _("每方应纳印花税"),
    "stamp_duty_small": _("小型微利企业应纳印花税"),
    "entrusted": _("委托境内研发计入额"),
    "overseas": _("委托境外研发计入额"),
    "research_base": _("可加计的研发费用"),
    "extra": _("加计扣除额"),
    "saving": _("减少的企业所得税"),
    "award_counted": _("计入应纳税所得额的奖励"),
    "award_tax": _("全年应纳个人所得税"),
    "award_tax_without": _("不享受优惠时的个人所得税"),
    "award_floor": _("法定最低奖励"),
    "award_agreed": _("按规定或约定比例的奖励"),
    "main_contributors": _("其中主要贡献人员"),
    "office_staff": _("其中转移机构人员"),
    "office_performance": _("转移机构业绩奖励"),
    "contract_value": _("合同成交总额"),
    "non_technical": _("非技术性费用"),
    "equipment": _("扣除：购置设备"),
    "instruments": _("扣除：购置仪器"),
    "parts": _("扣除：购置零部件"),
    "materials": _("扣除：购置原材料"),
    "other_costs": _("扣除：其他非技术性费用"),
    "beyond_reason": _("扣除：超出合理数量的载体"),
    "technology_amount": _("技术交易额"),
}

CONDITIONS: Mapping[str, Any] = {
    "resident": _("转让方是居民企业"),
    "scope": _("技术在优惠范围内"),
    "act": _("转让方式符合规定"),
    "licence_term": _("许可使用权不少于五年"),
    "owner": _("非独占许可的技术由转让方拥有所有权"),
    "registered": _("合同经认定登记（境内）或商务部门登记（跨境）"),
    "state_approval": _("财政经费支持的技术经省级以上科技部门审批"),
    "export": _("不属于禁止、限制出口技术"),
    "related": _("关联方持股之和未达到 100%"),
    "accounts": _("单独计算所得并分摊期间费用"),
}

FACTS: Mapping[str, Any] = {
    "is_resident": _("转让方是居民企业吗？"),
    "right": _("转让的是哪类技术？"),
    "act": _("以什么方式转让？"),
    "licence_months": _("许可期限有多少个月？"),
    "owns_right": _("转让方拥有该技术的所有权吗？"),
    "is_cross_border": _("受让方在境外吗？"),
    "is_registered": _("合同经技术合同认定登记了吗？"),
    "is_commerce_registered": _("合同经商务部门登记了吗？"),
    "is_state_funded": _("技术由财政经费支持形成吗？"),
    "is_state_approved": _("经省级以上科技部门审批了吗？"),
    "export_list": _("技术在禁止、限制出口目录中吗？"),
    "related_holding": _("双方直接或间接持股之和是多少（%）？"),
    "has_separate_accounts": _("技术转让所得单独计算了吗？"),
}


def name_of(parameter: Parameter) -> str:
    """Name a parameter in the reader's language."""
    return parameter.en if (get_language() or "").startswith("en") else parameter.zh


def value_of(term: Term) -> str:
    """Say a value with its unit."""
    return said(term.value, term.unit)


def said(value: Any, unit: str) -> str:
    """Say one value, a range or a table of values in the reader's language."""
    if isinstance(value, dict):
        return "；".join(
            f"{_WORDS.get(k, k)} {said(v, _inner(k, unit))}" for k, v in value.items()
        )
    if isinstance(value, tuple):
        return _many(value, unit)
    if isinstance(value, (Decimal, Fraction)):
        return _number(value, unit)
    return str(
        {True: _("是"), False: _("否"), None: _("未找到，按机构配置")}.get(value)
        or _WORDS.get(value, value)
    )


def _inner(name: str, unit: str) -> str:
    return "count" if name.endswith("years") or unit == "mixed" else unit


def _many(values: tuple[Any, ...], unit: str) -> str:
    if values and isinstance(values[0], tuple):
        rows = [
            f"≤ {plain(Decimal(top))} → {_percent(Decimal(rate))}" for top, rate, _q in values
        ]
        return "；".join([*rows[:-1], f"> → {rows[-1].partition('→ ')[2]}"])
    numbers = [value for value in values if isinstance(value, Decimal)]
    if len(numbers) == len(values) == 2:
        return f"{plain(numbers[0])}–{_number(numbers[1], unit)}"
    return "、".join(said(value, unit) for value in values)


def _number(value: Decimal | Fraction, unit: str) -> str:
    if unit.startswith("ratio"):
        return str(value) if isinstance(value, Fraction) else _percent(value)
    amount = Decimal(value) if isinstance(value, Decimal) else Decimal(0)
    if unit.startswith("cny"):
        figure, name = scaled(amount)
        return f"{plain(figure)} {gettext(name)}"
    count = int(amount)
    shown = plain(amount)
    known = {
        "days": ngettext("%(n)s 日", "%(n)s 日", count),
        "workdays": ngettext("%(n)s 个工作日", "%(n)s 个工作日", count),
        "months": ngettext("%(n)s 个月", "%(n)s 个月", count),
        "years": ngettext("%(n)s 年", "%(n)s 年", count),
        "persons": ngettext("%(n)s 人", "%(n)s 人", count),
        "consecutive years": ngettext("连续 %(n)s 年", "连续 %(n)s 年", count),
        "times illegal income": ngettext("%(n)s 倍", "%(n)s 倍", count),
        "points": ngettext("%(n)s 分", "%(n)s 分", count),
    }
    return known.get(unit.partition("(")[0], "%(n)s") % {"n": shown}


def _percent(value: Decimal) -> str:
    percent = value * 100
    # Stamp duty is spoken of in thousandths.
    return f"{plain(value * 1000)}‰" if 0 < percent < 1 else f"{plain(percent)}%"
