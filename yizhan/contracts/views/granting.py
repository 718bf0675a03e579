"""Leave to read for tax and finance offices: given, looked at, taken back."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.timezone import now
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from yizhan.contracts import services, tables
from yizhan.contracts.forms import GrantForm
from yizhan.contracts.messages import sentence
from yizhan.contracts.models import Contract
from yizhan.contracts.stages import WRITE
from yizhan.contracts.views.finding import own
from yizhan.directory.queries import find_organisations
from yizhan.kernel.actors import Actor
from yizhan.kernel.refusals import Refused
from yizhan.web.access import requires
from yizhan.web.forms import form_page


@require_http_methods(["GET", "HEAD", "POST"])
@requires(WRITE)
def contract_grants(request: HttpRequest, actor: Actor, contract_id: UUID) -> HttpResponse:
    """Let a tax or finance office read the contract."""
    contract = own(actor, contract_id)
    form = GrantForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        _grant(actor, contract, form)
        if form.is_valid():
            messages.success(request, _("已授权查阅。"))
            return redirect(contract)
    return _page(request, contract, form)


@require_POST
@requires(WRITE)
def grant_end(
    request: HttpRequest, actor: Actor, contract_id: UUID, organisation_id: UUID
) -> HttpResponse:
    """Take a leave to read back."""
    contract = own(actor, contract_id)
    services.end_access(actor=actor, contract_id=contract.id, to_id=organisation_id, at=now())
    messages.success(request, _("授权已收回。"))
    return redirect(contract)


def _grant(actor: Actor, contract: Contract, form: GrantForm) -> None:
    found, _unknown = find_organisations(actor=actor, lines=[form.cleaned_data["organisation"]])
    if not found:
        form.add_error("organisation", _("没有找到这个机构。"))
        return
    try:
        services.grant_access(
            actor=actor,
            contract_id=contract.id,
            to_id=found[0],
            until=form.ends_at,
            at=now(),
        )
    except Refused as refused:
        for refusal in refused.refusals:
            place = {"to": "organisation"}.get(refusal.place, refusal.place)
            form.add_error(place if place in form.fields else None, sentence(refusal))


def _page(request: HttpRequest, contract: Contract, form: GrantForm) -> HttpResponse:
    context = {
        "contract": contract,
        "badge": tables.badge_of(contract),
        "heading": _("授权查阅"),
        "intro": _(
            "办理减免税、核定奖酬金时，可授权税务或财政机关查阅本合同的金额、材料和决定。"
        ),
        "notes": [_("每次查阅保密材料都留下记录，授权可以随时收回。")],
        "action_label": _("授权"),
        "form": form,
    }
    return form_page(request, "contracts/ask.html", context)
