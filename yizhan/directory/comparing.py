"""Two entries side by side, column by column."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from yizhan.directory.models import Organisation
from yizhan.directory.queries import region_label
from yizhan.directory.tables import field_labels
from yizhan.directory.terms import MERGED
from yizhan.web.wording import full_day


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One column of two entries; `is_missing` where only the one that goes says something."""

    name: str
    label: Any
    kept: str
    absorbed: str
    differs: bool
    is_missing: bool


def compared(kept: Organisation, absorbed: Organisation) -> list[Line]:
    """List every column that a merge may take, as people read it."""
    return [_line(name, kept, absorbed) for name in MERGED]


def _line(name: str, kept: Organisation, absorbed: Organisation) -> Line:
    ours, theirs = _said(kept, name), _said(absorbed, name)
    column = name.removesuffix("_id")
    return Line(
        name=name,
        label=_LABELS[column],
        kept=ours,
        absorbed=theirs,
        differs=bool(theirs) and ours != theirs,
        is_missing=bool(theirs) and not ours,
    )


# What the tables call their columns, so that a page and a form say the same.
_LABELS: Mapping[str, Any] = {
    field.name: field.verbose_name
    for field in Organisation._meta.fields  # noqa: SLF001 - Django's own way to its columns
}


def _said(organisation: Organisation, name: str) -> str:
    if name in _WORDS:
        return str(_WORDS[name](organisation) or "")
    value = getattr(organisation, name)
    return full_day(value) if hasattr(value, "year") else str(value or "")


_WORDS: Mapping[str, Callable[[Organisation], Any]] = {
    "region_id": lambda row: region_label(row.region_id),
    "fields": lambda row: "、".join(field_labels(row)),
    "size": lambda row: row.get_size_display(),
    "industry_id": lambda row: row.industry,
    "is_rd_type": lambda row: _("是") if row.is_rd_type else "",
}
