"""Words that praise: what they claim, and so what would have to stand beside them."""

import re
from dataclasses import dataclass

RANK, DEGREE, QUALITY = "rank", "degree", "quality"


@dataclass(frozen=True, slots=True)
class Term:
    """A way of praising. `family` names what the words claim.

    rank: better than all others; degree: much more or less than before; quality: good.
    """

    family: str
    pattern: re.Pattern[str]


def _term(family: str, pattern: str) -> Term:
    return Term(family, re.compile(pattern, re.IGNORECASE))


TERMS = (
    _term(
        RANK,
        "(?:(?:处于|达到|居于?|属于?|保持)?(?:国际|国内|世界|全球|全国|行业|同行业|同类|业内|省内)"
        "(?:同类)?(?:技术|产品)?(?:的)?"
        "(?:领先|先进|一流|首创|首套|首台|独家|唯一|顶尖|前列|最高)(?:地位|水平|水准)?)"
        "(?!大学|学科|院校|高校|企业名录)",
    ),
    _term(RANK, "填补(?:了)?(?:[\u4e00-\u9fff]{0,8})空白"),
    _term(RANK, "(?:行业|技术|市场|全球|绝对)?领先(?:地位|水平|优势)"),
    _term(RANK, "独一无二|无可替代|无出其右|遥遥领先|首屈一指|史无前例|前所未有"),
    _term(RANK, "打破(?:了)?(?:国外|国际|行业)?(?:技术)?垄断"),
    _term(RANK, "最(?:先进|优秀|领先|高端|好的|佳的?性能)"),
    _term(RANK, r"\b(?:world|industry|market)[- ](?:class|leading|beating)\b"),
    _term(RANK, r"\b(?:state[- ]of[- ]the[- ]art|cutting[- ]edge|best[- ]in[- ]class)\b"),
    _term(RANK, r"\b(?:unique|unrivalled|unparalleled|unprecedented|first of its kind)\b"),
    _term(
        DEGREE,
        "(?:显著|大幅度?|明显|极大地?|大大|成倍地?|有效地?)(?:的|地)?"
        "(?:提高|提升|降低|减少|缩短|改善|改进|增强|增加|节约|节省|延长|优于|下降)",
    ),
    _term(DEGREE, r"\b(?:significantly|dramatically|greatly|substantially|vastly)\s+[a-z]+"),
    _term(
        QUALITY,
        "(?:性能|效果|质量|品质|技术|工艺)(?:十分|非常|极其|极为)?"
        "(?:优异|优越|卓越|优良|先进|成熟可靠|过硬|一流)",
    ),
    _term(QUALITY, "(?:市场)?前景(?:十分|非常|极其|极为)?(?:广阔|看好|巨大)"),
    _term(QUALITY, "(?:广受|深受)(?:用户|客户|市场)?(?:好评|欢迎|认可)"),
    _term(QUALITY, r"\b(?:excellent|outstanding|superior|revolutionary|groundbreaking)\b"),
)
