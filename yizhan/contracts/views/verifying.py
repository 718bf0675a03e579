"""The public pages of verification; no account, and nothing that can be counted through."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.utils.timezone import now
from django.views.decorators.http import require_POST, require_safe

from yizhan.contracts.certificates.codes import read_code, shown_code
from yizhan.contracts.certificates.keys import published_keys
from yizhan.contracts.certificates.published import write_keys
from yizhan.contracts.certificates.verifying import (
    check_file,
    shown_by_code,
    shown_by_number,
)
from yizhan.contracts.forms.verifying import CodeForm, FileForm, NumberForm
from yizhan.contracts.tables.verifying import answer_of, sheet_of
from yizhan.kernel.actors import Actor
from yizhan.web.access import public
from yizhan.web.limits import limited

# A minute of one visitor. A code has 54 bits; a day has some hundred numbers an office.
_MOST_QUESTIONS = 30
_MOST_FILES = 10


@require_safe
@public
@limited("verify", most=_MOST_QUESTIONS, method="GET")
def verify(request: HttpRequest, _actor: Actor) -> HttpResponse:
    """Ask for the code, the number and day, or the file; answer what is asked by address."""
    if "code" in request.GET:
        form = CodeForm(request.GET)
        if form.is_valid():
            return redirect("contracts:verify-code", form.cleaned_data["code"])
        return _page(request, {"code_form": form}, status=422)
    if "number" in request.GET:
        return _by_number(request)
    return _page(request, {})


@require_safe
@public
@limited("verify", most=_MOST_QUESTIONS, method="GET")
def verify_code(request: HttpRequest, _actor: Actor, code: str) -> HttpResponse:
    """Say what the certificate with this code is worth; the square code leads here."""
    read = read_code(code)
    shown = shown_by_code(read) if read else None
    context = {
        "code_form": CodeForm(initial={"code": shown_code(read)}) if read else CodeForm(),
        "sheet": sheet_of(shown),
        "answer": answer_of(shown),
        "at": now(),
    }
    return _page(request, context, status=200 if shown else 404)


@require_POST
@public
@limited("verify-file", most=_MOST_FILES)
def verify_file(request: HttpRequest, _actor: Actor) -> HttpResponse:
    """Judge an uploaded certificate; nothing of it is kept."""
    form = FileForm(request.POST, request.FILES)
    if not form.is_valid():
        return _page(request, {"file_form": form}, status=422)
    checked = check_file(form.cleaned_data["file"].read())
    context = {
        "sheet": sheet_of(checked.shown),
        "answer": answer_of(checked.shown, checked.opened),
        "at": now(),
    }
    return _page(request, context)


@require_safe
@public
def verify_keys(request: HttpRequest, _actor: Actor) -> HttpResponse:  # noqa: ARG001
    """Publish the keys, for those who verify without us."""
    return JsonResponse(write_keys(published_keys()), json_dumps_params={"indent": 1})


def _by_number(request: HttpRequest) -> HttpResponse:
    form = NumberForm(request.GET)
    if not form.is_valid():
        return _page(request, {"number_form": form}, status=422)
    values = form.cleaned_data
    shown = shown_by_number(values["number"], registered_on=values["day"])
    context = {
        "number_form": form,
        "sheet": sheet_of(shown),
        "answer": answer_of(shown),
        "at": now(),
    }
    return _page(request, context, status=200 if shown else 404)


def _page(
    request: HttpRequest, context: Mapping[str, Any], *, status: int = 200
) -> HttpResponse:
    blank: dict[str, forms.Form] = {
        "code_form": CodeForm(),
        "number_form": NumberForm(),
        "file_form": FileForm(),
    }
    response = TemplateResponse(
        request, "contracts/verify.html", {**blank, **context}, status=status
    )
    # No search engine learns a code; other sites do not either (same-origin referrers).
    response["X-Robots-Tag"] = "noindex"
    return response
