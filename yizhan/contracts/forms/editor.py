"""Form and rows of a contract as one thing: values out, refusals back to their places."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.forms import BoundField
from django.http import QueryDict

from yizhan.contracts.forms.contract import PLANS, ContractForm
from yizhan.contracts.forms.rows import ROWS, Rows
from yizhan.contracts.messages import sentence
from yizhan.contracts.terms import KIND_OF, Side
from yizhan.kernel.refusals import Refusal

_SIDES = {"sellers": Side.SELLER, "buyers": Side.BUYER}
_SCREENING = {
    "screening": "list",
    "licence_number": "licence_number",
    "approval_number": "approval_number",
}
_NOT_TEXT = frozenset({"version", "key", *_SCREENING})


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One field with what the office wrote about it."""

    field: BoundField
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class RowsOf:
    """Rows of one noun with their title and what the office wrote about them."""

    name: str
    title: Any
    formset: Rows
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Section:
    """A part of the page."""

    anchor: str
    title: Any
    intro: Any
    lines: list[Line]
    tables: list[RowsOf]
    has_errors: bool


class Editor:
    """Everything on the page of one contract."""

    def __init__(
        self,
        *,
        data: QueryDict | None = None,
        initial: Mapping[str, Any] | None = None,
        offices: Iterable[tuple[Any, Any]] = (),
        reasons: Mapping[str, str] | None = None,
    ) -> None:
        """Fill the page from what was posted, else from `initial` (see `initial_of`)."""
        first = dict(initial or {})
        self._reasons = dict(reasons or {})
        self.form = ContractForm(data, initial=first, offices=offices)
        self.rows: dict[str, Rows] = {
            # Compared with what is stored, an unchanged row would count as an empty one.
            name: rows(data, prefix=name, initial=None if data else first.get(name, []))
            for name, rows in ROWS.items()
        }

    @property
    def is_sound(self) -> bool:
        """Say whether everything typed could be read."""
        return all([self.form.is_valid(), *(rows.is_valid() for rows in self.rows.values())])

    def values(self) -> dict[str, Any]:
        """Return what could be read of what was typed, in the form the verbs read."""
        typed = self.form.cleaned_data
        values = {name: value for name, value in typed.items() if name not in _NOT_TEXT}
        values["screening"] = {
            key: typed[name] for name, key in _SCREENING.items() if typed.get(name)
        }
        values["parties"] = [
            {**row, "side": side.value}
            for name, side in _SIDES.items()
            for row in self.rows[name].values()
        ]
        values["lines"] = [
            {**row, "kind": KIND_OF.get(row.get("subkind", ""), typed.get("kind", ""))}
            for row in self.rows["lines"].values()
        ]
        values["costs"] = self.rows["costs"].values()
        values["ip"] = self.rows["ip"].values()
        return values

    def refuse(self, refusals: Iterable[Refusal]) -> None:
        """Put what was refused at the field or row it belongs to."""
        for refusal in refusals:
            head, _, rest = refusal.place.partition(".")
            index, _, name = rest.partition(".")
            text = sentence(refusal)
            if head == "parties":
                head, index = self._side_of(index)
            at_row = head in self.rows and index.isdecimal()
            if at_row and self.rows[head].add_refusal(int(index), name, text):
                continue
            if head in self.rows:
                self.rows[head].non_form_errors().append(text)
                continue
            self.form.add_error(head if head in self.form.fields else None, text)

    def shown_values(self) -> dict[str, Any]:
        """Return what the page shows: as typed, or as it began."""
        if self.form.is_bound:
            _read = self.is_sound
            return self.values()
        first = self.form.initial
        return {name: first.get(name) for name in ("contract_value", "lines", "costs")}

    @property
    def has_errors(self) -> bool:
        """Say whether anything on the page is wrong."""
        return bool(self.form.is_bound and self.form.errors) or any(
            _is_wrong(rows) for rows in self.rows.values()
        )

    @property
    def version(self) -> int | None:
        """Return the version the page was filled from."""
        found = self.form.cleaned_data.get("version")
        return found if isinstance(found, int) else None

    @property
    def key(self) -> UUID | None:
        """Return the key that makes a repeated creation the same contract."""
        found = self.form.cleaned_data.get("key")
        return found if isinstance(found, UUID) else None

    @property
    def formsets(self) -> list[Rows]:
        """List the rows for the error summary."""
        return list(self.rows.values())

    @property
    def sections(self) -> Iterator[Section]:
        """Yield the parts of the page in order."""
        for plan in PLANS:
            lines = [
                Line(field=self.form[name], reason=self._reasons.get(name, ""))
                for name in plan.fields
            ]
            tables = [
                RowsOf(
                    name=name,
                    title=title,
                    formset=self.rows[name],
                    reason=self._reasons.get(name, ""),
                )
                for name, title in plan.rows
            ]
            yield Section(
                anchor=plan.anchor,
                title=plan.title,
                intro=plan.intro,
                lines=lines,
                tables=tables,
                has_errors=any(line.field.errors for line in lines)
                or any(_is_wrong(table.formset) for table in tables),
            )

    def _side_of(self, index: str) -> tuple[str, str]:
        """Find which table the n-th party of both stands in: sellers come first."""
        if not index.isdecimal():
            return "sellers", index
        sellers = len(self.rows["sellers"].values())
        place = int(index)
        if place < sellers:
            return "sellers", index
        return "buyers", str(place - sellers)


def _is_wrong(rows: Rows) -> bool:
    return rows.is_bound and (rows.total_error_count() > 0 or bool(rows.non_form_errors()))


def initial_of(values: Mapping[str, Any]) -> dict[str, Any]:
    """Turn stored values into what the form begins with."""
    said = values.get("screening") or {}
    sides = {
        name: [row for row in values.get("parties") or [] if row["side"] == side]
        for name, side in _SIDES.items()
    }
    shown = {name: said.get(key, "") for name, key in _SCREENING.items()}
    return {**values, **shown, **sides}
