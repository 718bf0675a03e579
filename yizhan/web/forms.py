"""Forms: one renderer for every Django form, its widgets, refusals as errors, rows and the 422.

Settings: FORM_RENDERER = "yizhan.web.forms.Renderer". Then `{{ form }}`,
`{{ field.as_field_group }}` and `{% field form.title %}` print the row of the design:
label, control, error, hint.

    form = NeedForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try: ...
        except Refused as refused: add_refusals(form, refused, say)
    return form_page(request, "listings/need_form.html", {"form": form})
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from django import forms
from django.forms import BoundField, widgets
from django.forms.formsets import BaseFormSet
from django.forms.renderers import DjangoTemplates
from django.http import HttpRequest, QueryDict
from django.template.response import TemplateResponse
from django.utils.datastructures import MultiValueDict

from yizhan.kernel.refusals import Refusal, Refused

_CLASSES: tuple[tuple[type[widgets.Widget], str], ...] = (
    (widgets.Textarea, "y-ta"),
    (widgets.SelectMultiple, "y-sel y-sel--many"),
    (widgets.ClearableFileInput, "y-in y-in--file"),
    (widgets.FileInput, "y-in y-in--file"),
    (widgets.HiddenInput, ""),
    (widgets.NumberInput, "y-in y-in--num"),
    (widgets.Input, "y-in"),
)


class Row(BoundField):
    """A field as the form row wants it: classes by widget, error before hint, a real anchor."""

    def build_widget_attrs(self, attrs: Any, widget: Any = None) -> Any:
        """Add the class of the design to whatever Django and the field already ask for."""
        built = super().build_widget_attrs(attrs, widget)
        chosen = widget or self.field.widget
        own = f"{chosen.attrs.get('class', '')} {_class_of(chosen)}".strip()
        if own and "class" not in built:
            built["class"] = own
        return built

    @property
    def aria_describedby(self) -> str | None:
        """Name the error first, then the hint: that is the order on the page."""
        named = super().aria_describedby
        return " ".join(sorted(named.split())) if named else named

    @property
    def kind(self) -> str:
        """Say which control the template draws: one box, a group, or a plain control."""
        if isinstance(self.field.widget, widgets.CheckboxInput):
            return "box"
        if isinstance(self.field.widget, (widgets.RadioSelect, widgets.CheckboxSelectMultiple)):
            return "group"
        return "plain"

    @property
    def is_optional(self) -> bool:
        """Say whether the row is marked 选填.

        A form whose drafts may be empty names what its last step wants in `needed`.
        """
        if self.kind == "box":
            return False
        needed = getattr(self.form, "needed", None)
        return not self.field.required if needed is None else self.name not in needed

    @property
    def anchor(self) -> str:
        """Return the id that a link in the error summary leads to."""
        return self.id_for_label or f"{self.auto_id}_0"


class Renderer(DjangoTemplates):
    """Renders every form with the templates of the web kit."""

    form_template_name = "forms/form.html"
    field_template_name = "forms/field.html"
    bound_field_class = Row


class Affix(forms.TextInput):
    """A text input with a unit glued to its end: `Affix("万元")`; a decimal keyboard."""

    template_name = "forms/affix.html"

    def __init__(self, unit: Any, attrs: dict[str, Any] | None = None) -> None:
        """Keep the unit; text is used because a number input swallows what it cannot parse."""
        super().__init__({"inputmode": "decimal", "class": "y-in--num", **(attrs or {})})
        self.unit = unit

    def get_context(
        self, name: str, value: Any, attrs: dict[str, Any] | None
    ) -> dict[str, Any]:
        """Hand the unit to the template."""
        context = super().get_context(name, value, attrs)
        context["widget"]["unit"] = self.unit
        return context


class Pills(forms.RadioSelect):
    """Two to seven exclusive choices drawn as buttons."""

    template_name = "forms/pills.html"


class Checks(forms.CheckboxSelectMultiple):
    """Several choices as a list of boxes in columns."""

    template_name = "forms/checks.html"


class Radios(forms.RadioSelect):
    """Exclusive choices whose labels are sentences: one below the other."""

    template_name = "forms/checks.html"


class Day(forms.DateInput):
    """A day: the browser's own picker, ISO on the wire."""

    input_type = "date"

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        """Fix the format that `type=date` needs."""
        super().__init__(attrs, format="%Y-%m-%d")


@dataclass(frozen=True, slots=True)
class ErrorLine:
    """One line of the error summary; an empty anchor belongs to the form as a whole."""

    anchor: str
    label: str
    text: str


def error_lines(*held: Any) -> list[ErrorLine]:
    """List every error of forms, formsets and lists of them in the order of the page."""
    return [line for item in held if item for line in _lines_of(item)]


def form_page(request: HttpRequest, template: str, context: dict[str, Any]) -> TemplateResponse:
    """Answer with the form, 422 when any form or formset in the context has errors."""
    has_errors = bool(error_lines(*(v for v in context.values() if _is_bound(v))))
    context = {**context, "has_errors": has_errors}
    return TemplateResponse(request, template, context, status=422 if has_errors else 200)


def add_refusals(form: forms.BaseForm, refused: Refused, say: Callable[[Refusal], str]) -> None:
    """Put what a service refused beside its field, said by the context's messages."""
    for refusal in refused.refusals:
        place = refusal.place if refusal.place in form.fields else None
        form.add_error(place, say(refusal))


def asks_for_row(request: HttpRequest, prefix: str) -> bool:
    """Say whether the person pressed 添加一行 of the formset rather than saving."""
    return request.method == "POST" and request.POST.get("add-row") == prefix


def with_extra_row(data: QueryDict, prefix: str) -> MultiValueDict[str, str]:
    """Return the posted data with one more empty row; nothing typed is lost or validated."""
    grown: MultiValueDict[str, str] = MultiValueDict({k: data.getlist(k) for k in data})
    key = f"{prefix}-TOTAL_FORMS"
    total = str(grown.get(key, "0"))
    grown[key] = str(min(int(total) if total.isdecimal() else 0, 999) + 1)
    return grown


def _class_of(widget: Any) -> str:
    if isinstance(widget, (widgets.CheckboxInput, widgets.RadioSelect)):
        return ""
    if isinstance(widget, widgets.Select) and not isinstance(widget, widgets.SelectMultiple):
        return "y-sel"
    return next((name for kind, name in _CLASSES if isinstance(widget, kind)), "")


def _is_bound(value: Any) -> bool:
    if isinstance(value, (list, tuple)):
        return any(_is_bound(item) for item in value)
    return isinstance(value, (forms.BaseForm, BaseFormSet)) and value.is_bound


def _lines_of(held: Any) -> Iterator[ErrorLine]:
    if isinstance(held, (list, tuple)):
        for item in held:
            yield from _lines_of(item)
    elif isinstance(held, BaseFormSet):
        yield from (ErrorLine("", "", str(text)) for text in held.non_form_errors())
        for form in held.forms:
            yield from _lines_of(form)
    elif isinstance(held, forms.BaseForm):
        yield from (ErrorLine("", "", str(text)) for text in held.non_field_errors())
        for bound in held:
            anchor = bound.anchor if isinstance(bound, Row) else bound.id_for_label
            yield from (ErrorLine(anchor, str(bound.label), str(text)) for text in bound.errors)
