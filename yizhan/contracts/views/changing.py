"""After the decision: ask to change what is registered, take that back, object."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.timezone import now
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from yizhan.contracts import queries, services, tables
from yizhan.contracts.content import parse_content
from yizhan.contracts.forms import AppealForm, Editor, ReasonForm, initial_of
from yizhan.contracts.forms.changes import changes_between
from yizhan.contracts.messages import sentence
from yizhan.contracts.models import Amendment, Contract
from yizhan.contracts.queries.filing import may_ever_object, may_object, office_choices
from yizhan.contracts.stages import WRITE, Stage
from yizhan.contracts.views.editing import grown_rows
from yizhan.contracts.views.finding import found, own
from yizhan.directory.queries import region_choices
from yizhan.kernel.actors import Actor
from yizhan.kernel.refusals import Refused
from yizhan.web.access import SIGNED_IN, requires
from yizhan.web.forms import add_refusals, form_page


@require_http_methods(["GET", "HEAD", "POST"])
@requires(WRITE)
def contract_amend(request: HttpRequest, actor: Actor, contract_id: UUID) -> HttpResponse:
    """Change the text of a registered contract, look at both sides, then send it."""
    contract = own(actor, contract_id)
    if contract.stage != Stage.REGISTERED:
        messages.info(request, _("只有已登记的合同可以申请变更登记。"))
        return redirect(contract)
    if request.method != "POST":
        first = {**initial_of(queries.values_of(contract)), "version": contract.version}
        return _amend_page(request, contract, _editor(contract, initial=first), ReasonForm())
    grown = grown_rows(request)
    editor, reason = _editor(contract, data=grown or request.POST), ReasonForm(request.POST)
    if grown:
        return _amend_page(request, contract, editor, ReasonForm(initial=request.POST.dict()))
    return _amend(request, actor, contract, editor, reason)


@require_POST
@requires(WRITE)
def amendment_withdraw(
    request: HttpRequest, actor: Actor, contract_id: UUID, amendment_id: UUID
) -> HttpResponse:
    """Take a wish to change back."""
    contract = own(actor, contract_id)
    try:
        services.withdraw_amendment(actor=actor, amendment_id=amendment_id, at=now())
    except Amendment.DoesNotExist as error:
        raise Http404 from error
    except Refused as refused:
        for refusal in refused.refusals:
            messages.error(request, sentence(refusal))
    else:
        messages.success(request, _("变更申请已撤回。"))
    return redirect(contract)


@require_http_methods(["GET", "HEAD", "POST"])
@requires(SIGNED_IN)
def contract_appeal(request: HttpRequest, actor: Actor, contract_id: UUID) -> HttpResponse:
    """Object to a decision."""
    contract = found(actor, contract_id)
    if not may_ever_object(actor=actor, contract=contract, at=now()):
        raise PermissionDenied
    form = AppealForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            services.file_appeal(
                actor=actor,
                contract_id=contract.id,
                grounds=form.cleaned_data["grounds"],
                key=form.cleaned_data["key"],
                at=now(),
            )
        except Refused as refused:
            add_refusals(form, refused, sentence)
        else:
            messages.success(request, _("复核申请已提交。"))
            return redirect(contract)
    elif not may_object(actor=actor, contract=contract, at=now()):
        messages.info(request, _("现在不能对这份合同申请复核。"))
        return redirect(contract)
    return _appeal_page(request, contract, form)


def _amend(
    request: HttpRequest, actor: Actor, contract: Contract, editor: Editor, reason: ReasonForm
) -> HttpResponse:
    if not (editor.is_sound and reason.is_valid()):
        return _amend_page(request, contract, editor, reason)
    values = {
        "case_id": contract.case_id,
        "lot_id": contract.lot_id,
        **editor.values(),
        "office": contract.office_id,
    }
    try:
        if "send" not in request.POST:
            return _amend_page(request, contract, editor, reason, values=values)
        services.file_amendment(
            actor=actor,
            contract_id=contract.id,
            values=values,
            reason=reason.cleaned_data["reason"],
            key=reason.cleaned_data["key"],
            version=editor.version,
            at=now(),
        )
    except Refused as refused:
        editor.refuse(one for one in refused.refusals if one.place != "reason")
        for refusal in refused.refusals:
            if refusal.place == "reason":
                reason.add_error("reason", sentence(refusal))
        return _amend_page(request, contract, editor, reason)
    messages.success(request, _("变更申请已提交，等待登记机构办理。"))
    return redirect(contract)


def _editor(contract: Contract, **options: Any) -> Editor:
    # A change stays with the office that registered.
    return Editor(offices=[(contract.office_id, str(contract.office))], **options)


def _amend_page(
    request: HttpRequest,
    contract: Contract,
    editor: Editor,
    reason: ReasonForm,
    *,
    values: dict[str, Any] | None = None,
) -> HttpResponse:
    context = {
        "contract": contract,
        "badge": tables.badge_of(contract),
        "editor": editor,
        "form": editor.form,
        "formsets": [*editor.formsets, reason],
        "reason_form": reason,
        "changes": _changes(contract, values) if values else None,
        "looked": values is not None,
        "regions": region_choices(),
        "sums": tables.sums_of(editor.shown_values()),
        "sums_url": reverse("contracts:contract-sums"),
    }
    response = form_page(request, "contracts/amend.html", context)
    if editor.has_errors:
        response.status_code = 422
    return response


def _changes(contract: Contract, values: dict[str, Any]) -> list[Any]:
    """Say what would change, after the same reading that the verb will do."""
    after = parse_content(values).model_dump()
    before = queries.content_of(contract).model_dump()
    offices = {str(key): str(name) for key, name in office_choices()}
    return changes_between(before, after, offices=offices)


def _appeal_page(request: HttpRequest, contract: Contract, form: AppealForm) -> HttpResponse:
    context = {
        "contract": contract,
        "badge": tables.badge_of(contract),
        "heading": _("申请复核"),
        "intro": _("对认定结果有异议的，写明不服的事项和理由，由登记机构的上级主管部门复核。"),
        "notes": [
            _("复核期间原决定继续有效。予以重新认定的，由两名登记员重新审查。"),
            _("当事人也可以依法申请行政复议或者提起行政诉讼，不以本申请为前提。"),
        ],
        "action_label": _("提交复核申请"),
        "form": form,
    }
    return form_page(request, "contracts/ask.html", context)
