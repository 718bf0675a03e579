"""What differs between two editions of a table."""

from collections.abc import Mapping
from typing import Any

Content = Mapping[str, Any]


def changed_cells(old: Content, new: Content) -> list[list[Any]]:
    """List [place, code, old sums, new sums] of every published cell that differs.

    None stands for a blank; a place or code that one edition lacks has noughts.
    """
    before, after = _flat(old), _flat(new)
    return [
        [place, code, before.get((place, code), 0), after.get((place, code), 0)]
        for place, code in sorted({*before, *after})
        if before.get((place, code), 0) != after.get((place, code), 0)
    ]


def _flat(content: Content) -> dict[tuple[str, str], Any]:
    flat: dict[tuple[str, str], Any] = {
        (row[0], ""): list(row[3]) for row in content.get("rows", ())
    }
    for place, codes in (content.get("cells") or {}).items():
        for code, sums in codes.items():
            flat[(place, code or "-")] = None if sums is None else list(sums)
    return flat
