"""The expert's own desk: begin, take over, write, hand in; and what waits for a home."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse, QueryDict
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.utils.timezone import now
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from yizhan.directory.queries import confirmed_emails, own_organisations, region_choices
from yizhan.experts import queries, services, tables
from yizhan.experts.forms import ProfileEditor
from yizhan.experts.messages import EXPERT_STEPS, say
from yizhan.experts.models import Expert
from yizhan.experts.stages import CONFIRM, PROFILE, ExpertStage
from yizhan.experts.views.finding import tell
from yizhan.experts.views.pages import page_context
from yizhan.kernel.actors import Actor
from yizhan.kernel.refusals import Refused, Stale
from yizhan.web.access import requires
from yizhan.web.forms import asks_for_row, form_page, with_extra_row
from yizhan.web.paging import page_number, page_of


@require_safe
@requires(PROFILE)
def expert_mine(request: HttpRequest, actor: Actor) -> HttpResponse:
    """Show the own profile, or the ways to come to one."""
    expert = queries.expert_of(actor=actor)
    if expert is not None:
        context = page_context(expert, actor)
        return TemplateResponse(request, "experts/mine.html", context)
    emails = confirmed_emails(person_id=actor.person_id)
    context = {
        "homes": own_organisations(actor),
        "prepared": queries.offered_to(emails=emails),
    }
    return TemplateResponse(request, "experts/begin.html", context)


@require_POST
@requires(PROFILE)
def expert_begin(request: HttpRequest, actor: Actor) -> HttpResponse:
    """Begin a profile at one of the own organisations."""
    try:
        home = UUID(request.POST.get("organisation", ""))
        services.open_profile(actor=actor, organisation_id=home, at=now())
    except ValueError:
        messages.error(request, _("请选择您任职的机构作为所在单位。"))
    except Refused as refused:
        tell(request, refused)
    else:
        return redirect("experts:expert-edit")
    return redirect("experts:expert-mine")


@require_POST
@requires(PROFILE)
def expert_claim(request: HttpRequest, actor: Actor, expert_id: UUID) -> HttpResponse:
    """Take over what the home organisation prepared."""
    emails = confirmed_emails(person_id=actor.person_id)
    try:
        services.claim_profile(actor=actor, expert_id=expert_id, emails=emails, at=now())
    except Expert.DoesNotExist:
        raise Http404 from None
    except Refused as refused:
        tell(request, refused)
        return redirect("experts:expert-mine")
    messages.success(request, _("已接管，请核对后提交。"))
    return redirect("experts:expert-edit")


@require_http_methods(["GET", "HEAD", "POST"])
@requires(PROFILE)
def expert_edit(request: HttpRequest, actor: Actor) -> HttpResponse:
    """Write the own profile; handing in asks for the consent on the same page."""
    expert = _own(actor)
    if request.method != "POST":
        return _page(request, ProfileEditor(expert=expert))
    if asks_for_row(request, "works"):
        grown: Any = with_extra_row(request.POST, "works")
        return _page(request, ProfileEditor(data=grown, expert=expert))
    editor = ProfileEditor(data=request.POST, expert=expert)
    if not editor.is_valid():
        return _page(request, editor)
    try:
        return _save(request, actor, editor)
    except Stale as stale:
        _say_stale(editor, request.POST, stale)
    except Refused as refused:
        editor.refuse(refused.refusals)
    return _page(request, editor)


@require_POST
@requires(PROFILE)
def expert_autosave(request: HttpRequest, actor: Actor) -> HttpResponse:
    """Keep a half-written draft; a public profile changes only when it is saved by hand."""
    expert = _own(actor)
    editor = ProfileEditor(data=request.POST, expert=expert)
    if expert.stage != ExpertStage.DRAFT or not editor.is_valid():
        return JsonResponse({"error": "not kept"}, status=422)
    try:
        saved = _put(actor, editor)
    except Stale as stale:
        return JsonResponse({"error": "stale", "version": stale.current}, status=409)
    except Refused as refused:
        return JsonResponse({"error": [say(r) for r in refused.refusals]}, status=422)
    return JsonResponse({"version": saved.version})


@require_safe
@requires(CONFIRM)
def expert_queue(request: HttpRequest, actor: Actor) -> HttpResponse:
    """List who waits to be vouched for, and what the house prepared."""
    rows = queries.awaiting_rows(actor=actor)
    page = page_of(rows, number=page_number(request), size=tables.PAGE_SIZE, total=rows.count())
    context = {
        "page": page,
        "rows": [queries.view_of(row, actor=actor) for row in page.rows],
        "prepared": [
            queries.view_of(row, actor=actor) for row in queries.prepared_rows(actor=actor)[:50]
        ],
    }
    return TemplateResponse(request, "experts/queue.html", context)


def _own(actor: Actor) -> Expert:
    expert = queries.expert_of(actor=actor)
    if expert is None or expert.stage == ExpertStage.WITHDRAWN:
        raise Http404
    return expert


def _put(actor: Actor, editor: ProfileEditor) -> Expert:
    return services.edit_expert(
        actor=actor,
        expert_id=editor.expert.id,
        values=editor.values(),
        version=editor.version,
        at=now(),
    )


def _save(request: HttpRequest, actor: Actor, editor: ProfileEditor) -> HttpResponse:
    saved = _put(actor, editor)
    if "submit" not in request.POST or saved.stage != ExpertStage.DRAFT:
        messages.success(request, _("已保存。"))
        return redirect("experts:expert-mine")
    # What was typed is kept even when it cannot be handed in yet.
    editor.form.data = request.POST.copy()
    editor.form.data["version"] = str(saved.version)
    services.submit_expert(
        actor=actor, expert_id=saved.id, consents="consent" in request.POST, at=now()
    )
    messages.success(request, EXPERT_STEPS["submit"].done)
    return redirect("experts:expert-mine")


def _say_stale(editor: ProfileEditor, posted: QueryDict, stale: Stale) -> None:
    editor.refuse(stale.refusals)
    data = posted.copy()
    data["version"] = str(stale.current)
    editor.form.data = data


def _page(request: HttpRequest, editor: ProfileEditor) -> HttpResponse:
    context = {
        "editor": editor,
        "form": editor.form,
        "works": editor.works,
        "expert": editor.expert,
        "is_draft": editor.expert.stage == ExpertStage.DRAFT,
        "consents": "consent" in request.POST,
        "regions": region_choices(),
    }
    return form_page(request, "experts/form.html", context)
