"""The code lists of experts and of requests for advice. Codes are permanent."""

from django.db.models import IntegerChoices, TextChoices
from django.utils.translation import gettext_lazy as _


class Degree(TextChoices):
    """The highest degree."""

    BACHELOR = "bachelor", _("学士")
    MASTER = "master", _("硕士")
    DOCTOR = "doctor", _("博士")


class Language(TextChoices):
    """In which languages an expert can be asked."""

    CHINESE = "zh", _("中文")
    ENGLISH = "en", _("英语")
    GERMAN = "de", _("德语")
    FRENCH = "fr", _("法语")
    JAPANESE = "ja", _("日语")
    KOREAN = "ko", _("韩语")
    RUSSIAN = "ru", _("俄语")
    SPANISH = "es", _("西班牙语")


class Mode(TextChoices):
    """What an expert is ready to do."""

    WRITTEN = "written", _("书面答复")
    CALL = "call", _("电话或视频")
    VISIT = "visit", _("现场指导")
    ASSESSOR = "assessor", _("参加评审")


class Form(TextChoices):
    """How an asker wants to be answered; the codes are those of `Mode`."""

    WRITTEN = "written", _("书面答复")
    CALL = "call", _("电话或视频，会后附纪要")
    VISIT = "visit", _("现场指导，会后附纪要")


class Fee(TextChoices):
    """What an expert expects."""

    FREE = "free", _("公益，不收费")
    AGREEMENT = "agreement", _("面议")
    RANGE = "range", _("按区间收费")


class WorkKind(TextChoices):
    """What an expert has to show."""

    PUBLICATION = "publication", _("论文")
    PATENT = "patent", _("专利")
    PROJECT = "project", _("科研项目")
    STANDARD = "standard", _("标准")


class Visibility(TextChoices):
    """Who may read a field of a profile."""

    PUBLIC = "public", _("公开")
    ORGANISATIONS = "organisations", _("登录机构可见")
    NOBODY = "nobody", _("不公开")


class Shown(TextChoices):
    """The fields whose readers an expert chooses; all others are public once listed."""

    DEPARTMENT = "department", _("部门")
    DEGREE = "degree", _("学位")
    LANGUAGES = "languages", _("语言")
    WORKS = "works", _("代表成果")
    HOURS = "hours", _("每月时间")
    FEE = "fee", _("收费")


class Relation(TextChoices):
    """What an expert declares between itself and the asker."""

    EMPLOYER = "employer", _("同一单位或近三年任职")
    SHARES = "shares", _("持有股份或期权")
    FAMILY = "family", _("近亲属任职或持股")
    COMPETING = "competing", _("正为其竞争者工作")
    OTHER = "other", _("其他关系")


class Finding(TextChoices):
    """What the platform itself sees between the two."""

    SAME_ORGANISATION = "same_organisation", _("同属一家机构")
    SAME_ALLIANCE = "same_alliance", _("同属一个联盟")


class Declined(TextChoices):
    """Why an expert does not take a request."""

    CONFLICT = "conflict", _("存在利益冲突")
    NOT_MY_FIELD = "not_my_field", _("不属于本人专业")
    TOO_BUSY = "too_busy", _("近期没有时间")
    OTHER = "other", _("其他原因")


class MessageKind(TextChoices):
    """What may be said in a request, besides the question itself."""

    CLARIFICATION = "clarification", _("请求补充")
    REPLY = "reply", _("补充说明")
    ANSWER = "answer", _("答复")


class Use(TextChoices):
    """What the answer was good for."""

    SOLVED = "solved", _("问题已解决")
    PARTLY = "partly", _("部分解决")
    DIRECTION = "direction", _("指明了方向")
    NONE = "none", _("没有帮助")


class Rating(IntegerChoices):
    """How content the asker is."""

    ONE = 1, _("1 分 很不满意")
    TWO = 2, _("2 分 不满意")
    THREE = 3, _("3 分 一般")
    FOUR = 4, _("4 分 满意")
    FIVE = 5, _("5 分 很满意")
