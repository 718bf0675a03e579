"""A mapping as values: which column, or which constant, feeds which field, and how."""

import dataclasses
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from yizhan.imports.rules.words import UNITS
from yizhan.imports.terms import Target
from yizhan.kernel.refusals import Refusal


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class FieldSource:
    """Where one field gets its values: a column, or a constant for a column the file lacks.

    `unit` speaks for money without a unit; `translations` turns values of the file into codes;
    `more` names columns that are kept as lines below the text.
    """

    field: str
    column: str = ""
    constant: str = ""
    unit: str = ""
    translations: Mapping[str, str] = dataclasses.field(default_factory=dict)
    more: tuple[str, ...] = ()


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """The whole mapping of one file into one target."""

    sources: tuple[FieldSource, ...] = ()

    def source(self, code: str) -> FieldSource:
        """Return how a field is fed; a field nobody mentioned is fed by nothing."""
        for source in self.sources:
            if source.field == code:
                return source
        return FieldSource(field=code)

    def as_json(self) -> list[dict[str, Any]]:
        """Return plain values for a JSON column."""
        return [dataclasses.asdict(source) for source in self.sources]

    @classmethod
    def from_json(cls, values: Sequence[Mapping[str, Any]]) -> "Plan":
        """Read what `as_json` wrote."""
        return cls(
            sources=tuple(
                FieldSource(**{**value, "more": tuple(value.get("more", ()))})
                for value in values
            )
        )


def against_plan(plan: Plan, *, target: Target, columns: Sequence[str]) -> Iterator[Refusal]:
    """Give every reason why the rows could not be read by this mapping."""
    known = {field.code: field for field in target.fields}
    for source in plan.sources:
        unknown = [name for name in (source.column, *source.more) if name not in {"", *columns}]
        if source.field not in known:
            yield Refusal("imports.unknown_field", {"field": source.field})
        elif unknown:
            yield Refusal("imports.unknown_column", {"column": unknown[0]}, source.field)
        elif source.unit not in UNITS:
            yield Refusal("imports.unknown_unit", {"unit": source.unit}, source.field)
    yield from _against_gaps(plan, target)
    if not any(source.column for source in plan.sources):
        yield Refusal("imports.nothing_mapped")


def _against_gaps(plan: Plan, target: Target) -> Iterator[Refusal]:
    for field in target.fields:
        fed = plan.source(field.code)
        if field.required and not fed.column and not fed.constant:
            yield Refusal("imports.required_field", {"field": str(field.label)}, field.code)
