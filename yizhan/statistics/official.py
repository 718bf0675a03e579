"""Open tables laid out for people: places down, codes across, blanks said in words."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from yizhan.statistics.queries import Figure
from yizhan.statistics.tables import said
from yizhan.statistics.terms import NATION
from yizhan.statistics.wording import code_name, place_name
from yizhan.web.wording import number


@dataclass(frozen=True, slots=True, kw_only=True)
class Grid:
    """A table to print: heads of columns, then rows of (name, depth, cells)."""

    heads: Sequence[str]
    rows: Sequence[tuple[str, int, Sequence[str]]]
    is_withheld: bool


def grid_of(axis: str, content: Mapping[str, Any]) -> Grid:
    """Lay the nation and the provinces out; cities are in the downloads."""
    cells: Mapping[str, Any] | None = content.get("cells")
    shown = [row for row in content.get("rows", ()) if row[1] in {"", NATION}]
    codes = sorted({code for row in shown for code in (cells or {}).get(row[0], {})})
    rows = [
        (
            place_name(row[0]),
            0 if not row[1] else 1,
            [
                said(Figure(*row[3])),
                *(_cell((cells or {}).get(row[0], {}), code) for code in codes),
            ],
        )
        for row in shown
    ]
    heads = [_("合计"), *(code_name(axis, code) for code in codes)]
    return Grid(heads=heads, rows=rows, is_withheld=cells is None)


def changes_of(axis: str, changes: Sequence[Sequence[Any]]) -> list[dict[str, str]]:
    """Say what differs from the edition before."""
    return [
        {
            "place": place_name(place),
            "code": _("合计") if code == "" else code_name(axis, "" if code == "-" else code),
            "before": _sums(before),
            "after": _sums(after),
        }
        for place, code, before, after in changes
    ]


def open_rows(axis: str, content: Mapping[str, Any]) -> Iterator[dict[str, str]]:
    """Yield one row for each place and code, as the downloads have them."""
    cells: Mapping[str, Any] = content.get("cells") or {}
    for place, parent, members, total in content.get("rows", ()):
        common = {
            "place": place,
            "place_name": place_name(place),
            "parent": parent,
            "members": " ".join(members) if len(members) > 1 else "",
        }
        yield common | {"code": "", "code_name": _("合计")} | _told(total)
        for code, sums in sorted(cells.get(place, {}).items()):
            yield common | {"code": code, "code_name": code_name(axis, code)} | _told(sums)


COLUMNS = (
    "place", "place_name", "parent", "members", "code", "code_name", "contracts", "value",
    "technology", "is_withheld",
)  # fmt: skip


def _told(sums: Sequence[int] | None) -> dict[str, str]:
    if sums is None:
        return {"contracts": "", "value": "", "technology": "", "is_withheld": "1"}
    figure = Figure(*sums)
    return {
        "contracts": str(figure.contracts),
        "value": f"{figure.value:.2f}",
        "technology": f"{figure.technology:.2f}",
        "is_withheld": "0",
    }


def _cell(codes: Mapping[str, Any], code: str) -> str:
    if code not in codes:
        return "–"
    return _sums(codes[code], short=True)


def _sums(sums: Sequence[int] | int | None, *, short: bool = False) -> str:
    if sums is None:
        return _("未公布")
    if isinstance(sums, int):
        return "–"
    figure = Figure(*sums)
    if short:
        return said(figure)
    return _("%(count)s 项，%(value)s") % {
        "count": number(figure.contracts),
        "value": said(figure),
    }
