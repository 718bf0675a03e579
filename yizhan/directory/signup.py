"""What signing up asks besides address and password; allauth builds its form upon this one."""

from typing import Any

from django import forms
from django.http import HttpRequest
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _


class SignupForm(forms.Form):
    """How the person is addressed by colleagues; it is shown to nobody else."""

    name = forms.CharField(
        label=_("称呼"),
        required=False,
        max_length=80,
        help_text=_("同一机构的成员会看到，例如「研发部 李工」"),
    )

    def signup(self, request: HttpRequest, user: Any) -> None:  # noqa: ARG002
        """Keep the name and the language on the new account."""
        user.name = self.cleaned_data["name"]
        user.language = get_language() or user.language
        user.save(update_fields=["name", "language"])
