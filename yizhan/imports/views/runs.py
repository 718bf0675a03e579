"""Pages of a run: upload, map, try, follow, take home what did not come in."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.timezone import now
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from yizhan.imports import services
from yizhan.imports.badges import BADGES
from yizhan.imports.forms import LayoutForm, MappingForm, UploadForm, placed
from yizhan.imports.messages import say, say_all
from yizhan.imports.models import Run
from yizhan.imports.queries import run_rows, targets_for
from yizhan.imports.stages import RUN, Stage
from yizhan.imports.targets import all_targets
from yizhan.imports.views.pages import detail_context, mapping_form, open_steps
from yizhan.kernel.actors import Actor
from yizhan.kernel.refusals import Refused
from yizhan.web.access import requires
from yizhan.web.forms import add_refusals, form_page
from yizhan.web.paging import page_number, page_of
from yizhan.web.partials import render_part


@require_safe
@requires(RUN)
def run_list(request: HttpRequest, actor: Actor) -> HttpResponse:
    """List the runs of the organisation, newest first."""
    rows = run_rows(actor=actor)
    page = page_of(rows, number=page_number(request), size=20, total=rows.count())
    labels = {target.code: target.label for target in all_targets()}
    lines = [
        {
            "run": run,
            "badge": BADGES[Stage(run.stage)],
            "target": labels.get(run.target, run.target),
        }
        for run in page.rows
    ]
    return render(request, "imports/list.html", {"page": page, "lines": lines})


@require_http_methods(["GET", "HEAD", "POST"])
@requires(RUN)
def run_new(request: HttpRequest, actor: Actor) -> HttpResponse:
    """Take a file in."""
    targets = targets_for(actor=actor)
    chosen = {"target": request.GET.get("target", "")}
    data = (request.POST, request.FILES) if request.method == "POST" else ()
    form = UploadForm(*data, targets=targets, initial=chosen)
    if form.is_valid():
        file = form.cleaned_data["file"]
        try:
            run = services.create_run(
                actor=actor,
                target_code=form.cleaned_data["target"],
                file_name=file.name,
                chunks=file.chunks(),
                at=now(),
            )
        except Refused as refused:
            add_refusals(form, refused, say)
        else:
            return redirect(run)
    presets = {preset.code: preset for target in targets for preset in target.presets}
    context = {"form": form, "targets": targets, "presets": presets.values()}
    return form_page(request, "imports/new.html", context)


@require_safe
@requires(RUN)
def run_detail(request: HttpRequest, actor: Actor, run_id: UUID) -> HttpResponse:
    """Show a run as far as it has come; htmx asks for the moving part every second."""
    run = _run(actor, run_id)
    is_correcting = request.GET.get("step") == "map" and "map" in open_steps(actor, run)
    context = detail_context(actor, run, is_correcting=is_correcting)
    answer = render_part(
        request, "imports/detail.html", context, target="run-state", part="state"
    )
    if getattr(request, "htmx", None) and not run.is_working:
        # The work has ended: the whole page has more to say than its moving part.
        answer.headers["HX-Refresh"] = "true"
    return answer


@require_POST
@requires(RUN)
def run_map(request: HttpRequest, actor: Actor, run_id: UUID) -> HttpResponse:
    """Fix the mapping and begin the dry run."""
    run = _run(actor, run_id)
    form = mapping_form(run, request.POST)
    if form.is_valid():
        try:
            services.map_columns(
                actor=actor,
                run_id=run_id,
                plan=form.plan_wanted(),
                at=now(),
                version=form.cleaned_data["version"],
            )
            services.check_run(actor=actor, run_id=run_id, at=now())
        except Refused as refused:
            add_refusals(form, placed(refused), say)
        else:
            return redirect(run)
    return form_page(request, "imports/detail.html", detail_context(actor, run, form))


@require_POST
@requires(RUN)
def run_preview(request: HttpRequest, actor: Actor, run_id: UUID) -> HttpResponse:
    """Redraw the mapping with the columns chosen so far; nothing is kept."""
    run = _run(actor, run_id)
    form = mapping_form(run, request.POST)
    if form.is_valid():
        form = MappingForm(run=run, target=form.target, plan=form.plan_wanted())
    context = {"run": run, "form": form}
    return render(request, "imports/parts/mapping.html", context)


@require_POST
@requires(RUN)
def run_reread(request: HttpRequest, actor: Actor, run_id: UUID) -> HttpResponse:
    """Read the file another way."""
    run = _run(actor, run_id)
    form = LayoutForm(request.POST, run=run)
    if form.is_valid():
        try:
            services.reread_file(actor=actor, run_id=run_id, layout=form.layout_wanted())
        except Refused as refused:
            add_refusals(form, refused, say)
        else:
            return redirect(run)
    context = {**detail_context(actor, run), "layout_form": form}
    return form_page(request, "imports/detail.html", context)


@require_POST
@requires(RUN)
def run_check(request: HttpRequest, actor: Actor, run_id: UUID) -> HttpResponse:
    """Begin a dry run."""
    return _taken(request, actor, run_id, services.check_run, at=now())


@require_POST
@requires(RUN)
def run_use_preset(request: HttpRequest, actor: Actor, run_id: UUID) -> HttpResponse:
    """Map the columns anew, as a known form says."""
    chosen = request.POST.get("preset", "")
    return _taken(request, actor, run_id, services.use_preset, preset_code=chosen)


@require_POST
@requires(RUN)
def run_start(request: HttpRequest, actor: Actor, run_id: UUID) -> HttpResponse:
    """Begin the import, or go on with it."""
    return _taken(request, actor, run_id, services.start_run, at=now())


@require_POST
@requires(RUN)
def run_stop(request: HttpRequest, actor: Actor, run_id: UUID) -> HttpResponse:
    """Stop after the batch in hand."""
    return _taken(request, actor, run_id, services.stop_run, at=now())


@require_POST
@requires(RUN)
def run_delete(request: HttpRequest, actor: Actor, run_id: UUID) -> HttpResponse:
    """Remove the run and its file; what it brought stays."""
    run = _run(actor, run_id)
    answer = _taken(request, actor, run_id, services.delete_run, at=now())
    if not run_rows(actor=actor).filter(id=run_id).exists():
        messages.success(request, _("已删除 %(name)s") % {"name": run.file_name})
        return redirect("imports:list")
    return answer


def _run(actor: Actor, run_id: UUID) -> Run:
    return get_object_or_404(run_rows(actor=actor).defer(None), id=run_id)


def _taken(
    request: HttpRequest, actor: Actor, run_id: UUID, verb: Callable[..., Any], **values: Any
) -> HttpResponse:
    """Take one step and show the run; a refusal is shown above it."""
    run = _run(actor, run_id)
    try:
        verb(actor=actor, run_id=run_id, **values)
    except Refused as refused:
        messages.error(request, say_all(refused))
    return redirect(run)
