"""The words for refusals, steps and facts. Rules speak in codes; people read sentences."""

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _

from yizhan.kernel.refusals import Refusal
from yizhan.listings.stages import Stage
from yizhan.listings.terms import Kind

SENTENCES = {
    "flow.wrong_stage": _("当前阶段（%(stage)s）不能进行这一步，请刷新后重试。"),
    "version.stale": _("他人已修改过这条信息，请先比较两个版本。"),
    "listings.required": _("请填写。"),
    "listings.invalid": _("填写的内容无法识别，请更正。"),
    "listings.too_long": _("超过 %(limit)s 个字符，请精简。"),
    "listings.too_many": _("最多 %(limit)s 项。"),
    "listings.unknown_field": _("没有这个字段。"),
    "listings.unknown_value": _("请从列出的选项中选择。"),
    "listings.not_a_number": _("请填写数字，例如 850 或 0.05。"),
    "listings.not_a_date": _("请填写日期，例如 2026-12-31。"),
    "listings.out_of_range": _("数值超出允许范围。"),
    "listings.price_out_of_range": _("金额应在 0 到 1,000 亿元之间。"),
    "listings.control_character": _("含有不可见的控制字符，请删除后重新输入。"),
    "listings.price_order": _("上限不能低于下限。"),
    "listings.trl_order": _("上限不能低于下限。"),
    "listings.indicator_without_value": _(
        "请填写指标数值；不能量化时把比较方式改为“文字说明”。"
    ),
    "listings.indicator_without_maximum": _("请填写区间的上限。"),
    "listings.indicator_order": _("区间上限应大于下限。"),
    "listings.title_too_short": _("标题至少 %(least)s 个字，写明对象和要解决的问题。"),
    "listings.summary_too_short": _("说明至少 %(least)s 个字。"),
    "listings.no_field": _("请选择至少一个技术领域。"),
    "listings.no_mode": _("请选择至少一种合作方式。"),
    "listings.no_indicator": _(
        "请至少给出一项可量化的指标，或用不少于 %(least)s 个字说明不能量化的原因。"
    ),
    "listings.deadline_passed": _("截止日期已过，请改为今后的日期。"),
    "listings.deadline_too_far": _("截止日期最远为 %(years)s 年之内。"),
    "listings.anonymous_only_needs": _("只有技术需求可以匿名发布。"),
    "listings.names_itself": _("匿名发布时正文不能出现本机构名称。"),
    "listings.no_plan_number": _("财政资金形成的成果须填写计划编号。"),
    "listings.security_not_declared": _("财政资金形成的成果须完成安全自查。"),
    "listings.security_touched": _(
        "涉及国家经济安全、国防安全或国家秘密的成果不得在本平台发布。"
    ),
    "listings.no_trl_evidence": _("所填技术就绪度为 %(level)s 级，请给出这一级的证据。"),
    "listings.trl_evidence_above": _("证据的级别高于所填的技术就绪度（%(level)s 级）。"),
    "listings.no_ip_number": _("请填写申请号、专利号或登记号。"),
    "listings.ip_number_malformed": _("编号格式不符，例如 ZL202010123456.7。"),
    "listings.ip_expired": _("权利已届满，不能标为“已授权”。"),
    "listings.no_service_kind": _("请选择服务类别。"),
    "listings.no_capacity": _("请说明服务能力或仪器设备。"),
    "listings.no_price": _("请填写价格或收费说明。"),
    "listings.own_review": _("不能审核本机构的信息。"),
    "listings.organisation_barred": _("机构身份未通过核实，暂不能发布；请先重新核实机构。"),
    "listings.taken_by_other": _("其他审核员正在办理这一条，请换一条或稍后再来。"),
    "listings.needs_second_eyes": _("财政资金形成的成果须由两人先后审核：请提交复核。"),
    "listings.needs_no_second_eyes": _("这一条不涉及财政资金，可直接发布，无需复核。"),
    "listings.same_eyes": _("复核须由另一人进行，换一个身份也不行。"),
    "listings.lesser_reach": _("复核须由同级或上级机构进行。"),
    "listings.checklist_changed": _("审核清单已更新为 %(edition)s 版，请重新核对。"),
    "listings.unknown_item": _("清单中没有这一项。"),
    "listings.item_unanswered": _("请回答这一项。"),
    "listings.item_denied": _("这一项答为“否”，不能发布，请退回修改。"),
    "listings.item_needs_note": _("与系统判断不一致，请写明依据。"),
    "listings.needs_own_look": _("有系统核对未通过的地方，请单独打开审核。"),
    "listings.not_there": _("这一条已不在您可以处理的范围内。"),
    "listings.no_return_reason": _("请至少为一个字段写明退回原因。"),
    "listings.not_a_region": _("没有找到这个地区，请从列表中选择，例如“浙江省 舟山市”。"),
    "listings.no_organisation": _("没有找到机构“%(name)s”。"),
    "listings.link_over": _("这个链接已经失效：信息已不在公开阶段，或已开始新一轮确认。"),
    "listings.link_answered": _("这一轮已经答复过，无需再操作。"),
    "listings.link_not_theirs": _("收信人已不在该机构任职，这个链接不再有效。"),
    "listings.no_reason": _("请写明理由。"),
    "listings.pair_decided": _("审核员已经对这一对信息作出结论。"),
    "listings.not_alike": _("两条信息并不相近，无需说明。"),
    "listings.not_of_pair": _("原始信息须是这一对中的一条。"),
    "listings.not_changed_now": _("已发布的信息不能由导入覆盖，请先撤回修订。"),
}

EVENTS = {
    "listings.created": _("建立草稿"),
    "listings.changed": _("修改内容"),
    "listings.submitted": _("提交审核"),
    "listings.published": _("审核通过并发布"),
    "listings.returned": _("退回修改"),
    "listings.talks_started": _("开始对接"),
    "listings.reopened": _("恢复征集"),
    "listings.concluded": _("达成合作"),
    "listings.withdrawn": _("撤回"),
    "listings.expired": _("到期关闭"),
    "listings.revised": _("转为修订"),
    "listings.confirmed": _("确认信息仍然有效"),
    "listings.imported": _("批量导入"),
    "listings.confirmation_asked": _("询问是否仍然有效"),
    "listings.confirmation_reminded": _("再次询问是否仍然有效"),
    "listings.demoted": _("久未确认，排序后移"),
    "listings.hidden": _("久未确认，停止公开"),
    "listings.pair_answered": _("说明与相近信息的关系"),
    "listings.pair_decided": _("认定与相近信息不同"),
    "listings.copy_marked": _("认定为另一条信息的副本"),
    "listings.copy_released": _("不再作为副本"),
    "listings.review_taken": _("审核员开始办理"),
    "listings.review_released": _("退回待审队列"),
    "listings.review_proposed": _("初审通过，送复核"),
    "listings.review_overdue": _("超过答复时限"),
    "listings.suspended": _("暂停展示"),
    "listings.resumed": _("恢复展示"),
}
# What everybody may know of the history of a listing.
PUBLIC_EVENTS = frozenset(
    {
        "listings.published",
        "listings.talks_started",
        "listings.reopened",
        "listings.concluded",
        "listings.confirmed",
        "listings.imported",
    }
)


@dataclass(frozen=True, slots=True, kw_only=True)
class StepWords:
    """How a step is offered and answered; `question` is asked before what is hard to undo."""

    label: Any
    done: Any
    is_main: bool = False
    question: Any = ""


STEPS = {
    "submit": StepWords(label=_("提交审核"), done=_("已提交，等待审核。"), is_main=True),
    "publish": StepWords(label=_("通过并发布"), done=_("已发布。"), is_main=True),
    "return": StepWords(label=_("退回修改"), done=_("已退回，原因已通知填报单位。")),
    "propose": StepWords(
        label=_("初审通过，送复核"), done=_("已送复核，须由另一人确认后发布。"), is_main=True
    ),
    "countersign": StepWords(label=_("复核通过并发布"), done=_("已发布。"), is_main=True),
    "start_talks": StepWords(label=_("开始对接"), done=_("已标记为对接中。")),
    "reopen": StepWords(label=_("恢复征集"), done=_("已恢复征集。")),
    "conclude": StepWords(
        label=_("达成合作"),
        done=_("已标记为达成合作。"),
        question=_("标记后不再接受新的对接，也不能恢复。"),
    ),
    "withdraw": StepWords(
        label=_("撤回"),
        done=_("已撤回。"),
        question=_("撤回后公众不再看到这条信息；可以转为修订后重新提交。"),
    ),
    "revise": StepWords(
        label=_("修订"),
        done=_("已转为草稿，修改后需重新提交审核。"),
        question=_("修订期间公众看不到这条信息，修改后需重新审核。"),
    ),
    "confirm": StepWords(label=_("确认仍然有效"), done=_("已确认，有效期重新计算。")),
}

NEW_LABELS = {
    Kind.NEED: _("发布需求"),
    Kind.OFFER: _("发布成果"),
    Kind.SERVICE: _("发布服务"),
}


def sentence(refusal: Refusal) -> str:
    """Put a refusal into words."""
    values = dict(refusal.values)
    if "stage" in values and values["stage"] in Stage.values:
        values["stage"] = str(Stage(str(values["stage"])).label)
    return str(SENTENCES[refusal.code]) % values
