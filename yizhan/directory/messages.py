"""The sentence for each refusal: what stands against the act, and what to do."""

from collections.abc import Callable, Mapping
from typing import Any

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from yizhan.directory.stages import ClaimStage, Verification
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
    "membership.last_administrator": _("这是最后一位机构管理员，请先移交给另一位成员"),
    "membership.not_administrator": _("只有机构管理员本人可以移交"),
    "membership.no_successor": _("请选择本机构的另一位成员"),
    "membership.held_already": _("已经是或已申请「%(role)s」"),
    "membership.evidence_required": _("请说明您与该机构的关系，例如部门、职务、办公电话"),
    "alliance.not_an_alliance": _("只有技术转移联盟可以有成员机构"),
    "alliance.member_of_itself": _("联盟不能是自己的成员"),
    "key.organisation_not_verified": _("机构核实后才能建立接口密钥"),
    "key.too_many": _("同时有效的密钥最多 %(limit)s 把，请先吊销不用的"),
    "key.name_required": _("请写明密钥给哪个系统用"),
    "key.role_not_yours": _("密钥只能代表您自己在本机构担任的角色"),
    "key.scope_required": _("请至少选择一个范围"),
    "key.expiry_out_of_range": _("请选择今后 %(days)s 天之内的到期日"),
    "key.not_a_network": _("「%(text)s」不是网络地址，例如 203.0.113.0/24"),
    "key.too_many_networks": _("最多 %(limit)s 个网段"),
    "key.made_already": _("这份表单已经生成过密钥；没有记下的话，请换新或吊销后重新建立"),
    "key.ended_already": _("这把密钥已经吊销或到期"),
    "alliance.invited_already": _("「%(name)s」已是成员或已受邀请"),
    "alliance.circle": _("「%(name)s」中已包含本联盟，不能互为成员"),
    "alliance.part_unknown": _("没有这种身份，请重新选择"),
    "claim.has_administrator": _(
        "该机构已有管理员，请先申请加入；被谢绝或 14 天没有答复时，可以提出异议"
    ),
    "claim.open_already": _("您已提交过对该机构的认领，请等待决定"),
    "claim.code_differs": _("填写的代码与该机构登记的代码不符，请对照证照核对"),
    "claim.email_elsewhere": _("请填写该机构网站域名 %(site)s 的邮箱，公共邮箱不能作为证明"),
    "claim.code_just_sent": _("验证码刚刚发出，请一分钟后再试"),
    "claim.too_many_codes": _("验证码最多发送 %(most)s 次，请等待核实人决定"),
    "claim.code_wrong": _("验证码不对，还可以试 %(left)s 次"),
    "claim.code_spent": _("验证码已失效，请重新发送"),
    "claim.papers_closed": _("认领已有结果，不能再补充材料"),
    "claim.too_many_papers": _("最多上传 %(most)s 份材料"),
    "claim.paper_kind": _("请上传 PDF、JPEG 或 PNG 文件"),
    "claim.paper_too_large": _("文件不能超过 %(most)s MB"),
    "claim.paper_no_room": _("平台存储空间不足，请稍后再试"),
    "claim.ended": _("认领当前为「%(claim_stage)s」，不能再办理"),
    "claim.too_many": _("一天最多认领 %(most)s 家机构，请明天再来"),
    "organisation.too_many": _("一天最多登记 %(most)s 家机构，请明天再来"),
    "membership.too_many": _("一天最多申请 %(most)s 次，请明天再来"),
    "invitation.too_many": _("一天最多发出 %(most)s 份邀请，请明天再来"),
    "merge.same": _("这是同一条记录，无需合并"),
    "merge.already_merged": _("「%(name)s」已并入其他机构，请打开保留的机构"),
    "merge.kinds_differ": _(
        "一方是「%(kind)s」，另一方是「%(other_kind)s」，请先更正类型再合并"
    ),
    "merge.levels_differ": _("两个部门的层级不同，请先更正层级再合并"),
    "merge.two_codes": _("代码 %(code)s 与 %(other)s 属于两个法人，不能合并"),
    "merge.keep_the_verified": _("一方已核实，请保留已核实的一方"),
    "merge.unknown_relation": _(
        "系统中还有未登记的关联（%(relations)s），为免遗漏，暂不能合并，请联系平台管理员"
    ),
    "title.held_already": _("该机构已持有「%(title)s」"),
    "title.given_by_the_nation": _("该称号由国家授予，请交由国家级主管录入"),
    "title.days_reversed": _("截止日期不能早于起始日期"),
    "title.country_unknown": _("没有代码为 %(codes)s 的国家或地区"),
    "flow.wrong_stage": _("机构当前为「%(stage)s」，不能进行这一步，请刷新页面"),
    "version.stale": _("您打开页面后，其他人已修改过这条记录"),
}

SCOPE_LABELS: Mapping[str, Any] = {
    "organisations:read": _("读机构名录和代码表"),
    "listings:read": _("读需求、成果和服务，本机构的连同未公开的内容"),
    "listings:write": _("填报、提交、修订、确认和撤回本机构的信息"),
    "match": _("检索和匹配"),
    "law:read": _("读法规参数，用计算器"),
    "statistics:read": _("读公开的统计数字"),
    "contracts:read": _("读本机构的技术合同"),
    "contracts:write": _("填报、提交和撤回本机构的技术合同"),
}

# What the page says after a step.
STEPS: Mapping[str, Any] = {
    "verify": _("已核实。"),
    "reject": _("已退回，申请人会看到原因。"),
    "revoke": _("已撤销核实。"),
}
CLAIM_STEPS: Mapping[str, Any] = {
    "grant": _("已准予认领，申请人成为机构管理员。"),
    "refuse": _("未予认领，申请人会看到原因。"),
}
SEAT_STEPS: Mapping[str, Any] = {
    "accept": _("已加入联盟。"),
    "decline": _("已谢绝邀请。"),
    "withdraw": _("已撤回邀请。"),
    "leave": _("已退出联盟。"),
}
MEMBER_STEPS: Mapping[str, Any] = {
    "approve": _("已批准。"),
    "decline": _("已谢绝。"),
    "remove": _("已结束该角色。"),
    "change-role": _("已变更角色。"),
    "hand-over": _("已移交，对方现在是机构管理员。"),
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
    "directory.key_made": _("建立接口密钥"),
    "directory.key_rotated": _("更换接口密钥"),
    "directory.key_revoked": _("吊销接口密钥"),
    "directory.alliance_changed": _("联盟成员变动"),
    "directory.seat_offered": _("联盟发出邀请"),
    "directory.seat_answered": _("联盟席位变动"),
    "directory.part_changed": _("联盟身份变更"),
    "directory.claim_made": _("有人认领"),
    "directory.claim_decided": _("认领有了结果"),
    "directory.claim_paper_added": _("认领人补充材料"),
    "directory.claim_paper_opened": _("核实人查看认领材料"),
    "directory.organisations_merged": _("另一条记录并入"),
    "directory.title_given": _("授予称号"),
    "directory.title_ended": _("取消称号"),
    "directory.pair_dismissed": _("确认与另一家不是同一机构"),
}

_LABELS: Mapping[str, Callable[[Any], Any]] = {
    "kind": lambda value: Kind(value).label,
    "role": lambda value: Role(value).label if value in Role.values else value,
    "other_kind": lambda value: Kind(value).label,
    "claim_stage": lambda value: ClaimStage(value).label,
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
