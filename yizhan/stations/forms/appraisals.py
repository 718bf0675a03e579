"""The appraisal by its headings, and the reasons of suspension and removal."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from yizhan.stations.criteria import Criterion
from yizhan.stations.services import Judgement


class AppraisalForm(forms.Form):
    """A score and its evidence for each heading, and the reasons of the whole."""

    year = forms.IntegerField(label=_("考核年度"), required=False)
    reasons = forms.CharField(
        label=_("结论与理由"),
        required=False,
        max_length=4000,
        widget=forms.Textarea({"rows": 4}),
        help_text=_("站点会看到；不合格的写明应整改什么"),
    )
    version = forms.IntegerField(required=False, widget=forms.HiddenInput)

    def __init__(
        self,
        *args: Any,
        criteria: tuple[Criterion, ...],
        words: dict[str, str],
        has_year: bool,
        **kwargs: Any,
    ) -> None:
        """Put two boxes for each heading of the edition."""
        super().__init__(*args, **kwargs)
        self.criteria, self.words = criteria, words
        if not has_year:
            del self.fields["year"]
        for one in criteria:
            weighted = _("得分（权重 %(weight)s）") % {"weight": one.weight}
            self.fields[f"score_{one.code}"] = forms.IntegerField(
                label=weighted, required=False
            )
            self.fields[f"note_{one.code}"] = forms.CharField(
                label=_("依据"),
                required=False,
                max_length=500,
                widget=forms.Textarea({"rows": 2}),
            )

    @property
    def rows(self) -> list[dict[str, Any]]:
        """List the headings with their two boxes."""
        return [
            {
                "heading": self.words[one.code],
                "score": self[f"score_{one.code}"],
                "note": self[f"note_{one.code}"],
            }
            for one in self.criteria
        ]

    def judgement(self) -> Judgement:
        """Return the scores as the services take them."""
        typed = self.cleaned_data
        return Judgement(
            scores={
                one.code: {
                    "score": typed[f"score_{one.code}"],
                    "note": typed[f"note_{one.code}"],
                }
                for one in self.criteria
            },
            reasons=typed["reasons"],
        )


class ReasonForm(forms.Form):
    """Why."""

    reason = forms.CharField(
        label=_("理由"), required=False, max_length=500, widget=forms.Textarea({"rows": 2})
    )
    version = forms.IntegerField(required=False, widget=forms.HiddenInput)


class SuspendForm(ReasonForm):
    """Why a station is suspended."""


class LeaveForm(ReasonForm):
    """Why a station leaves."""


class RemoveForm(ReasonForm):
    """Why a station is removed, and whether for a breach."""

    is_breach = forms.BooleanField(label=_("有严重违规，不待两年考核"), required=False)
