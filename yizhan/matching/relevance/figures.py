"""Figures in running text: 表面硬度不低于850HV, 30~50℃, ±0.5%, at least 850 HV."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import Final

from yizhan.matching.engine.text import clean
from yizhan.matching.relevance.quantities import NUMBER, number, tail, written
from yizhan.matching.relevance.views import Comparator, IndicatorView

MOST: Final = 40
_NAME_LENGTH: Final = 18
_LONG_NAME: Final = 10
_ENGLISH_WORDS: Final = 4

# Ordered: the longer words first, so that 不大于 is not read as 大于.
_BEFORE: Final[tuple[tuple[Comparator, str], ...]] = (
    (
        "ge",
        (
            r"不低于|不小于|不少于|不得低于|不得小于|不得少于|大于或?等于|高于或?等于|至少|≥|>=|=>"
            r"|at least|not less than|no less than|minimum(?: of)?"
        ),
    ),
    (
        "le",
        (
            "不高于|不大于|不超过|不多于|不得高于|不得大于|不得超过|小于或?等于|低于或?等于|至多"
            "|最多|≤|<=|=<|at most|not more than|no more than|maximum(?: of)?|up to"
        ),
    ),
    ("gt", r"大于|高于|超过|多于|>|more than|greater than|above|over|exceeding|exceeds"),
    ("lt", r"小于|低于|少于|不足|<|less than|below|under"),
    ("about", r"大约|约为|约|近|≈|about|approximately|around"),
    ("eq", r"达到了?|可达到?|达|为|是|=|:|reaches|reaching|is|of"),
)
_AFTER: Final[tuple[tuple[Comparator, str], ...]] = (
    ("ge", r"\s?(?:及|或)?以上|\s?(?:or (?:more|above|higher)|and above)"),
    (
        "le",
        r"\s?(?:及|或)?(?:以下|以内|之内|内(?!部))|\s?(?:or (?:less|below|lower)|and below)",
    ),
    ("about", r"\s?左右|\s?上下"),
)
# "提高20%" states a change, "降至50" a bound: what is driven down is wanted at most.
_DOWN: Final = re.compile(
    r"(?:降低?|减少?|控制|限制)(?:至|到|在)[^,。;]{0,3}$|(?:reduced?|cut|down) to $"
)
_COUNTED: Final = frozenset(
    [
        "年",
        "月",
        "天",
        "日",
        "周",
        "个月",
        "小时",
        "元",
        "公顷",
        "平方米",
        "平米",
        *list("次个件台套只人条片头株根块张项家户亩羽位名倍"),
    ]
)
_HISTORY: Final = re.compile(r"占地|拥有|建有|公司|企业|我国|我司|[甲乙丙]方|专利|奖|员工|出栏")
_MONEY: Final = re.compile(
    r"预算|投入|支付|出资|投资|资金|经费|报价|价格|注册|产值|销售|利润|营业|收入|费用|税|budget"
)
_DATE: Final = re.compile(r"(?:19|20)\d\d\s?(?:年|[-./]\d{1,2}[-./])")
_MONTH_DAY: Final = re.compile(r"\d{1,2}\s?月\s?\d{1,2}|\d{1,2}\s?日")
_BEFORE_RE: Final = tuple(
    (kind, re.compile(rf"(?:{words})\s{{0,2}}$", re.IGNORECASE)) for kind, words in _BEFORE
)
_AFTER_RE: Final = tuple((kind, re.compile(words, re.IGNORECASE)) for kind, words in _AFTER)
_FIGURE: Final = re.compile(NUMBER)
_RANGE: Final = re.compile(
    rf"\s?(?:~|-|—|–|至|到|\bto\b|(?<=\d )and\b)\s?({NUMBER.replace('[+-]?', '-?', 1)})"
)
_PLUS_MINUS: Final = re.compile(r"±\s?$")
_TOLERANCE: Final = re.compile(rf"\s?±\s?({NUMBER})")
_BREAK: Final = re.compile(
    r"[,;。!?\n、()\[\]【】《》|]|(?<=\S):(?=\s*\S)|\.\s|^\s*[(（]?\d+[)）、.]"
)
_TRIM_END: Final = re.compile(
    r"(?:要求|需要|想要|想|希望|打算|力争|争取|应当|应该|必须|可以|能够|达到|提[高升][至到]|降低?[至到]|减少?[至到]|控制在|保持在?|在|从|的"
    r"|介于|平均|目前|现有|仅|均|都|范围|值|指标|between|from|is|of|be|the|to|must|should|shall|with"
    r"|且|并|使|将|其|后|不|为|是|至|[:=\s*\"“'”-])+$",
    re.IGNORECASE,
)
_TROUBLE: Final = re.compile(r"(?:超标|不达标|[过偏太较][高低大小快慢]|不足|不够|不稳定)了?$")
_FROM: Final = re.compile(r"[从由].*$")
_TRIM_START: Final = re.compile(
    r"^(?:且|并且?|使得?|将|其中?|要求|希望|需要?|以及|和|与|或|同时|实现|保证|确保|如|即|则|该"
    r"|the|and|with|a|an|its|of|[\s\d.、):*\"“'”-])+",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Figure:
    """An indicator and where the cleaned text says it."""

    indicator: IndicatorView
    start: int
    end: int


def figures(text: str, *, most: int = MOST) -> list[Figure]:
    """List the figures that have a unit or a comparator; numbers alone are no figures."""
    text = clean(text)
    found: list[Figure] = []
    for figure in _scan(text):
        found.append(figure)
        if len(found) == most:
            break
    return found


def _scan(text: str) -> Iterator[Figure]:
    position = 0
    while match := _FIGURE.search(text, position):
        figure = _figure(text, match)
        position = figure.end if figure else match.end()
        if figure:
            yield figure


@dataclass(frozen=True, slots=True)
class _Extent:
    """How far a number reaches: the other end of a range, the unit, where it stops."""

    high: Decimal | None
    unit: str
    times: int
    end: int
    hyphen: bool = False


def _extent(text: str, end: int) -> _Extent:
    behind = tail(text, end)
    second = _RANGE.match(text, behind.end)
    if second is None:
        return _Extent(None, behind.unit, behind.times, behind.end)
    high, last = number(second.group(1)), tail(text, second.end())
    # 1~2万吨 means ten thousands on both sides; 9千~1万 does not.
    times = behind.times if behind.times > 1 or behind.unit else last.times
    return _Extent(
        high * last.times if high is not None else None,
        last.unit or behind.unit,
        times,
        last.end,
        hyphen="-" in second.group(),
    )


def _figure(text: str, match: re.Match[str]) -> Figure | None:
    """Read one number with all that belongs to it."""
    first = number(match.group())
    if first is None or _no_figure(text, match):
        return None
    extent = _extent(text, match.end())
    if extent.hyphen and not extent.unit:
        return None  # a telephone number, or what is left of a date
    ranged = extent.high is not None
    tolerance = None if ranged else _TOLERANCE.match(text, extent.end)
    if tolerance:
        return _with_tolerance(text, match, tolerance, extent.unit)
    kind, start, end = _comparator(text, match.start(), extent.end, ranged=ranged)
    view = IndicatorView(
        name=_name(text[max(0, start - 60) : start]),
        comparator=kind or "eq",
        value=written(first * extent.times),
        value_max=written(extent.high) if extent.high is not None else "",
        unit=extent.unit,
    )
    return Figure(view, start, end) if _is_telling(view, stated=kind is not None) else None


def _is_telling(view: IndicatorView, *, stated: bool) -> bool:
    """Leave out money, and counts and bare numbers that nobody set as a bound."""
    if view.unit in ("元", "") and _MONEY.search(view.name):
        return False
    if stated and view.comparator != "eq":
        return True
    named = len(view.name) > 1 and not _HISTORY.search(view.name)
    return named and bool(view.unit) and (stated or view.unit not in _COUNTED)


def _no_figure(text: str, match: re.Match[str]) -> bool:
    """Leave out dates, grit sizes such as 100/120, and where a change starts from."""
    start, end = match.span()
    if _DATE.match(text, start) or _MONTH_DAY.match(text, start):
        return True
    if text[end : end + 2].strip("/").isdigit() and text[end : end + 1] == "/":
        return True
    before, behind = text[start - 1 : start] if start else "", text[end : end + 1]
    return before in {"/", "从", "由", "第"} or (before == "年" and behind == "月")


def _with_tolerance(
    text: str, match: re.Match[str], tolerance: re.Match[str], unit: str
) -> Figure | None:
    """Turn 25±2℃ into 23 to 27."""
    middle, reach = number(match.group()), number(tolerance.group(1))
    last = tail(text, tolerance.end())
    if middle is None or reach is None:
        return None
    if last.unit == "%" and unit and unit != "%":
        reach, symbol = abs(middle) * reach / 100, unit
    else:
        symbol = last.unit or unit
    view = IndicatorView(
        name=_name(text[max(0, match.start() - 60) : match.start()]),
        comparator="between",
        value=written(middle - reach),
        value_max=written(middle + reach),
        unit=symbol,
    )
    return Figure(view, match.start(), last.end)


def _comparator(
    text: str, start: int, end: int, *, ranged: bool
) -> tuple[Comparator | None, int, int]:
    """Find the comparator before or after the number, and where the whole begins and ends."""
    ahead = text[max(0, start - 24) : start]
    if plus_minus := _PLUS_MINUS.search(ahead):
        return "le", start - len(plus_minus.group()), end
    word = next(
        (
            (kind, len(hit.group()))
            for kind, pattern in _BEFORE_RE
            if (hit := pattern.search(ahead))
        ),
        None,
    )
    if word:
        start -= word[1]
    if ranged:
        return "between", start, end
    for kind, pattern in _AFTER_RE:
        if hit := pattern.match(text, end):
            return kind, start, hit.end()
    if _DOWN.search(ahead[: len(ahead) - (word[1] if word else 0)]) and (
        word is None or word[0] == "eq"
    ):
        return "le", start, end
    return (word[0] if word else None), start, end


def _name(before: str) -> str:
    """Take what stands before a figure, back to the last pause, without its verbs.

    "出水总磷超标,想降到0.3mg/L" names what it wants lower in the clause before.
    """
    pieces = [_FROM.sub("", piece) for piece in _BREAK.split(_TRIM_END.sub("", before))]
    piece = _TRIM_END.sub("", pieces[-1])
    if not piece.strip() and len(pieces) > 1 and _TROUBLE.search(pieces[-2]):
        piece = _TROUBLE.sub("", pieces[-2])
    piece = _TRIM_START.sub("", _TRIM_END.sub("", piece)).strip()
    if len(piece) > _LONG_NAME and "的" in piece[:-2]:
        piece = piece[piece.rindex("的", 0, len(piece) - 2) + 1 :]
    if piece.isascii():
        return " ".join(piece.split()[-_ENGLISH_WORDS:])[-60:]
    return piece[-_NAME_LENGTH:].strip()
