"""Making words comparable, and the words that mean nothing, yes, no and a unit of money."""

import re
import unicodedata
from decimal import Decimal

_NOISE = re.compile(r"[\s\-_./\\:：;；,，、*＊'\"“”‘’()（）\[\]【】{}<>《》#?？!！&]+")
_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")

# What people write into a cell that has no value; for text fields only the first group counts.
NOTHING = frozenset({"", "-", "--", "—", "——", "/", "\\", "null", "none", "n/a", "na", "#n/a"})
UNKNOWN = NOTHING | {"无", "暂无", "没有", "待定", "不详", "未知", "未填", "空", "tbd", "nil"}
NEGOTIABLE = frozenset({"面议", "协商", "待协商", "可协商", "面谈", "待议", "negotiable"})

YES = frozenset({"是", "有", "对", "真", "√", "✓", "✔", "y", "yes", "true", "t", "1", "同意"})
NO = frozenset({"否", "无", "不", "没有", "假", "×", "✗", "✘", "n", "no", "false", "f", "0"})

UNITS = {"": Decimal(1), "yuan": Decimal(1), "wan": Decimal(10_000), "yi": Decimal(100_000_000)}
UNIT_WORDS = {
    "亿元": "100000000",
    "亿": "100000000",
    "千万元": "10000000",
    "千万": "10000000",
    "百万元": "1000000",
    "百万": "1000000",
    "万元": "10000",
    "万": "10000",
    "w": "10000",
    "千元": "1000",
    "k": "1000",
    "元": "1",
    "块": "1",
}


def normal(text: str) -> str:
    """Fold width, case, spaces and punctuation, so that headers and choices compare equal."""
    return _NOISE.sub("", unicodedata.normalize("NFKC", text)).casefold()


def folded(text: str) -> str:
    """Fold width and case only, for reading figures."""
    return unicodedata.normalize("NFKC", text).strip().casefold()


def cleaned(text: str) -> str:
    """Take control characters and outer space off a text."""
    return _CONTROL.sub("", text).strip()
