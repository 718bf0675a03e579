"""Documents of the network and topic groups."""

from typing import Any

from django import forms
from django.core.validators import validate_slug
from django.utils.translation import gettext_lazy as _

from yizhan.directory.terms import Field
from yizhan.stations.services import Version
from yizhan.stations.terms import Family
from yizhan.web.forms import Checks, Day, Pills


class DocumentForm(forms.Form):
    """A version of a standard document."""

    code = forms.CharField(
        label=_("代号"),
        required=False,
        max_length=40,
        validators=[validate_slug],
        help_text=_("小写字母、数字和连接号；同一代号再发布即为新版本"),
    )
    family = forms.ChoiceField(label=_("类别"), choices=Family.choices, widget=Pills)
    title = forms.CharField(label=_("名称"), required=False, max_length=120)
    title_en = forms.CharField(label=_("英文名称"), required=False, max_length=160)
    since = forms.DateField(label=_("施行日期"), required=False, widget=Day)
    text = forms.CharField(
        label=_("正文"),
        required=False,
        max_length=60_000,
        widget=forms.Textarea({"rows": 16}),
        help_text=_("空一行分段"),
    )

    def given(self) -> Version:
        """Return the version as the services take it."""
        typed: dict[str, Any] = self.cleaned_data
        return Version(**{name: typed[name] for name in self.fields})


class TopicForm(forms.Form):
    """A topic group."""

    name = forms.CharField(label=_("名称"), required=False, max_length=60)
    aim = forms.CharField(
        label=_("目标"),
        required=False,
        max_length=2000,
        widget=forms.Textarea({"rows": 4}),
        help_text=_("要解决的共同问题，成员各出什么"),
    )
    domains = forms.MultipleChoiceField(
        label=_("领域"), widget=Checks, choices=Field.choices, required=False
    )
