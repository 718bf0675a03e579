"""What a visitor gives the validator: a text or a file."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from yizhan.listings.standard.files import LARGEST_FILE
from yizhan.listings.terms import Kind

_LONGEST = 1_000_000


class ValidatorForm(forms.Form):
    """A pasted text or an uploaded file, and the kind that rows of a table are of."""

    text = forms.CharField(
        label=_("粘贴 JSON"),
        required=False,
        max_length=_LONGEST,
        strip=False,
        widget=forms.Textarea(
            attrs={"rows": 12, "spellcheck": "false", "class": "y-ta y-code"}
        ),
    )
    file = forms.FileField(
        label=_("或上传文件"),
        required=False,
        max_length=255,
        help_text=_("JSON、JSON Lines、CSV 或 XLSX，最大 10 MB。"),
        error_messages={"empty": _("文件是空的，请重新选择")},
    )
    kind = forms.ChoiceField(
        label=_("类别"),
        required=False,
        choices=[("", _("按文件所写")), *Kind.choices],
        help_text=_("表格没有类别，请选择；不选时按技术需求检查。"),
    )

    def clean(self) -> dict[str, Any]:
        """Ask for one of the two."""
        held = super().clean() or {}
        file = held.get("file")
        if not file and not (held.get("text") or "").strip() and not self.errors:
            self.add_error("text", _("请粘贴内容或选择文件。"))
        if file and file.size > LARGEST_FILE:
            self.add_error("file", _("文件超过 10 MB，请拆成多个文件。"))
        return held

    def raw(self) -> bytes:
        """Return what is to be checked; a file goes before a text."""
        file = self.cleaned_data.get("file")
        if file:
            return bytes(file.read())
        return str(self.cleaned_data["text"]).encode("utf-8", "surrogatepass")
