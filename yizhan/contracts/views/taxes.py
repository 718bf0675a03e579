"""What taxes would fall on a contract, shown to whoever may read its amounts."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.timezone import localdate
from django.views.decorators.http import require_safe

from yizhan.contracts import tables
from yizhan.contracts.views.finding import found
from yizhan.contracts.views.reckoning import tax_context
from yizhan.kernel.actors import Actor
from yizhan.web.access import SIGNED_IN, requires


@require_safe
@requires(SIGNED_IN)
def contract_taxes(request: HttpRequest, actor: Actor, contract_id: UUID) -> HttpResponse:
    """Preview the taxes by the law of their days."""
    contract = found(actor, contract_id)
    decided = contract.technology_amount
    amount = contract.claimed_amount if decided is None else decided
    context = {
        "contract": contract,
        "badge": tables.badge_of(contract),
        "technology": amount,
        "calculator_url": reverse("policy:calculator"),
        **tax_context(
            contract,
            kind=contract.kind,
            subkind=contract.subkind,
            amount=amount,
            today=localdate(),
        ),
    }
    return TemplateResponse(request, "contracts/taxes.html", context)
