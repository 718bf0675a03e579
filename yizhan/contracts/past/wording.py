"""The sentence for each reason that a contract of the past is not taken over."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from yizhan.kernel.refusals import Refusal

SENTENCES: Mapping[str, Any] = {
    "contracts.past_number_malformed": _("登记编号「%(number)s」不是 14 位或 16 位数字"),
    "contracts.past_number_taken": _("登记编号「%(number)s」已属于另一份合同"),
    "contracts.past_number_repeated": _("登记编号「%(number)s」在表中出现多次"),
    "contracts.past_not_yet": _("登记日期在今天之后"),
    "contracts.past_not_past": _(
        "本登记机构自 %(day)s 起已在平台登记，此后的合同须在平台办理，不能作为历年合同导入"
    ),
    "contracts.past_signed_later": _("签订日期晚于登记日期"),
    "contracts.past_accepted_later": _("受理日期晚于登记日期"),
    "contracts.past_ends_before_it_begins": _("有效期的截止早于起始"),
    "contracts.past_before_the_law": _("%(day)s 还没有技术合同登记的规定，请核对日期"),
    "contracts.past_value_absurd": _("合同成交总额应在 0 到 1 万亿元之间"),
    "contracts.past_amount_above_value": _("技术交易额应在 0 到合同成交总额之间"),
    "contracts.past_code_invalid": _("机构代码「%(code)s」校验不符，请核对 18 位或旧 9 位代码"),
    "contracts.past_code_too_late": _(
        "2018 年起不再使用 9 位组织机构代码「%(code)s」，请改填 18 位代码"
    ),
    "contracts.past_both_sides": _("「%(name)s」同时是买方和卖方"),
    "contracts.past_subkind_of_other_kind": _("合同子类不属于所填的类别"),
    "contracts.past_region_unknown": _("没有行政区划「%(region)s」，请填 6 位代码或全称"),
    "contracts.past_region_required": _("境内当事人须填行政区划"),
    "contracts.past_industry_unknown": _("没有行业「%(industry)s」，请填 GB/T 4754 代码或名称"),
    "contracts.past_country_unknown": _("没有国别（地区）代码「%(country)s」"),
    "contracts.past_no_office": _("编号中的登记机构 %(office)s 不在平台，本机构也不是登记机构"),
    "contracts.past_other_office": _("编号属于「%(office)s」，只能由该登记机构导入"),
    "contracts.past_changed_since": _("这份合同登记后在平台上已有变更，不能用表格覆盖"),
}


def say(refusal: Refusal) -> str:
    """Return the sentence of a refusal in the reader's language."""
    sentence = SENTENCES.get(refusal.code)
    if sentence is None:
        return gettext("无法完成：%(code)s") % {"code": refusal.code}
    return str(sentence) % refusal.values
