"""Where a contract begins: blank, or from a need or an offer the reader may see."""

from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from django.core.exceptions import ObjectDoesNotExist
from django.http import Http404, HttpRequest

from yizhan.contracts.drafts.prefilling import begun_by, begun_from, beyond_the_form
from yizhan.directory.queries import organisation_for
from yizhan.kernel.actors import Actor
from yizhan.listings.queries import ListingView, listing_for, view_of
from yizhan.listings.terms import Kind


@dataclass(frozen=True, slots=True, kw_only=True)
class Beginning:
    """What a form and a draft begin with, and the listing behind it."""

    values: dict[str, Any]
    filer: str
    view: ListingView | None = None
    beyond: dict[str, Any] = field(default_factory=dict)


def beginning_of(request: HttpRequest, actor: Actor) -> Beginning:
    """Read `?need=` or `?offer=`; what the actor may not see is 404."""
    if actor.organisation_id is None:
        raise Http404
    home = organisation_for(actor=actor, organisation_id=actor.organisation_id)
    view = _listing(request, actor)
    if view is None:
        return Beginning(values=begun_by(home), filer=home.name)
    other = None
    if view.organisation.id is not None:
        other = organisation_for(actor=actor, organisation_id=view.organisation.id)
    return Beginning(
        values=begun_from(view, home=home, other=other),
        filer=home.name,
        view=view,
        beyond=beyond_the_form(view),
    )


def _listing(request: HttpRequest, actor: Actor) -> ListingView | None:
    for kind in (Kind.NEED, Kind.OFFER):
        asked = request.GET.get(kind.value)
        if asked:
            return _seen(asked, kind.value, actor)
    return None


def _seen(asked: str, kind: str, actor: Actor) -> ListingView:
    try:
        listing = listing_for(actor=actor, listing_id=UUID(asked), kind=kind)
    except (ValueError, ObjectDoesNotExist) as error:
        raise Http404 from error
    return view_of(listing, actor=actor)
