"""The law book in public: the values of a day, one value's history, and calculators."""

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

from django import forms
from django.http import Http404, HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.utils.timezone import localdate
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from yizhan.kernel.actors import Actor
from yizhan.policy import queries, tables
from yizhan.policy.forms import AwardForm, ResearchForm, TransferForm
from yizhan.policy.queries import Silent
from yizhan.policy.terms import Chapter
from yizhan.policy.wording import CONDITIONS, FACTS, name_of
from yizhan.web.access import public

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
    title, shape, answer = CALCULATORS[name]
    form = shape(request.GET if len(request.GET) else None, initial={"day": localdate()})
    context: dict[str, Any] = {
        "form": form,
        "name": name,
        "title": title,
        "tabs": [(key, entry[0]) for key, entry in CALCULATORS.items()],
    }
    if form.is_bound and form.is_valid():
        try:
            context |= answer(form)
        except Silent as silent:
            context["silent"] = silent
    status = 422 if form.errors else 200
    return TemplateResponse(request, "policy/calculator.html", context, status=status)


def _transfer(form: TransferForm) -> Mapping[str, Any]:
    day = form.cleaned_data["day"]
    verdict = queries.judge(form.facts())
    ledger = queries.Ledger()
    income = queries.transfer_income(form.income(), ledger)
    taxed = queries.yearly_tax([income], day=day)
    ordinary = queries.ordinary_tax(income, day=day)
    eligible = verdict.is_eligible is not False
    return {
        "verdict": verdict,
        "conditions": [
            (CONDITIONS[one.code], one.reference, _state(one.code, verdict))
            for one in queries.CONDITIONS
        ],
        "next": FACTS.get(verdict.next_fact or ""),
        "missing": [FACTS[fact] for fact in verdict.missing],
        "rows": [*tables.ledger_rows(ledger), *tables.ledger_rows(taxed.ledger)[1:]]
        if eligible
        else tables.ledger_rows(ledger),
        "result": tables.full(taxed.tax if eligible else ordinary),
        "ordinary": tables.full(ordinary),
    }


def _research(form: ResearchForm) -> Mapping[str, Any]:
    done = queries.extra_deduction(form.research())
    return {
        "rows": tables.ledger_rows(done.ledger),
        "saved": tables.full(done.saving),
    }


def _award(form: AwardForm) -> Mapping[str, Any]:
    done = queries.cash_award_tax(form.cash_award())
    return {"rows": tables.ledger_rows(done.ledger), "saved": tables.full(done.saving)}


def _state(code: str, verdict: queries.Verdict) -> str:
    if code in verdict.met:
        return "met"
    return "failed" if code in verdict.failed else "open"


def _day(request: HttpRequest) -> tuple[date, bool]:
    """Read the chosen day; anything that is none means today, and the page says so."""
    given = request.GET.get("day", "")
    try:
        return (date.fromisoformat(given), False) if given else (localdate(), False)
    except ValueError:
        return localdate(), True


CALCULATORS: Mapping[str, tuple[Any, type[forms.Form], Callable[[Any], Mapping[str, Any]]]] = {
    "transfer": (_("技术转让所得减免"), TransferForm, _transfer),
    "research": (_("研发费用加计扣除"), ResearchForm, _research),
    "award": (_("现金奖励个人所得税"), AwardForm, _award),
}
