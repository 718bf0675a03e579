"""Inputs that listings need and Django does not have: 万元, places by name, lists of words."""

import re
from collections.abc import Sequence
from decimal import Decimal
from typing import Any, ClassVar

from django import forms
from django.utils.translation import gettext_lazy as _
from pydantic_core import PydanticCustomError

from yizhan.directory.queries import find_region, region_path
from yizhan.kernel.money import WAN
from yizhan.listings.details import clean_number
from yizhan.listings.messages import SENTENCES
from yizhan.web.forms import Affix, Day

_BETWEEN_WORDS = re.compile(r"[、，,;；\n]+")


class TextField(forms.CharField):
    """Text that the typed content checks; the form only carries it. Null bytes are refused."""

    def __init__(
        self, *, rows: int = 0, most: int = 0, asked: bool = False, **options: Any
    ) -> None:
        """Use a box of `rows` lines; `most` tells the browser, the content decides.

        `asked` marks what must be there to hand in; a draft may leave it empty all the same.
        """
        attrs: dict[str, Any] = {"maxlength": most} if most else {}
        if rows:
            attrs["rows"] = rows
            options["widget"] = forms.Textarea(attrs)
        else:
            options.setdefault("widget", forms.TextInput(attrs))
        super().__init__(required=asked, **options)

    def validate(self, value: Any) -> None:
        """Let a draft be incomplete; handing in is where completeness is asked for."""


class WanField(forms.CharField):
    """An amount typed in 万元 and kept in yuan."""

    default_error_messages: ClassVar = {"invalid": SENTENCES["listings.not_a_number"]}

    def __init__(self, **options: Any) -> None:
        """Glue the unit to the box."""
        attrs = {"maxlength": 20, "autocomplete": "off"}
        super().__init__(required=False, widget=Affix(_("万元"), attrs), **options)

    def to_python(self, value: Any) -> Any:
        """Return yuan, or nothing."""
        text = super().to_python(value)
        if not text:
            return None
        try:
            return Decimal(clean_number(text)) * WAN
        except PydanticCustomError as error:
            raise forms.ValidationError(self.error_messages["invalid"]) from error

    def prepare_value(self, value: Any) -> Any:
        """Show stored yuan in 万元, and what was typed as it was typed."""
        if isinstance(value, Decimal):
            return f"{(value / WAN).normalize():f}"
        return value


class PlaceField(forms.CharField):
    """A region chosen by typing 浙江省 舟山市; the page offers a list to choose from."""

    default_error_messages: ClassVar = {"invalid": SENTENCES["listings.not_a_region"]}

    def __init__(self, **options: Any) -> None:
        """Point the box at the list of regions that the page carries."""
        attrs = {"list": "regions", "autocomplete": "off", "maxlength": 40}
        super().__init__(required=False, widget=forms.TextInput(attrs), **options)

    def to_python(self, value: Any) -> Any:
        """Return the code."""
        text = super().to_python(value)
        if not text:
            return ""
        found = find_region(text)
        if found is None:
            raise forms.ValidationError(self.error_messages["invalid"])
        return found.code

    def prepare_value(self, value: Any) -> Any:
        """Show a code by its name."""
        path = region_path(str(value)) if value else []
        return " ".join(row.full for row in path) or value


class WordsField(forms.CharField):
    """A few words with marks between them."""

    def __init__(self, **options: Any) -> None:
        """Take any of the usual marks."""
        super().__init__(required=False, widget=forms.TextInput({"maxlength": 600}), **options)

    def to_python(self, value: Any) -> Any:
        """Return the words."""
        text = super().to_python(value) or ""
        return [word.strip() for word in _BETWEEN_WORDS.split(text) if word.strip()]

    def prepare_value(self, value: Any) -> Any:
        """Join stored words again."""
        return "、".join(value) if isinstance(value, (list, tuple)) else value


class ChoicesField(forms.MultipleChoiceField):
    """Several of a list; what is not on the list is left to the content to refuse."""

    def __init__(
        self, *, choices: Any, widget: Any, asked: bool = False, **options: Any
    ) -> None:
        """Draw the choices; an empty answer is an answer."""
        super().__init__(required=asked, choices=choices, widget=widget, **options)

    def validate(self, value: Any) -> None:
        """Let a draft be incomplete; the content refuses what is not on the list."""


class PickField(forms.ChoiceField):
    """One of a list in a row; an empty row picks nothing and is no error."""

    def validate(self, value: Any) -> None:
        """Refuse only what is not on the list."""
        if value:
            super().validate(value)


class TrlField(forms.TypedChoiceField):
    """A level from 1 to 9."""

    def __init__(self, **options: Any) -> None:
        """Nothing chosen means nothing said."""
        choices: Sequence[tuple[str, Any]] = [
            ("", "—"),
            *((str(level), f"TRL {level}") for level in range(1, 10)),
        ]
        super().__init__(
            required=False, choices=choices, coerce=int, empty_value=None, **options
        )


class DayField(forms.CharField):
    """A day, checked by the content so that the sentence is ours."""

    def __init__(self, **options: Any) -> None:
        """Use the browser's own picker."""
        super().__init__(required=False, widget=Day(), **options)
