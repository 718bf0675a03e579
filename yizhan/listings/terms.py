"""The code lists of listings. Codes are permanent; labels are translated."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Kind(TextChoices):
    """What a listing is."""

    NEED = "need", _("技术需求")
    OFFER = "offer", _("科技成果")
    SERVICE = "service", _("技术服务与平台")


class Mode(TextChoices):
    """Modes of cooperation that the plan names."""

    COMMISSIONED_DEVELOPMENT = "commissioned_development", _("委托开发")
    JOINT_DEVELOPMENT = "joint_development", _("合作开发")
    ASSIGNMENT = "assignment", _("技术转让")
    EXCLUSIVE_LICENCE = "exclusive_licence", _("独占许可")
    SOLE_LICENCE = "sole_licence", _("排他许可")
    ORDINARY_LICENCE = "ordinary_licence", _("普通许可")
    EQUITY_CONTRIBUTION = "equity_contribution", _("作价入股")
    CONSULTING = "consulting", _("技术咨询")
    SERVICE = "service", _("技术服务")
    SHARED_LABORATORY = "shared_laboratory", _("共建实验室")
    PILOT_PLATFORM = "pilot_platform", _("中试平台")
    STAFF_EXCHANGE = "staff_exchange", _("人员交流")
    MERGER_ACQUISITION = "merger_acquisition", _("企业并购")
    TRANSFER_BASE = "transfer_base", _("转化基地")
    ALLIANCE = "alliance", _("技术联盟")


class Comparator(TextChoices):
    """How an indicator's value is meant."""

    GE = "ge", _("≥ 不低于")
    LE = "le", _("≤ 不高于")
    GT = "gt", _("> 高于")
    LT = "lt", _("< 低于")
    EQ = "eq", _("= 等于")
    BETWEEN = "between", _("介于")
    ABOUT = "about", _("约")
    TEXT = "text", _("文字说明")


class Visibility(TextChoices):
    """Who may read a field."""

    PUBLIC = "public", _("公开")
    AFTER_CONTACT = "after_contact", _("对接后可见")
    PARTIES_ONLY = "parties_only", _("仅当事方")


class IpWish(TextChoices):
    """Whom the results should belong to, as the need's side wishes."""

    CLIENT = "client", _("归需求方")
    SUPPLIER = "supplier", _("归研发方")
    JOINT = "joint", _("双方共有")
    NEGOTIABLE = "negotiable", _("可协商")


class IpKind(TextChoices):
    """Kinds of intellectual property."""

    INVENTION_PATENT = "invention_patent", _("发明专利")
    UTILITY_MODEL = "utility_model", _("实用新型")
    DESIGN = "design", _("外观设计")
    SOFTWARE_COPYRIGHT = "software_copyright", _("软件著作权")
    PLANT_VARIETY = "plant_variety", _("植物新品种")
    IC_LAYOUT = "ic_layout", _("集成电路布图设计")
    TECHNICAL_SECRET = "technical_secret", _("技术秘密")


class IpStatus(TextChoices):
    """State of a right."""

    PENDING = "pending", _("申请中")
    GRANTED = "granted", _("已授权")
    EXPIRED = "expired", _("已失效")


class FundingSource(TextChoices):
    """Who paid for the result; the first four are public money."""

    NATIONAL = "national", _("国家财政")
    MINISTRY = "ministry", _("部委财政")
    PROVINCE = "province", _("省级财政")
    CITY = "city", _("市县财政")
    ENTERPRISE = "enterprise", _("企业委托")
    SELF = "self", _("自有资金")
    NONE = "none", _("未说明")


PUBLIC_MONEY = frozenset(
    {
        FundingSource.NATIONAL,
        FundingSource.MINISTRY,
        FundingSource.PROVINCE,
        FundingSource.CITY,
    }
)


class LicencePolicy(TextChoices):
    """How the owner licenses: by negotiation, openly (专利法 第五十条), or use first."""

    NEGOTIATED = "negotiated", _("协商许可")
    OPEN_LICENCE = "open_licence", _("开放许可")
    USE_FIRST = "use_first", _("先使用后付费")


class ServiceKind(TextChoices):
    """What a service is."""

    TESTING = "testing", _("检验检测")
    PILOT_LINE = "pilot_line", _("中试线")
    SHARED_LABORATORY = "shared_laboratory", _("共享实验室")
    CONSULTING = "consulting", _("专家咨询")
    EVALUATION = "evaluation", _("成果评价")
    TRAINING = "training", _("培训")
    FINANCING = "financing", _("科技金融")


# Fields an owner may keep from the public, in the order of the forms.
CONFIDENTIAL = (
    "tried",
    "conditions",
    "requirements",
    "indicators",
    "price",
    "advantage",
    "economics",
    "trl_evidence",
    "ip",
    "plan_number",
    "prior_licences",
)


class FieldName(TextChoices):
    """Every field a form shows, a reviewer may object to, or a version page compares."""

    TITLE = "title", _("标题")
    SUMMARY = "summary", _("说明")
    KEYWORDS = "keywords", _("关键词")
    REGION = "region", _("所在地区")
    INDUSTRY = "industry", _("行业")
    FIELDS = "fields", _("技术领域")
    MODES = "modes", _("合作方式")
    TRL_MIN = "trl_min", _("技术就绪度")
    TRL_MAX = "trl_max", _("技术就绪度上限")
    PRICE_MIN = "price_min", _("金额下限")
    PRICE_MAX = "price_max", _("金额上限")
    DEADLINE = "deadline", _("截止日期")
    IS_ANONYMOUS = "is_anonymous", _("匿名发布")
    LANGUAGE = "language", _("语言")
    INDICATORS = "indicators", _("技术指标")
    VISIBILITY = "visibility", _("可见范围")
    TRIED = "tried", _("曾经尝试")
    CONDITIONS = "conditions", _("已有条件")
    REQUIREMENTS = "requirements", _("对合作方的要求")
    IP_WISH = "ip_wish", _("知识产权意愿")
    REGION_PREFERENCE = "region_preference", _("地区偏好")
    NO_INDICATOR_REASON = "no_indicator_reason", _("不能量化的原因")
    ADVANTAGE = "advantage", _("与最优替代方案相比")
    ECONOMICS = "economics", _("经济性")
    TRL_EVIDENCE = "trl_evidence", _("成熟度证据")
    IP = "ip", _("知识产权")
    FUNDING_SOURCE = "funding_source", _("经费来源")
    PLAN_NUMBER = "plan_number", _("计划编号")
    SECURITY_CHECK = "security_check", _("安全自查")
    PRIOR_LICENCES = "prior_licences", _("已有许可")
    LICENCE_POLICY = "licence_policy", _("许可政策")
    OWNER_NOTE = "owner_note", _("成果权属说明")
    SERVICE_KIND = "service_kind", _("服务类别")
    CAPACITY = "capacity", _("服务能力")
    EQUIPMENT = "equipment", _("仪器设备")
    PRICE_NOTE = "price_note", _("收费说明")
    TURNAROUND = "turnaround", _("服务周期")
    REGION_NOTE = "region_note", _("服务范围")
    ORGANISATION = "organisation", _("发布机构")


class Verdict(TextChoices):
    """What a reviewer decided on a submission."""

    PROPOSED = "proposed", _("初审通过，送复核")
    PUBLISHED = "published", _("通过并发布")
    RETURNED = "returned", _("退回修改")


class Answer(TextChoices):
    """What a reviewer answers to an item of the checklist."""

    YES = "yes", _("是")
    NO = "no", _("否")
    NOT_APPLICABLE = "na", _("不适用")


class SuspendedFor(TextChoices):
    """Why open listings are taken out of sight."""

    REJECTED = "rejected", _("机构身份核实未通过")
    REVOKED = "revoked", _("机构身份核实已撤销")
