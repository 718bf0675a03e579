"""Regions and industries: read once in a process, because only a migration changes them."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from types import MappingProxyType

from django.db.models import Q
from django.utils.translation import get_language

from yizhan.directory.models import Industry, Region
from yizhan.directory.terms import Zone

_CODE = re.compile(r"[0-9]{6}")
_GAPS = re.compile(r"[\s·/、,，>'-]+")


@dataclass(frozen=True, slots=True, kw_only=True)
class RegionRow:
    """One division of GB/T 2260; `level` is 1 province, 2 city, 3 county."""

    code: str
    name: str
    name_en: str
    short: str
    parent: str
    zone: str
    retired_on: date | None

    @property
    def prefix(self) -> str:
        """Return what every code within begins with: 330000 → 33, 330900 → 3309."""
        return prefix_of(self.code)

    @property
    def level(self) -> int:
        """Return 1 for a province, 2 for a city, 3 for a county."""
        return len(self.prefix) // 2

    @property
    def label(self) -> str:
        """Return the short name in the reader's language."""
        return self.name_en if self.name_en and _is_english() else self.short

    @property
    def full(self) -> str:
        """Return the full name in the reader's language."""
        return self.name_en if self.name_en and _is_english() else self.name


@dataclass(frozen=True, slots=True, kw_only=True)
class IndustryRow:
    """A section ("C") or division ("C34") of GB/T 4754-2017."""

    code: str
    name: str
    name_en: str
    section: str

    @property
    def label(self) -> str:
        """Return the name in the reader's language."""
        return self.name_en if self.name_en and _is_english() else self.name


def regions() -> Mapping[str, RegionRow]:
    """Return every region by code, the retired ones too, in the order of codes."""
    rows = _regions()
    _forget_if_empty(rows)
    return rows


def industries() -> Mapping[str, IndustryRow]:
    """Return every section and division by code."""
    rows = _industries()
    _forget_if_empty(rows)
    return rows


def region_for(code: str) -> RegionRow | None:
    """Return one region, or nothing when the code is unknown."""
    return regions().get(code)


def provinces() -> list[RegionRow]:
    """List the 34 divisions of province level, 台湾, 香港 and 澳门 among them."""
    return [row for row in regions().values() if not row.parent and row.retired_on is None]


def children_of(code: str) -> list[RegionRow]:
    """List the divisions in force right below a region."""
    return _children().get(code, [])


def region_path(code: str) -> list[RegionRow]:
    """List the regions from the province down to the code; an unknown code has no path."""
    path: list[RegionRow] = []
    row = region_for(code)
    while row is not None:
        path.insert(0, row)
        row = region_for(row.parent) if row.parent else None
    return path


def region_label(code: str, separator: str = "·") -> str:
    """Say where a code lies, short: 浙江·舟山·定海区; in English as far as there are names."""
    path = region_path(code)
    if _is_english():
        path = [row for row in path if row.name_en] or path
    return separator.join(row.label for row in path)


def province_of(code: str) -> RegionRow | None:
    """Return the province that a code lies in."""
    return region_for(f"{code[:2]}0000")


def zone_of(code: str) -> str:
    """Return the economic zone a code lies in, or "" (台湾, 香港 and 澳门 stand in none)."""
    province = province_of(code)
    return province.zone if province else ""


def prefix_of(code: str) -> str:
    """Cut the empty levels off a code: 330000 → 33, 330900 → 3309, 330902 → 330902."""
    return code[:2] if code[2:] == "0000" else code[:4] if code[4:] == "00" else code


def expand_region_filter(values: Iterable[str]) -> tuple[str, ...]:
    """Turn zones and region codes into code prefixes, none of which lies within another.

    Unknown values are left out, so a made-up address filters by what is known.
    """
    found: set[str] = set()
    for value in values:
        if value in Zone.values:
            found.update(row.prefix for row in provinces() if row.zone == value)
        elif (row := region_for(value)) is not None:
            found.add(row.prefix)
    return tuple(
        sorted(
            prefix
            for prefix in found
            if not any(prefix[:cut] in found for cut in (2, 4) if cut < len(prefix))
        )
    )


def under_prefixes(prefixes: Iterable[str], column: str = "region__code") -> Q:
    """Build the condition "lies under one of the prefixes"; none at all matches no row."""
    condition = Q(pk__in=[])
    for prefix in prefixes:
        condition |= Q(**{f"{column}__startswith": prefix})
    return condition


def find_region(text: str, *, within: str = "") -> RegionRow | None:
    """Read a code or a name as people write it: 330900, 舟山, 浙江省舟山市, 浙江 舟山 定海区.

    `within` narrows a name to a province or city. An ambiguous name finds nothing.
    """
    said = _GAPS.sub("", text).casefold()
    if _CODE.fullmatch(said):
        return region_for(said)
    prefix = prefix_of(within) if within else ""
    found = [row for row in _named().get(said, ()) if row.code.startswith(prefix)]
    if len(found) > 1:  # 海南 the province before 海南 the prefecture
        top = min(row.level for row in found)
        found = [row for row in found if row.level == top]
    return found[0] if len(found) == 1 else None


def find_industry(text: str) -> IndustryRow | None:
    """Read a code or a name: C34, 34, 通用设备制造业."""
    said = text.strip().upper()
    for row in industries().values():
        if said and said in {row.code, row.code[1:], row.name.upper(), row.name_en.upper()}:
            return row
    return None


def region_choices(*, depth: int = 2) -> list[tuple[str, list[tuple[str, str]]]]:
    """Group regions by province for a select: itself, then what lies below to the depth.

    Depth 2 is about 470 options, small enough for a page; counties of municipalities and
    counties straight under a province count as cities.
    """
    groups: list[tuple[str, list[tuple[str, str]]]] = []
    for province in provinces():
        entries = [(province.code, province.full)]
        for row in children_of(province.code):
            entries.append((row.code, row.full))
            if depth > 2:
                entries.extend(
                    (below.code, f"{row.label}·{below.full}") for below in children_of(row.code)
                )
        groups.append((province.label, entries))
    return groups


def industry_choices() -> list[tuple[str, list[tuple[str, str]]]]:
    """Group the 97 divisions by section for a select; the section itself comes first."""
    groups: dict[str, tuple[str, list[tuple[str, str]]]] = {}
    for row in industries().values():
        if len(row.code) == 1:
            groups[row.code] = (f"{row.code} {row.label}", [(row.code, row.label)])
    for row in industries().values():
        if len(row.code) > 1:
            groups[row.section][1].append((row.code, f"{row.code} {row.label}"))
    return list(groups.values())


def _is_english() -> bool:
    return (get_language() or "").startswith("en")


def _forget_if_empty(rows: Mapping[str, object]) -> None:
    # Read before the migrations ran: that answer must not be remembered.
    if not rows:
        for read in (_regions, _industries, _children, _named):
            read.cache_clear()


@cache
def _regions() -> Mapping[str, RegionRow]:
    return MappingProxyType(
        {
            code: RegionRow(
                code=code,
                name=name,
                name_en=name_en,
                short=short,
                parent=parent or "",
                zone=zone,
                retired_on=retired_on,
            )
            for code, name, name_en, short, parent, zone, retired_on in Region.objects.order_by(
                "code"
            ).values_list("code", "name", "name_en", "short", "parent_id", "zone", "retired_on")
        }
    )


@cache
def _industries() -> Mapping[str, IndustryRow]:
    return MappingProxyType(
        {
            code: IndustryRow(code=code, name=name, name_en=name_en, section=section)
            for code, name, name_en, section in Industry.objects.filter(retired_on=None)
            .order_by("code")
            .values_list("code", "name", "name_en", "section")
        }
    )


@cache
def _children() -> Mapping[str, list[RegionRow]]:
    below: dict[str, list[RegionRow]] = {}
    for row in regions().values():
        if row.parent and row.retired_on is None:
            below.setdefault(row.parent, []).append(row)
    return below


@cache
def _named() -> Mapping[str, Sequence[RegionRow]]:
    named: dict[str, list[RegionRow]] = {}
    for row in regions().values():
        for name in _ways_to_say(row):
            named.setdefault(name, []).append(row)
    return named


def _ways_to_say(row: RegionRow) -> set[str]:
    path = region_path(row.code)
    ways = {""}
    for step in path[:-1]:
        ways |= {way + name for way in ways for name in (step.name, step.short)}
    names = {row.name, row.short, _GAPS.sub("", row.name_en).casefold()} - {""}
    return {way + name for way in ways for name in names}
