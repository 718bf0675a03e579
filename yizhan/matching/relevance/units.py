"""Units of measurement with exact factors: what may be compared with what.

A unit is a factor and a product of base dimensions. What has no exact conversion has a
dimension of its own: HV is not HRC, a tonne a year is not 365 times a tonne a day, because
nobody says how many days a plant runs.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from functools import lru_cache
from typing import Final

Dimension = tuple[tuple[str, int], ...]


@dataclass(frozen=True, slots=True)
class Unit:
    """A factor to the base units, and the offset that only temperatures have."""

    factor: Fraction
    dimension: Dimension
    offset: Fraction = Fraction(0)

    def to_base(self, value: Decimal | Fraction) -> Fraction:
        """Convert a value in this unit; exact, as a fraction."""
        return Fraction(value) * self.factor + self.offset

    def from_base(self, value: Fraction) -> Fraction:
        """Convert back into this unit."""
        return (value - self.offset) / self.factor


def _dimension(parts: Mapping[str, int]) -> Dimension:
    return tuple(sorted((name, power) for name, power in parts.items() if power))


def _power(dimension: Dimension, by: int) -> dict[str, int]:
    return {name: power * by for name, power in dimension}


def _product(units: Iterable[tuple[Unit, int]]) -> Unit:
    """Multiply units raised to powers; offsets have no meaning in a product."""
    factor, parts = Fraction(1), dict[str, int]()
    for unit, by in units:
        factor *= unit.factor**by
        for name, power in _power(unit.dimension, by).items():
            parts[name] = parts.get(name, 0) + power
    return Unit(factor, _dimension(parts))


_METRIC: Final = {
    "n": "1e-9", "u": "1e-6", "μ": "1e-6", "m": "1e-3", "c": "1e-2", "d": "1e-1",
    "": "1", "k": "1e3", "M": "1e6", "G": "1e9", "T": "1e12",
}  # fmt: skip

# symbol: factor, dimension as name^power, prefixes that are in use
_METRICAL: Final = {
    "m": ("1", "m", "n u μ m c d k"),
    "g": ("1e-3", "kg", "n u μ m k"),
    "s": ("1", "s", "n u μ m"),
    "Pa": ("1", "kg m^-1 s^-2", "m k M G"),
    "bar": ("1e5", "kg m^-1 s^-2", "m"),
    "N": ("1", "kg m s^-2", "m k M"),
    "J": ("1", "kg m^2 s^-2", "m k M G"),
    "W": ("1", "kg m^2 s^-3", "u μ m k M G"),
    "Wh": ("3600", "kg m^2 s^-2", "m k M G"),
    "VA": ("1", "VA", "k M"),
    "Hz": ("1", "Hz", "k M G T"),
    "V": ("1", "kg m^2 s^-3 A^-1", "u μ m k M"),
    "A": ("1", "A", "n u μ m k"),
    "Ah": ("3600", "A s", "m k"),
    "Ω": ("1", "kg m^2 s^-3 A^-2", "m k M G"),
    "ohm": ("1", "kg m^2 s^-3 A^-2", "k M"),
    "S": ("1", "kg^-1 m^-2 s^3 A^2", "u μ m"),
    "F": ("1", "farad", "n u μ m"),
    "H": ("1", "henry", "n u μ m"),
    "T": ("1", "tesla", "m"),
    "L": ("1e-3", "m^3", "u μ m d"),
    "l": ("1e-3", "m^3", "u μ m d"),
    "mol": ("1", "mol", "n u μ m k"),
    "eV": ("1", "eV", "m k M G"),
    "cal": ("4.184", "kg m^2 s^-2", "k"),
    "Gy": ("1", "Gy", "m k"),
    "Bq": ("1", "Bq", "k M G"),
    "B": ("1", "byte", "k K M G T"),
    "bps": ("1", "bps", "k K M G"),
    "lm": ("1", "lm", ""),
    "lx": ("1", "lx", "k"),
    "cd": ("1", "cd", "m"),
    "dB": ("1", "dB", ""),
}

_SINGLE: Final = {
    "米": ("1", "m"), "毫米": ("1e-3", "m"), "厘米": ("1e-2", "m"), "公分": ("1e-2", "m"),
    "分米": ("1e-1", "m"), "微米": ("1e-6", "m"), "纳米": ("1e-9", "m"), "千米": ("1e3", "m"),
    "公里": ("1e3", "m"), "英寸": ("0.0254", "m"), "寸": ("0.0254", "m"), "丝": ("1e-5", "m"),
    "Å": ("1e-10", "m"), "埃": ("1e-10", "m"), "inch": ("0.0254", "m"),
    "克": ("1e-3", "kg"), "千克": ("1", "kg"), "公斤": ("1", "kg"), "斤": ("0.5", "kg"),
    "毫克": ("1e-6", "kg"), "微克": ("1e-9", "kg"), "吨": ("1e3", "kg"), "t": ("1e3", "kg"),
    "kgf": ("9.80665", "kg m s^-2"), "tonne": ("1e3", "kg"), "tonnes": ("1e3", "kg"),
    "秒": ("1", "s"), "毫秒": ("1e-3", "s"), "秒钟": ("1", "s"), "分钟": ("60", "s"),
    "min": ("60", "s"), "分": ("60", "s"), "小时": ("3600", "s"), "h": ("3600", "s"),
    "时": ("3600", "s"), "hr": ("3600", "s"), "天": ("86400", "s"), "d": ("86400", "s"),
    "日": ("86400", "s"), "周": ("604800", "s"), "个小时": ("3600", "s"),
    "hours": ("3600", "s"), "hour": ("3600", "s"), "days": ("86400", "s"),
    "minutes": ("60", "s"), "seconds": ("1", "s"),
    "月": ("1", "month"), "个月": ("1", "month"), "年": ("12", "month"), "a": ("12", "month"),
    "months": ("1", "month"), "years": ("12", "month"), "year": ("12", "month"),
    "K": ("1", "kelvin"), "帕": ("1", "kg m^-1 s^-2"), "千帕": ("1e3", "kg m^-1 s^-2"),
    "兆帕": ("1e6", "kg m^-1 s^-2"), "atm": ("101325", "kg m^-1 s^-2"),
    "大气压": ("101325", "kg m^-1 s^-2"), "psi": ("6894.757293168", "kg m^-1 s^-2"),
    "mmHg": ("133.322387415", "kg m^-1 s^-2"), "牛": ("1", "kg m s^-2"),
    "牛顿": ("1", "kg m s^-2"), "千牛": ("1e3", "kg m s^-2"),
    "焦耳": ("1", "kg m^2 s^-2"), "千焦": ("1e3", "kg m^2 s^-2"),
    "度电": ("3.6e6", "kg m^2 s^-2"), "千瓦时": ("3.6e6", "kg m^2 s^-2"),
    "大卡": ("4184", "kg m^2 s^-2"), "千卡": ("4184", "kg m^2 s^-2"),
    "瓦": ("1", "kg m^2 s^-3"), "千瓦": ("1e3", "kg m^2 s^-3"), "兆瓦": ("1e6", "kg m^2 s^-3"),
    "马力": ("735.49875", "kg m^2 s^-3"), "赫兹": ("1", "Hz"), "赫": ("1", "Hz"),
    "伏": ("1", "kg m^2 s^-3 A^-1"), "伏特": ("1", "kg m^2 s^-3 A^-1"),
    "千伏": ("1e3", "kg m^2 s^-3 A^-1"), "安": ("1", "A"), "安培": ("1", "A"),
    "毫安": ("1e-3", "A"), "安时": ("3600", "A s"), "欧姆": ("1", "kg m^2 s^-3 A^-2"),
    "平方米": ("1", "m^2"), "平方厘米": ("1e-4", "m^2"), "平方毫米": ("1e-6", "m^2"),
    "平方公里": ("1e6", "m^2"), "平米": ("1", "m^2"), "公顷": ("1e4", "m^2"),
    "ha": ("1e4", "m^2"), "立方米": ("1", "m^3"), "立方厘米": ("1e-6", "m^3"),
    "立方毫米": ("1e-9", "m^3"), "立方": ("1", "m^3"), "方": ("1", "m^3"),
    "cc": ("1e-6", "m^3"),
    "升": ("1e-3", "m^3"), "毫升": ("1e-6", "m^3"), "微升": ("1e-9", "m^3"),
    "摩尔": ("1", "mol"), "亩": ("1", "mu"), "流明": ("1", "lm"), "勒克斯": ("1", "lx"),
    "分贝": ("1", "dB"), "dB(A)": ("1", "dBA"), "dBA": ("1", "dBA"),
    "P": ("0.1", "kg m^-1 s^-1"),
    "cP": ("1e-3", "kg m^-1 s^-1"), "rpm": ("1", "rpm"), "r/min": ("1", "rpm"),
    "rev/min": ("1", "rpm"), "转/分": ("1", "rpm"), "转/分钟": ("1", "rpm"),
    "转每分": ("1", "rpm"),
    "%": ("0.01", ""), "％": ("0.01", ""), "‰": ("0.001", ""), "ppm": ("1e-6", ""),
    "ppb": ("1e-9", ""), "个百分点": ("0.01", ""), "percent": ("0.01", ""),
    "wt%": ("0.01", ""), "vol%": ("0.01", "volume_share"), "at%": ("0.01", "atom_share"),
    "元": ("1", "yuan"), "RMB": ("1", "yuan"), "CNY": ("1", "yuan"), "美元": ("1", "dollar"),
    "目": ("1", "mesh"), "pH": ("1", "pH"), "NTU": ("1", "NTU"), "度": ("1", "degree"),
    "°": ("1", "degree"), "倍": ("1", "times_as_much"), "比特": ("1", "bit"),
    "bit": ("1", "bit"),
    "Mpa": ("1e6", "kg m^-1 s^-2"), "mpa": ("1e6", "kg m^-1 s^-2"),
    "MPA": ("1e6", "kg m^-1 s^-2"), "KPa": ("1e3", "kg m^-1 s^-2"),
    "Gpa": ("1e9", "kg m^-1 s^-2"),
    "KW": ("1e3", "kg m^2 s^-3"), "Kw": ("1e3", "kg m^2 s^-3"),
    "kw": ("1e3", "kg m^2 s^-3"),
    "KWh": ("3.6e6", "kg m^2 s^-2"), "kwh": ("3.6e6", "kg m^2 s^-2"),
    "KV": ("1e3", "kg m^2 s^-3 A^-1"),
    "KN": ("1e3", "kg m s^-2"), "KHz": ("1e3", "Hz"), "khz": ("1e3", "Hz"),
    "hz": ("1", "Hz"),
    "KG": ("1", "kg"), "Kg": ("1", "kg"), "KM": ("1e3", "m"), "Km": ("1e3", "m"),
    "MM": ("1e-3", "m"),
    "ML": ("1e-6", "m^3"), "ml": ("1e-6", "m^3"), "Nm3": ("1", "normal_m3"),
}  # fmt: skip

# Each has a dimension of its own: scales without an exact conversion, and things counted.
_APART: Final = (
    "HV HB HBW HRC HRA HRB HL HK 邵氏A 邵A 邵氏D ShoreA 次 个 件 台 套 只 人 条 片 头 株 根 块 "
    "张 层 项 户 家 羽 尾 箱 瓶 粒 帧 位 路 点 级 代 批 转 CFU cfu IU U FPS fps "
    "Mohs 莫氏 cycles times"
)


def _table() -> dict[str, Unit]:
    table = {"°C": Unit(Fraction(1), _spelled("kelvin"), Fraction("273.15"))}
    table["度C"] = table["°C"]
    table["°F"] = Unit(Fraction(5, 9), _spelled("kelvin"), Fraction("459.67") * 5 / 9)
    for symbol, (factor, spelled, prefixes) in _METRICAL.items():
        for prefix in ("", *prefixes.split()):
            scale = Fraction("1e3") if prefix == "K" else Fraction(_METRIC[prefix])
            table[prefix + symbol] = Unit(Fraction(factor) * scale, _spelled(spelled))
    for symbol, (factor, spelled) in _SINGLE.items():
        table[symbol] = Unit(Fraction(factor), _spelled(spelled))
    for symbol in _APART.split():
        table[symbol] = Unit(Fraction(1), ((symbol.lower(), 1),))
    table["邵A"] = table["ShoreA"] = table["邵氏A"]
    table["HBW"] = table["HB"]
    return table


def _spelled(text: str) -> Dimension:
    parts = dict[str, int]()
    for piece in text.split():
        name, _, power = piece.partition("^")
        parts[name] = parts.get(name, 0) + int(power or 1)
    return _dimension(parts)


TABLE: Final = _table()
PLAIN: Final = Unit(Fraction(1), (("plain", 1),))
_STEP: Final = re.compile(r"[()（）·*.\s]+")
_POWERED: Final = re.compile(r"(.*?[^\d^-])\^?(-?\d)$")


@lru_cache(maxsize=4096)
def unit_of(symbol: str) -> Unit | None:
    """Read a unit, simple or compound (W/(m·K), 万吨/年 without its 万); None if unknown."""
    symbol = symbol.strip()
    if not symbol:
        return PLAIN
    if symbol in TABLE:
        return TABLE[symbol]
    above, *below = symbol.replace("每", "/").split("/")
    factors: list[tuple[Unit, int]] = []
    for piece, sign in ((above, 1), *((part, -1) for part in below)):
        found = _factors(piece, sign)
        if found is None:
            return None
        factors.extend(found)
    return _product(factors) if factors else None


def _factors(piece: str, sign: int) -> list[tuple[Unit, int]] | None:
    """Read the units multiplied on one side of the stroke."""
    factors = []
    for symbol in filter(None, _STEP.split(piece)):
        unit, power = TABLE.get(symbol), 1
        if unit is None and (match := _POWERED.match(symbol)):
            unit, power = TABLE.get(match.group(1)), int(match.group(2))
        if unit is None:
            return None
        factors.append((unit, sign * power))
    return factors


def comparable(first: Unit | None, second: Unit | None) -> bool:
    """Tell whether two units measure the same kind of quantity."""
    return first is not None and second is not None and first.dimension == second.dimension
