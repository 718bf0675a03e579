"""The list of organisations, the page of one, and the forms that enter and change it."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.utils.timezone import localdate, now
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from yizhan.audit.queries import entries_of
from yizhan.directory import queries, services, structured, tables
from yizhan.directory.exports import ORGANISATIONS
from yizhan.directory.filters import facets_of, filter_of
from yizhan.directory.forms import OrganisationForm, initial_of
from yizhan.directory.messages import EVENTS, say
from yizhan.directory.models import Organisation
from yizhan.directory.permissions import (
    may_edit,
    may_judge,
    may_manage_members,
    may_run_alliance,
)
from yizhan.directory.stages import FLOW
from yizhan.directory.terms import Kind
from yizhan.directory.views.finding import found
from yizhan.imports.services import export_chunks
from yizhan.kernel.actors import Actor
from yizhan.kernel.refusals import Refused, Stale
from yizhan.web.access import public, requires
from yizhan.web.cards import Event
from yizhan.web.downloads import table_download
from yizhan.web.facets import chips
from yizhan.web.forms import add_refusals, form_page
from yizhan.web.limits import limited
from yizhan.web.paging import page_number, page_of
from yizhan.web.panels import fill
from yizhan.web.partials import render_part
from yizhan.web.tables import sorting


@require_safe
@public
def organisation_list(request: HttpRequest, actor: Actor) -> HttpResponse:
    """Find organisations by words and facets."""
    result = queries.public_organisation_rows(
        actor=actor, wanted=filter_of(request.GET, on=localdate())
    )
    order = sorting(request, tables.ORDERS)
    page = page_of(
        result.rows.order_by(*order.columns),
        number=page_number(request),
        size=tables.PAGE_SIZE,
        total=result.total,
    )
    facets = facets_of(request.GET, result.counts)
    context = {
        "items": [tables.item_of(row) for row in page.rows],
        "page": page,
        "sorting": order,
        "facets": facets,
        "chips": chips(facets, request.GET),
        "kept": [
            (key, request.GET[key]) for key in ("q", "sort", "alliance") if request.GET.get(key)
        ],
        "q": request.GET.get("q", ""),
    }
    return render_part(
        request, "directory/list.html", context, target="results", part="results"
    )


@require_safe
@public
def organisation_detail(
    request: HttpRequest, actor: Actor, organisation_id: UUID
) -> HttpResponse:
    """Show one organisation with everything public that hangs on it."""
    organisation = found(actor, organisation_id)
    judges = may_judge(actor, organisation)
    context = {
        "organisation": organisation,
        "badge": tables.BADGES[organisation.verification],
        "icon": tables.icon_of(organisation.kind),
        "place": queries.region_label(organisation.region_id),
        "kind": tables.kind_label(organisation),
        "fields": list(
            zip(organisation.fields, tables.field_labels(organisation), strict=True)
        ),
        "about": tables.about_of(organisation),
        "seats": queries.seats_of(alliance=organisation, actor=actor),
        "titles": queries.titles_of(organisation=organisation),
        "former_names": queries.former_names(organisation=organisation),
        "alliances": queries.alliances_of(organisation=organisation, actor=actor),
        "events": _events(organisation, judges=judges or may_edit(actor, organisation)),
        "panels": fill("directory.organisation", request, organisation),
        "page_meta": structured.meta_of(organisation),
        **_acts(actor, organisation, judges=judges),
    }
    return TemplateResponse(request, "directory/detail.html", context)


@require_safe
@public
@limited("export", most=20, method="GET")
def organisation_export(request: HttpRequest, actor: Actor, form: str) -> StreamingHttpResponse:
    """Hand out the filtered list as a file."""
    at = now()
    chunks = export_chunks(
        actor=actor,
        code=ORGANISATIONS.code,
        form=form,
        filters=dict(request.GET.lists()),
        at=at,
    )
    return table_download(chunks, name="organisations", form=form, at=at)


@require_http_methods(["GET", "HEAD", "POST"])
@requires("directory.register")
def organisation_new(request: HttpRequest, actor: Actor) -> HttpResponse:
    """Enter an organisation and become its administrator."""
    form = OrganisationForm(request.POST or None, initial={"name": request.GET.get("name", "")})
    if request.method == "POST" and form.is_valid():
        try:
            organisation = services.register_organisation(
                actor=actor, profile=form.profile(), at=now()
            )
        except Refused as refused:
            add_refusals(form, refused, say)
        else:
            messages.success(request, _("已登记，等待核实。您现在可以发布需求与成果。"))
            return redirect(organisation)
    return form_page(request, "directory/form.html", {"form": form})


@require_http_methods(["GET", "HEAD", "POST"])
@requires("directory.write")
def organisation_edit(
    request: HttpRequest, actor: Actor, organisation_id: UUID
) -> HttpResponse:
    """Change what the organisation says of itself; two editors see each other's values."""
    organisation = found(actor, organisation_id)
    if not may_edit(actor, organisation):
        raise PermissionDenied
    form = OrganisationForm(request.POST or None, organisation=organisation)
    context: dict[str, Any] = {"form": form, "organisation": organisation}
    if request.method == "POST" and form.is_valid():
        try:
            return _saved(request, actor, organisation, form)
        except Stale as stale:
            add_refusals(form, stale, say)
            context |= {"differences": _differences(request, form, organisation)}
        except Refused as refused:
            add_refusals(form, refused, say)
    return form_page(request, "directory/form.html", context)


def _saved(
    request: HttpRequest, actor: Actor, organisation: Organisation, form: OrganisationForm
) -> HttpResponse:
    edited = services.edit_organisation(
        actor=actor,
        organisation_id=organisation.pk,
        profile=form.profile(),
        version=form.cleaned_data["version"],
        at=now(),
    )
    if edited.verification != organisation.verification:
        messages.warning(request, _("已保存。名称、类型、地区或代码有变，需要重新核实。"))
    else:
        messages.success(request, _("已保存。"))
    return redirect(edited)


def _differences(
    request: HttpRequest, form: OrganisationForm, organisation: Organisation
) -> list[dict[str, Any]]:
    """Set what was typed beside what somebody else stored, and let the next save win."""
    stored = initial_of(organisation)
    data = request.POST.copy()
    data["version"] = str(organisation.version)
    form.data = data
    typed = {bound.name: bound.value() for bound in form}
    return [
        {"label": bound.label, "typed": typed[bound.name], "stored": stored[bound.name]}
        for bound in form
        if bound.name != "version"
        and str(typed[bound.name] or "") != str(stored[bound.name] or "")
    ]


def _acts(actor: Actor, organisation: Organisation, *, judges: bool) -> dict[str, Any]:
    edits = may_edit(actor, organisation)
    steps = FLOW.open_to(stage=organisation.verification, permissions=actor.permissions)
    judging = {"verify", "reject", "revoke"}
    return {
        "may_edit": edits,
        "may_manage": may_manage_members(actor, organisation),
        "may_run": organisation.kind == Kind.ALLIANCE and may_run_alliance(actor, organisation),
        "may_take": not actor.is_anonymous
        and organisation.kind != Kind.ALLIANCE
        and not queries.has_administrator(organisation=organisation),
        "may_title": judges,
        "may_ask": not actor.is_anonymous and actor.organisation_id != organisation.pk,
        "may_claim": edits and "claim" in steps,
        "judging": [step for step in steps if step in judging] if judges else [],
    }


def _events(organisation: Organisation, *, judges: bool) -> list[Event]:
    if not judges:
        return []
    entries = entries_of(subject_id=organisation.pk, limit=12)
    return [
        Event(title=EVENTS[entry.code], at=entry.at, text=entry.facts.get("reason") or "")
        for entry in entries
        if entry.code in EVENTS
    ]
