"""Form and rows of one listing as one thing: content out, refusals back to their fields."""

import uuid
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.forms import BoundField
from django.http import QueryDict
from django.urls import reverse

from yizhan.kernel.money import LARGEST
from yizhan.kernel.refusals import Refusal
from yizhan.listings.content import read_content
from yizhan.listings.details import Content
from yizhan.listings.forms.kinds import FORMS, PLANS, VISIBLE
from yizhan.listings.forms.rows import ROWS, Rows
from yizhan.listings.messages import sentence
from yizhan.listings.models import Listing
from yizhan.listings.queries import values_of
from yizhan.listings.terms import Kind, Visibility

_RENAMED = {"fields": "fields_"}
_PLACES = {
    "trl_max": "trl_min",
    "security_check": "security_declared",
    "price": "price_min",
}
_NOT_CONTENT = frozenset({"version", "key", "fields_", "security_declared", "security_touches"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One field of a section, who may read it, why it came back, its amount in words."""

    field: BoundField
    visible: BoundField | None
    reason: str
    is_after_rows: bool
    words_url: str
    amount: Decimal | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Section:
    """A part of the page."""

    anchor: str
    title: Any
    intro: Any
    lines: list[Line]
    rows: Rows | None
    rows_visible: BoundField | None
    has_errors: bool


class Editor:
    """Everything on the page of one listing."""

    def __init__(
        self,
        kind: str,
        *,
        data: QueryDict | None = None,
        listing: Listing | None = None,
        today: date | None = None,
    ) -> None:
        """Fill the page from what was posted, else from what is stored."""
        self.kind, self.today = kind, today
        self.listing = listing
        self._reasons: dict[str, str] = listing.return_reasons if listing else {}
        first = _initial(listing)
        self.form = FORMS[kind](data, initial=first)
        self.rows: dict[str, Rows] = {
            # Compared with what is stored, an unchanged row would count as an empty one.
            name: rows(data, prefix=name, initial=None if data else first.get(name, []))
            for name, rows in ROWS[kind].items()
        }

    def content(self) -> tuple[Content | None, tuple[Refusal, ...]]:
        """Return what was typed as content, and put every complaint at its field."""
        sound = all([self.form.is_valid(), *(rows.is_valid() for rows in self.rows.values())])
        content, refusals = read_content(self.kind, self.values())
        self.refuse(refusals)
        return (content if sound and not refusals else None), refusals

    def values(self) -> dict[str, Any]:
        """Return what was typed in the form `parse_content` reads."""
        typed = self.form.cleaned_data
        values: dict[str, Any] = {"details": {}, "visibility": self._visibility()}
        for name in Content.model_fields:
            held = _RENAMED.get(name, name)
            if held in typed:
                values[name] = typed[held]
        for name in typed:
            if name not in values and name not in _NOT_CONTENT and name[:8] != "visible_":
                values["details"][name] = typed[name]
        for name, rows in self.rows.items():
            target = values if name == "indicators" else values["details"]
            target[name] = [_plain(row) for row in rows.values()]
        values["language"] = values.get("language") or "zh-hans"
        if self.kind == Kind.OFFER:
            values["trl_max"] = values.get("trl_min")
            self._add_offer(values["details"])
        return values

    def sound_values(self) -> dict[str, Any]:
        """Return what was typed without what is refused; stored values stand in for that."""
        stored = values_of(self.listing) if self.listing else {"details": {}}
        values = self.values()
        merged = {**stored, **values, "details": {**stored["details"], **values["details"]}}
        _content, refusals = read_content(self.kind, merged)
        for refusal in sorted(refusals, key=lambda r: r.place, reverse=True):
            _mend(merged, stored, refusal.place)
        return merged

    def refuse(self, refusals: Iterable[Refusal]) -> None:
        """Put what was refused at the field or row it belongs to."""
        for refusal in refusals:
            head, _, rest = refusal.place.partition(".")
            index, _, name = rest.partition(".")
            text = sentence(refusal)
            at_row = head in self.rows and index.isdecimal()
            if at_row and self.rows[head].add_refusal(int(index), name, text):
                continue
            if head in self.rows:
                self.rows[head].non_form_errors().append(text)
                continue
            place = _RENAMED.get(head, head)
            place = place if place in self.form.fields else _PLACES.get(place, "")
            self.form.add_error(place if place in self.form.fields else None, text)

    @property
    def version(self) -> int | None:
        """Return the version the page was filled from."""
        found = self.form.cleaned_data.get("version")
        return found if isinstance(found, int) else None

    @property
    def key(self) -> uuid.UUID | None:
        """Return the key that makes a repeated creation the same listing."""
        found = self.form.cleaned_data.get("key")
        return found if isinstance(found, uuid.UUID) else None

    @property
    def formsets(self) -> list[Rows]:
        """List the rows for the error summary."""
        return list(self.rows.values())

    @property
    def sections(self) -> Iterator[Section]:
        """Yield the parts of the page in order."""
        for plan in PLANS[self.kind]:
            lines = [self._line(name) for name in plan.fields]
            rows = self.rows.get(plan.rows)
            yield Section(
                anchor=plan.anchor,
                title=plan.title,
                intro=plan.intro,
                lines=lines,
                rows=rows,
                rows_visible=self._visible(plan.rows),
                has_errors=any(line.field.errors for line in lines)
                or (rows is not None and rows.is_bound and rows.total_error_count() > 0),
            )

    def _line(self, name: str) -> Line:
        plain = name.rstrip("_")
        is_price = name in {"price_min", "price_max"}
        return Line(
            field=self.form[name],
            visible=self._visible({"price_max": "price"}.get(name, name)),
            reason=self._reasons.get(plain, ""),
            is_after_rows=name == "no_indicator_reason",
            words_url=reverse("listings:price-words") if is_price else "",
            amount=self._amount(name) if is_price else None,
        )

    def _amount(self, name: str) -> Decimal | None:
        if self.form.is_bound:
            typed = self.form.cleaned_data.get(name)
            return typed if isinstance(typed, Decimal) and 0 <= typed <= LARGEST else None
        found = self.form.initial.get(name)
        return found if isinstance(found, Decimal) else None

    def _visible(self, name: str) -> BoundField | None:
        field = f"visible_{name}"
        return self.form[field] if field in self.form.fields else None

    def _visibility(self) -> dict[str, str]:
        typed = self.form.cleaned_data
        chosen = {name: typed.get(f"visible_{name}") for name in VISIBLE[self.kind]}
        return {
            name: level
            for name, level in chosen.items()
            if level and level != Visibility.PUBLIC
        }

    def _add_offer(self, details: dict[str, Any]) -> None:
        typed = self.form.cleaned_data
        declared = bool(typed.get("security_declared"))
        details["security_check"] = {
            "declared": declared,
            "touches": bool(typed.get("security_touches")),
            "declared_on": self._declared_on() if declared else None,
        }
        for name, fallback in (("licence_policy", "negotiated"), ("funding_source", "none")):
            details[name] = details.get(name) or fallback

    def _declared_on(self) -> Any:
        before = self.listing.detail("security_check") if self.listing else None
        return (before or {}).get("declared_on") or self.today


def _initial(listing: Listing | None) -> dict[str, Any]:
    if listing is None:
        return {"key": uuid.uuid4()}
    values = values_of(listing)
    details = values.pop("details")
    check = details.get("security_check", {})
    shown = {f"visible_{name}": level for name, level in values.pop("visibility").items()}
    return {
        **details,
        **values,
        **shown,
        "fields_": values["fields"],
        "version": listing.version,
        "security_declared": check.get("declared", False),
        "security_touches": check.get("touches", False),
    }


def _plain(row: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in row.items() if value not in ("", None)}


def _mend(values: dict[str, Any], stored: dict[str, Any], place: str) -> None:
    """Take the refused row out, or put the stored value of a field back."""
    name, _, rest = place.partition(".")
    index = rest.partition(".")[0]
    held, before = (
        (values, stored) if name in values else (values["details"], stored["details"])
    )
    if isinstance(held.get(name), list) and index.isdecimal():
        held[name] = [row for n, row in enumerate(held[name]) if n != int(index)]
    elif name in before:
        held[name] = before[name]
    else:
        held.pop(name, None)
