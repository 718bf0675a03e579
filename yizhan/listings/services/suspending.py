"""Taking the listings of a doubtful organisation out of sight, and bringing them back."""

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import F

from yizhan.audit.services import record_many
from yizhan.kernel.actors import Actor
from yizhan.listings.facts import ListingResumed, ListingSuspended
from yizhan.listings.models import Confirmation, Listing, Suspension
from yizhan.listings.services.drafts import fact_values
from yizhan.listings.stages import FLOW, LIVE, Stage

SUSPEND = "listings.suspend"
_BACK = {
    Stage.PUBLISHED: "resume",
    Stage.IN_TALKS: "resume_talks",
    Stage.HIDDEN: "resume_hidden",
}


@transaction.atomic
def suspend_listings(
    *, actor: Actor, organisation_id: UUID, cause: str, said: str, at: datetime
) -> int:
    """Take everything open of the organisation out of sight, and say why to its people."""
    _require(actor)
    rows = Listing.objects.filter(organisation_id=organisation_id, stage__in=LIVE)
    listings = list(rows.order_by("id").select_for_update())
    Suspension.objects.bulk_create(
        Suspension(
            listing=listing,
            cause=cause,
            said=said,
            from_stage=listing.stage,
            began_at=at,
        )
        for listing in listings
    )
    Confirmation.objects.filter(listing__in=listings, answered_at=None).update(
        answered_at=at, answer=Stage.SUSPENDED, due_at=None
    )
    for stage in LIVE:
        here = [listing for listing in listings if listing.stage == stage]
        _move(here, FLOW.take("suspend", stage=stage).target, at)
    record_many(
        [
            ListingSuspended(cause=cause, said=said, **fact_values(listing))
            for listing in listings
        ],
        actor=actor,
        at=at,
    )
    return len(listings)


@transaction.atomic
def resume_listings(*, actor: Actor, organisation_id: UUID, at: datetime) -> int:
    """Bring back what was suspended, each to where it stood."""
    _require(actor)
    rows = Listing.objects.filter(organisation_id=organisation_id, stage=Stage.SUSPENDED)
    listings = list(rows.order_by("id").select_for_update())
    open_ones = Suspension.objects.filter(listing__in=listings, ended_at=None)
    stages = dict(open_ones.values_list("listing_id", "from_stage"))
    open_ones.update(ended_at=at)
    for stage, step in _BACK.items():
        here = [listing for listing in listings if stages.get(listing.id) == stage]
        _move(here, FLOW.take(step, stage=Stage.SUSPENDED).target, at)
    record_many(
        [ListingResumed(stage=listing.stage, **fact_values(listing)) for listing in listings],
        actor=actor,
        at=at,
    )
    return len(listings)


def _require(actor: Actor) -> None:
    if not actor.may(SUSPEND):
        raise PermissionDenied


def _move(listings: Iterable[Listing], target: str, at: datetime) -> None:
    ids = []
    for listing in listings:
        ids.append(listing.id)
        listing.stage = target
        listing.version += 1
    if ids:
        Listing.objects.filter(id__in=ids).update(
            stage=target, version=F("version") + 1, updated_at=at
        )
