"""Find one listing for a view, or answer 404 both for absent and for hidden ones."""

from uuid import UUID

from django.http import Http404

from yizhan.kernel.actors import Actor
from yizhan.listings.models import Listing
from yizhan.listings.queries import listing_for


def found(actor: Actor, listing_id: UUID, kind: str | None = None) -> Listing:
    """Return the listing the actor may see."""
    try:
        return listing_for(actor=actor, listing_id=listing_id, kind=kind)
    except Listing.DoesNotExist as error:
        raise Http404 from error
