"""The code lists of the law book. Codes are permanent."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Confidence(TextChoices):
    """How sure we are of a value; all but the first want a look at the official text."""

    SOURCE = "source", _("已核对原文")
    HIGH = "high", _("待核对（可信度高）")
    MEDIUM = "medium", _("待核对（可信度中）")
    LOW = "low", _("待核对（可信度低）")


class Chapter(TextChoices):
    """The chapters of the law book; one file of parameters each."""

    REGISTRATION = "registration", _("认定登记")
    PENALTIES = "penalties", _("处罚")
    FOREIGN_TRADE = "foreign_trade", _("技术进出口")
    SECRECY = "secrecy", _("保密")
    INCOME_TAX = "income_tax", _("企业所得税")
    TURNOVER_TAX = "turnover_tax", _("增值税与营业税")
    STAMP_DUTY = "stamp_duty", _("印花税")
    RESEARCH = "research", _("研发费用加计扣除")
    INDIVIDUAL_TAX = "individual_tax", _("个人所得税")
    SHARING = "sharing", _("利益分配")
    PRICING = "pricing", _("定价")
    AWARDS = "awards", _("奖励")
    INSTITUTIONS = "institutions", _("机构与驿站")
    BROKERS = "brokers", _("技术经纪人")
    CREDIT = "credit", _("信用")
    INTEGRITY = "integrity", _("科研诚信")
    STATE_ASSETS = "state_assets", _("国有资产交易")
    AUCTIONS = "auctions", _("拍卖与招标")
    STANDARDS = "standards", _("标准")
    PLAN = "plan", _("行动方案与基金")


class Act(TextChoices):
    """How technology passes to the other side (财税〔2010〕111号 二, 财税〔2015〕116号)."""

    OWNERSHIP = "ownership", _("转让所有权")
    EXCLUSIVE_GLOBAL = "exclusive_global", _("全球独占许可")
    NON_EXCLUSIVE = "non_exclusive", _("非独占许可")


class Right(TextChoices):
    """What is transferred; only some rights are in the scope of 财税〔2010〕111号 一."""

    INVENTION = "patent_invention", _("发明专利")
    UTILITY = "patent_utility", _("实用新型专利")
    DESIGN = "patent_design_not_simple", _("外观设计专利（非简单改变图案和形状）")
    SOFTWARE = "software_copyright", _("计算机软件著作权")
    LAYOUT = "ic_layout", _("集成电路布图设计专有权")
    VARIETY = "plant_variety", _("植物新品种权")
    BIOMEDICAL = "biomedical_variety", _("生物医药新品种")
    KNOW_HOW = "know_how", _("技术秘密（非专利技术）")
    OTHER = "other", _("其他")


class ExportList(TextChoices):
    """Where the technology stands in 中国禁止出口限制出口技术目录."""

    FREE = "free", _("不在禁止、限制出口目录")
    RESTRICTED = "restricted", _("限制出口")
    PROHIBITED = "prohibited", _("禁止出口")


class Researcher(TextChoices):
    """Classes of enterprises in the extra deduction of research expense."""

    GENERAL = "general", _("一般企业")
    TECHNOLOGY_SME = "technology_sme", _("科技型中小企业")
    MANUFACTURING = "manufacturing", _("制造业企业")
    CHIPS_AND_MACHINE_TOOLS = "chips_and_machine_tools", _("集成电路和工业母机企业")


class Item(TextChoices):
    """What a price is paid for, as turnover tax sorts it (财税〔2016〕36号 附件3)."""

    TRANSFER = "transfer", _("转让技术")
    DEVELOPMENT = "development", _("研究开发")
    RELATED_SERVICE = "related_service", _("与转让、开发相关的咨询和服务")
    SERVICE = "service", _("其他服务")
    GOODS = "goods", _("货物")


class Deed(TextChoices):
    """How stamp duty sorts a document (印花税税目税率表)."""

    CONTRACT = "contract", _("技术咨询、技术服务等技术合同")
    DEVELOPMENT = "development", _("技术开发合同")
    RIGHT_TRANSFER = "right_transfer", _("专利权、著作权、专有技术使用权转让书据")


class Owner(TextChoices):
    """Who owes the award (促进科技成果转化法 45)."""

    STATE = "state", _("国家设立的研究开发机构、高等院校")
    ENTERPRISE = "enterprise", _("企业")


class SharingRegion(TextChoices):
    """Provinces with shares of their own; GB/T 2260 prefixes."""

    BEIJING = "11", _("北京市")
    SHANGHAI = "31", _("上海市")
    ZHEJIANG = "33", _("浙江省")
    SHANDONG = "37", _("山东省")
    HENAN = "41", _("河南省")
