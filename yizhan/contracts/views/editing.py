"""Writing a contract: new, from a listing, edit, autosave, the sums as typed."""

from typing import Any
from uuid import UUID, uuid4

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.timezone import now
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from yizhan.contracts import queries, services, tables
from yizhan.contracts.forms import Editor, initial_of
from yizhan.contracts.messages import sentence
from yizhan.contracts.models import Contract
from yizhan.contracts.queries.filing import asked_corrections, office_choices
from yizhan.contracts.stages import EDITABLE, WRITE
from yizhan.contracts.views.beginning import beginning_of
from yizhan.contracts.views.finding import own
from yizhan.directory.queries import region_choices
from yizhan.kernel.actors import Actor
from yizhan.kernel.refusals import Refused, Stale
from yizhan.web.access import requires
from yizhan.web.forms import asks_for_row, form_page, with_extra_row


@require_http_methods(["GET", "HEAD", "POST"])
@requires(WRITE)
def contract_new(request: HttpRequest, actor: Actor) -> HttpResponse:
    """Begin a contract, blank or from a need or an offer; sent twice, it makes one."""
    if request.method != "POST":
        first = {"key": uuid4(), **beginning_of(request, actor).values}
        return _page(request, _editor(initial=first), None)
    if grown := grown_rows(request):
        return _page(request, _editor(data=grown), None)
    return _save(request, actor, _editor(data=request.POST), None)


@require_http_methods(["GET", "HEAD", "POST"])
@requires(WRITE)
def contract_edit(request: HttpRequest, actor: Actor, contract_id: UUID) -> HttpResponse:
    """Change a draft, or what the office wants corrected."""
    contract = own(actor, contract_id)
    if contract.stage not in EDITABLE:
        messages.info(
            request, _("已提交的合同不能直接修改：受理前可以撤回，登记后可以申请变更。")
        )
        return redirect(contract)
    if request.method != "POST":
        return _page(request, _stored(contract), contract)
    if grown := grown_rows(request):
        return _page(request, _editor(data=grown), contract)
    return _save(request, actor, _editor(data=request.POST), contract)


@require_POST
@requires(WRITE)
def contract_autosave(
    request: HttpRequest, actor: Actor, contract_id: UUID | None = None
) -> HttpResponse:
    """Keep what can be read of a half-written form and answer with the version it now has."""
    contract = own(actor, contract_id) if contract_id else None
    editor = _editor(data=request.POST)
    sound = editor.is_sound
    stored = queries.values_of(contract) if contract and not sound else {}
    try:
        saved = _put(actor, editor, {**stored, **editor.values()}, contract)
    except Stale as stale:
        return JsonResponse({"error": "stale", "version": stale.current}, status=409)
    except Refused as refused:
        said = [sentence(refusal) for refusal in refused.refusals]
        return JsonResponse({"error": said}, status=422)
    return JsonResponse({"version": saved.version})


@require_POST
@requires(WRITE)
def contract_sums(request: HttpRequest, actor: Actor) -> HttpResponse:  # noqa: ARG001 -- the door asks for it
    """Add up the amounts as typed."""
    editor = _editor(data=request.POST)
    _sound = editor.is_sound
    context = {"sums": tables.sums_of(editor.values())}
    return render(request, "contracts/parts/sums.html", context)


def grown_rows(request: HttpRequest) -> Any:
    """Return the posted data with one more row, when 添加 was pressed without script."""
    for prefix in ("sellers", "buyers", "lines", "costs", "ip"):
        if asks_for_row(request, prefix):
            return with_extra_row(request.POST, prefix)
    return None


def _editor(**options: Any) -> Editor:
    return Editor(offices=office_choices(), **options)


def _stored(contract: Contract) -> Editor:
    values = queries.values_of(contract)
    first = {**initial_of(values), "version": contract.version}
    return _editor(initial=first, reasons=asked_corrections(contract))


def _save(
    request: HttpRequest, actor: Actor, editor: Editor, contract: Contract | None
) -> HttpResponse:
    if not editor.is_sound:
        return _page(request, editor, contract)
    try:
        saved = _put(actor, editor, editor.values(), contract)
    except Refused as refused:
        editor.refuse(refused.refusals)
        return _page(request, editor, contract)
    if "submit" in request.POST:
        return redirect("contracts:contract-submit", saved.id)
    messages.success(request, _("草稿已保存。"))
    return redirect("contracts:contract-edit", saved.id)


def _put(
    actor: Actor, editor: Editor, values: dict[str, Any], contract: Contract | None
) -> Contract:
    """Create on the first call with a key, write over it on every later one."""
    version, at = editor.version, now()
    if contract is not None:
        # What the form does not show stays as it is.
        values = {"case_id": contract.case_id, "lot_id": contract.lot_id, **values}
    if contract is None:
        contract = services.create_draft(actor=actor, values=values, key=editor.key, at=at)
    return services.save_draft(
        actor=actor, contract_id=contract.id, values=values, version=version, at=at
    )


def _page(request: HttpRequest, editor: Editor, contract: Contract | None) -> HttpResponse:
    new_url = reverse("contracts:contract-new")
    base = contract.get_absolute_url() if contract else new_url
    context = {
        "title": _("填写登记申请"),
        "editor": editor,
        "form": editor.form,
        "formsets": editor.formsets,
        "contract": contract,
        "action": f"{base}edit/" if contract else new_url,
        "autosave_url": f"{base}autosave/",
        "papers_url": f"{base}papers/" if contract else "",
        "sums_url": reverse("contracts:contract-sums"),
        "sums": tables.sums_of(editor.shown_values()),
        "regions": region_choices(),
    }
    response = form_page(request, "contracts/form.html", context)
    if editor.has_errors:
        response.status_code = 422
    return response
