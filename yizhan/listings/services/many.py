"""One hand, many listings: each is a verb call, a fact and a transaction of its own.

What is refused for one does not stop the others; the caller hears how each of them went.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.db import transaction

from yizhan.kernel.actors import Actor
from yizhan.kernel.refusals import Refusal, Refused, refuse_if, refuse_stale
from yizhan.listings import rules
from yizhan.listings.checklists import edition_on
from yizhan.listings.models import Listing
from yizhan.listings.queries import content_of, lock_listing, look_through
from yizhan.listings.rules.doubts import filled_in
from yizhan.listings.services.reviews import (
    countersign_listing,
    propose_listing,
    publish_listing,
)
from yizhan.listings.services.steps import submit_listing
from yizhan.listings.stages import Stage

MOST = 200
Wanted = Sequence[tuple[UUID, int]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """How it went for one listing: the stage it has now, or why it stayed where it was."""

    listing_id: UUID
    stage: str = ""
    refusals: tuple[Refusal, ...] = ()


def submit_listings(*, actor: Actor, wanted: Wanted, at: datetime) -> list[Outcome]:
    """Hand in each of these drafts in the version that was seen."""
    return [
        _tried(
            listing_id,
            partial(submit_listing, actor=actor, listing_id=listing_id, version=version, at=at),
        )
        for listing_id, version in wanted[:MOST]
    ]


def review_listings(
    *,
    actor: Actor,
    wanted: Wanted,
    edition: str,
    answers: Mapping[str, rules.Given],
    at: datetime,
) -> list[Outcome]:
    """Say yes to each of these, by a checklist and a decision of its own.

    Machines answer what they can tell; `answers` are the reviewer's to everything else.
    Whatever a machine doubts is refused: it has to be opened and decided alone.
    """
    return [
        _tried(
            listing_id,
            partial(_approve, actor, listing_id, version, edition, answers, at),
        )
        for listing_id, version in wanted[:MOST]
    ]


@transaction.atomic
def _approve(
    actor: Actor,
    listing_id: UUID,
    version: int,
    edition: str,
    answers: Mapping[str, rules.Given],
    at: datetime,
) -> Listing:
    listing = lock_listing(actor=actor, listing_id=listing_id)
    refuse_stale(seen=version, current=listing.version)
    today = edition_on(rules.day_of(at))
    looked = look_through([listing], actor=actor, edition=today, at=at)[0]
    refuse_if([Refusal("listings.needs_own_look")] if looked.doubts else [])
    items = today.items_for(listing.kind)
    return _verb(listing)(
        actor=actor,
        listing_id=listing_id,
        checklist=filled_in(items, looked.proposals, answers, edition=edition),
        version=version,
        at=at,
    )


def _verb(listing: Listing) -> Callable[..., Listing]:
    """Choose how to say yes: as the second, as the first of two, or alone."""
    if listing.stage == Stage.PROPOSED:
        return countersign_listing
    return propose_listing if rules.is_state_funded(content_of(listing)) else publish_listing


def _tried(listing_id: UUID, verb: Callable[[], Listing]) -> Outcome:
    try:
        listing = verb()
    except Refused as refused:
        return Outcome(listing_id=listing_id, refusals=refused.refusals)
    except (Listing.DoesNotExist, PermissionDenied):
        return Outcome(listing_id=listing_id, refusals=(Refusal("listings.not_there"),))
    return Outcome(listing_id=listing_id, stage=listing.stage)
