"""What people type about organisations and members: parsed and shaped, never judged."""

from collections.abc import Iterable
from datetime import datetime, time
from typing import Any, ClassVar

from django import forms
from django.utils.timezone import get_current_timezone
from django.utils.translation import gettext_lazy as _

from yizhan.directory.keys import Wish
from yizhan.directory.messages import SCOPE_LABELS
from yizhan.directory.models import Organisation
from yizhan.directory.queries import (
    find_region,
    industry_choices,
    region_choices,
    region_path,
    titles,
)
from yizhan.directory.rules import HELD_IN
from yizhan.directory.services import Grant, Profile
from yizhan.directory.terms import Field, Kind, Level, Part, Role, Size
from yizhan.web.forms import Checks, Day, Pills

NOT_SAID = ("", _("未选择"))


class PlaceInput(forms.TextInput):
    """A text box with the provinces and cities to choose from while typing."""

    template_name = "directory/widgets/place.html"

    def get_context(
        self, name: str, value: Any, attrs: dict[str, Any] | None
    ) -> dict[str, Any]:
        """Hand the list to the template; counties are typed behind their city."""
        context = super().get_context(name, value, attrs)
        listed = f"{context['widget']['attrs'].get('id', name)}_list"
        context["widget"]["attrs"]["list"] = listed
        context["widget"]["listed"] = listed
        context["widget"]["places"] = [
            place_text(code) for _group, rows in region_choices() for code, _label in rows
        ]
        return context


class PlaceField(forms.CharField):
    """A region as people write it, 浙江省舟山市定海区, or its six-digit code."""

    widget = PlaceInput
    default_error_messages: ClassVar = {
        "unknown": _("没有找到「%(text)s」，请写到省市，例如 浙江省舟山市定海区")
    }

    def to_python(self, value: Any) -> str:
        """Return the code of the one region that is meant."""
        text = super().to_python(value) or ""
        if not text:
            return ""
        region = find_region(text)
        if region is None:
            raise forms.ValidationError(
                self.error_messages["unknown"], code="unknown", params={"text": text[:40]}
            )
        return region.code


def place_text(code: str) -> str:
    """Write a region in full: 浙江省舟山市定海区."""
    return "".join(row.name for row in region_path(code))


class OrganisationForm(forms.Form):
    """The profile of an organisation."""

    name = forms.CharField(label=_("机构全称"), max_length=200, help_text=_("与证照一致"))
    kind = forms.ChoiceField(label=_("机构类型"), choices=[NOT_SAID, *Kind.choices])
    uscc = forms.CharField(
        label=_("统一社会信用代码"),
        max_length=40,
        help_text=_("18 位，联盟等非法人组织可不填"),
    )
    former_code = forms.CharField(
        label=_("原组织机构代码"),
        required=False,
        max_length=20,
        help_text=_("9 位，仅限 2018 年以前设立、尚未换发统一代码的机构"),
    )
    registered_on = forms.DateField(label=_("登记设立日期"), required=False, widget=Day)
    region = PlaceField(
        label=_("所在地区"),
        max_length=60,
        help_text=_("写到县级最好，例如 浙江省舟山市定海区"),
    )
    size = forms.ChoiceField(
        label=_("企业规模"),
        required=False,
        choices=Size.choices,
        widget=Pills,
        help_text=_("企业填写，按统计上大中小微型企业划分办法"),
    )
    is_rd_type = forms.BooleanField(label=_("研发型企业"), required=False)
    level = forms.ChoiceField(
        label=_("政府层级"),
        required=False,
        choices=Level.choices,
        widget=Pills,
        help_text=_("政府部门填写，决定管辖范围"),
    )
    industry = forms.ChoiceField(label=_("国民经济行业"), required=False)
    fields_ = forms.MultipleChoiceField(
        label=_("技术领域"), required=False, choices=Field.choices, widget=Checks
    )
    about = forms.CharField(
        label=_("简介"),
        required=False,
        max_length=2000,
        widget=forms.Textarea({"rows": 4}),
        help_text=_("主营、装备、团队和能提供的条件，写数字，不写口号"),
    )
    website = forms.URLField(label=_("网址"), required=False, assume_scheme="https")
    name_en = forms.CharField(label=_("英文名称"), required=False, max_length=200)
    about_en = forms.CharField(
        label=_("英文简介"),
        required=False,
        max_length=4000,
        widget=forms.Textarea({"rows": 3}),
    )
    version = forms.IntegerField(required=False, widget=forms.HiddenInput)

    def __init__(
        self, *args: Any, organisation: Organisation | None = None, **kwargs: Any
    ) -> None:
        """Fill the form from an organisation when there is one."""
        if organisation is not None:
            kwargs.setdefault("initial", {}).update(initial_of(organisation))
        super().__init__(*args, **kwargs)
        said = self.data if self.is_bound else self.initial
        self.fields["uscc"].required = not (
            said.get("former_code") or said.get("kind") == Kind.ALLIANCE
        )
        industry = self.fields["industry"]
        industry.choices = [NOT_SAID, *industry_choices()]  # type: ignore[attr-defined]

    def profile(self) -> Profile:
        """Return what was typed as the value the services take."""
        values = dict(self.cleaned_data)
        values.pop("version")
        return Profile(
            region_id=values.pop("region"),
            industry_id=values.pop("industry") or None,
            fields=tuple(values.pop("fields_")),
            **values,
        )


def initial_of(organisation: Organisation) -> dict[str, Any]:
    """Return the values of a stored organisation as the form shows them."""
    names = (
        "name", "kind", "uscc", "former_code", "registered_on", "size", "is_rd_type", "level",
        "about", "website", "name_en", "about_en", "version",
    )  # fmt: skip
    return {
        **{name: getattr(organisation, name) for name in names},
        "region": place_text(organisation.region_id),
        "industry": organisation.industry_id or "",
        "fields_": organisation.fields,
    }


class AskForm(forms.Form):
    """A person's wish to act for an organisation."""

    role = forms.ChoiceField(label=_("希望担任"), widget=Pills)
    evidence = forms.CharField(
        label=_("说明"),
        max_length=1000,
        widget=forms.Textarea({"rows": 4}),
        help_text=_("部门、职务、办公电话，或授权委托书的文号，供审批人核对"),
    )

    def __init__(self, *args: Any, organisation: Organisation, **kwargs: Any) -> None:
        """Offer the roles that this kind of organisation has."""
        super().__init__(*args, **kwargs)
        role = self.fields["role"]
        role.choices = role_choices(organisation.kind)  # type: ignore[attr-defined]


class InviteForm(forms.Form):
    """An address and the role it is invited to."""

    email = forms.EmailField(label=_("电子邮箱"), max_length=254)
    role = forms.ChoiceField(label=_("角色"))

    def __init__(
        self, *args: Any, organisation: Organisation, by_site: bool, **kwargs: Any
    ) -> None:
        """Offer the roles that the actor may give here."""
        super().__init__(*args, **kwargs)
        role = self.fields["role"]
        role.choices = role_choices(organisation.kind, by_site=by_site)  # type: ignore[attr-defined]


class JudgeForm(forms.Form):
    """How a verifier knows, or why not."""

    said = forms.CharField(
        label=_("依据或原因"),
        max_length=200,
        required=False,
        widget=forms.Textarea({"rows": 2}),
    )


class KeyForm(forms.Form):
    """What a new key of the API is for and what it opens."""

    creation_key = forms.UUIDField(widget=forms.HiddenInput)
    name = forms.CharField(
        label=_("用途"), max_length=80, help_text=_("哪个系统使用，例如 科研管理系统")
    )
    role = forms.ChoiceField(label=_("代表的角色"), widget=Pills)
    scopes = forms.MultipleChoiceField(
        label=_("范围"), choices=SCOPE_LABELS.items(), widget=Checks
    )
    expires_on = forms.DateField(
        label=_("到期日"), widget=Day, help_text=_("最长一年；到期前可以换新")
    )
    networks = forms.CharField(
        label=_("限定网段"),
        required=False,
        max_length=1000,
        widget=forms.Textarea({"rows": 2}),
        help_text=_("每行一个，例如 203.0.113.0/24；留空则不限"),
    )

    def __init__(self, *args: Any, roles: Iterable[str], **kwargs: Any) -> None:
        """Offer the roles that the maker could act as."""
        super().__init__(*args, **kwargs)
        role = self.fields["role"]
        role.choices = [(value, Role(value).label) for value in roles]  # type: ignore[attr-defined]

    def wish(self) -> Wish:
        """Return what was typed as the value the service takes; a day ends in Shanghai."""
        values = dict(self.cleaned_data)
        values.pop("creation_key")
        day = values.pop("expires_on")
        end = datetime.combine(day, time.max.replace(microsecond=0), get_current_timezone())
        networks = tuple(values.pop("networks").split())
        return Wish(
            expires_at=end, networks=networks, scopes=tuple(values.pop("scopes")), **values
        )


class AllianceForm(forms.Form):
    """The members of an alliance, one per line by full name or code."""

    members = forms.CharField(
        label=_("成员机构"),
        required=False,
        max_length=20_000,
        widget=forms.Textarea({"rows": 12}),
        help_text=_("每行一家，写机构全称或统一社会信用代码"),
    )


class ClaimForm(forms.Form):
    """Why a person may act for an organisation that has no people here yet."""

    code = forms.CharField(
        label=_("统一社会信用代码"),
        required=False,
        max_length=40,
        help_text=_("照证照填写，便于核实人比对"),
    )
    evidence = forms.CharField(
        label=_("说明"),
        max_length=1000,
        widget=forms.Textarea({"rows": 4}),
        help_text=_("部门、职务、办公电话，或授权委托书的文号，供核实人核对"),
    )


class SeatForm(forms.Form):
    """A house to invite into an alliance."""

    member = forms.CharField(
        label=_("机构"), max_length=200, help_text=_("机构全称或统一社会信用代码")
    )
    part = forms.ChoiceField(
        label=_("身份"), choices=Part.choices, initial=Part.MEMBER, widget=Pills
    )
    note = forms.CharField(label=_("附言"), required=False, max_length=300)


class TitleForm(forms.Form):
    """A title that an authority gave."""

    title = forms.ChoiceField(label=_("称号"))
    authority = forms.CharField(label=_("授予部门"), max_length=120)
    document = forms.CharField(label=_("文号"), required=False, max_length=120)
    since = forms.DateField(label=_("起始日期"), widget=Day)
    until = forms.DateField(label=_("截止日期"), required=False, widget=Day)
    partners = forms.CharField(
        label=_("合作国家和地区"),
        required=False,
        max_length=300,
        help_text=_("两位代码，用空格分开，例如 DE JP"),
    )
    fields_ = forms.MultipleChoiceField(
        label=_("技术领域"), required=False, choices=Field.choices, widget=Checks
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Offer the titles that there are."""
        super().__init__(*args, **kwargs)
        choices = [(title.code, str(title)) for title in titles()]
        self.fields["title"].choices = choices  # type: ignore[attr-defined]

    def grant(self) -> Grant:
        """Return what was typed as the value the service takes."""
        values = dict(self.cleaned_data)
        values["partners"] = values["partners"].replace(",", " ").upper().split()
        values["fields"] = values.pop("fields_")
        return Grant(**values)


def role_choices(kind: str, *, by_site: bool = False) -> list[tuple[str, Any]]:
    """List the roles that a kind of organisation may give."""
    return [
        (value, label)
        for value, label in Role.choices
        if kind in HELD_IN.get(value, {kind}) and (by_site or value != Role.SITE_ADMINISTRATOR)
    ]
