"""The tile map: one square for every province, placed by relative position, never a border."""

from bisect import bisect_right
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass

CLASSES = 6

# GB/T 2260 province code: (short name, row, column).
PLACES: Mapping[str, tuple[str, int, int]] = {
    "23": ("黑龙江", 1, 7),
    "15": ("内蒙古", 2, 4),
    "22": ("吉林", 2, 7),
    "65": ("新疆", 3, 1),
    "62": ("甘肃", 3, 2),
    "64": ("宁夏", 3, 3),
    "14": ("山西", 3, 4),
    "11": ("北京", 3, 5),
    "12": ("天津", 3, 6),
    "21": ("辽宁", 3, 7),
    "63": ("青海", 4, 2),
    "61": ("陕西", 4, 3),
    "41": ("河南", 4, 4),
    "13": ("河北", 4, 5),
    "37": ("山东", 4, 6),
    "54": ("西藏", 5, 1),
    "51": ("四川", 5, 2),
    "50": ("重庆", 5, 3),
    "42": ("湖北", 5, 4),
    "34": ("安徽", 5, 5),
    "32": ("江苏", 5, 6),
    "31": ("上海", 5, 7),
    "53": ("云南", 6, 2),
    "52": ("贵州", 6, 3),
    "43": ("湖南", 6, 4),
    "36": ("江西", 6, 5),
    "33": ("浙江", 6, 6),
    "45": ("广西", 7, 3),
    "44": ("广东", 7, 4),
    "35": ("福建", 7, 5),
    "71": ("台湾", 7, 6),
    "46": ("海南", 8, 3),
    "82": ("澳门", 8, 4),
    "81": ("香港", 8, 5),
}

# English names: the map is drawn in both languages, and a name is not a sentence to translate.
ENGLISH: Mapping[str, str] = {
    "11": "Beijing", "12": "Tianjin", "13": "Hebei", "14": "Shanxi", "15": "Inner Mongolia",
    "21": "Liaoning", "22": "Jilin", "23": "Heilongjiang", "31": "Shanghai", "32": "Jiangsu",
    "33": "Zhejiang", "34": "Anhui", "35": "Fujian", "36": "Jiangxi", "37": "Shandong",
    "41": "Henan", "42": "Hubei", "43": "Hunan", "44": "Guangdong", "45": "Guangxi",
    "46": "Hainan", "50": "Chongqing", "51": "Sichuan", "52": "Guizhou", "53": "Yunnan",
    "54": "Tibet", "61": "Shaanxi", "62": "Gansu", "63": "Qinghai", "64": "Ningxia",
    "65": "Xinjiang", "71": "Taiwan", "81": "Hong Kong", "82": "Macao",
}  # fmt: skip

# What a narrow square has room for, as in ISO 3166-2:CN.
LETTERS: Mapping[str, str] = {
    "11": "BJ", "12": "TJ", "13": "HE", "14": "SX", "15": "NM", "21": "LN", "22": "JL",
    "23": "HL", "31": "SH", "32": "JS", "33": "ZJ", "34": "AH", "35": "FJ", "36": "JX",
    "37": "SD", "41": "HA", "42": "HB", "43": "HN", "44": "GD", "45": "GX", "46": "HI",
    "50": "CQ", "51": "SC", "52": "GZ", "53": "YN", "54": "XZ", "61": "SN", "62": "GS",
    "63": "QH", "64": "NX", "65": "XJ", "71": "TW", "81": "HK", "82": "MO",
}  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Tile:
    """One square; `value` None means nothing is connected there and prints a dash.

    `short` stands for a name that a narrow square would break; empty where none would.
    """

    code: str
    name: str
    short: str
    row: int
    column: int
    value: int | None
    level: str
    url: str
    share: float


@dataclass(frozen=True, slots=True, kw_only=True)
class TileMap:
    """The whole map with its class breaks and the ranked list that stands beside it."""

    title: str
    tiles: Sequence[Tile]
    breaks: Sequence[int]

    @property
    def levels(self) -> Sequence[int]:
        """Return the colours in use from few to many, for the legend."""
        return levels_of(self.breaks)

    @property
    def top(self) -> Sequence[Tile]:
        """Return the ten largest, for the ranked list."""
        known = [tile for tile in self.tiles if tile.value]
        return sorted(known, key=lambda tile: (-(tile.value or 0), tile.code))[:10]

    @property
    def total(self) -> int:
        """Return the sum over all squares."""
        return sum(tile.value or 0 for tile in self.tiles)


def breaks_for(values: Sequence[int]) -> list[int]:
    """Choose up to five class breaks: quantiles of the positive values, rounded."""
    positive = sorted(value for value in values if value > 0)
    if not positive:
        return []
    chosen = {
        _round(positive[min(len(positive) - 1, len(positive) * i // CLASSES)])
        for i in range(1, CLASSES)
    }
    return sorted(value for value in chosen if value > 0)


def levels_of(breaks: Sequence[int]) -> list[int]:
    """Spread the classes over all six colours, so that few classes still differ well."""
    return [i * (CLASSES - 1) // (len(breaks) or 1) for i in range(len(breaks) + 1)]


def tile_map(
    counts: Mapping[str, int | None],
    *,
    title: str,
    url: Callable[[str], str],
    language: str = "zh-hans",
) -> TileMap:
    """Build the map from counts by province code; a code that is absent counts as zero."""
    values = {code: counts.get(code, 0) for code in PLACES}
    breaks = breaks_for([value for value in values.values() if value])
    largest = max((value or 0 for value in values.values()), default=0) or 1
    return TileMap(
        title=title, breaks=breaks, tiles=list(_tiles(values, breaks, largest, url, language))
    )


def _tiles(
    values: Mapping[str, int | None],
    breaks: Sequence[int],
    largest: int,
    url: Callable[[str], str],
    language: str,
) -> Iterator[Tile]:
    levels = levels_of(breaks)
    in_english = language.startswith("en")
    for code, (name, row, column) in PLACES.items():
        value = values[code]
        yield Tile(
            code=code,
            name=ENGLISH[code] if in_english else name,
            short=LETTERS[code] if in_english else "",
            row=row,
            column=column,
            value=value,
            level="na" if value is None else str(levels[bisect_right(breaks, value)]),
            url=url(code),
            share=(value or 0) / largest * 100,
        )


def _round(value: int) -> int:
    if value < 20:
        return value
    step: int = 10 ** (len(str(value)) - 2) * 5
    return max(step, round(value / step) * step)
