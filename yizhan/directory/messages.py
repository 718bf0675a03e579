"""The sentence for each refusal: what stands against the act, and what to do."""

from collections.abc import Callable, Mapping
from typing import Any

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from yizhan.directory.stages import Verification
from yizhan.directory.terms import Kind, Role
from yizhan.kernel.refusals import Refusal
from yizhan.web.wording import full_day

SENTENCES: Mapping[str, Any] = {
    "organisation.code_required": _("请填写统一社会信用代码"),
    "organisation.uscc_invalid": _(
        "统一社会信用代码 %(code)s 的校验位不符，请对照证照核对 18 位字符"
    ),
    "organisation.uscc_taken": _("该代码已由「%(name)s」登记，请改为申请加入该机构"),
    "organisation.former_code_invalid": _(
        "组织机构代码 %(code)s 的校验位不符，请核对 8 位主体代码和 1 位校验码"
    ),
    "organisation.former_code_too_late": _(
        "%(day)s 起设立的机构不再使用组织机构代码，请填写统一社会信用代码"
    ),
    "organisation.registered_on_required": _(
        "只有组织机构代码时，请填写登记设立日期，以确认代码仍可使用"
    ),
    "organisation.name_too_short": _("请填写机构全称，至少 2 个字"),
    "organisation.size_required": _("企业请选择规模"),
    "organisation.level_required": _("政府部门请选择层级"),
    "organisation.region_retired": _("该地区代码已停用，请选择现行的行政区划"),
    "organisation.region_unknown": _("没有代码为 %(region)s 的行政区划，请重新选择"),
    "organisation.reason_required": _("请写明依据或原因，申请人会看到"),
    "organisation.own_verification": _("不能核实自己所在的机构，请交由其他机构办理"),
    "organisation.not_your_region": _("该机构不在您的管辖地区内"),
    "organisation.reaches_further_than_you": _(
        "该机构的管辖范围大于您的管辖范围，请交由上级核实"
    ),
    "membership.role_unknown": _("没有这个角色，请重新选择"),
    "membership.role_not_for_kind": _("「%(kind)s」不能设「%(role)s」"),
    "membership.role_by_site_only": _("「%(role)s」只能由平台管理员授予"),
    "membership.last_administrator": _("这是最后一位机构管理员，请先指定另一位管理员"),
    "membership.held_already": _("已经是或已申请「%(role)s」"),
    "membership.evidence_required": _("请说明您与该机构的关系，例如部门、职务、办公电话"),
    "alliance.not_an_alliance": _("只有技术转移联盟可以有成员机构"),
    "alliance.member_of_itself": _("联盟不能是自己的成员"),
    "flow.wrong_stage": _("机构当前为「%(stage)s」，不能进行这一步，请刷新页面"),
    "version.stale": _("您打开页面后，其他人已修改过这条记录"),
}

# What the page says after a step.
STEPS: Mapping[str, Any] = {
    "verify": _("已核实。"),
    "reject": _("已退回，申请人会看到原因。"),
    "revoke": _("已撤销核实。"),
}
MEMBER_STEPS: Mapping[str, Any] = {
    "approve": _("已批准。"),
    "decline": _("已谢绝。"),
    "remove": _("已结束该角色。"),
    "change-role": _("已变更角色。"),
    "withdraw": _("已撤回邀请。"),
}
# How the facts read in the record of an organisation.
EVENTS: Mapping[str, Any] = {
    "directory.organisation_registered": _("登记"),
    "directory.organisation_edited": _("资料有修改"),
    "directory.organisation_claimed": _("已提交核实"),
    "directory.organisation_verified": _("核实通过"),
    "directory.organisation_rejected": _("核实退回"),
    "directory.verification_revoked": _("核实被撤销"),
    "directory.membership_asked": _("有人申请加入"),
    "directory.membership_declined": _("谢绝加入"),
    "directory.member_added": _("新增成员"),
    "directory.role_changed": _("变更角色"),
    "directory.member_removed": _("成员退出"),
    "directory.member_invited": _("已邀请成员"),
    "directory.invitation_answered": _("邀请得到答复"),
    "directory.alliance_changed": _("联盟成员变动"),
}

_LABELS: Mapping[str, Callable[[Any], Any]] = {
    "kind": lambda value: Kind(value).label,
    "role": lambda value: Role(value).label if value in Role.values else value,
    "stage": lambda value: Verification(value).label,
    "day": full_day,
}


def say(refusal: Refusal) -> str:
    """Return the sentence of a refusal in the language of the page."""
    values = {
        name: _LABELS[name](value) if name in _LABELS else value
        for name, value in refusal.values.items()
    }
    sentence = SENTENCES.get(refusal.code)
    if sentence is None:
        return gettext("无法完成：%(code)s") % {"code": refusal.code}
    return str(sentence) % values
