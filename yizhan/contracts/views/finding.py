"""Find one contract for a view, or answer 404 both for absent and for hidden ones."""

from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.http import Http404

from yizhan.contracts import permissions
from yizhan.contracts.models import Contract
from yizhan.contracts.queries import contract_for
from yizhan.kernel.actors import Actor


def found(actor: Actor, contract_id: UUID) -> Contract:
    """Return the contract the actor may see."""
    try:
        return contract_for(actor=actor, contract_id=contract_id)
    except Contract.DoesNotExist as error:
        raise Http404 from error


def own(actor: Actor, contract_id: UUID) -> Contract:
    """Return the contract when the actor's organisation filed it, else refuse."""
    contract = found(actor, contract_id)
    if not permissions.is_filer(actor, contract):
        raise PermissionDenied
    return contract
