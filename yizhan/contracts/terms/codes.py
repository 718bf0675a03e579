"""The code lists of contract registration. Codes are permanent."""

from typing import Final

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Kind(TextChoices):
    """The kinds of contract; licences stand alone since 2021 (民法典 862)."""

    DEVELOPMENT = "development", _("技术开发")
    ASSIGNMENT = "assignment", _("技术转让")
    LICENCE = "licence", _("技术许可")
    CONSULTING = "consulting", _("技术咨询")
    SERVICE = "service", _("技术服务")


class SubKind(TextChoices):
    """What exactly is agreed; each belongs to one kind."""

    COMMISSIONED_DEVELOPMENT = "commissioned_development", _("委托开发")
    COOPERATIVE_DEVELOPMENT = "cooperative_development", _("合作开发")
    CONVERSION = "conversion", _("技术转化")
    PATENT_RIGHT = "patent_right", _("专利权转让")
    PATENT_APPLICATION_RIGHT = "patent_application_right", _("专利申请权转让")
    KNOW_HOW = "know_how", _("技术秘密转让")
    SOFTWARE_COPYRIGHT = "software_copyright", _("计算机软件著作权转让")
    LAYOUT_DESIGN = "layout_design", _("集成电路布图设计专有权转让")
    PLANT_VARIETY = "plant_variety", _("植物新品种权转让")
    BIOMEDICINE = "biomedicine", _("生物医药新品种转让")
    DESIGN_COPYRIGHT = "design_copyright", _("设计著作权转让")
    PATENT_EXCLUSIVE = "patent_exclusive", _("专利独占实施许可")
    PATENT_SOLE = "patent_sole", _("专利排他实施许可")
    PATENT_ORDINARY = "patent_ordinary", _("专利普通实施许可")
    KNOW_HOW_LICENCE = "know_how_licence", _("技术秘密使用许可")
    OTHER_LICENCE = "other_licence", _("其他知识产权许可")
    FEASIBILITY = "feasibility", _("可行性论证")
    FORECAST = "forecast", _("技术预测")
    SURVEY = "survey", _("专题技术调查")
    EVALUATION = "evaluation", _("分析评价报告")
    GENERAL_SERVICE = "general_service", _("一般技术服务")
    TRAINING = "training", _("技术培训")
    INTERMEDIARY = "intermediary", _("技术中介")


SUB_KINDS: Final[dict[str, tuple[str, ...]]] = {
    Kind.DEVELOPMENT: (
        SubKind.COMMISSIONED_DEVELOPMENT,
        SubKind.COOPERATIVE_DEVELOPMENT,
        SubKind.CONVERSION,
    ),
    Kind.ASSIGNMENT: (
        SubKind.PATENT_RIGHT,
        SubKind.PATENT_APPLICATION_RIGHT,
        SubKind.KNOW_HOW,
        SubKind.SOFTWARE_COPYRIGHT,
        SubKind.LAYOUT_DESIGN,
        SubKind.PLANT_VARIETY,
        SubKind.BIOMEDICINE,
        SubKind.DESIGN_COPYRIGHT,
    ),
    Kind.LICENCE: (
        SubKind.PATENT_EXCLUSIVE,
        SubKind.PATENT_SOLE,
        SubKind.PATENT_ORDINARY,
        SubKind.KNOW_HOW_LICENCE,
        SubKind.OTHER_LICENCE,
    ),
    Kind.CONSULTING: (
        SubKind.FEASIBILITY,
        SubKind.FORECAST,
        SubKind.SURVEY,
        SubKind.EVALUATION,
    ),
    Kind.SERVICE: (SubKind.GENERAL_SERVICE, SubKind.TRAINING, SubKind.INTERMEDIARY),
}
KIND_OF: Final[dict[str, str]] = {
    sub: kind for kind, several in SUB_KINDS.items() for sub in several
}

LICENCES: Final = frozenset(SUB_KINDS[Kind.LICENCE])


class IpType(TextChoices):
    """The kind of intellectual property a contract rests on."""

    KNOW_HOW = "know_how", _("技术秘密")
    INVENTION_PATENT = "invention_patent", _("发明专利")
    UTILITY_MODEL = "utility_model", _("实用新型")
    DESIGN_PATENT = "design_patent", _("外观设计")
    SOFTWARE_COPYRIGHT = "software_copyright", _("计算机软件著作权")
    PLANT_VARIETY = "plant_variety", _("植物新品种权")
    LAYOUT_DESIGN = "layout_design", _("集成电路布图设计专有权")
    BIOMEDICINE = "biomedicine", _("生物医药新品种")
    DESIGN_COPYRIGHT = "design_copyright", _("设计著作权")
    NONE = "none", _("未涉及知识产权")


class IpStatus(TextChoices):
    """Whether the right stands, as its owner declares."""

    PENDING = "pending", _("申请中")
    IN_FORCE = "in_force", _("有效")
    EXPIRED = "expired", _("已终止")
    INVALID = "invalid", _("被宣告无效")


class PlanSource(TextChoices):
    """Which public plan the project belongs to."""

    NATIONAL = "national", _("国家级计划")
    MINISTRY = "ministry", _("部门计划")
    PROVINCE = "province", _("省级计划")
    PREFECTURE = "prefecture", _("地市县计划")
    NONE = "none", _("计划外")


PUBLIC_PLANS: Final = frozenset(PlanSource.values) - {PlanSource.NONE.value}


class Payment(TextChoices):
    """How the price is paid (民法典 846)."""

    LUMP_SUM = "lump_sum", _("一次总付")
    INSTALMENTS = "instalments", _("分期支付")
    ROYALTY = "royalty", _("提成支付")
    ENTRY_AND_ROYALTY = "entry_and_royalty", _("入门费加提成")
    EQUITY = "equity", _("作价入股")


# With these the price may still be unknown on the day of filing.
OPEN_PRICES: Final = frozenset({Payment.ROYALTY, Payment.ENTRY_AND_ROYALTY, Payment.EQUITY})


class Objective(TextChoices):
    """The thirteen socio-economic objectives; the numbering is ours."""

    O01 = "01", _("农林牧渔业发展")
    O02 = "02", _("工商业发展")
    O03 = "03", _("能源生产、分配和合理利用")
    O04 = "04", _("环境保护与污染防治")
    O05 = "05", _("卫生事业发展")
    O06 = "06", _("教育事业发展")
    O07 = "07", _("基础设施与城乡规划")
    O08 = "08", _("社会发展和社会服务")
    O09 = "09", _("地球和大气层的探索与利用")
    O10 = "10", _("民用空间探测与开发")
    O11 = "11", _("国防")
    O12 = "12", _("其他民用目标")
    O13 = "13", _("非定向研究")


class Nature(TextChoices):
    """The legal nature of a party, by the codes of the registration form."""

    N010 = "010", _("机关法人")
    N011 = "011", _("机关法人（国家级）")
    N012 = "012", _("机关法人（省级）")
    N013 = "013", _("机关法人（市级）")
    N014 = "014", _("机关法人（县级及以下）")
    N020 = "020", _("事业法人")
    N021 = "021", _("科研机构")
    N022 = "022", _("高等院校")
    N023 = "023", _("医疗卫生机构")
    N024 = "024", _("其他事业法人")
    N030 = "030", _("社团法人")
    N100 = "100", _("内资企业")
    N110 = "110", _("国有企业")
    N120 = "120", _("集体企业")
    N130 = "130", _("股份合作企业")
    N140 = "140", _("联营企业")
    N150 = "150", _("有限责任公司")
    N160 = "160", _("股份有限公司")
    N170 = "170", _("私营企业")
    N180 = "180", _("其他内资企业")
    N200 = "200", _("港澳台商投资企业")
    N210 = "210", _("港澳台合资经营企业")
    N220 = "220", _("港澳台合作经营企业")
    N230 = "230", _("港澳台独资企业")
    N240 = "240", _("港澳台投资股份有限公司")
    N300 = "300", _("外商投资企业")
    N310 = "310", _("中外合资经营企业")
    N320 = "320", _("中外合作经营企业")
    N330 = "330", _("外资企业")
    N340 = "340", _("外商投资股份有限公司")
    N400 = "400", _("个体经营和个人")
    N900 = "900", _("境外机构")


class Side(TextChoices):
    """On which side of the contract a party stands."""

    SELLER = "seller", _("卖方")
    BUYER = "buyer", _("买方")


class CostKind(TextChoices):
    """What a cost that is not technology was spent on."""

    EQUIPMENT = "equipment", _("设备")
    INSTRUMENTS = "instruments", _("仪器")
    PARTS = "parts", _("零部件")
    MATERIALS = "materials", _("原材料")
    CARRIER = "carrier", _("技术文件与载体")
    OTHER = "other", _("其他非技术性费用")


class PaperKind(TextChoices):
    """What a document of the file is."""

    CONTRACT_TEXT = "contract_text", _("合同文本")
    ATTACHMENT = "attachment", _("合同附件")
    AUTHORISATION = "authorisation", _("授权证明")
    APPROVAL = "approval", _("批准或同意证明")
    IP_CERTIFICATE = "ip_certificate", _("知识产权权利证明")
    LICENCE = "licence", _("许可或登记证明")
    OTHER = "other", _("其他材料")


class Regime(TextChoices):
    """The rule set a contract is judged by, chosen by the day of acceptance."""

    R1990 = "1990", _("1990 年试行规则")
    R2000 = "2000", _("2000 年办法与 2001 年规则")
    R2026 = "2026", _("2026 年办法")


class Act(TextChoices):
    """What a registrar decided."""

    ACCEPT = "accept", _("受理")
    CORRECT = "correct", _("要求补正")
    PROPOSE = "propose", _("提出意见")
    SEND_BACK = "send_back", _("复核退回")
    REGISTER = "register", _("准予登记")
    REFUSE = "refuse", _("不予登记")
    AMEND = "amend", _("准予变更")
    DECLINE = "decline", _("不予变更")
    CANCEL = "cancel", _("注销登记")
    REVOKE = "revoke", _("撤销登记")
    REDETERMINE = "redetermine", _("重新认定")
    DISMISS = "dismiss", _("驳回异议")


class Screening(TextChoices):
    """How what crosses the border stands in the lists of import and export."""

    PROHIBITED = "prohibited", _("禁止进出口")
    RESTRICTED = "restricted", _("限制进出口")
    FREE = "free", _("自由进出口")


class Outcome(TextChoices):
    """What is proposed to the second registrar."""

    REGISTER = "register", _("予以登记")
    REFUSE = "refuse", _("不予登记")


class AppealBy(TextChoices):
    """Who objects: a party, or a tax or finance office that doubts the decision."""

    PARTY = "party", _("当事人")
    OFFICE = "office", _("税务或财政部门")


class SecondBecause(TextChoices):
    """Why a second registrar must look."""

    LARGE = "large", _("技术交易额较大")
    RELATED = "related", _("关联交易")
    FOREIGN = "foreign", _("涉外合同")
    AGAIN = "again", _("重新认定")
    SAMPLE = "sample", _("抽查")
