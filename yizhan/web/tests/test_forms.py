"""Every Django form prints the row of the design, with what assistive technology needs."""

from django import forms
from django.http import QueryDict
from django.test import RequestFactory

from yizhan.kernel.refusals import Refusal, Refused
from yizhan.web.forms import (
    Affix,
    Pills,
    add_refusals,
    asks_for_row,
    error_lines,
    form_page,
    with_extra_row,
)


class Sample(forms.Form):
    """A text, an amount, a choice, a box and an optional note."""

    title = forms.CharField(label="标题", help_text="三十字内")
    budget = forms.DecimalField(label="预算", widget=Affix("万元"))
    mode = forms.ChoiceField(label="方式", widget=Pills, choices=[("a", "甲"), ("b", "乙")])
    open_to_all = forms.BooleanField(label="公开", required=False)
    note = forms.CharField(label="备注", required=False, widget=forms.Textarea)


class Indicator(forms.Form):
    """One row."""

    name = forms.CharField(label="指标")


Rows = forms.formset_factory(Indicator, extra=1, can_delete=True)


def test_a_row_names_its_error_before_its_hint() -> None:
    html = Sample({})["title"].as_field_group()
    assert 'aria-describedby="id_title_error id_title_helptext"' in html
    assert 'aria-invalid="true"' in html
    assert html.index("id_title_error") < html.index('id="id_title_helptext"')


def test_controls_get_their_class_and_unit() -> None:
    form = Sample()
    assert 'class="y-in"' in str(form["title"])
    assert 'class="y-in--num y-in"' in str(form["budget"])
    assert "<span>万元</span>" in str(form["budget"])
    assert 'class="y-ta"' in str(form["note"])


def test_only_what_is_optional_is_marked_and_a_box_never_is() -> None:
    form = Sample()
    assert 'data-optional="选填"' in form["note"].as_field_group()
    assert "data-optional" not in form["title"].as_field_group()
    assert "data-optional" not in form["open_to_all"].as_field_group()


def test_a_draft_marks_what_its_last_step_does_not_need() -> None:
    class Draft(Sample):
        needed = frozenset({"note"})

    form = Draft()
    assert "data-optional" not in form["note"].as_field_group()
    assert 'data-optional="选填"' in form["title"].as_field_group()


def test_a_group_of_choices_is_named_by_its_label() -> None:
    html = Sample()["mode"].as_field_group()
    assert 'role="group"' in html
    assert 'aria-labelledby="id_mode_label"' in html


def test_the_summary_links_every_error_to_a_control_that_exists() -> None:
    form = Sample({})
    html = form.as_div()
    for line in error_lines(form):
        assert f'id="{line.anchor}"' in html
    assert [line.label for line in error_lines(form)] == ["标题", "预算", "方式"]


def test_the_summary_reaches_into_formsets() -> None:
    data = {"r-TOTAL_FORMS": "1", "r-INITIAL_FORMS": "1", "r-0-name": ""}
    assert error_lines(Rows(data, prefix="r"))[0].anchor == "id_r-0-name"


def test_a_form_with_errors_answers_422_and_says_so() -> None:
    request = RequestFactory().post("/")
    wrong = form_page(request, "kit.html", {"form": Sample({})})
    fresh = form_page(request, "kit.html", {"form": Sample()})
    assert wrong.status_code == 422
    assert fresh.status_code == 200
    assert (wrong.context_data or {})["has_errors"]
    assert not (fresh.context_data or {})["has_errors"]


def test_a_refusal_lands_on_its_field_or_on_the_whole_form() -> None:
    form = Sample({"title": "t", "budget": "1", "mode": "a"})
    assert form.is_valid()
    refused = Refused([Refusal("a", place="budget"), Refusal("b", place="nowhere")])
    add_refusals(form, refused, lambda refusal: f"said {refusal.code}")
    assert form.errors == {"budget": ["said a"], "__all__": ["said b"]}


def test_adding_a_row_keeps_what_was_typed_and_validates_nothing() -> None:
    request = RequestFactory().post(
        "/", {"add-row": "r", "r-TOTAL_FORMS": "1", "r-INITIAL_FORMS": "0", "r-0-name": "硬度"}
    )
    assert asks_for_row(request, "r")
    assert not asks_for_row(request, "other")
    grown = Rows(with_extra_row(request.POST, "r"), prefix="r")
    assert grown.total_form_count() == 2
    assert grown.forms[0]["name"].value() == "硬度"


def test_a_forged_number_of_rows_does_not_break_the_page() -> None:
    data = QueryDict("r-TOTAL_FORMS=x&r-INITIAL_FORMS=0")
    assert with_extra_row(data, "r")["r-TOTAL_FORMS"] == "1"
    huge = QueryDict("r-TOTAL_FORMS=999999999&r-INITIAL_FORMS=0")
    assert with_extra_row(huge, "r")["r-TOTAL_FORMS"] == "1000"
