"""The forms of matching: a pasted problem, and a word on a match."""

from django import forms
from django.utils.translation import gettext_lazy as _

from yizhan.matching.rules import LONGEST_NOTE
from yizhan.matching.terms import Reason, Verdict
from yizhan.web.forms import Pills, Radios

SHORTEST, LONGEST = 8, 8000


class PasteForm(forms.Form):
    """A technical problem in plain words."""

    text = forms.CharField(
        label=_("技术难题"),
        min_length=SHORTEST,
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 10, "class": "y-in"}),
        help_text=_("写清对象、现状和要达到的指标；不会公开，也不会保存。"),
        error_messages={
            "required": _("请粘贴或写下要解决的技术难题。"),
            "min_length": _("再多写几个字，系统才能读懂要解决什么问题。"),
        },
    )


class FeedbackForm(forms.Form):
    """What became of a match."""

    verdict = forms.ChoiceField(label=_("意见"), choices=Verdict.choices, widget=Pills)
    reason = forms.ChoiceField(
        label=_("不合适的原因"),
        choices=Reason.choices,
        widget=Radios,
        required=False,
    )
    note = forms.CharField(
        label=_("补充说明"),
        required=False,
        max_length=LONGEST_NOTE,
        widget=forms.Textarea(attrs={"rows": 3, "class": "y-in"}),
    )
