"""The words for refusals, steps and facts."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.translation import gettext_lazy as _

from yizhan.kernel.refusals import Refusal
from yizhan.stations.stages import Stage
from yizhan.web.wording import full_day

SENTENCES: Mapping[str, Any] = {
    "flow.wrong_stage": _("当前阶段（%(stage)s）不能进行这一步，请刷新后重试。"),
    "version.stale": _("您打开页面后，这个站点的资料在别处修改过，请核对后再提交。"),
    "stations.required": _("请填写。"),
    "stations.too_short": _("至少写 %(least)s 个字。"),
    "stations.too_long": _("超过 %(limit)s 个字符，请精简。"),
    "stations.too_many": _("最多 %(limit)s 项。"),
    "stations.answer_days": _("答复时限应在 1 到 30 个工作日之间。"),
    "stations.area_outside": _("服务区域超出本级站点的辖区：%(codes)s。跨区域合作不受此限。"),
    "stations.not_a_station": _("只有登记为驿站的机构可以申请；请先在机构资料中选择驿站类别。"),
    "stations.not_verified": _("机构身份尚未核实，核实后才能申请。"),
    "stations.removed_lately": _("除名未满一年，%(day)s起可以再次申请。"),
    "stations.here_already": _("本机构已有站点记录，请在站点页面上办理。"),
    "stations.too_few_operators": _(
        "至少要有 %(least)s 名培训有效的操作员，现有 %(has)s 名。请站点先登记操作员。"
    ),
    "stations.no_parent": _("本省还没有区域站点，基层站点须在区域站点之下加入。"),
    "stations.not_passed": _("总分未达到合格线，不能加入；请选择不通过并写明理由。"),
    "stations.score": _("请打 0 到 100 的整数分。"),
    "stations.evidence": _("请写明打分的依据。"),
    "stations.year_runs": _("%(year)s 年尚未结束，不能考核。"),
    "stations.year_before": _("%(year)s 年该站点尚未加入。"),
    "stations.appraised_already": _("%(year)s 年已经考核过。"),
    "stations.no_ground": _("除名须连续两年不合格，或有严重违规并说明。"),
    "stations.not_of_the_house": _("此人不是本站点机构的成员，请先邀请其加入机构。"),
    "stations.operates_already": _("此人已是本站点的操作员。"),
    "stations.trained_on": _("请填写今天或以前的培训日期。"),
    "stations.training_ended": _("培训有效期已于%(day)s届满，须重新培训。"),
    "stations.version_before": _("新版本的施行日期须晚于现行版本的%(day)s。"),
    "stations.topic_taken": _("已有同名的主题组。"),
    "stations.in_topic_already": _("本站点已在组中。"),
    "stations.leads_topic": _("牵头站点不能退出，可以结束主题组。"),
    "stations.not_at_work": _("本站点当前不在网络中工作，不能参加主题组。"),
}

EVENTS: Mapping[str, Any] = {
    "stations.applied": _("申请加入"),
    "stations.edited": _("修改资料"),
    "stations.appraisal_begun": _("开始评估"),
    "stations.admitted": _("准予加入"),
    "stations.declined": _("评估未通过"),
    "stations.application_withdrawn": _("撤回申请"),
    "stations.appraised": _("作出评估"),
    "stations.rectification_asked": _("要求整改"),
    "stations.restored": _("整改复核合格"),
    "stations.suspended": _("暂停"),
    "stations.resumed": _("恢复"),
    "stations.removed": _("除名"),
    "stations.left": _("自愿退出"),
    "stations.operator_named": _("登记操作员"),
    "stations.operator_ended": _("操作员离任"),
}


@dataclass(frozen=True, slots=True)
class Words:
    """What a button says, what is said when it is done, and what is asked first."""

    label: Any
    done: Any
    question: Any = ""
    is_main: bool = False


STEPS: Mapping[str, Words] = {
    "take": Words(_("开始评估"), _("已开始评估。"), is_main=True),
    "withdraw": Words(
        _("撤回申请"), _("申请已撤回。"), _("撤回后评估停止，您可以随时再次申请。")
    ),
    "suspend": Words(
        _("暂停"), _("站点已暂停。"), _("暂停期间站点不再接受转介，公开页会注明。")
    ),
    "resume": Words(_("恢复"), _("站点已恢复。"), is_main=True),
    "remove": Words(
        _("除名"), _("站点已除名。"), _("连续两年不合格，或有严重违规。除名一年后才能再申请。")
    ),
    "leave": Words(
        _("退出网络"), _("已退出网络。"), _("退出后站点页面不再公开；记录保留，可以再次申请。")
    ),
}


def say(refusal: Refusal) -> str:
    """Return the sentence for a refusal in the active language."""
    values = {key: _shown(value) for key, value in refusal.values.items()}
    if "stage" in values:
        values["stage"] = dict(Stage.choices).get(values["stage"], values["stage"])
    return str(SENTENCES[refusal.code]) % values


def _shown(value: Any) -> Any:
    return full_day(value) if isinstance(value, date) else value
