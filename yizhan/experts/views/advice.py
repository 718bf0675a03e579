"""Requests: the lists of each side, one request as a timeline, and its steps."""

from collections.abc import Callable, Mapping
from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.utils.timezone import localdate, now
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST, require_safe

from yizhan.experts import queries, rules, services, tables
from yizhan.experts.forms import AcceptForm, AnswerForm, CloseForm, DeclineForm, TextForm
from yizhan.experts.messages import ADVICE_STEPS, say
from yizhan.experts.models import Advice
from yizhan.experts.permissions import is_asker_of, is_expert_of, open_advice_steps
from yizhan.experts.queries import AdviceBox
from yizhan.experts.stages import AT_WORK, OPEN, AdviceStage
from yizhan.experts.views.finding import found_advice, tell
from yizhan.experts.views.record import record_of
from yizhan.kernel.actors import Actor
from yizhan.kernel.refusals import Refused
from yizhan.web.access import SIGNED_IN, requires
from yizhan.web.cards import Tab
from yizhan.web.forms import add_refusals, form_page
from yizhan.web.paging import page_number, page_of

_BOXES: Mapping[AdviceBox, Any] = {
    AdviceBox.RECEIVED: _("请我答复的"),
    AdviceBox.ASKED: _("本机构提出的"),
    AdviceBox.STATION: _("本站代提的"),
    AdviceBox.REGION: _("辖区内的"),
}
# Each verb, the form that says what it needs, and how that is handed over.
VERBS: Mapping[str, tuple[Callable[..., Any], type[forms.Form] | None]] = {
    "accept": (services.accept_request, AcceptForm),
    "decline": (services.decline_request, DeclineForm),
    "clarify": (services.ask_back, TextForm),
    "answer": (services.answer_request, AnswerForm),
    "add": (services.add_to_request, TextForm),
    "proceed": (services.proceed_request, None),
    "withdraw": (services.withdraw_request, None),
    "close": (services.close_request, CloseForm),
}


@require_safe
@requires(SIGNED_IN)
def advice_list(request: HttpRequest, actor: Actor) -> HttpResponse:
    """List one box; without a choice the first that has something open."""
    counts = queries.box_counts(actor=actor)
    box = _box(request, counts)
    rows = queries.advice_rows(actor=actor, box=box, stage=request.GET.get("stage", ""))
    page = page_of(rows, number=page_number(request), size=tables.PAGE_SIZE, total=rows.count())
    context = {
        "page": page,
        "rows": [(row, tables.ADVICE_BADGES[row.stage]) for row in page.rows],
        "tabs": [
            Tab(url=f"?box={name}", label=label, count=counts[name], is_current=name == box)
            for name, label in _BOXES.items()
            if counts[name] or name in {box, AdviceBox.RECEIVED, AdviceBox.ASKED}
        ],
        "box": str(box),
        "profile": queries.expert_of(actor=actor),
    }
    return TemplateResponse(request, "experts/advice_list.html", context)


@require_safe
@requires(SIGNED_IN)
def advice_detail(request: HttpRequest, actor: Actor, advice_id: UUID) -> HttpResponse:
    """Show one request as a timeline; who supervises leaves a fact behind."""
    advice = found_advice(actor, advice_id)
    services.read_as_supervisor(actor=actor, advice_id=advice.id, at=now())
    return TemplateResponse(request, "experts/advice.html", _context(advice, actor))


@require_POST
@requires(SIGNED_IN)
def advice_step(request: HttpRequest, actor: Actor, advice_id: UUID, step: str) -> HttpResponse:
    """Take one step; what is wrong with what was typed is said beside it."""
    advice = found_advice(actor, advice_id)
    verb, kind = VERBS[step]
    form = kind(request.POST, prefix=step) if kind else None
    if form is not None and not form.is_valid():
        return form_page(request, "experts/advice.html", _context(advice, actor, step, form))
    try:
        verb(actor=actor, advice_id=advice.id, at=now(), **_given(form))
    except Refused as refused:
        return _refused(request, actor, advice, step, form, refused)
    except Advice.DoesNotExist:
        raise Http404 from None
    messages.success(request, ADVICE_STEPS[step].done)
    return redirect(advice)


def _refused(
    request: HttpRequest,
    actor: Actor,
    advice: Advice,
    step: str,
    form: forms.Form | None,
    refused: Refused,
) -> HttpResponse:
    if form is None or step not in _open(advice, actor):
        tell(request, refused)
        return redirect(advice)
    add_refusals(form, refused, say)
    return form_page(request, "experts/advice.html", _context(advice, actor, step, form))


def _given(form: forms.Form | None) -> dict[str, Any]:
    typed = dict(form.cleaned_data) if form else {}
    if "links" in typed:
        typed["links"] = rules.clean_links(typed["links"])
    return typed


def _open(advice: Advice, actor: Actor) -> list[str]:
    """Name what may be done now: the steps of the flow, and a word more from either side."""
    names = open_advice_steps(actor, advice)
    talks = advice.stage in {AdviceStage.SENT, *AT_WORK}
    if talks and is_expert_of(actor, advice):
        names.append("clarify")
    if advice.stage in OPEN and is_asker_of(actor, advice):
        names.append("add")
    return [name for name in VERBS if name in names]


def _context(
    advice: Advice, actor: Actor, step: str = "", bound: forms.Form | None = None
) -> dict[str, Any]:
    acts = []
    for name in _open(advice, actor):
        kind = VERBS[name][1]
        form = bound if name == step else kind(prefix=name) if kind else None
        if name == "accept" and form is not None and not form.is_bound:
            form.initial = {"promised_on": min(advice.wished_by, rules.furthest(now()))}
        words = ADVICE_STEPS[name]
        acts.append({"name": name, "words": words, "form": form, "is_open": name == step})
    return {
        "advice": advice,
        "badge": tables.ADVICE_BADGES[advice.stage],
        "record": record_of(advice),
        "declared": queries.last_declaration(advice=advice),
        "need": services.linked_need(actor=actor, need_id=advice.need_id),
        "acts": acts,
        "bound": bound,
        "is_expert": is_expert_of(actor, advice),
        "is_asker": is_asker_of(actor, advice),
        "today": localdate(),
    }


def _box(request: HttpRequest, counts: Mapping[AdviceBox, int]) -> AdviceBox:
    wanted = request.GET.get("box", "")
    if wanted in set(AdviceBox):
        return AdviceBox(wanted)
    return next((box for box in AdviceBox if counts[box]), AdviceBox.ASKED)
