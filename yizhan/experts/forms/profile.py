"""The form of a profile and its rows of works as one thing."""

from collections.abc import Iterable, Mapping
from typing import Any

from django import forms
from django.forms.formsets import BaseFormSet, formset_factory
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from yizhan.directory.queries import industry_choices
from yizhan.directory.terms import Field
from yizhan.experts.forms.fields import RegionField, WordsField
from yizhan.experts.messages import say
from yizhan.experts.models import Expert
from yizhan.experts.rules import LISTS, LONGEST
from yizhan.experts.terms import Degree, Fee, Language, Mode, Shown, Visibility, WorkKind
from yizhan.kernel.refusals import Refusal
from yizhan.web.forms import Affix, Checks, Day, Pills

_FIELD = "fields_"
_LISTS = ("industries", "languages", "modes")


class ProfileForm(forms.Form):
    """What an expert says of itself; a draft may be incomplete."""

    use_required_attribute = False
    needed = frozenset({"name", "title", _FIELD, "keywords", "problems", "modes"})

    name = forms.CharField(label=_("姓名"), required=False, max_length=LONGEST["name"])
    title = forms.CharField(
        label=_("职称职务"),
        required=False,
        max_length=LONGEST["title"],
        help_text=_("例如 教授、正高级工程师、首席技师"),
    )
    department = forms.CharField(
        label=_("部门"), required=False, max_length=LONGEST["department"]
    )
    degree = forms.ChoiceField(
        label=_("学位"),
        required=False,
        choices=[("", _("不填")), *Degree.choices],
        widget=Pills,
    )
    region = RegionField(label=_("所在地区"), help_text=_("不填则与所在单位相同"))
    fields_ = forms.MultipleChoiceField(
        label=_("技术领域"),
        required=False,
        choices=Field.choices,
        widget=Checks,
        help_text=_("一至三个"),
    )
    industries = forms.MultipleChoiceField(
        label=_("服务的行业"),
        required=False,
        widget=forms.SelectMultiple({"size": 6}),
        help_text=_("最多五个，按住 Ctrl 或 ⌘ 可多选"),
    )
    keywords = WordsField(
        label=_("关键词"),
        required=False,
        max_length=600,
        help_text=_("企业靠它们找到您，用顿号或逗号隔开，例如 低温渗氮、海水泵叶轮"),
    )
    problems = forms.CharField(
        label=_("能帮助解决的问题"),
        required=False,
        max_length=LONGEST["problems"],
        widget=forms.Textarea({"rows": 5}),
        help_text=_("写对象、失效现象和手段，不写荣誉；请勿留联系方式"),
    )
    languages = forms.MultipleChoiceField(
        label=_("语言"), required=False, choices=Language.choices, widget=Checks
    )
    modes = forms.MultipleChoiceField(
        label=_("可接受的方式"), required=False, choices=Mode.choices, widget=Checks
    )
    hours = forms.IntegerField(
        label=_("每月可用时间"), required=False, widget=Affix(_("小时"), {"maxlength": 3})
    )
    on_leave_until = forms.DateField(
        label=_("休假至"), required=False, widget=Day, help_text=_("在此之前企业不能向您提问")
    )
    fee = forms.ChoiceField(
        label=_("收费"), required=False, choices=[("", _("不填")), *Fee.choices], widget=Pills
    )
    fee_min = forms.DecimalField(
        label=_("收费下限"), required=False, max_digits=18, decimal_places=2,
        widget=Affix(_("元")),
    )  # fmt: skip
    fee_max = forms.DecimalField(
        label=_("收费上限"), required=False, max_digits=18, decimal_places=2,
        widget=Affix(_("元")),
    )  # fmt: skip
    fee_note = forms.CharField(
        label=_("收费说明"),
        required=False,
        max_length=LONGEST["fee_note"],
        help_text=_("例如 每次书面答复、每半天现场指导"),
    )
    version = forms.IntegerField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Offer industries and, for each field that has one, the choice of its readers."""
        super().__init__(*args, **kwargs)
        self.fields["industries"].choices = list(industry_choices())  # type: ignore[attr-defined]
        for name, label in Shown.choices:
            self.fields[f"visible_{name}"] = forms.ChoiceField(
                label=_("「%(field)s」谁可以看") % {"field": label},
                required=False,
                choices=Visibility.choices,
                initial=Visibility.PUBLIC,
            )

    @property
    def visible(self) -> list[forms.BoundField]:
        """List the choices of readers."""
        return [self[f"visible_{name}"] for name in Shown.values]


class WorkRow(forms.Form):
    """One thing an expert has to show."""

    use_required_attribute = False

    kind = forms.ChoiceField(label=_("种类"), choices=WorkKind.choices, required=False)
    title = forms.CharField(label=_("名称"), required=False, max_length=200)
    year = forms.IntegerField(label=_("年份"), required=False)
    identifier = forms.CharField(
        label=_("DOI、专利号、标准号或编号"), required=False, max_length=80
    )


WorkRows = formset_factory(
    WorkRow, extra=1, can_delete=True, max_num=LISTS["works"], absolute_max=100
)


class ProfileEditor:
    """Everything on the page of one profile."""

    def __init__(self, *, data: QueryDict | None = None, expert: Expert) -> None:
        """Fill the page from what was posted, else from what is stored."""
        first = _initial(expert)
        self.expert = expert
        self.form = ProfileForm(data, initial=first)
        self.works: BaseFormSet[Any] = WorkRows(
            data, prefix="works", initial=None if data else first["works"]
        )

    def is_valid(self) -> bool:
        """Say whether what was typed can be read at all."""
        return all([self.form.is_valid(), self.works.is_valid()])

    def values(self) -> dict[str, Any]:
        """Return what was typed in the form the services take."""
        typed = dict(self.form.cleaned_data)
        visibility = {name: typed.pop(f"visible_{name}", "") for name in Shown.values}
        return {
            **typed,
            "fields": typed.get(_FIELD, []),
            "region_id": typed.get("region", ""),
            "works": [_plain(row.cleaned_data) for row in self._filled()],
            "visibility": visibility,
        }

    def refuse(self, refusals: Iterable[Refusal]) -> None:
        """Put what was refused at the field or row it belongs to."""
        for refusal in refusals:
            head, _dot, rest = refusal.place.partition(".")
            index, _dot, name = rest.partition(".")
            if head == "works" and index.isdecimal():
                list(self._filled())[int(index)].add_error(name or "title", say(refusal))
                continue
            place = {"fields": _FIELD}.get(head, head)
            self.form.add_error(place if place in self.form.fields else None, say(refusal))

    @property
    def version(self) -> int | None:
        """Return the version the page was filled from."""
        found = self.form.cleaned_data.get("version")
        return found if isinstance(found, int) else None

    def _filled(self) -> Iterable[forms.Form]:
        for row in self.works.forms:
            data = getattr(row, "cleaned_data", {})
            if not data.get("DELETE") and (data.get("title") or data.get("identifier")):
                yield row


def _plain(row: Mapping[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in row.items() if name != "DELETE"}


def _initial(expert: Expert) -> dict[str, Any]:
    names = (
        "name", "title", "department", "degree", "keywords", "problems", "hours", "version",
        "on_leave_until", "fee", "fee_min", "fee_max", "fee_note", "works", *_LISTS,
    )  # fmt: skip
    shown = {f"visible_{name}": expert.level_of(name) for name in Shown.values}
    values = {name: getattr(expert, name) for name in names}
    return {**values, **shown, "region": expert.region_id, _FIELD: expert.fields}
