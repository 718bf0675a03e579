"""Countries and regions by the customs' statistical code (海关国别（地区）统计代码)."""

import csv
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

CHINA = "142"


@dataclass(frozen=True, slots=True)
class Country:
    """One country or region."""

    code: str
    name: str
    name_en: str


def _read() -> Mapping[str, Country]:
    path = Path(__file__).parent.parent / "data" / "countries.csv"
    with path.open(encoding="utf-8", newline="") as file:
        return {row["code"]: Country(**row) for row in csv.DictReader(file)}


COUNTRIES: Mapping[str, Country] = _read()


def country_name(code: str, *, language: str = "") -> str:
    """Name a country in the reader's language; a code without a name stays a code."""
    found = COUNTRIES.get(code)
    if found is None:
        return code
    return found.name_en if language.startswith("en") else found.name
