"""Rows that grow: indicators, evidence of readiness, intellectual property."""

from collections.abc import Iterator, Mapping
from typing import Any

from django import forms
from django.forms.formsets import BaseFormSet, formset_factory
from django.utils.translation import gettext_lazy as _

from yizhan.listings.forms.fields import DayField, PickField, TextField, TrlField
from yizhan.listings.terms import Comparator, IpKind, IpStatus, Kind

MOST_ROWS = 60


class NeedIndicator(forms.Form):
    """What a need asks for."""

    use_required_attribute = False

    name = TextField(label=_("指标"), most=60, asked=True)
    comparator = PickField(label=_("比较"), choices=Comparator.choices, initial=Comparator.GE)
    value = TextField(label=_("数值"), most=200, asked=True)
    value_max = TextField(label=_("区间上限"), most=32)
    unit = TextField(label=_("单位"), most=30)
    method = TextField(label=_("检验方法"), most=120)


class OfferIndicator(NeedIndicator):
    """What an offer reached, with its evidence and the best alternative."""

    measured_by = TextField(label=_("检测单位"), most=120)
    measured_on = DayField(label=_("检测日期"))
    alternative = TextField(label=_("最优替代方案"), most=120)

    def __init__(self, *args: Any, **options: Any) -> None:
        """An offer states what is, a need what must be."""
        super().__init__(*args, **options)
        self.fields["comparator"].initial = Comparator.EQ


class EvidenceRow(forms.Form):
    """What proves one level."""

    level = TrlField(label=_("级别"))
    text = TextField(label=_("证据"), most=500, asked=True)


class RightRow(forms.Form):
    """One right."""

    kind = PickField(label=_("种类"), choices=IpKind.choices)
    number = TextField(label=_("编号"), most=40, asked=True)
    status = PickField(label=_("状态"), choices=IpStatus.choices, initial=IpStatus.GRANTED)
    expires = DayField(label=_("届满日期"))
    owners = TextField(label=_("权利人"), most=200)


class Rows(BaseFormSet):  # type: ignore[type-arg]  # not subscriptable at run time
    """A formset that leaves out empty and deleted rows and keeps track of which is which."""

    # A row whose key fields are all empty was never filled in.
    key_fields: tuple[str, ...] = ("name", "value")

    def values(self) -> list[dict[str, Any]]:
        """Return the filled rows as plain values."""
        return [
            {name: value for name, value in form.cleaned_data.items() if name != "DELETE"}
            for form in self._filled()
        ]

    def add_refusal(self, index: int, name: str, text: str) -> bool:
        """Put a sentence at a field of the n-th filled row; False when there is none."""
        filled = list(self._filled())
        if index >= len(filled):
            return False
        form = filled[index]
        form.add_error(name if name in form.fields else self.key_fields[0], text)
        return True

    def _filled(self) -> Iterator[forms.Form]:
        for form in self.forms:
            data = getattr(form, "cleaned_data", {})
            if not data.get("DELETE") and any(data.get(name) for name in self.key_fields):
                yield form


class IndicatorRows(Rows):
    """Rows of indicators."""


class EvidenceRows(Rows):
    """Rows of evidence."""

    key_fields = ("text", "level")


class RightRows(Rows):
    """Rows of rights."""

    key_fields = ("number", "owners")


def _rows(form: type[forms.Form], base: type[Rows]) -> Any:
    return formset_factory(
        form, formset=base, extra=1, can_delete=True, max_num=MOST_ROWS, absolute_max=200
    )


ROWS: Mapping[str, Mapping[str, Any]] = {
    Kind.NEED: {"indicators": _rows(NeedIndicator, IndicatorRows)},
    Kind.OFFER: {
        "indicators": _rows(OfferIndicator, IndicatorRows),
        "trl_evidence": _rows(EvidenceRow, EvidenceRows),
        "ip": _rows(RightRow, RightRows),
    },
    Kind.SERVICE: {"indicators": _rows(NeedIndicator, IndicatorRows)},
}
