"""Inputs of the contract form: yuan to the fen, days, places by name, codes that may wait."""

from collections.abc import Iterable
from decimal import Decimal
from typing import Any, ClassVar

from django import forms
from django.utils.translation import gettext_lazy as _

from yizhan.directory.queries import find_region, region_path
from yizhan.web.forms import Affix, Day

# More than any technology contract was ever worth, and small enough for every column.
MOST_YUAN = Decimal(10) ** 12


class TextField(forms.CharField):
    """Text that a draft may still leave out."""

    def __init__(self, *, most: int, rows: int = 0, **options: Any) -> None:
        """Use a box of `rows` lines, else a single line."""
        if rows:
            options["widget"] = forms.Textarea({"rows": rows})
        super().__init__(required=False, max_length=most, **options)


class YuanField(forms.DecimalField):
    """An amount in yuan, to the fen; thousands may be parted with commas."""

    default_error_messages: ClassVar = {
        "invalid": _("请填写数字，例如 850000 或 850000.50。"),
        "max_decimal_places": _("金额最多精确到分。"),
        "max_value": _("金额超出允许范围。"),
        "min_value": _("金额不能为负。"),
        "max_digits": _("金额超出允许范围。"),
        "max_whole_digits": _("金额超出允许范围。"),
    }

    def __init__(self, **options: Any) -> None:
        """Glue the unit to the box."""
        widget = Affix(_("元"), {"maxlength": 24, "autocomplete": "off"})
        super().__init__(
            required=False,
            min_value=Decimal(0),
            max_value=MOST_YUAN,
            decimal_places=2,
            widget=widget,
            **options,
        )

    def to_python(self, value: Any) -> Any:
        """Read 1,200,000.50 and full-width digits as people paste them."""
        if isinstance(value, str):
            value = value.replace(",", "").replace("，", "").replace("￥", "").strip()
        return super().to_python(value)

    def prepare_value(self, value: Any) -> Any:
        """Show a stored amount with its thousands apart, and what was typed as typed."""
        return f"{value:,.2f}" if isinstance(value, Decimal) else value

    def widget_attrs(self, widget: forms.Widget) -> dict[str, Any]:  # noqa: ARG002 -- Django hands it over
        """Leave out the limits of a number input: this is a text box."""
        return {}


class NumberField(forms.DecimalField):
    """A plain number, shown without the zeros nobody typed."""

    default_error_messages: ClassVar = {"invalid": _("请填写数字，例如 1 或 0.5。")}

    def __init__(self, **options: Any) -> None:
        """Use a text box with a decimal keyboard."""
        widget = forms.TextInput({"inputmode": "decimal", "class": "y-in--num"})
        super().__init__(required=False, min_value=Decimal(0), widget=widget, **options)

    def prepare_value(self, value: Any) -> Any:
        """Write 1.00 as 1."""
        return f"{value.normalize():f}" if isinstance(value, Decimal) else value

    def widget_attrs(self, widget: forms.Widget) -> dict[str, Any]:  # noqa: ARG002 -- Django hands it over
        """Leave out the limits of a number input: this is a text box."""
        return {}


class DayField(forms.DateField):
    """A day from the browser's own picker."""

    default_error_messages: ClassVar = {"invalid": _("请填写日期，例如 2026-12-31。")}

    def __init__(self, **options: Any) -> None:
        """Read ISO days only; nothing else is unambiguous."""
        super().__init__(required=False, widget=Day(), input_formats=["%Y-%m-%d"], **options)


class PickField(forms.ChoiceField):
    """One of a list, or nothing yet."""

    default_error_messages: ClassVar = {"invalid_choice": _("请从列出的选项中选择。")}

    def __init__(self, *, choices: Iterable[tuple[Any, Any]] = (), **options: Any) -> None:
        """Begin with nothing chosen."""
        super().__init__(required=False, choices=[("", "—"), *choices], **options)


class PlaceField(forms.CharField):
    """A place by its name; the page carries the list to choose from."""

    default_error_messages: ClassVar = {
        "unknown": _("没有找到这个地区，请从列表中选择，例如“浙江省 舟山市”。")
    }

    def __init__(self, **options: Any) -> None:
        """Point the box at the list of the page."""
        attrs = {"list": "regions", "autocomplete": "off"}
        widget = forms.TextInput(attrs)
        super().__init__(required=False, max_length=60, widget=widget, **options)

    def clean(self, value: Any) -> str:
        """Return the code of the place."""
        typed = super().clean(value)
        region = find_region(typed) if typed else None
        if typed and region is None:
            raise forms.ValidationError(self.error_messages["unknown"])
        return region.code if region else ""

    def prepare_value(self, value: Any) -> Any:
        """Show a stored code by its name, and what was typed as it was typed."""
        named = region_path(str(value)) if value and str(value).isdecimal() else []
        return " ".join(row.full for row in named) or value
