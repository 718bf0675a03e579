"""How a stranger asks about a certificate: by code, by number and day, or with the file."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from yizhan.contracts.certificates.codes import read_code
from yizhan.contracts.certificates.sealing import MOST_BYTES

_LONGEST_CODE = 40


class CodeForm(forms.Form):
    """The twelve characters under the square code."""

    code = forms.CharField(
        label=_("12 位核验码"),
        max_length=_LONGEST_CODE,
        widget=forms.TextInput(
            attrs={
                "class": "y-code",
                "autocomplete": "off",
                "spellcheck": "false",
                "placeholder": "XXXX-XXXX-XXXX",
            }
        ),
    )

    def clean_code(self) -> str:
        """Read it as people write it; the check character finds what was mistyped."""
        code = read_code(self.cleaned_data["code"])
        if not code:
            raise forms.ValidationError(_("核验码有误，请对照证明再输入一次"), code="invalid")
        return code


class NumberForm(forms.Form):
    """The number and the day of registration, both as printed."""

    number = forms.RegexField(
        label=_("登记编号"),
        regex=r"^\d{14}(\d{2})?$",
        help_text=_("14 或 16 位数字"),
        error_messages={"invalid": _("登记编号是 14 或 16 位数字")},
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"}),
    )
    day = forms.DateField(
        label=_("登记日期"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )


class FileForm(forms.Form):
    """The certificate itself, as PDF or JSON."""

    file = forms.FileField(
        label=_("证明文件"),
        help_text=_("PDF 或 JSON，最大 4 MB。文件只用于本次核验，不保存。"),
        error_messages={"empty": _("文件是空的，请重新选择")},
        widget=forms.FileInput(attrs={"accept": ".pdf,.json,application/pdf"}),
    )

    def clean_file(self) -> Any:
        """Refuse what no certificate is as large as."""
        file = self.cleaned_data["file"]
        if file.size > MOST_BYTES:
            raise forms.ValidationError(_("文件超过 4 MB，不是登记证明"), code="too_large")
        return file
