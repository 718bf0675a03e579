"""Handing in: what will be sent, to whom, until when, and the step itself; taking it back."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.timezone import now
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from yizhan.contracts import queries, rules, services, tables
from yizhan.contracts.forms.contract import anchor_of, label_of
from yizhan.contracts.messages import sentence
from yizhan.contracts.models import Contract
from yizhan.contracts.services.filing import INTAKE_DAYS
from yizhan.contracts.stages import EDITABLE, WRITE
from yizhan.contracts.views.finding import own
from yizhan.contracts.views.pages import sheet_of
from yizhan.contracts.views.papers import newest_papers
from yizhan.kernel.actors import Actor
from yizhan.kernel.refusals import Refusal, Refused
from yizhan.web.access import requires


@require_http_methods(["GET", "HEAD", "POST"])
@requires(WRITE)
def contract_submit(request: HttpRequest, actor: Actor, contract_id: UUID) -> HttpResponse:
    """Show what will be sent and what still stands against it; send it."""
    contract = own(actor, contract_id)
    if request.method != "POST":
        if contract.stage not in EDITABLE:
            return redirect(contract)
        return _page(request, contract, _against(contract))
    try:
        services.submit_contract(
            actor=actor, contract_id=contract.id, at=now(), version=_version(request)
        )
    except Refused as refused:
        return _page(request, contract, refused.refusals, status=422)
    messages.success(request, _("已提交，等待登记机构受理。"))
    return redirect(contract)


@require_POST
@requires(WRITE)
def contract_withdraw(request: HttpRequest, actor: Actor, contract_id: UUID) -> HttpResponse:
    """Take the contract back before it is accepted."""
    contract = own(actor, contract_id)
    try:
        services.withdraw_contract(actor=actor, contract_id=contract.id, at=now())
    except Refused as refused:
        for refusal in refused.refusals:
            messages.error(request, sentence(refusal))
    else:
        messages.success(request, _("已撤回。"))
    return redirect(contract)


def _against(contract: Contract) -> list[Refusal]:
    """Ask the rules beforehand what the verb will ask again."""
    content = queries.content_of(contract)
    filing = services.filing_of(contract, content, at=now())
    return list(rules.against_submission(content, filing))


def _page(
    request: HttpRequest, contract: Contract, against: Any, *, status: int = 200
) -> HttpResponse:
    base = contract.get_absolute_url()
    context = {
        **sheet_of(contract),
        "badge": tables.badge_of(contract),
        "against": [_said(contract, refusal) for refusal in against],
        "said": _terms(contract),
        "papers": newest_papers(contract),
        "papers_url": reverse("contracts:contract-papers", args=[contract.id]),
        "may_add": True,
        "action": f"{base}submit/",
        "back_url": f"{base}edit/",
    }
    return TemplateResponse(request, "contracts/submit.html", context, status=status)


def _said(contract: Contract, refusal: Refusal) -> dict[str, Any]:
    base = contract.get_absolute_url()
    text = sentence(refusal)
    if refusal.place.startswith("papers"):
        return {"text": text, "url": f"{base}papers/"}
    if not refusal.place:
        return {"text": text, "url": f"{base}edit/"}
    words = {"label": label_of(refusal.place), "text": text}
    return {
        "text": _("%(label)s：%(text)s") % words,
        "url": f"{base}edit/#{anchor_of(refusal.place)}",
    }


def _terms(contract: Contract) -> list[dict[str, Any]]:
    days = INTAKE_DAYS
    return [
        {"label": _("送交"), "value": contract.office or _("还没有选择登记机构")},
        {
            "label": _("受理时限"),
            "value": _("%(days)s 个工作日内受理或一次告知要补正的内容") % {"days": days},
        },
        {"label": _("决定时限"), "value": _("自受理之日起，按登记机构所在地的规定计算")},
        {"label": _("费用"), "value": _("不收费")},
        {"label": _("谁能看到"), "value": _("双方、登记机构和上级主管部门")},
    ]


def _version(request: HttpRequest) -> int | None:
    said = request.POST.get("version", "")
    return int(said) if said.isdecimal() and len(said) < 9 else None
