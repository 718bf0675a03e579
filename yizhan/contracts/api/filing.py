"""Contracts of the key's own organisation: read, begin, write, hand in, take back."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.timezone import now
from ninja import Body, Query, Status

from yizhan.contracts import queries, services
from yizhan.contracts.api.shapes import (
    ContractList,
    ContractOut,
    ContractQuery,
    ContractText,
    told,
)
from yizhan.contracts.messages import sentence
from yizhan.contracts.models import Contract
from yizhan.contracts.stages import WRITE
from yizhan.web.api.cursors import cut
from yizhan.web.api.problems import Problematic
from yizhan.web.api.routes import Repeat, Routes
from yizhan.web.requests import actor_of

routes = Routes("contracts", say=sentence)
_READ, _WRITE = "contracts:read", "contracts:write"
_ORDER = ("-serial",)


@routes.get("/contracts", name="contract-list", answer=ContractList, scope=_READ)
def contract_list(request: HttpRequest, asked: Query[ContractQuery]) -> ContractList:
    """List the contracts that the organisation filed or is a party of, newest first."""
    rows = queries.contract_rows(actor=actor_of(request), stage=str(asked.stage or ""))
    rows = rows.prefetch_related("parties", "lines", "costs", "ip")
    page, following = cut(rows, asked=asked, order=_ORDER, where="contracts")
    return ContractList(items=[told(row) for row in page], next=following)


@routes.get(
    "/contracts/{uuid:contract_id}", name="contract-read", answer=ContractOut, scope=_READ
)
def contract_read(request: HttpRequest, contract_id: UUID) -> ContractOut:
    """Read one contract."""
    return told(_contract(request, contract_id))


@routes.post(
    "/contracts",
    name="contract-create",
    answer=ContractOut,
    scope=_WRITE,
    permission=WRITE,
    status=201,
    repeat=Repeat.MUST,
)
def contract_create(
    request: HttpRequest, response: HttpResponse, asked: Body[ContractText]
) -> Status[ContractOut]:
    """Begin a draft."""
    contract = services.create_draft(actor=actor_of(request), values=asked.root, at=now())
    response["Location"] = reverse("api:contract-read", args=[contract.id])
    return Status(201, told(_contract(request, contract.id)))


@routes.put(
    "/contracts/{uuid:contract_id}",
    name="contract-save",
    answer=ContractOut,
    scope=_WRITE,
    permission=WRITE,
)
def contract_save(
    request: HttpRequest, contract_id: UUID, asked: Body[ContractText]
) -> ContractOut:
    """Replace the text of a draft or of a contract to be corrected."""
    values = dict(asked.root)
    version = values.pop("version", None)
    _contract(request, contract_id)
    services.save_draft(
        actor=actor_of(request),
        contract_id=contract_id,
        values=values,
        version=version if isinstance(version, int) else None,
        at=now(),
    )
    return told(_contract(request, contract_id))


@routes.post(
    "/contracts/{uuid:contract_id}/submit",
    name="contract-submit",
    answer=ContractOut,
    scope=_WRITE,
    permission=WRITE,
    repeat=Repeat.MAY,
)
def contract_submit(request: HttpRequest, contract_id: UUID) -> ContractOut:
    """Hand the contract in; papers are added on its page."""
    _contract(request, contract_id)
    services.submit_contract(actor=actor_of(request), contract_id=contract_id, at=now())
    return told(_contract(request, contract_id))


@routes.post(
    "/contracts/{uuid:contract_id}/withdraw",
    name="contract-withdraw",
    answer=ContractOut,
    scope=_WRITE,
    permission=WRITE,
    repeat=Repeat.MAY,
)
def contract_withdraw(request: HttpRequest, contract_id: UUID) -> ContractOut:
    """Take the contract back before it is accepted."""
    _contract(request, contract_id)
    services.withdraw_contract(actor=actor_of(request), contract_id=contract_id, at=now())
    return told(_contract(request, contract_id))


def _contract(request: HttpRequest, contract_id: UUID) -> Contract:
    try:
        return queries.contract_for(actor=actor_of(request), contract_id=contract_id)
    except Contract.DoesNotExist:
        raise Problematic(404, "api.not_found") from None
