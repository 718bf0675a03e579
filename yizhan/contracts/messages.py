"""The words for refusals and facts. Rules speak in codes; people read sentences."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext_lazy as _

from yizhan.contracts.past.wording import SENTENCES as PAST
from yizhan.contracts.stages import AmendmentStage, AppealStage, Stage
from yizhan.contracts.terms import Kind, PaperKind, SecondBecause, Side
from yizhan.kernel.refusals import Refusal
from yizhan.web.wording import listed

SENTENCES: Mapping[str, Any] = {
    **PAST,
    "flow.wrong_stage": _("当前阶段（%(stage)s）不能进行这一步，请刷新后重试。"),
    "version.stale": _("他人已修改过这份合同，请刷新后再改。"),
    "certificate.key_missing": _("签名密钥不可用，请联系平台管理员。"),
    "certificate.key_unknown": _("签名密钥没有登记，请联系平台管理员。"),
    "certificate.key_withdrawn": _("签名密钥已停用，请联系平台管理员。"),
    "contracts.required": _("请填写。"),
    "contracts.invalid": _("填写的内容无法识别，请更正。"),
    "contracts.too_long": _("超过 %(limit)s 个字符，请精简。"),
    "contracts.too_many": _("最多 %(limit)s 项。"),
    "contracts.unknown_field": _("没有这个字段。"),
    "contracts.unknown_value": _("请从列出的选项中选择。"),
    "contracts.not_a_number": _("请填写数字，例如 850000 或 850000.50。"),
    "contracts.not_a_date": _("请填写日期，例如 2026-12-31。"),
    "contracts.control_character": _("含有不可见的控制字符，请删除后重新输入。"),
    "contracts.amount_out_of_range": _("数值超出允许范围。"),
    "contracts.amount_too_fine": _("金额最多精确到分。"),
    "contracts.amount_absurd": _("金额应在 %(most)s 元以下，请核对是否多写了位数。"),
    "contracts.lines_do_not_add_up": _(
        "内容明细合计 %(total)s 元，与成交总额 %(value)s 元不一致。"
    ),
    "contracts.costs_above_value": _(
        "非技术性费用合计 %(total)s 元，超过成交总额 %(value)s 元。"
    ),
    "contracts.claim_needs_reason": _("申报为合理数量的，请写明理由。"),
    "contracts.title_too_short": _("名称至少 %(least)s 个字，与合同文本一致。"),
    "contracts.signed_before_the_law": _("签订日期早于技术合同登记制度，请核对。"),
    "contracts.kind_not_yet": _("签订当日的法律没有“%(kind)s”这一类别。"),
    "contracts.subkind_of_another": _("合同子类不属于所选的类别。"),
    "contracts.day_out_of_range": _("日期超出允许范围，请核对。"),
    "contracts.term_order": _("截止日期不能早于开始日期。"),
    "contracts.term_over": _("合同有效期已过，应在有效期内申请登记。"),
    "contracts.rights_denied": _("列有知识产权的，类型不能选“未涉及知识产权”。"),
    "contracts.assignment_without_right": _("技术转让和技术许可须写明所涉知识产权。"),
    "contracts.side_missing": _("请填写至少一个%(side)s。"),
    "contracts.party_on_both_sides": _("“%(name)s”不能同时是买方和卖方。"),
    "contracts.party_twice": _("“%(name)s”重复填写。"),
    "contracts.foreign_has_no_code": _("境外当事人不填统一社会信用代码。"),
    "contracts.code_wrong": _("代码“%(code)s”校验不符，请核对。"),
    "contracts.code_too_old": _("%(day)s 起不再使用 9 位组织机构代码，请改填 18 位代码。"),
    "contracts.filer_not_on_side": _(
        "申请单位须是%(side)s之一；请核对名称和统一社会信用代码与本机构一致。"
    ),
    "contracts.filed_already": _("同一份合同已经提交登记，一份合同只登记一次。"),
    "contracts.office_closed": _("该登记机构目前不受理申请，请另选。"),
    "contracts.classified": _(
        "涉及国家秘密的合同不得在本平台填报。请删除内容，携纸质材料到登记机构办理。"
    ),
    "contracts.screening_missing": _("有境外当事人的，请按技术进出口目录核对后选择。"),
    "contracts.screening_without_border": _("双方都在境内的，不选技术进出口。"),
    "contracts.export_prohibited": _("列入禁止进出口目录的技术不能登记。"),
    "contracts.licence_needed": _("限制类技术请填写许可证号，取得许可后合同方可生效。"),
    "contracts.registration_needed": _("自由类技术请填写技术进出口合同登记证号。"),
    "contracts.approval_needed": _(
        "财政资金形成的知识产权向境外转让或独占许可，须填项目管理机构的批准文号。"
    ),
    "contracts.paper_missing": _("缺少材料：%(kind)s（%(reference)s）。"),
    "contracts.file_name": _("文件名无法使用，请改名后再上传。"),
    "contracts.file_too_large": _("文件超过 %(limit_mb)s MB。"),
    "contracts.file_type": _("不是可接受的文件：请上传 PDF、Word、Excel、图片或纯文本。"),
    "contracts.no_space": _("平台存储空间不足，文件没有保存，请稍后再试。"),
    "contracts.nothing_changed": _("没有任何变更。"),
    "contracts.amendment_open": _("已有一份变更申请正在办理。"),
    "contracts.appeal_open": _("已有一份复核申请正在办理。"),
    "contracts.appeal_too_late": _("已超过提出复核的 %(days)s 日期限。"),
    "contracts.not_a_tax_office": _("这个机构不是经核实、可获授权的税务或财政机关。"),
    "contracts.reasons_too_short": _("请写明理由，至少 %(least)s 个字。"),
    "contracts.reference_missing": _("请写明所依据的文书。"),
    "contracts.days_out_of_range": _("期限应在 1 到 %(most)s 个工作日之间。"),
    "contracts.own_contract": _("不能办理本机构作为一方的合同。"),
    "contracts.held_by_other": _("这份合同由其他登记员办理。"),
    "contracts.second_is_first": _("复核须由另一人进行，换一个身份也不行。"),
    "contracts.needs_second": _("须由第二名登记员复核：%(because)s。"),
    "contracts.needs_no_second": _("这份合同不需要复核，可直接决定。"),
    "contracts.cost_undecided": _("请逐项核定这一项费用。"),
    "contracts.cost_unknown": _("没有这一项费用。"),
    "contracts.deduction_above_cost": _("扣除额应在 0 到该项费用之间。"),
    "contracts.deduction_needs_reason": _("与申报不一致的，请写明理由。"),
    "contracts.deductions_above_value": _("扣除合计超过成交总额。"),
    "contracts.ruling_missing": _("请先作出认定。"),
    "contracts.condition_open": _("请回答这一项。"),
    "contracts.condition_not_met": _("这一项不符合，不能准予登记。"),
    "contracts.condition_needs_note": _("请写明不适用的理由。"),
    "contracts.condition_unknown": _("清单中没有这一项。"),
    "contracts.finding_answer_unknown": _("请选择成立或排除。"),
    "contracts.finding_reason_missing": _("请写明理由。"),
    "contracts.numbers_used_up": _("本年度登记编号已用完，请联系平台管理员。"),
}

EVENTS = {
    "contracts.drafted": _("建立草稿"),
    "contracts.edited": _("修改内容"),
    "contracts.submitted": _("提交登记申请"),
    "contracts.correction_asked": _("登记机构要求补正"),
    "contracts.accepted": _("登记机构受理"),
    "contracts.taken": _("登记员开始审查"),
    "contracts.proposed": _("初审完成，送复核"),
    "contracts.sent_back": _("复核退回"),
    "contracts.registered": _("准予登记"),
    "contracts.refused": _("未予登记"),
    "contracts.withdrawn": _("撤回申请"),
    "contracts.amendment_filed": _("申请变更登记"),
    "contracts.amendment_ended": _("变更申请办结"),
    "contracts.amended": _("变更登记"),
    "contracts.cancelled": _("注销登记"),
    "contracts.revoked": _("撤销登记"),
    "contracts.appeal_filed": _("申请复核"),
    "contracts.appeal_decided": _("复核办结"),
    "contracts.redetermined": _("重新认定"),
    "contracts.overdue": _("超过时限"),
    "contracts.paper_added": _("上传材料"),
    "contracts.paper_opened": _("查阅保密材料"),
    "contracts.access_granted": _("授权查阅"),
    "contracts.access_ended": _("收回查阅授权"),
    "contracts.past_imported": _("历史合同导入"),
    "contracts.certificate_issued": _("出具登记证明"),
}

_NAMES: Mapping[str, tuple[Any, ...]] = {
    "stage": (Stage, AmendmentStage, AppealStage),
    "kind": (Kind, PaperKind),
    "side": (Side,),
}


def sentence(refusal: Refusal) -> str:
    """Put a refusal into words."""
    said = {name: _named(name, value) for name, value in refusal.values.items()}
    return str(SENTENCES[refusal.code]) % said


def _named(name: str, value: object) -> object:
    if isinstance(value, Decimal):
        return f"{value:,.2f}".removesuffix(".00")
    if name == "because":
        known = [code for code in str(value).split(", ") if code in SecondBecause.values]
        return listed(SecondBecause(code).label for code in known)
    for terms in _NAMES.get(name, ()):
        if value in terms.values:
            return terms(value).label
    return value
