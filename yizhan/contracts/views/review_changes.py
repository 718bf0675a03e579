"""Deciding what is asked after registration: amendments by the office, appeals from above."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.utils.timezone import localdate, now
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from yizhan.contracts import permissions, queries, rules, services, tables
from yizhan.contracts.content import Content, parse_content
from yizhan.contracts.forms.changes import changes_between
from yizhan.contracts.messages import sentence
from yizhan.contracts.models import Amendment, Appeal, Contract
from yizhan.contracts.queries.filing import office_choices
from yizhan.contracts.queries.recognising import law_day
from yizhan.contracts.recognition.deductions import CostLine
from yizhan.contracts.services.amending import proposal_for
from yizhan.contracts.stages import REGISTER, SUPERVISE, AmendmentStage, AppealStage
from yizhan.contracts.views.finding import found
from yizhan.contracts.views.judging import kind_choices
from yizhan.contracts.views.reckoning import amount_of, cost_context
from yizhan.contracts.views.review import typed
from yizhan.kernel.actors import Actor
from yizhan.kernel.refusals import Refused
from yizhan.web.access import requires

_AMENDED = {
    AmendmentStage.FILED: gettext_lazy("已提出变更意见，另一名登记员作出相同认定后变更登记。"),
    AmendmentStage.APPLIED: gettext_lazy("已变更登记，新的证明随后出具。"),
    AmendmentStage.DECLINED: gettext_lazy("已答复，不予变更。"),
}


@require_http_methods(["GET", "HEAD", "POST"])
@requires(REGISTER)
def amendment_decide(
    request: HttpRequest, actor: Actor, contract_id: UUID, amendment_id: UUID
) -> HttpResponse:
    """Show what would change, and change it by a new ruling or decline."""
    contract, amendment = _wish(actor, contract_id, amendment_id)
    given = typed(request)
    if request.method != "POST" or "reckon" in given:
        return _amendment_page(request, contract, amendment, given)
    content = parse_content(amendment.after)
    applies = "apply" in given
    try:
        decided = services.decide_amendment(
            actor=actor,
            amendment_id=amendment.id,
            applies=applies,
            answer=given.get("answer", ""),
            ruling=_ruling(content, given) if applies else None,
            at=now(),
        )
    except Refused as refused:
        said = [sentence(one) for one in refused.refusals]
        return _amendment_page(request, contract, amendment, given, said)
    messages.success(request, _AMENDED[AmendmentStage(decided.stage)])
    return redirect("contracts:contract-review", contract.id)


@require_http_methods(["GET", "HEAD", "POST"])
@requires(SUPERVISE)
def appeal_decide(
    request: HttpRequest, actor: Actor, contract_id: UUID, appeal_id: UUID
) -> HttpResponse:
    """Show the objection beside the decision, and uphold or dismiss it."""
    contract = found(actor, contract_id)
    try:
        appeal = queries.appeal_for(actor=actor, appeal_id=appeal_id)
    except Appeal.DoesNotExist as error:
        raise Http404 from error
    if appeal.contract_id != contract.id:
        raise Http404
    if not permissions.is_supervisor(actor, contract):
        raise PermissionDenied
    given = typed(request)
    if request.method != "POST":
        return _appeal_page(request, contract, appeal, given)
    try:
        services.decide_appeal(
            actor=actor,
            appeal_id=appeal.id,
            upholds="uphold" in given,
            answer=given.get("answer", ""),
            at=now(),
        )
    except Refused as refused:
        said = [sentence(one) for one in refused.refusals]
        return _appeal_page(request, contract, appeal, given, said)
    messages.success(request, _("已答复这份复核申请。"))
    return redirect("contracts:supervision")


def _wish(actor: Actor, contract_id: UUID, amendment_id: UUID) -> tuple[Contract, Amendment]:
    contract = found(actor, contract_id)
    try:
        amendment = queries.amendment_for(actor=actor, amendment_id=amendment_id)
    except Amendment.DoesNotExist as error:
        raise Http404 from error
    if amendment.contract_id != contract.id:
        raise Http404
    if not permissions.is_registrar(actor, contract):
        raise PermissionDenied
    return contract, amendment


def _ruling(content: Content, given: dict[str, str]) -> rules.Ruling:
    return rules.Ruling(
        kind=given.get("kind", content.kind),
        subkind=given.get("subkind", content.subkind),
        reasons=given.get("answer", ""),
        deductions={
            index: rules.Deduction(amount=amount, reason=given.get(f"reason_{index}", ""))
            for index in range(len(content.costs))
            if (amount := amount_of(given.get(f"deduction_{index}"))) is not None
        },
    )


def _lines(content: Content, contract: Contract) -> list[CostLine]:
    """Return the cost lines as wished; an unchanged one keeps what was settled."""
    settled = {
        (cost.description, cost.amount): cost
        for cost in contract.costs.all()
        if cost.decided_deduction is not None
    }
    lines = []
    for index, cost in enumerate(content.costs):
        before = settled.get((cost.description, cost.amount))
        lines.append(
            CostLine(
                position=index,
                kind=cost.kind,
                description=cost.description,
                quantity=cost.quantity,
                unit=cost.unit,
                amount=cost.amount,
                is_claimed=cost.is_within_reason,
                claim=cost.claimed_reason,
                decided=before.decided_deduction if before else None,
                decided_reason=before.decided_reason if before else "",
            )
        )
    return lines


def _amendment_page(
    request: HttpRequest,
    contract: Contract,
    amendment: Amendment,
    given: dict[str, str],
    refused: list[str] | None = None,
) -> HttpResponse:
    content = parse_content(amendment.after)
    before = queries.content_of(contract).model_dump()
    offices = {str(key): str(name) for key, name in office_choices()}
    day = law_day(contract, today=localdate())
    context: dict[str, Any] = {
        "contract": contract,
        "badge": tables.badge_of(contract),
        "first": _first(contract, amendment),
        "amendment": amendment,
        "is_open": amendment.stage == AmendmentStage.FILED,
        "changes": changes_between(before, content.model_dump(), offices=offices),
        "answer": given.get("answer", ""),
        "refused": [{"text": text, "anchor": ""} for text in refused or []],
        "decides": amendment.stage == AmendmentStage.FILED,
        **kind_choices(contract, content.kind, content.subkind, given),
        **cost_context(content.contract_value, _lines(content, contract), given, day=day),
    }
    status = 422 if refused else 200
    return TemplateResponse(request, "contracts/review_amendment.html", context, status=status)


def _first(contract: Contract, amendment: Amendment) -> dict[str, Any] | None:
    """Return how a first registrar would rule, where two must."""
    decision = proposal_for(contract, amendment)
    if decision is None:
        return None
    return {"decision": decision, "lines": tables.deduction_lines(decision.deductions)}


def _appeal_page(
    request: HttpRequest,
    contract: Contract,
    appeal: Appeal,
    given: dict[str, str],
    refused: list[str] | None = None,
) -> HttpResponse:
    context = {
        "contract": contract,
        "badge": tables.badge_of(contract),
        "appeal": appeal,
        "is_open": appeal.stage == AppealStage.FILED,
        "decisions": list(reversed(queries.decisions_of(contract))),
        "answer": given.get("answer", ""),
        "refused": [{"text": text, "anchor": ""} for text in refused or []],
    }
    status = 422 if refused else 200
    return TemplateResponse(request, "contracts/review_appeal.html", context, status=status)
