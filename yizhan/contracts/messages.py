"""The sentences of contracts: for every refusal and for every event."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext_lazy as _

from yizhan.contracts.past.wording import SENTENCES as PAST
from yizhan.contracts.stages import Stage
from yizhan.contracts.terms import Kind, PaperKind, SecondBecause, Side
from yizhan.kernel.refusals import Refusal

SENTENCES: Mapping[str, Any] = {
    **PAST,
    "contracts.amendment_open": _("已有一份变更申请等待办理，办结后才能再次申请。"),
    "contracts.amount_absurd": _("金额达到或超过 %(most)s 元，请核对单位是否为元。"),
    "contracts.amount_out_of_range": _("金额超出允许范围，不能为负数。"),
    "contracts.amount_too_fine": _("金额最多保留两位小数。"),
    "contracts.appeal_open": _("已有一份复核申请等待办理。"),
    "contracts.appeal_too_late": _("提出异议的期限为 %(days)s 日，现已超过。"),
    "contracts.approval_needed": _(
        "财政资金形成的知识产权向境外转让或独占许可，须经项目管理机构批准，请填写批准文号。"
    ),
    "contracts.assignment_without_right": _("技术转让和技术许可须列出所涉的知识产权。"),
    "contracts.claim_needs_reason": _("申报为合理数量的，请写明理由。"),
    "contracts.classified": _(
        "涉及国家秘密的合同不得在本平台填报，请携纸质材料到登记机构办理。"
    ),
    "contracts.code_too_old": _("%(day)s起签订的合同须填 18 位统一社会信用代码。"),
    "contracts.code_wrong": _("代码「%(code)s」校验不符，请核对。"),
    "contracts.condition_needs_note": _("请写明这一项的依据。"),
    "contracts.condition_not_met": _("有一项认定条件不符合，不能予以登记。"),
    "contracts.condition_open": _("还有认定条件没有答复。"),
    "contracts.condition_unknown": _("认定条件已更新，请刷新后重新填写。"),
    "contracts.control_character": _("含有不可见的控制字符，请删除后重新输入。"),
    "contracts.cost_undecided": _("请对每一项费用作出扣除决定。"),
    "contracts.cost_unknown": _("费用明细已改变，请刷新后重新填写。"),
    "contracts.costs_above_value": _(
        "各项费用合计 %(total)s 元，超过合同成交总额 %(value)s 元。"
    ),
    "contracts.day_out_of_range": _("日期超出允许范围，签订日期不能晚于今天。"),
    "contracts.days_out_of_range": _("补正期限应在 1 到 %(most)s 个工作日之间。"),
    "contracts.deduction_above_cost": _("扣除额应在 0 到该项费用之间。"),
    "contracts.deduction_needs_reason": _("与申报不同的扣除，请写明理由。"),
    "contracts.deductions_above_value": _("扣除合计超过合同成交总额。"),
    "contracts.export_prohibited": _("该技术列入禁止进出口目录，不予登记。"),
    "contracts.file_name": _("文件名不能为空，也不能含有不可见字符。"),
    "contracts.file_too_large": _("文件超过 %(limit_mb)s MB，请压缩或拆分后上传。"),
    "contracts.file_type": _(
        "只接受 PDF、Word（docx）、Excel（xlsx）、JPEG、PNG 和纯文本文件。"
    ),
    "contracts.filed_already": _("同一份合同已经提交或登记过，一份合同只登记一次。"),
    "contracts.filer_not_on_side": _("应由%(side)s申请登记，请在%(side)s中填写本单位。"),
    "contracts.filer_not_verified": _("本单位尚未核实，核实后才能申请登记。"),
    "contracts.finding_answer_unknown": _("请选择核实或排除。"),
    "contracts.finding_reason_missing": _("请写明核实或排除的理由。"),
    "contracts.foreign_has_no_code": _("境外当事人没有统一社会信用代码，请留空。"),
    "contracts.held_by_other": _("这份合同不在您的名下，请先接办。"),
    "contracts.invalid": _("内容格式不符，请核对。"),
    "contracts.key_missing": _("签章密钥不可用，暂时不能出具证明。请联系平台管理员。"),
    "contracts.key_unknown": _("没有编号为 %(key)s 的签章密钥。"),
    "contracts.key_withdrawn": _("签章密钥 %(key)s 已经作废。"),
    "contracts.kind_not_yet": _("签订之日还没有「%(kind)s」这一类别，请按当时的类别填写。"),
    "contracts.licence_needed": _("限制类技术须先取得许可，请填写许可证号。"),
    "contracts.lines_do_not_add_up": _(
        "各行合计 %(total)s 元，应等于合同成交总额 %(value)s 元。"
    ),
    "contracts.needs_no_second": _("这份合同不需要复核，可以直接作出决定。"),
    "contracts.needs_second": _("须由另一名登记员复核：%(because)s。"),
    "contracts.no_space": _("存储空间不足，请稍后再试或联系平台管理员。"),
    "contracts.not_a_date": _("请填写日期，例如 2026-05-11。"),
    "contracts.not_a_number": _("请填写数字。"),
    "contracts.not_a_tax_office": _("只能授权给已核实的税务或财政部门。"),
    "contracts.nothing_changed": _("与已登记的内容没有差别。"),
    "contracts.numbers_used_up": _("本登记点本年度的编号已用完，请联系平台管理员。"),
    "contracts.office_closed": _("该登记机构目前不受理申请，请选择其他登记机构。"),
    "contracts.own_decision": _("参与作出决定的人不能答复对它的异议，请由其他人办理。"),
    "contracts.own_contract": _("不能办理本单位的合同，请由其他登记员办理。"),
    "contracts.paper_missing": _("请上传%(kind)s。依据：%(reference)s"),
    "contracts.party_on_both_sides": _("「%(name)s」同时列为买方和卖方。"),
    "contracts.party_twice": _("「%(name)s」重复填写。"),
    "contracts.reasons_too_short": _("请写明理由，至少 %(least)s 个字。"),
    "contracts.reference_missing": _("撤销登记须写明依据的文件。"),
    "contracts.registration_needed": _("自由类技术须办理技术进出口合同登记，请填写登记证号。"),
    "contracts.required": _("请填写。"),
    "contracts.rights_denied": _("已列出知识产权，类型就不能是「未涉及知识产权」。"),
    "contracts.ruling_missing": _("准予变更须重新核定类别和技术交易额。"),
    "contracts.screening_missing": _("有境外当事人的，请选择技术进出口类别。"),
    "contracts.screening_without_border": _("没有境外当事人，请选择「不涉及境外当事人」。"),
    "contracts.second_is_first": _("提出初审意见的人不能同时复核。"),
    "contracts.side_missing": _("请至少填写一家%(side)s。"),
    "contracts.signed_before_the_law": _("签订之日还没有技术合同的法律规定，请核对日期。"),
    "contracts.subkind_of_another": _("子类不属于所选的合同类别。"),
    "contracts.term_order": _("截止日期不能早于起始日期。"),
    "contracts.term_over": _("合同有效期已过，只受理有效期内的合同。"),
    "contracts.title_too_short": _("名称至少 %(least)s 个字。"),
    "contracts.too_long": _("超过 %(limit)s 个字符，请精简。"),
    "contracts.too_many": _("最多 %(limit)s 项。"),
    "contracts.unknown_field": _("没有这个栏目。"),
    "contracts.unknown_value": _("请从列出的选项中选择。"),
    "flow.wrong_stage": _("当前阶段（%(stage)s）不能进行这一步，请刷新后重试。"),
    "version.stale": _("您打开页面后，这份合同在别处修改过，请核对后再保存。"),
}

EVENTS: Mapping[str, Any] = {
    "contracts.drafted": _("建立草稿"),
    "contracts.edited": _("修改内容"),
    "contracts.submitted": _("提交登记申请"),
    "contracts.correction_asked": _("要求补正"),
    "contracts.accepted": _("受理"),
    "contracts.taken": _("登记员接办"),
    "contracts.proposed": _("提出初审意见"),
    "contracts.sent_back": _("复核退回"),
    "contracts.registered": _("予以登记"),
    "contracts.certificate_issued": _("出具登记证明"),
    "contracts.refused": _("不予登记"),
    "contracts.withdrawn": _("撤回申请"),
    "contracts.amendment_filed": _("申请变更"),
    "contracts.amendment_ended": _("变更申请办结，未变更"),
    "contracts.amended": _("变更登记"),
    "contracts.cancelled": _("注销登记"),
    "contracts.revoked": _("撤销登记"),
    "contracts.appeal_filed": _("申请复核"),
    "contracts.appeal_decided": _("复核办结"),
    "contracts.redetermined": _("重新认定"),
    "contracts.overdue": _("超过办理时限"),
    "contracts.paper_added": _("上传材料"),
    "contracts.paper_opened": _("查阅保密材料"),
    "contracts.finding_settled": _("处理异常提示"),
    "contracts.access_granted": _("授权税务或财政部门查阅"),
    "contracts.access_ended": _("收回查阅授权"),
}

_LABELS: Mapping[str, Any] = {
    "stage": {str(value): label for value, label in Stage.choices},
    "side": {str(value): label for value, label in Side.choices},
}
_BY_CODE: Mapping[str, tuple[str, Any]] = {
    "contracts.kind_not_yet": ("kind", dict(Kind.choices)),
    "contracts.paper_missing": ("kind", dict(PaperKind.choices)),
}


def sentence(refusal: Refusal) -> str:
    """Put a refusal into words."""
    values = dict(refusal.values)
    for name, labels in _LABELS.items():
        if name in values:
            values[name] = labels.get(str(values[name]), values[name])
    if refusal.code in _BY_CODE:
        name, labels = _BY_CODE[refusal.code]
        values[name] = labels.get(str(values[name]), values[name])
    if refusal.code == "contracts.needs_second":
        values["because"] = _reasons(str(values["because"]))
    return str(SENTENCES[refusal.code]) % values


def _reasons(said: str) -> str:
    labels = dict(SecondBecause.choices)
    return "、".join(str(labels.get(one, one)) for one in said.split(", "))
