"""Rows that grow: parties, parts of the content, costs, rights."""

from collections.abc import Iterator
from typing import Any

from django import forms
from django.forms.formsets import BaseFormSet, formset_factory
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from yizhan.contracts.forms.fields import (
    DayField,
    NumberField,
    PickField,
    PlaceField,
    TextField,
    YuanField,
)
from yizhan.contracts.terms import (
    CHINA,
    COUNTRIES,
    SUB_KINDS,
    CostKind,
    IpStatus,
    IpType,
    Kind,
    Nature,
    SubKind,
    country_name,
)

MOST_ROWS = 40


class Row(forms.Form):
    """One row; the browser asks for nothing, because a draft may be incomplete."""

    use_required_attribute = False


class PartyRow(Row):
    """One party."""

    name = TextField(label=_("名称"), most=200)
    uscc = TextField(label=_("统一社会信用代码"), most=18)
    country = PickField(label=_("国别（地区）"), initial=CHINA)
    region = PlaceField(label=_("行政区划"))
    nature = PickField(label=_("单位性质"), choices=Nature.choices)
    legal_representative = TextField(label=_("法定代表人"), most=60)
    contact = TextField(label=_("联系人"), most=60)
    phone = TextField(label=_("联系电话"), most=40)
    address = TextField(label=_("地址"), most=200)

    def __init__(self, *args: Any, **options: Any) -> None:
        """Name the countries in the language of the page."""
        super().__init__(*args, **options)
        language = get_language() or ""
        self.fields["country"].choices = [  # type: ignore[attr-defined]  # a field of choices
            (code, country_name(code, language=language)) for code in COUNTRIES
        ]


class LineRow(Row):
    """One part of what is delivered, with its share of the price."""

    needed = frozenset({"subkind", "description", "amount"})

    subkind = PickField(label=_("内容类别"))
    description = TextField(label=_("内容"), most=500)
    amount = YuanField(label=_("金额"))

    def __init__(self, *args: Any, **options: Any) -> None:
        """Group the sub-kinds under their kinds."""
        super().__init__(*args, **options)
        self.fields["subkind"].choices = subkind_choices()  # type: ignore[attr-defined]


class CostRow(Row):
    """One cost that may not be technology."""

    needed = frozenset({"kind", "description", "quantity", "amount"})

    kind = PickField(label=_("费用类别"), choices=CostKind.choices)
    description = TextField(label=_("说明"), most=500)
    quantity = NumberField(
        label=_("数量"),
        max_digits=12,
        decimal_places=2,
    )
    unit = TextField(label=_("单位"), most=20)
    amount = YuanField(label=_("金额"))
    is_within_reason = forms.BooleanField(label=_("属合理数量"), required=False)
    claimed_reason = TextField(label=_("理由"), most=500)


class RightRow(Row):
    """One right that the contract is about."""

    needed = frozenset({"type", "number"})

    type = PickField(label=_("类型"), choices=IpType.choices)
    number = TextField(label=_("证书号或登记号"), most=60)
    title = TextField(label=_("名称"), most=200)
    status = PickField(label=_("状态"), choices=IpStatus.choices)
    granted_on = DayField(label=_("授权日期"))
    expires_on = DayField(label=_("届满日期"))


class Rows(BaseFormSet):  # type: ignore[type-arg]  # not subscriptable at run time
    """A formset that leaves out empty and deleted rows, and finds the n-th one that is left."""

    key_fields: tuple[str, ...] = ("description", "amount")

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


class PartyRows(Rows):
    """Parties of one side."""

    key_fields = ("name", "uscc")


class RightRows(Rows):
    """Rights."""

    key_fields = ("number", "title", "type")


def subkind_choices() -> list[tuple[Any, Any]]:
    """List the sub-kinds grouped by kind, nothing chosen first."""
    grouped: list[tuple[Any, Any]] = [("", "—")]
    for kind, names in SUB_KINDS.items():
        grouped.append((Kind(kind).label, [(name, SubKind(name).label) for name in names]))
    return grouped


def _rows(form: type[Row], base: type[Rows], *, extra: int) -> Any:
    return formset_factory(
        form,
        formset=base,
        extra=extra,
        min_num=1 - extra,
        can_delete=True,
        max_num=MOST_ROWS,
        absolute_max=120,
    )


ROWS = {
    "sellers": _rows(PartyRow, PartyRows, extra=0),
    "buyers": _rows(PartyRow, PartyRows, extra=0),
    "lines": _rows(LineRow, Rows, extra=1),
    "costs": _rows(CostRow, Rows, extra=1),
    "ip": _rows(RightRow, RightRows, extra=1),
}
