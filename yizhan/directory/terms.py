"""The code lists of the directory: kinds, sizes, fields, zones, roles. Codes are permanent."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

# Where the session keeps the membership that the person acts in.
ACTING_AS = "acting_as"


# What a merge may take from the entry that goes; kind and level are the same in both.
MERGED = (
    "name", "name_en", "uscc", "former_code", "registered_on", "size", "is_rd_type",
    "region_id", "industry_id", "fields", "about", "about_en", "website",
)  # fmt: skip


class Kind(TextChoices):
    """What an organisation is."""

    ENTERPRISE = "enterprise", _("企业")
    UNIVERSITY = "university", _("高等学校")
    RESEARCH_INSTITUTE = "research_institute", _("科研院所")
    TRANSFER_INSTITUTION = "transfer_institution", _("技术转移机构")
    STATION_NATIONAL = "station_national", _("国家驿站")
    STATION_REGIONAL = "station_regional", _("区域驿站")
    STATION_LOCAL = "station_local", _("基层驿站")
    EXCHANGE = "exchange", _("技术产权交易机构")
    SCIENCE_PARK = "science_park", _("科技园与孵化器")
    PRODUCTIVITY_CENTRE = "productivity_centre", _("生产力促进中心")
    INVESTOR = "investor", _("投资机构")
    BANK = "bank", _("银行")
    TRAINING_BASE = "training_base", _("培训基地")
    GOVERNMENT = "government", _("政府部门")
    ALLIANCE = "alliance", _("技术转移联盟")


STATIONS = frozenset({Kind.STATION_NATIONAL, Kind.STATION_REGIONAL, Kind.STATION_LOCAL})


class Size(TextChoices):
    """Size of an enterprise by 统计上大中小微型企业划分办法."""

    LARGE = "large", _("大型企业")
    MEDIUM = "medium", _("中型企业")
    SMALL = "small", _("小型企业")
    MICRO = "micro", _("微型企业")


class Level(TextChoices):
    """Level of a government department."""

    CENTRAL = "central", _("中央")
    MINISTRY = "ministry", _("部委")
    PROVINCE = "province", _("省级")
    CITY = "city", _("市级")
    COUNTY = "county", _("县级")


class Field(TextChoices):
    """The eleven statistical technology fields of contract registration."""

    F01 = "01", _("电子信息")
    F02 = "02", _("航空航天")
    F03 = "03", _("先进制造")
    F04 = "04", _("生物、医药和医疗器械")
    F05 = "05", _("新材料及其应用")
    F06 = "06", _("新能源与高效节能")
    F07 = "07", _("环境保护与资源综合利用")
    F08 = "08", _("核应用")
    F09 = "09", _("农业")
    F10 = "10", _("现代交通")
    F11 = "11", _("城市建设与社会发展")


class Zone(TextChoices):
    """The plan's economic zones; every province-level region stands in exactly one or none."""

    BOHAI = "bohai", _("环渤海")
    YANGTZE = "yangtze", _("长三角")
    PEARL = "pearl", _("珠三角")
    NORTHEAST = "northeast", _("东北")
    CENTRAL = "central", _("中部")
    WEST = "west", _("西部")


class Part(TextChoices):
    """What a house is in an alliance; the codes sort as they rank."""

    LEAD = "lead", _("牵头单位")
    MEMBER = "member", _("成员单位")
    OBSERVER = "observer", _("观察员")


class Role(TextChoices):
    """What a person may be within an organisation."""

    MEMBER = "member", _("成员")
    ADMINISTRATOR = "administrator", _("机构管理员")
    BROKER = "broker", _("技术经纪人")
    ADVISER = "adviser", _("驿站专员")
    REVIEWER = "reviewer", _("审核员")
    REGISTRAR = "registrar", _("登记员")
    ASSESSOR = "assessor", _("评审专家")
    OFFICER = "officer", _("主管部门人员")
    SITE_ADMINISTRATOR = "site_administrator", _("平台管理员")
