"""The profile of a station, and the naming of an operator."""

from typing import Any
from uuid import UUID

from django import forms
from django.utils.translation import gettext_lazy as _

from yizhan.directory.queries import children_of, provinces, region_path
from yizhan.directory.terms import Field
from yizhan.stations.models import Station
from yizhan.stations.services import Profile, Training
from yizhan.stations.terms import Level
from yizhan.web.forms import Checks, Day


class ProfileForm(forms.Form):
    """What a station says of itself; `plan` is asked with an application only."""

    area = forms.MultipleChoiceField(label=_("服务区域"), widget=Checks, required=False)
    domains = forms.MultipleChoiceField(
        label=_("服务领域"), widget=Checks, choices=Field.choices, required=False
    )
    about = forms.CharField(
        label=_("站点介绍"),
        required=False,
        max_length=4000,
        widget=forms.Textarea({"rows": 5}),
        help_text=_("服务什么企业、做过哪些对接、怎样联系到操作员"),
    )
    answer_days = forms.IntegerField(
        label=_("答复时限"),
        required=False,
        initial=3,
        help_text=_("向企业和其他站点承诺的答复时间，1 到 30 个工作日；实际用时会公开"),
    )
    plan = forms.CharField(
        label=_("工作计划"),
        required=False,
        max_length=4000,
        widget=forms.Textarea({"rows": 6}),
        help_text=_("人员与条件、已有基础、第一年的走访与对接安排；评估的依据"),
    )
    version = forms.IntegerField(required=False, widget=forms.HiddenInput)

    def __init__(
        self, *args: Any, region: str, level: str, has_plan: bool, **kwargs: Any
    ) -> None:
        """Offer the places of the station's own level."""
        super().__init__(*args, **kwargs)
        self.fields["area"].choices = area_choices(region, level)  # type: ignore[attr-defined]
        if not has_plan:
            del self.fields["plan"]

    @classmethod
    def of(cls, station: Station, data: Any = None, *, has_plan: bool) -> "ProfileForm":
        """Fill the form from a stored station."""
        return cls(
            data,
            region=str(station.region_id),
            level=station.level,
            has_plan=has_plan,
            initial={
                "area": station.area,
                "domains": station.fields,
                "about": station.about,
                "answer_days": station.answer_days,
                "plan": station.plan,
                "version": station.version,
            },
        )

    def profile(self) -> Profile:
        """Return the values as the services take them."""
        typed = self.cleaned_data
        return Profile(
            area=typed["area"],
            fields=typed["domains"],
            about=typed["about"],
            answer_days=typed["answer_days"] or 0,
            plan=typed.get("plan", ""),
        )


def area_choices(region: str, level: str) -> list[tuple[str, str]]:
    """List what a station may serve: provinces, or its city with the counties."""
    if level != Level.LOCAL:
        return [(row.code, row.label) for row in provinces()]
    path = region_path(region)
    top = path[min(1, len(path) - 1)]
    below = [(row.code, row.label) for row in children_of(top.code)]
    return [(top.code, top.label), *below]


class OperatorForm(forms.Form):
    """Who, and by what training."""

    person = forms.ChoiceField(label=_("人员"), help_text=_("本机构的成员"))
    training = forms.CharField(label=_("培训名称"), required=False, max_length=120)
    certificate = forms.CharField(label=_("证书编号"), required=False, max_length=60)
    trained_on = forms.DateField(label=_("培训日期"), required=False, widget=Day)
    valid_until = forms.DateField(label=_("有效期至"), required=False, widget=Day)

    def __init__(self, *args: Any, people: dict[UUID, str], **kwargs: Any) -> None:
        """Offer the people of the house."""
        super().__init__(*args, **kwargs)
        choices = [(str(key), name) for key, name in sorted(people.items(), key=lambda p: p[1])]
        self.fields["person"].choices = choices  # type: ignore[attr-defined]

    def given(self) -> tuple[UUID, Training]:
        """Return the person and the training."""
        typed = self.cleaned_data
        training = Training(
            training=typed["training"],
            certificate=typed["certificate"],
            trained_on=typed["trained_on"],
            valid_until=typed["valid_until"],
        )
        return UUID(typed["person"]), training
