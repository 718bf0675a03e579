"""How figures are said in each language: money, numbers, units, days and moments."""

from collections.abc import Iterable
from datetime import date, datetime
from decimal import ROUND_HALF_UP, Decimal
from typing import Any, NamedTuple
from zoneinfo import ZoneInfo

from django.utils import timezone
from django.utils.translation import get_language, gettext, ngettext

from yizhan.kernel.money import WAN, YI

NBSP = "\u00a0"
SHANGHAI = ZoneInfo("Asia/Shanghai")
_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
_MILLION, _BILLION = Decimal(10**6), Decimal(10**9)
_IN_MILLIONS = Decimal(10**5)  # from here two decimals of a million keep the figure readable


class Priced(NamedTuple):
    """An amount as the page sets it: `before` and `after` are small, `figure` is strong."""

    before: str
    figure: str
    after: str

    def __str__(self) -> str:
        """Return the plain sentence, for titles, exports and labels."""
        return NBSP.join(piece for piece in self if piece)


def is_english() -> bool:
    """Say whether the page speaks English."""
    return (get_language() or "").startswith("en")


def number(value: Decimal | float, places: int = 0) -> str:
    """Write a number with thousands marks and a real minus sign."""
    step = Decimal(1).scaleb(-places)
    exact = Decimal(str(value)).quantize(step, rounding=ROUND_HALF_UP)
    return f"{exact:,f}".replace("-", "−")


def amount(value: Decimal | None) -> Priced:
    """Say one exact amount by its size; None reads 面议."""
    return priced(value, value)


def priced(low: Decimal | None, high: Decimal | None) -> Priced:
    """Say a range by its size, open at either end; nothing known reads 面议."""
    largest = high if high is not None else low
    if largest is None:
        return Priced("", gettext("面议"), "")
    if is_english():
        scale, unit, places = _english_unit(abs(largest))
        return Priced("CNY", _range(low, high, scale, places, strip=scale == 1), unit)
    scale, unit = _chinese_unit(abs(largest))
    return Priced("", _range(low, high, scale, 2, strip=True), unit)


def listed(items: Iterable[Any]) -> str:
    """Join short things the way the language lists them: 甲、乙 or A, B."""
    return (", " if is_english() else "、").join(str(item) for item in items if item)


def day(value: date | datetime) -> str:
    """Say a day without its year: 11月22日, 22 Nov."""
    local = _local_day(value)
    if is_english():
        return f"{local.day} {_MONTHS[local.month - 1]}"
    return f"{local.month}月{local.day}日"


def full_day(value: date | datetime) -> str:
    """Say a day with its year: 2026年11月22日, 22 Nov 2026."""
    local = _local_day(value)
    if is_english():
        return f"{day(value)} {local.year}"
    return f"{local.year}年{day(value)}"


def moment(value: datetime) -> str:
    """Say day and time in Beijing time; English names the zone."""
    local = timezone.localtime(value, SHANGHAI)
    if is_english():
        return f"{day(value)}, {local:%H:%M} CST"
    return f"{day(value)} {local:%H:%M}"


def ago(value: datetime, now: datetime) -> str:
    """Say how long ago; after thirty days the day itself says more."""
    minutes = max(0, int((now - value).total_seconds() // 60))
    if minutes < 1:
        return gettext("刚刚")
    if minutes < 60:
        return ngettext("%(count)s 分钟前", "%(count)s 分钟前", minutes) % {"count": minutes}
    hours = minutes // 60
    if hours < 24:
        return ngettext("%(count)s 小时前", "%(count)s 小时前", hours) % {"count": hours}
    days = hours // 24
    if days <= 30:
        return ngettext("%(count)s 天前", "%(count)s 天前", days) % {"count": days}
    return full_day(value)


def short_region(name: str) -> str:
    """Drop the administrative suffix that a list row has no room for: 浙江省 becomes 浙江."""
    for suffix in (
        "壮族自治区",
        "回族自治区",
        "维吾尔自治区",
        "特别行政区",
        "自治区",
        "省",
        "市",
    ):
        if name.endswith(suffix) and len(name) > len(suffix) + 1:
            return name.removesuffix(suffix)
    return name


def _local_day(value: date | datetime) -> date:
    if isinstance(value, datetime):
        return (
            timezone.localtime(value, SHANGHAI).date()
            if timezone.is_aware(value)
            else value.date()
        )
    return value


def _chinese_unit(size: Decimal) -> tuple[Decimal, str]:
    if size >= YI:
        return YI, "亿元"
    if size >= WAN:
        return WAN, "万元"
    return Decimal(1), "元"


def _english_unit(size: Decimal) -> tuple[Decimal, str, int]:
    if size >= _BILLION:
        return _BILLION, "B", 2
    if size >= _IN_MILLIONS:
        return _MILLION, "M", 2
    return Decimal(1), "", 2


def _range(
    low: Decimal | None, high: Decimal | None, scale: Decimal, places: int, *, strip: bool
) -> str:
    def say(value: Decimal) -> str:
        figure = number(value / scale, places)
        return figure.rstrip("0").rstrip(".") if strip and "." in figure else figure

    if low is None:
        return f"≤{NBSP}{say(high)}" if high is not None else ""
    if high is None:
        return f"≥{NBSP}{say(low)}"
    return say(low) if high == low else f"{say(low)}–{say(high)}"
