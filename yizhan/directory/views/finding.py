"""Loading what an address names, or 404."""

from uuid import UUID

from django.http import Http404

from yizhan.directory import queries
from yizhan.directory.models import Organisation
from yizhan.kernel.actors import Actor


def found(actor: Actor, organisation_id: UUID) -> Organisation:
    """Return the organisation when it exists for the actor."""
    try:
        return queries.organisation_for(actor=actor, organisation_id=organisation_id)
    except Organisation.DoesNotExist:
        raise Http404 from None
