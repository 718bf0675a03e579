"""The workbench: a contract and its papers on the left, the judgement on the right."""

from collections.abc import Callable, Mapping
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.utils.timezone import localdate, now
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from yizhan.contracts import services
from yizhan.contracts.models import Contract, Finding
from yizhan.contracts.permissions import has_interest, is_registrar, is_supervisor
from yizhan.contracts.queries.recognising import law_day
from yizhan.contracts.services.examining import settle_finding
from yizhan.contracts.services.judging import judge_contract
from yizhan.contracts.stages import REGISTER, Stage
from yizhan.contracts.terms import Outcome
from yizhan.contracts.views.finding import found
from yizhan.contracts.views.judging import ruling_of
from yizhan.contracts.views.reviewing import review_context
from yizhan.kernel.actors import Actor
from yizhan.kernel.refusals import Refusal, Refused
from yizhan.web.access import requires

_ENDS: Mapping[str, Callable[..., Contract]] = {
    "cancel": services.cancel_contract,
    "revoke": services.revoke_contract,
}
_NO_VERSION = -1
_LONGEST = 8_000


@require_safe
@requires(REGISTER)
def contract_review(request: HttpRequest, actor: Actor, contract_id: UUID) -> HttpResponse:
    """Show one filed contract with what speaks for and against each kind."""
    contract = filed(actor, contract_id)
    given = {name: request.GET[name] for name in ("kind", "subkind") if name in request.GET}
    return _page(request, actor, contract, given)


@require_POST
@requires(REGISTER)
def contract_reckon(request: HttpRequest, actor: Actor, contract_id: UUID) -> HttpResponse:
    """Work the sums and taxes out anew from what was typed; nothing is stored."""
    return _page(request, actor, filed(actor, contract_id), typed(request))


@require_POST
@requires(REGISTER)
def contract_accept(request: HttpRequest, actor: Actor, contract_id: UUID) -> HttpResponse:
    """Take the contract on and put it on the own desk at once."""
    contract = filed(actor, contract_id)

    def act() -> None:
        services.accept_contract(actor=actor, contract_id=contract.id, at=now())
        services.take_contract(actor=actor, contract_id=contract.id, at=now())

    return _acted(request, actor, contract, act, _("已受理，由您审查。"))


@require_POST
@requires(REGISTER)
def contract_take(request: HttpRequest, actor: Actor, contract_id: UUID) -> HttpResponse:
    """Put the contract on the own desk, or take it over from a colleague."""
    contract = filed(actor, contract_id)

    def act() -> None:
        services.take_contract(actor=actor, contract_id=contract.id, at=now())

    return _acted(request, actor, contract, act, _("已由您审查。"))


@require_POST
@requires(REGISTER)
def contract_correct(request: HttpRequest, actor: Actor, contract_id: UUID) -> HttpResponse:
    """Return the contract to its filer with what must be corrected."""
    contract = filed(actor, contract_id)
    given = typed(request)
    days = given.get("days", "")

    def act() -> None:
        services.request_correction(
            actor=actor,
            contract_id=contract.id,
            reasons=given.get("correction", ""),
            places=tuple(request.POST.getlist("places")),
            days=int(days) if days.isascii() and days.isdecimal() and len(days) < 4 else 0,
            at=now(),
        )

    return _acted(request, actor, contract, act, _("已要求补正。"), back="desk")


@require_POST
@requires(REGISTER)
def contract_judge(
    request: HttpRequest, actor: Actor, contract_id: UUID, outcome: str
) -> HttpResponse:
    """Decide, or propose where a second registrar must look."""
    if outcome not in Outcome.values:
        raise Http404
    contract = filed(actor, contract_id)
    given = typed(request)
    ruling = ruling_of(given, contract, law_day(contract, today=localdate()))

    def act() -> None:
        judge_contract(
            actor=actor,
            contract_id=contract.id,
            outcome=outcome,
            ruling=ruling,
            version=_version(given),
            at=now(),
        )

    return _acted(request, actor, contract, act, "", back="decided")


@require_POST
@requires(REGISTER)
def contract_countersign(
    request: HttpRequest, actor: Actor, contract_id: UUID, answer: str
) -> HttpResponse:
    """Decide as the second registrar, or send the proposal back with reasons."""
    if answer not in {"agree", "return"}:
        raise Http404
    contract = filed(actor, contract_id)
    given = typed(request)

    def act() -> None:
        services.countersign_decision(
            actor=actor,
            contract_id=contract.id,
            agrees=answer == "agree",
            reasons=given.get("second_reasons", ""),
            version=_version(given),
            at=now(),
        )

    return _acted(request, actor, contract, act, "", back="decided")


@require_POST
@requires(REGISTER)
def contract_end(
    request: HttpRequest, actor: Actor, contract_id: UUID, how: str
) -> HttpResponse:
    """Cancel or revoke a registration, with reasons."""
    if how not in _ENDS:
        raise Http404
    verb = _ENDS[how]
    contract = filed(actor, contract_id)
    given = typed(request)
    named = tuple(one for one in [given.get("reference", "").strip()] if one)
    wanted: dict[str, Any] = {"references": named} if how == "revoke" else {}

    def act() -> None:
        verb(
            actor=actor,
            contract_id=contract.id,
            reasons=given.get("end_reasons", ""),
            at=now(),
            **wanted,
        )

    return _acted(request, actor, contract, act, _("登记已终止。"))


@require_POST
@requires(REGISTER)
def finding_settle(
    request: HttpRequest, actor: Actor, contract_id: UUID, finding_id: UUID
) -> HttpResponse:
    """Confirm or dismiss what a rule found, with a reason."""
    contract = filed(actor, contract_id)
    given = typed(request)

    def act() -> None:
        settle_finding(
            actor=actor,
            contract_id=contract.id,
            finding_id=finding_id,
            state=given.get("state", ""),
            reason=given.get("finding_reason", ""),
            at=now(),
        )

    return _acted(request, actor, contract, act, _("已处理这条提示。"))


def filed(actor: Actor, contract_id: UUID) -> Contract:
    """Return a filed contract the actor works on.

    What speaks against a contract is not for the people of its parties, whatever their role.
    """
    contract = found(actor, contract_id)
    if contract.submitted_at is None:
        raise Http404
    works = is_registrar(actor, contract) or is_supervisor(actor, contract)
    if not works or has_interest(actor, contract):
        raise PermissionDenied
    return contract


def typed(request: HttpRequest) -> dict[str, str]:
    """Return what was typed, without what no text holds."""
    return {
        name: str(value).replace("\x00", "")[:_LONGEST] for name, value in request.POST.items()
    }


def _acted(
    request: HttpRequest,
    actor: Actor,
    contract: Contract,
    act: Callable[[], None],
    done: str,
    *,
    back: str = "",
) -> HttpResponse:
    """Take a step and go on, or show the page again with every reason against it."""
    try:
        act()
    except Refused as refused:
        again = filed(actor, contract.id)
        return _page(request, actor, again, typed(request), refusals=refused.refusals)
    except (Contract.DoesNotExist, Finding.DoesNotExist) as error:
        raise Http404 from error
    if back == "decided":
        contract = found(actor, contract.id)
        messages.success(request, _decided(contract))
        return redirect("contracts:desk")
    messages.success(request, done)
    if back:
        return redirect("contracts:desk")
    return redirect("contracts:contract-review", contract.id)


def _decided(contract: Contract) -> str:
    values = {"title": contract.title, "number": contract.number or ""}
    said = {
        Stage.REGISTERED: _("“%(title)s”已登记，编号 %(number)s。"),
        Stage.REFUSED: _("“%(title)s”未予登记。"),
        Stage.PROPOSED: _("“%(title)s”已交另一名登记员复核。"),
        Stage.REVIEWING: _("“%(title)s”已退回初审登记员。"),
    }
    return said[Stage(contract.stage)] % values


def _page(
    request: HttpRequest,
    actor: Actor,
    contract: Contract,
    given: Mapping[str, str],
    *,
    refusals: tuple[Refusal, ...] = (),
) -> HttpResponse:
    context = review_context(actor, contract, given=given, refusals=refusals)
    status = 422 if refusals else 200
    return TemplateResponse(request, "contracts/review.html", context, status=status)


def _version(given: Mapping[str, str]) -> int:
    """Read the version the form was made from; a form without one decides on nothing."""
    version = given.get("version", "")
    return int(version) if version.isascii() and version.isdecimal() else _NO_VERSION
