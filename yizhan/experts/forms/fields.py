"""Inputs that experts need and Django does not have."""

import re
from typing import Any, ClassVar

from django import forms
from django.utils.translation import gettext_lazy as _

from yizhan.directory.queries import find_region, region_path

_BETWEEN_WORDS = re.compile(r"[、，,;；\n]+")


class WordsField(forms.CharField):
    """A few words with any of the usual marks between them."""

    def to_python(self, value: Any) -> Any:
        """Return the words."""
        text = super().to_python(value) or ""
        return [word.strip() for word in _BETWEEN_WORDS.split(text) if word.strip()]

    def prepare_value(self, value: Any) -> Any:
        """Join stored words again."""
        return "、".join(value) if isinstance(value, (list, tuple)) else value


class RegionField(forms.CharField):
    """A region as people write it; the page carries the list to choose from."""

    default_error_messages: ClassVar = {
        "unknown": _("没有找到这个地区，请写到省市，例如 浙江省 舟山市。")
    }

    def __init__(self, **options: Any) -> None:
        """Point the box at the list of the page."""
        attrs = {"list": "regions", "autocomplete": "off", "maxlength": 40}
        super().__init__(required=False, widget=forms.TextInput(attrs), **options)

    def to_python(self, value: Any) -> Any:
        """Return the code."""
        text = super().to_python(value)
        found = find_region(text) if text else None
        if text and found is None:
            raise forms.ValidationError(self.error_messages["unknown"], code="unknown")
        return found.code if found else ""

    def prepare_value(self, value: Any) -> Any:
        """Show a code by its name."""
        path = region_path(str(value)) if value else []
        return " ".join(row.full for row in path) or value
