"""Files people take away: refused rows, templates, lists."""

from uuid import UUID

from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponseBase
from django.shortcuts import get_object_or_404
from django.utils.timezone import now
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from yizhan.imports import services
from yizhan.imports.messages import teller
from yizhan.imports.queries import run_rows, targets_for
from yizhan.imports.services import error_sheet, export_chunks, export_of, template_sheet
from yizhan.imports.stages import RUN
from yizhan.imports.targets import find_preset
from yizhan.kernel.actors import Actor
from yizhan.kernel.refusals import Refused
from yizhan.web.access import public, requires
from yizhan.web.downloads import file_download, known_form, table_download
from yizhan.web.limits import limited


@require_safe
@requires(RUN)
def errors(_request: HttpRequest, actor: Actor, run_id: UUID, form: str) -> HttpResponseBase:
    """Give back the refused rows, as they stood, with one column that says why."""
    run = get_object_or_404(run_rows(actor=actor), id=run_id)
    chunks = error_sheet(run=run, form=known_form(form), say=teller(run))
    stem = run.file_name.rpartition(".")[0] or run.file_name
    return file_download(chunks, name=_("%(name)s-未导入的行") % {"name": stem}, form=form)


@require_safe
@requires(RUN)
def template(_request: HttpRequest, actor: Actor, code: str) -> HttpResponseBase:
    """Give a workbook to fill in."""
    target = next((known for known in targets_for(actor=actor) if known.code == code), None)
    if target is None:
        raise Http404
    name = _("%(target)s-导入模板.xlsx") % {"target": target.label}
    chunks = template_sheet(target_code=code)
    return file_download(chunks, name=name.removesuffix(".xlsx"), form="xlsx")


@require_safe
@public
def preset_sheet(_request: HttpRequest, actor: Actor, code: str) -> HttpResponseBase:  # noqa: ARG001 -- the door asks for it
    """Give the example sheet of a known form."""
    try:
        _target, preset = find_preset(code)
    except Refused as refused:
        raise Http404 from refused
    name = _("%(form)s-样表") % {"form": preset.label}
    return file_download(services.preset_sheet(preset_code=code), name=name, form="xlsx")


@require_safe
@public
@limited("export", most=20, method="GET")
def export(request: HttpRequest, actor: Actor, code: str, form: str) -> HttpResponseBase:
    """Stream a list under the filters of its page; its own permission decides."""
    at = now()
    filters = {key: request.GET.getlist(key) for key in request.GET}
    try:
        label = export_of(code).label
        chunks = export_chunks(actor=actor, code=code, form=form, filters=filters, at=at)
    except Refused as refused:
        raise Http404 from refused
    except PermissionDenied:
        if actor.is_anonymous:
            return redirect_to_login(request.get_full_path())
        raise
    return table_download(chunks, name=str(label), form=form, at=at)
