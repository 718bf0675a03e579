"""The forms of a request: the question, and each word that follows."""

import uuid
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from yizhan.experts.rules import clean_links
from yizhan.experts.services import Question
from yizhan.experts.terms import Declined, Form, Rating, Relation, Use
from yizhan.web.forms import Checks, Day, Pills, Radios


class QuestionForm(forms.Form):
    """A question to one or several experts."""

    title = forms.CharField(
        label=_("题目"), max_length=120, help_text=_("对象和要解决的问题，一句话")
    )
    question = forms.CharField(
        label=_("问题"),
        max_length=5000,
        widget=forms.Textarea({"rows": 6}),
        help_text=_("现象、工况、数值、已经试过什么；希望专家回答哪几点"),
    )
    background = forms.CharField(
        label=_("背景"), required=False, max_length=5000, widget=forms.Textarea({"rows": 4})
    )
    links = forms.CharField(
        label=_("参考链接"),
        required=False,
        max_length=3000,
        widget=forms.Textarea({"rows": 2}),
        help_text=_("每行一个，最多五个"),
    )
    form = forms.ChoiceField(
        label=_("答复方式"), choices=Form.choices, widget=Radios, initial=Form.WRITTEN
    )
    wished_by = forms.DateField(label=_("希望答复日期"), widget=Day)
    for_whom = forms.ChoiceField(
        label=_("为哪家机构提问"), required=False, help_text=_("辖区内已核实的机构")
    )
    need = forms.UUIDField(required=False, widget=forms.HiddenInput)
    key = forms.UUIDField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, others: list[tuple[str, str]], **kwargs: Any) -> None:
        """Offer a station the organisations it may ask for."""
        kwargs["initial"] = {"key": uuid.uuid4(), **(kwargs.get("initial") or {})}
        super().__init__(*args, **kwargs)
        if others:
            choices = [("", _("本机构")), *others]
            self.fields["for_whom"].choices = choices  # type: ignore[attr-defined]
        else:
            del self.fields["for_whom"]

    def asked(self) -> Question:
        """Return the question as the services take it."""
        typed = self.cleaned_data
        return Question(
            title=typed["title"],
            question=typed["question"],
            background=typed["background"],
            links=clean_links(typed["links"]),
            form=typed["form"],
            wished_by=typed["wished_by"],
            need_id=typed["need"],
        )


class AcceptForm(forms.Form):
    """The declaration, and the day of the answer."""

    is_none = forms.BooleanField(
        label=_("我声明：与提问方没有下列任何关系，也没有其他利益冲突"), required=False
    )
    relations = forms.MultipleChoiceField(
        label=_("存在的关系"), required=False, choices=Relation.choices, widget=Checks
    )
    note = forms.CharField(
        label=_("说明"), required=False, max_length=500, widget=forms.Textarea({"rows": 2})
    )
    promised_on = forms.DateField(label=_("约定答复日期"), widget=Day)


class DeclineForm(forms.Form):
    """Why not."""

    reason = forms.ChoiceField(label=_("原因"), choices=Declined.choices, widget=Radios)
    note = forms.CharField(
        label=_("说明"), required=False, max_length=500, widget=forms.Textarea({"rows": 2})
    )


class TextForm(forms.Form):
    """One word more, from either side."""

    text = forms.CharField(label=_("内容"), max_length=5000, widget=forms.Textarea({"rows": 3}))


class AnswerForm(forms.Form):
    """The answer."""

    text = forms.CharField(
        label=_("答复"),
        max_length=10_000,
        widget=forms.Textarea({"rows": 8}),
        help_text=_("结论、依据、适用条件和建议的下一步；电话或现场答复的，请附纪要"),
    )
    links = forms.CharField(
        label=_("参考链接"),
        required=False,
        max_length=3000,
        widget=forms.Textarea({"rows": 2}),
        help_text=_("每行一个，最多五个"),
    )


class CloseForm(forms.Form):
    """What the answer was worth."""

    rating = forms.TypedChoiceField(
        label=_("满意程度"), choices=Rating.choices, coerce=int, widget=Radios
    )
    use = forms.ChoiceField(label=_("答复的作用"), choices=Use.choices, widget=Pills)
    feedback = forms.CharField(
        label=_("评价"), required=False, max_length=1000, widget=forms.Textarea({"rows": 2})
    )


class ReasonForm(forms.Form):
    """Why a profile goes back."""

    reason = forms.CharField(
        label=_("退回原因，本人会看到"),
        required=False,
        max_length=500,
        widget=forms.Textarea({"rows": 2}),
    )
