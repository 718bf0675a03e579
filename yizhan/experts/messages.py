"""The words for refusals, steps and facts."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.translation import gettext_lazy as _

from yizhan.experts.stages import AdviceStage, ExpertStage
from yizhan.kernel.refusals import Refusal
from yizhan.web.wording import full_day

SENTENCES: Mapping[str, Any] = {
    "flow.wrong_stage": _("当前阶段（%(stage)s）不能进行这一步，请刷新后重试。"),
    "version.stale": _("您打开页面后，这份资料在别处修改过，请核对后再保存。"),
    "experts.required": _("请填写。"),
    "experts.too_short": _("至少写 %(least)s 个字。"),
    "experts.too_long": _("超过 %(limit)s 个字符，请精简。"),
    "experts.too_many": _("最多 %(limit)s 项。"),
    "experts.unknown_value": _("请从列出的选项中选择。"),
    "experts.control_character": _("含有不可见的控制字符，请删除后重新输入。"),
    "experts.contact_in_text": _(
        "请勿填写电话、邮箱、微信等联系方式：咨询在本平台内进行，联系方式不公开。"
    ),
    "experts.no_field": _("请选择至少一个技术领域。"),
    "experts.too_few_keywords": _("请填写至少 %(least)s 个关键词，企业靠它们找到您。"),
    "experts.problems_too_short": _("请用至少 %(least)s 个字写明能帮助解决哪些问题。"),
    "experts.no_mode": _("请选择至少一种可接受的方式。"),
    "experts.no_consent": _("没有本人同意，资料不会公开。请阅读并勾选同意。"),
    "experts.hours": _("每月时间应在 1 到 %(most)s 小时之间。"),
    "experts.fee_required": _("按区间收费时请填写金额。"),
    "experts.fee_order": _("上限不能低于下限。"),
    "experts.fee_out_of_range": _("金额超出允许范围。"),
    "experts.year": _("年份应在 %(first)s 到 %(last)s 之间。"),
    "experts.identifier_required": _("请填写专利号或标准号。"),
    "experts.not_a_publication": _("DOI 格式不符，例如 10.1016/j.wear.2023.204512。"),
    "experts.not_a_patent": _("专利号格式不符，例如 ZL202110123456.7。"),
    "experts.not_a_standard": _("标准号格式不符，例如 GB/T 3216-2016。"),
    "experts.not_a_project": _("项目编号只含字母、数字和连接号，4 到 40 位。"),
    "experts.not_an_address": _("邮箱格式不符。"),
    "experts.one_profile": _("您已有一份专家资料，不能再接收另一份。"),
    "experts.not_at_home": _("请选择您任职的机构作为所在单位。"),
    "experts.own_profile": _("不能确认本人的资料，请由本单位其他管理员或核实人办理。"),
    "experts.home_not_verified": _("所在单位尚未核实，核实后才能公开其专家。"),
    "experts.taken_over": _("这份资料已由本人接管，导入不能覆盖。"),
    "experts.asker_not_verified": _("提问机构尚未核实。核实后才能向专家请教。"),
    "experts.nobody_chosen": _("请选择至少一位专家。"),
    "experts.too_many_at_once": _("一次最多请教 %(most)s 位专家。"),
    "experts.too_many_a_day": _(
        "每家机构 24 小时内最多请教 %(most)s 次，已用 %(sent)s 次，请明天再来。"
    ),
    "experts.wished_day": _("请选择今天之后、%(last)s之前的日期。"),
    "experts.promised_day": _("请选择今天到%(last)s之间的日期。"),
    "experts.asking_oneself": _("不能向自己提问。"),
    "experts.open_already": _("贵机构向「%(name)s」的上一个问题还没有办结。"),
    "experts.on_leave": _("「%(name)s」%(day)s前休假，请选择其他专家或改日再问。"),
    "experts.form_not_offered": _("「%(name)s」不提供这种答复方式，请看其资料中的可接受方式。"),
    "experts.not_listed_now": _("所选专家中有人已暂停或撤出，请重新选择。"),
    "experts.unknown_need": _("没有找到这条需求，或您无权引用。"),
    "experts.link": _("「%(link)s」不是可公开访问的网址，请以 http:// 或 https:// 开头。"),
    "experts.nothing_declared": _("请勾选存在的关系，或声明没有利益冲突。"),
    "experts.declared_both": _("已勾选关系，就不能同时声明没有利益冲突。"),
    "experts.too_many_clarifications": _(
        "往来已达 %(most)s 次，请直接答复或谢绝；需要深谈时请另约会议。"
    ),
}

EVENTS: Mapping[str, Any] = {
    "experts.entered": _("建立资料"),
    "experts.claimed": _("本人接管资料"),
    "experts.edited": _("修改资料"),
    "experts.consent_given": _("本人同意公开"),
    "experts.consent_revoked": _("本人撤回同意"),
    "experts.submitted": _("提交单位确认"),
    "experts.listed": _("单位确认并公开"),
    "experts.returned": _("退回修改"),
    "experts.paused": _("暂停接受咨询"),
    "experts.resumed": _("恢复接受咨询"),
    "experts.confirmation_asked": _("提醒本人年度确认"),
    "experts.renewed": _("本人确认资料有效"),
    "experts.faded": _("逾期未确认，已隐藏"),
    "experts.left": _("离开所在单位，已隐藏"),
    "experts.withdrawn": _("本人撤出"),
    "experts.revised": _("重新整理资料"),
    "experts.erased": _("应本人要求清除资料"),
    "experts.request_sent": _("提出问题"),
    "experts.conflict_declared": _("专家申明利益关系"),
    "experts.request_disclosed": _("存在利益关系，等提问方决定"),
    "experts.request_accepted": _("专家受理"),
    "experts.conflict_waived": _("提问方知情并继续"),
    "experts.request_declined": _("专家谢绝"),
    "experts.request_lapsed": _("逾期无人决定，自动结束"),
    "experts.request_overdue": _("约定日期已过，尚未答复"),
    "experts.request_withdrawn": _("提问方撤回"),
    "experts.request_returned": _("专家不再任职或已撤出，问题退还"),
    "experts.clarification_asked": _("专家请求补充"),
    "experts.clarification_given": _("提问方补充说明"),
    "experts.request_answered": _("专家答复"),
    "experts.request_closed": _("提问方评价并办结"),
    "experts.request_settled": _("逾期未评价，自动办结"),
    "experts.request_read": _("主管部门查阅"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class StepWords:
    """How a step is offered and answered; `question` is asked before what is hard to undo."""

    label: Any
    done: Any
    is_main: bool = False
    question: Any = ""


EXPERT_STEPS: Mapping[str, StepWords] = {
    "submit": StepWords(
        label=_("同意公开并提交"), done=_("已提交，等待所在单位确认。"), is_main=True
    ),
    "vouch": StepWords(label=_("确认并公开"), done=_("已确认，资料已公开。"), is_main=True),
    "return": StepWords(label=_("退回"), done=_("已退回，本人会看到原因。")),
    "renew": StepWords(label=_("资料仍然有效"), done=_("已确认，一年内有效。"), is_main=True),
    "pause": StepWords(
        label=_("暂停接受"),
        done=_("已暂停，资料不再公开，已受理的咨询照常进行。"),
        question=_("暂停期间企业看不到您的资料，也不能向您提问。"),
    ),
    "resume": StepWords(label=_("恢复接受"), done=_("已恢复，资料重新公开。"), is_main=True),
    "withdraw": StepWords(
        label=_("撤回同意并撤出"),
        done=_("已撤回同意，资料已隐藏，未办结的问题已退还提问方。"),
        question=_("撤回后资料立即隐藏，未办结的问题会退还提问方。"),
    ),
    "revise": StepWords(label=_("重新整理资料"), done=_("已转为草稿，可修改后再次提交。")),
    "erase": StepWords(
        label=_("清除全部资料"),
        done=_("已清除资料中的全部个人信息。"),
        question=_("清除后无法恢复；已办结咨询的往来内容仍由双方保存。"),
    ),
}

ADVICE_STEPS: Mapping[str, StepWords] = {
    "accept": StepWords(label=_("申明并受理"), done=_("已受理。"), is_main=True),
    "decline": StepWords(label=_("谢绝"), done=_("已谢绝，提问方会看到原因。")),
    "clarify": StepWords(label=_("请求补充"), done=_("已请提问方补充。")),
    "answer": StepWords(label=_("提交答复"), done=_("已答复，等待提问方评价。"), is_main=True),
    "add": StepWords(label=_("补充说明"), done=_("已补充。")),
    "proceed": StepWords(label=_("知情并继续"), done=_("已继续，专家将按约定答复。")),
    "withdraw": StepWords(
        label=_("撤回问题"),
        done=_("已撤回。"),
        question=_("撤回后专家不再答复这个问题。"),
    ),
    "close": StepWords(label=_("评价并办结"), done=_("谢谢，评价已记录。"), is_main=True),
}

_STAGES = {**dict(ExpertStage.choices), **dict(AdviceStage.choices)}


def say(refusal: Refusal) -> str:
    """Put a refusal into words."""
    values = {
        name: full_day(value) if isinstance(value, date) else value
        for name, value in refusal.values.items()
    }
    if "stage" in values:
        values["stage"] = _STAGES.get(str(values["stage"]), values["stage"])
    return str(SENTENCES[refusal.code]) % values
