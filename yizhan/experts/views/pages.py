"""What everybody may read: the list of experts, one expert, the list as a file."""

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.timezone import localdate, now
from django.views.decorators.http import require_safe

from yizhan.audit.queries import entries_of
from yizhan.experts import queries, tables
from yizhan.experts.exports import EXPERTS
from yizhan.experts.filters import facets_of, filter_of
from yizhan.experts.messages import EVENTS, EXPERT_STEPS
from yizhan.experts.models import Expert
from yizhan.experts.permissions import is_person, may_confirm, open_expert_steps
from yizhan.experts.stages import ASK, ExpertStage
from yizhan.experts.terms import Shown, WorkKind
from yizhan.experts.views.finding import found_expert
from yizhan.imports.services import export_chunks
from yizhan.kernel.actors import Actor
from yizhan.web.access import public
from yizhan.web.cards import Event
from yizhan.web.downloads import table_download
from yizhan.web.facets import chips
from yizhan.web.limits import limited
from yizhan.web.paging import page_number, page_of
from yizhan.web.partials import render_part
from yizhan.web.tables import sorting


@require_safe
@public
def expert_list(request: HttpRequest, actor: Actor) -> HttpResponse:
    """Find experts by words and facets."""
    result = queries.public_expert_rows(wanted=filter_of(request.GET))
    order = sorting(request, tables.ORDERS)
    page = page_of(
        result.rows.order_by(*order.columns),
        number=page_number(request),
        size=tables.PAGE_SIZE,
        total=result.total,
    )
    facets = facets_of(request.GET, result.counts)
    today = localdate()
    context = {
        "items": [
            tables.item_of(queries.view_of(row, actor=actor), today=today) for row in page.rows
        ],
        "page": page,
        "sorting": order,
        "facets": facets,
        "chips": chips(facets, request.GET),
        "kept": [(key, request.GET[key]) for key in ("q", "sort") if request.GET.get(key)],
        "q": request.GET.get("q", ""),
    }
    return render_part(request, "experts/list.html", context, target="results", part="results")


@require_safe
@public
def expert_detail(request: HttpRequest, actor: Actor, expert_id: UUID) -> HttpResponse:
    """Show one expert as far as the reader may read it, with how it keeps its clocks."""
    expert = found_expert(actor, expert_id)
    return TemplateResponse(request, "experts/detail.html", page_context(expert, actor))


def page_context(expert: Expert, actor: Actor) -> dict[str, Any]:
    """Return what the page of an expert prints, whoever looks."""
    view, today = queries.view_of(expert, actor=actor), localdate()
    is_own, judges = is_person(actor, expert), may_confirm(actor, expert)
    return {
        "view": view,
        "headline": tables.headline(view),
        "badge": tables.badge_of(view, today),
        "works": [
            {**work, "label": WorkKind(work["kind"]).label, "url": _doi(work)}
            for work in view.works
        ],
        "hidden": tables.hidden_rows(view.hidden, dict(Shown.choices)),
        "figures": tables.figure_rows(queries.figures_of(expert_id=expert.id)),
        "is_own": is_own,
        "ask_url": _ask_url(expert) if expert.is_listed and not is_own else "",
        "may_ask": actor.is_anonymous or actor.may(ASK),
        "is_away": bool(view.on_leave_until and view.on_leave_until >= today),
        "steps": step_rows(actor, expert),
        "return_reason": expert.return_reason if is_own or judges else "",
        "events": _events(expert) if is_own or judges else [],
        "expert": expert,
    }


def step_rows(actor: Actor, expert: Expert) -> list[dict[str, Any]]:
    """List the buttons of a profile; `submit` has its own form, where consent is given."""
    names = [
        name for name in open_expert_steps(actor, expert) if name not in {"edit", "submit"}
    ]
    if is_person(actor, expert):
        names = ["renew", *names] if expert.is_listed else names
        names += ["erase"] if expert.stage == ExpertStage.WITHDRAWN and expert.name else []
    return [
        {
            "name": name,
            "words": EXPERT_STEPS[name],
            "url": reverse(f"experts:expert-{name}", args=[expert.id]),
        }
        for name in names
    ]


@require_safe
@public
@limited("export", most=20, method="GET")
def expert_export(request: HttpRequest, actor: Actor, form: str) -> StreamingHttpResponse:
    """Hand out the filtered list as a file."""
    at = now()
    chunks = export_chunks(
        actor=actor,
        code=EXPERTS.code,
        form=form,
        filters=dict(request.GET.lists()),
        at=at,
    )
    return table_download(chunks, name="experts", form=form, at=at)


def _ask_url(expert: Expert) -> str:
    return f"{reverse('experts:advice-new')}?expert={expert.id}"


def _doi(work: dict[str, Any]) -> str:
    is_doi = work["kind"] == WorkKind.PUBLICATION and work["identifier"]
    return f"https://doi.org/{work['identifier']}" if is_doi else ""


def _events(expert: Expert) -> list[Event]:
    entries = entries_of(subject_id=expert.id, limit=20)
    return [
        Event(title=EVENTS[entry.code], at=entry.at)
        for entry in entries
        if entry.code in EVENTS
    ]
