"""The law book in public: the values of a day, one value's history, and calculators."""

from datetime import date
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.http.response import HttpResponseBase
from django.template.response import TemplateResponse
from django.utils.timezone import localdate, now
from django.views.decorators.http import require_safe

from yizhan.kernel.actors import Actor
from yizhan.policy import queries, tables
from yizhan.policy.dossier import content_of, report_of
from yizhan.policy.forms import TransferForm
from yizhan.policy.queries import Silent
from yizhan.policy.results import CALCULATORS
from yizhan.policy.terms import Chapter
from yizhan.policy.wording import name_of
from yizhan.web.access import public, requires
from yizhan.web.limits import limited
from yizhan.web.printing import print_report

_LONGEST = 80


@require_safe
@public
def parameter_list(request: HttpRequest, _actor: Actor) -> HttpResponse:
    """Show the law of a day, by chapter."""
    day, is_wrong = _day(request)
    chapter = request.GET.get("chapter", "")
    words = request.GET.get("q", "")[:_LONGEST]
    found = queries.parameters(
        chapter=chapter if chapter in Chapter.values else "", words=words
    )
    context = {
        "chapters": tables.chapters(found, day),
        "choices": Chapter.choices,
        "chosen": chapter,
        "day": day,
        "today": localdate(),
        "is_wrong": is_wrong,
        "q": words,
        "total": len(found),
        "stale": len(queries.stale_parameters(localdate())),
    }
    return TemplateResponse(request, "policy/list.html", context)


@require_safe
@public
def parameter(request: HttpRequest, _actor: Actor, key: str) -> HttpResponse:
    """Show every value that one parameter has had."""
    found = queries.lawbook().get(key)
    if found is None:
        raise Http404
    day = localdate()
    context = {
        "parameter": found,
        "name": name_of(found),
        "chapter": Chapter(found.chapter).label,
        "rows": [tables.value_row(term, day) for term in reversed(found.terms)],
        "is_stale": found.is_stale(day),
    }
    return TemplateResponse(request, "policy/detail.html", context)


@require_safe
@public
def calculator(request: HttpRequest, _actor: Actor, name: str = "transfer") -> HttpResponse:
    """Calculate with the law of the chosen day, line by line."""
    if name not in CALCULATORS:
        raise Http404
    found = CALCULATORS[name]
    form = found.form(request.GET if len(request.GET) else None, initial={"day": localdate()})
    context: dict[str, Any] = {
        "form": form,
        "name": name,
        "title": found.title,
        "tabs": [(key, entry.title) for key, entry in CALCULATORS.items()],
    }
    if form.is_bound and form.is_valid():
        try:
            context |= found.answer(form)
        except Silent as silent:
            context["silent"] = silent
    status = 422 if form.errors else 200
    return TemplateResponse(request, "policy/calculator.html", context, status=status)


@require_safe
@public
@limited("dossier", most=30, method="GET")
def dossier(request: HttpRequest, _actor: Actor, kind: str) -> HttpResponseBase:
    """Hand out what has to be kept of a calculation, as JSON or on paper."""
    form = TransferForm(request.GET)
    try:
        content = content_of(form) if form.is_valid() else None
    except Silent:
        content = None
    if content is None:
        # The page of the calculator says what is wrong with the same address.
        return calculator(request, name="transfer")
    if kind == "json":
        return JsonResponse(content, json_dumps_params={"ensure_ascii": False, "indent": 1})
    paper = print_report(report_of(content), at=now())
    response = HttpResponse(paper, content_type="application/pdf")
    response["Content-Disposition"] = f'attachment; filename="dossier-{content["day"]}.pdf"'
    return response


@require_safe
@requires("site.administer")
def stale(request: HttpRequest, _actor: Actor) -> HttpResponse:
    """List what somebody should have looked at again, and what comes next."""
    today = localdate()
    return TemplateResponse(request, "policy/stale.html", tables.reviews(today))


def _day(request: HttpRequest) -> tuple[date, bool]:
    """Read the chosen day; anything that is none means today, and the page says so."""
    given = request.GET.get("day", "")
    try:
        return (date.fromisoformat(given), False) if given else (localdate(), False)
    except ValueError:
        return localdate(), True
