"""Putting a question to experts: chosen on their pages or on the page of a need."""

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.timezone import now
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from yizhan.directory.queries import organisation_for, organisations
from yizhan.directory.stages import Verification
from yizhan.experts import queries, rules, services, tables
from yizhan.experts.forms import QuestionForm
from yizhan.experts.messages import say
from yizhan.experts.models import Advice
from yizhan.experts.permissions import ASK_FOR_OTHERS
from yizhan.experts.queries import ExpertView
from yizhan.experts.stages import ASK
from yizhan.kernel.actors import Actor
from yizhan.kernel.refusals import Refused
from yizhan.web.access import requires
from yizhan.web.forms import add_refusals, form_page
from yizhan.web.limits import limited

_MOST_OTHERS = 300


@require_http_methods(["GET", "HEAD", "POST"])
@requires(ASK)
@limited("advice", most=20)
def advice_new(request: HttpRequest, actor: Actor) -> HttpResponse:
    """Ask one or several experts the same question."""
    said = request.POST if request.method == "POST" else request.GET
    chosen = _uuids(said.getlist("expert"))
    need_id = next(iter(_uuids([said.get("need", "")])), None)
    form = QuestionForm(request.POST or None, others=_others(actor), initial={"need": need_id})
    if request.method == "POST" and form.is_valid():
        try:
            return _sent(request, actor, form, chosen)
        except Refused as refused:
            add_refusals(form, refused, say)
    experts = _views(actor, chosen)
    context: dict[str, Any] = {
        "form": form,
        "experts": [(view, tables.headline(view)) for view in experts],
        "need": services.linked_need(actor=actor, need_id=need_id),
        "most": rules.MOST_AT_ONCE,
        "days": rules.ACCEPT_DAYS,
        "is_verified": _is_verified(actor),
    }
    return form_page(request, "experts/ask.html", context)


def _sent(
    request: HttpRequest, actor: Actor, form: QuestionForm, chosen: list[UUID]
) -> HttpResponse:
    other = form.cleaned_data.get("for_whom")
    sent: list[Advice] = services.send_requests(
        actor=actor,
        expert_ids=chosen,
        asked=form.asked(),
        organisation_id=UUID(other) if other else None,
        key=form.cleaned_data["key"],
        at=now(),
    )
    count = len(sent)
    said = ngettext("已向 %(count)s 位专家提问。", "已向 %(count)s 位专家提问。", count)
    messages.success(request, said % {"count": count})
    return redirect(sent[0] if count == 1 else "experts:advice-list")


def _views(actor: Actor, chosen: list[UUID]) -> list[ExpertView]:
    rows = queries.expert_rows(actor).filter(pk__in=chosen)
    return [queries.view_of(row, actor=actor) for row in rows if row.is_listed]


def _others(actor: Actor) -> list[tuple[str, str]]:
    """List the organisations that a station's adviser may ask for."""
    if not actor.may(ASK_FOR_OTHERS) or actor.region is None:
        return []
    rows = organisations(actor).filter(
        region__code__startswith=actor.region, verification=Verification.VERIFIED
    )
    others = rows.order_by("name")[:_MOST_OTHERS]
    return [(str(row.pk), str(row)) for row in others if row.pk != actor.organisation_id]


def _is_verified(actor: Actor) -> bool:
    if actor.organisation_id is None:
        return False
    home = organisation_for(actor=actor, organisation_id=actor.organisation_id)
    return home.is_verified


def _uuids(texts: Iterable[str]) -> list[UUID]:
    found = []
    for text in texts:
        try:
            found.append(UUID(text))
        except ValueError:
            continue
    return list(dict.fromkeys(found))[: rules.MOST_AT_ONCE + 1]
