"""Reading a pasted problem: what it asks for, as far as its words say."""

import re
from functools import cache
from typing import Any, Final

from yizhan.directory.queries import find_industry, regions
from yizhan.matching.relevance.places import Gazetteer
from yizhan.matching.relevance.reading import Reading, read
from yizhan.matching.relevance.views import IndicatorView

TITLE: Final = 60


def read_problem(text: str) -> Reading:
    """Propose what a pasted paragraph says about itself; nothing of it is stored."""
    return read(text, places=_gazetteer())


def draft_values(reading: Reading, text: str) -> dict[str, Any]:
    """Fill the fields of a need with what was read; a person completes and corrects them."""
    first = re.split(r"[。；;!?！？\n]", text.strip(), maxsplit=1)[0]
    values: dict[str, Any] = {
        "title": (reading.title or first)[:TITLE].strip(),
        "summary": text.strip(),
        "fields": [hint.value for hint in reading.fields],
        "modes": [hint.value for hint in reading.modes],
        # A figure whose name was not read stays in the words; a row without a name is no row.
        "indicators": [_indicator(item) for item, _said in reading.indicators if item.name],
    }
    industry = find_industry(reading.industries[0].value) if reading.industries else None
    if industry:
        values["industry"] = industry.code
    if reading.trl:
        values |= {"trl_min": reading.trl.low, "trl_max": reading.trl.high}
    if reading.budget:
        values |= {"price_min": reading.budget.low, "price_max": reading.budget.high}
    if reading.deadline:
        values["deadline"] = reading.deadline.day.isoformat()
    return values


def _indicator(item: IndicatorView) -> dict[str, str]:
    names = ("name", "comparator", "value", "value_max", "unit")
    return {name: getattr(item, name) for name in names if getattr(item, name)}


@cache
def _gazetteer() -> Gazetteer:
    rows = regions().values()
    return Gazetteer((row.code, row.name, row.short, row.name_en) for row in rows)
