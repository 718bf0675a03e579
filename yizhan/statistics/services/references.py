"""Load figures that others published from CSV files; the layout is read from the header."""

import csv
from collections.abc import Iterator, Sequence
from decimal import Decimal, InvalidOperation
from pathlib import Path

from django.db import transaction

from yizhan.directory.queries import region_for
from yizhan.kernel.money import WAN, YI
from yizhan.kernel.refusals import Refusal, Refused
from yizhan.statistics.models import ReferenceValue
from yizhan.statistics.queries.references import NATIONAL, PROVINCE_SUM, PROVINCES
from yizhan.statistics.terms import NATION

_MOST = 100_000
# Header of the file: which series it is, and in how many yuan its values are counted.
_LAYOUTS = {
    "value_100m_yuan": (NATIONAL, YI),
    "national_turnover_100m_yuan": (NATIONAL, YI),
    "sum_of_31_provinces_10k_yuan": (PROVINCE_SUM, WAN),
}


def load_reference(path: Path) -> tuple[str, int]:
    """Load a file whole or not at all; return its series and how many values it had."""
    with path.open(encoding="utf-8-sig", newline="") as file:
        rows = [row for _n, row in zip(range(_MOST), csv.reader(file), strict=False) if row]
    if not rows:
        raise Refused([Refusal("statistics.unknown_layout")])
    head = [name.strip() for name in rows[0]]
    try:
        values = list(_values(head, rows[1:]))
    except (InvalidOperation, ValueError, IndexError) as error:
        raise Refused([Refusal("statistics.unreadable_value", {"why": str(error)})]) from error
    with transaction.atomic():
        for value in values:
            ReferenceValue.objects.update_or_create(
                series=value.series,
                place=value.place,
                year=value.year,
                defaults={
                    "value": value.value,
                    "contracts": value.contracts,
                    "mark": value.mark,
                },
            )
    return values[0].series if values else "", len(values)


def _values(head: Sequence[str], rows: Sequence[Sequence[str]]) -> Iterator[ReferenceValue]:
    if head and head[0] == "gb2260_prefix":
        yield from _panel(head, rows)
        return
    found = next((name for name in head if name in _LAYOUTS), None)
    if found is None or "year" not in head:
        raise Refused([Refusal("statistics.unknown_layout")])
    series, unit = _LAYOUTS[found]
    for row in rows:
        named = dict(zip(head, row, strict=False))
        count = named.get("contracts", "")
        yield ReferenceValue(
            series=series,
            place=NATION,
            year=int(named["year"]),
            value=Decimal(named[found]) * unit,
            contracts=int(count) if count else None,
            mark=named.get("source_mark", named.get("source", ""))[:120],
        )


def _panel(head: Sequence[str], rows: Sequence[Sequence[str]]) -> Iterator[ReferenceValue]:
    years = [(column, int(name)) for column, name in enumerate(head) if name.isdecimal()]
    for row in rows:
        place = f"{row[0]}0000"
        if region_for(place) is None:
            raise ValueError(row[0])
        for column, year in years:
            if row[column].strip():
                value = Decimal(row[column]) * WAN
                yield ReferenceValue(series=PROVINCES, place=place, year=year, value=value)
