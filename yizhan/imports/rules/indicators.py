"""Reading quantified indicators from a cell: 硬度≥850HV（GB/T 4340）；成本 30–40 万元/吨."""

import json
import re
from collections.abc import Iterator
from decimal import Decimal, InvalidOperation
from typing import Any

from yizhan.imports.terms import Indicator

_COMPARATORS = {
    "ge": (">=", "≥", "≧", "⩾", "不低于", "不小于", "不少于", "至少", "达到", "达"),
    "le": ("<=", "≤", "≦", "⩽", "不高于", "不大于", "不超过", "不多于", "至多"),
    "gt": (">", "＞", "大于", "高于", "超过", "优于"),
    "lt": ("<", "＜", "小于", "低于", "少于"),
    "about": ("≈", "约为", "大约", "约"),
    "eq": ("=", "＝", "等于", "为"),
}
_SIGNS = {sign: code for code, signs in _COMPARATORS.items() for sign in signs}
_SIGN = "|".join(sorted(map(re.escape, _SIGNS), key=len, reverse=True))
_FIGURE = r"[-+]?\d[\d,]*(?:\.\d+)?(?:[eE][-+]?\d+)?"
_SPLIT = re.compile(r"[；;\n\r]+|[，,。](?=\s*[^\d\s])|(?:^|\s)\d{1,2}[.、)）]\s*(?=\D)")
_READ = re.compile(
    rf"^(?P<name>[^≥≤<>=：:]*?[^\s≥≤<>=：:\d.+-]?)\s*[：:]?\s*(?P<sign>{_SIGN})?\s*"
    rf"(?P<value>{_FIGURE})\s*(?:(?:-|~|～|—|–|至|到)\s*(?P<upper>{_FIGURE}))?\s*"
    r"(?P<unit>[^\d（()）\s][^（()）]{0,19})?\s*(?:[（(](?P<method>[^（()）]*)[)）])?$"
)
_LONGEST = 200
_MOST = 50


def parse_indicators(cell: str | list[str]) -> tuple[Indicator, ...]:
    """Read every indicator; what is not a figure is kept as a text indicator, never lost."""
    found: list[Indicator] = []
    for part in [cell] if isinstance(cell, str) else cell:
        given = _from_json(part)
        found += given if given is not None else _from_text(part)
    return tuple(found[:_MOST])


def _from_text(text: str) -> Iterator[Indicator]:
    for part in _SPLIT.split(text):
        if piece := part.strip(" 　。，,"):
            yield _read(piece)


def _read(piece: str) -> Indicator:
    found = _READ.match(piece) if len(piece) <= _LONGEST else None
    name = found["name"].strip(" ：:") if found else ""
    if not found or not name:
        name, _, rest = piece.replace("：", ":").partition(":")
        if not rest:
            name = ""
        return Indicator(name=name[:_LONGEST], comparator="text", text=piece)
    sign = found["sign"] or ""
    upper = _decimal(found["upper"]) if found["upper"] else None
    return Indicator(
        name=name[:_LONGEST],
        comparator="between" if upper is not None else _SIGNS.get(sign, "eq"),
        value=_decimal(found["value"]),
        upper=upper,
        unit=(found["unit"] or "").strip(),
        method=(found["method"] or "").strip()[:_LONGEST],
        text=piece,
    )


def _from_json(text: str) -> list[Indicator] | None:
    if not text.lstrip().startswith(("{", "[")):
        return None
    try:
        items = json.loads(text)
    except (ValueError, RecursionError):
        return None
    items = items if isinstance(items, list) else [items]
    return [_from_object(item) for item in items if isinstance(item, dict)]


def _from_object(item: dict[str, Any]) -> Indicator:
    words = {
        key: str(item.get(key) or "")[:_LONGEST] for key in ("name", "unit", "method", "text")
    }
    sign = str(item.get("comparator") or "eq")
    code = (
        sign if sign in _COMPARATORS or sign in {"between", "text"} else _SIGNS.get(sign, "eq")
    )
    value, upper = (
        _decimal(str(item.get("value") or "")),
        _decimal(str(item.get("upper") or "")),
    )
    if value is None:
        code = "text"
    return Indicator(comparator=code, value=value, upper=upper, **words)


def _decimal(figure: str) -> Decimal | None:
    try:
        value = Decimal(figure.replace(",", ""))
    except InvalidOperation:
        return None
    return value if value.is_finite() and abs(value.adjusted()) < 30 else None
