"""Small forms: a paper, a reason, an objection, a grant of reading."""

import uuid
from datetime import datetime, time
from typing import Any

from django import forms
from django.utils.timezone import get_current_timezone
from django.utils.translation import gettext_lazy as _

from yizhan.contracts.forms.fields import DayField
from yizhan.contracts.terms import PaperKind


class KeyedForm(forms.Form):
    """A form sent twice does its act once: the key comes back with it."""

    use_required_attribute = False

    key = forms.UUIDField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, **options: Any) -> None:
        """Make a key for a fresh form."""
        options["initial"] = {"key": uuid.uuid4(), **(options.get("initial") or {})}
        super().__init__(*args, **options)


class PaperForm(forms.Form):
    """One document to put into the file."""

    use_required_attribute = False

    kind = forms.ChoiceField(label=_("材料类别"), choices=PaperKind.choices)
    file = forms.FileField(
        label=_("文件"),
        max_length=200,
        allow_empty_file=True,
        help_text=_(
            "PDF、Word、Excel、图片或纯文本，每个不超过 30 MB；按内容识别类型，与扩展名无关。"
        ),
        error_messages={"required": _("请选择文件。")},
    )
    is_confidential = forms.BooleanField(
        label=_("保密：每次查阅都留下记录"), required=False, initial=True
    )


class ReasonForm(KeyedForm):
    """Why something is asked for."""

    reason = forms.CharField(
        label=_("理由"),
        max_length=2000,
        widget=forms.Textarea({"rows": 4}),
        error_messages={"required": _("请写明理由。")},
    )


class AppealForm(KeyedForm):
    """An objection to the decision."""

    grounds = forms.CharField(
        label=_("不服的事项和理由"),
        max_length=4000,
        widget=forms.Textarea({"rows": 8}),
        error_messages={"required": _("请写明理由。")},
    )


class GrantForm(forms.Form):
    """Leave for a tax or finance office to read the contract."""

    use_required_attribute = False

    organisation = forms.CharField(
        label=_("税务或财政机关"),
        max_length=200,
        help_text=_("填写机关全称或统一社会信用代码。"),
        error_messages={"required": _("请填写。")},
    )
    until = DayField(label=_("有效期至"), help_text=_("不填表示一直有效，可随时收回。"))

    @property
    def ends_at(self) -> datetime | None:
        """Return the end of the last day."""
        last = self.cleaned_data.get("until")
        return datetime.combine(last, time.max, get_current_timezone()) if last else None
