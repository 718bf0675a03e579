"""Answers given by a signed link, and one answer for many listings."""

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from django.db import transaction

from yizhan.directory.queries import holders_of
from yizhan.kernel.actors import NOBODY, Actor
from yizhan.kernel.refusals import Refusal, Refused
from yizhan.listings.letters import Letter
from yizhan.listings.models import Confirmation, Listing
from yizhan.listings.permissions import WRITE, owned_by
from yizhan.listings.queries import listing_in_round
from yizhan.listings.services.steps import confirm_listing, withdraw_listing
from yizhan.listings.stages import LIVE

STILL_TRUE, NO_LONGER = "still_true", "no_longer"
ANSWERS = (STILL_TRUE, NO_LONGER)
_VERBS = {STILL_TRUE: confirm_listing, NO_LONGER: withdraw_listing}


def open_letter(letter: Letter, *, at: datetime) -> Confirmation:
    """Return the round that a link asks about, or refuse: over, answered, or not theirs now."""
    round_ = listing_in_round(round_id=letter.round_id)
    if round_ is None or letter.ends_at <= at:
        raise Refused([Refusal("listings.link_over")])
    if round_.answered_at is not None:
        raise Refused([Refusal("listings.link_answered")])
    listing = round_.listing
    if listing.stage not in LIVE or round_.since != listing.confirmed_at:
        raise Refused([Refusal("listings.link_over")])
    # Whoever left the house, or lost the role, has no say by an old mail either.
    people = holders_of(organisation_id=listing.organisation_id, permission=WRITE)
    if letter.person_id not in people:
        raise Refused([Refusal("listings.link_not_theirs")])
    return round_


@transaction.atomic
def answer_letter(letter: Letter, *, answer: str, at: datetime) -> Listing:
    """Confirm or withdraw the one listing of the link; the fact says to whom it was sent."""
    round_ = listing_in_round(round_id=letter.round_id)
    if round_ is not None:
        # Two clicks at once wait for each other here, and the second finds it answered.
        Listing.objects.select_for_update().get(id=round_.listing_id)
    listing = open_letter(letter, at=at).listing
    bearer = Actor(
        id=NOBODY,
        label="by link",
        organisation_id=listing.organisation_id,
        permissions=frozenset({WRITE}),
    )
    return _VERBS[answer](
        actor=bearer, listing_id=listing.id, at=at, addressed_to=letter.person_id
    )


@transaction.atomic
def confirm_listings(*, actor: Actor, listing_ids: Iterable[UUID], at: datetime) -> int:
    """Confirm all of these that are the actor's own and live; say how many."""
    own = owned_by(actor).filter(id__in=list(listing_ids), stage__in=LIVE)
    ids = list(own.order_by("serial").values_list("id", flat=True))
    for listing_id in ids:
        confirm_listing(actor=actor, listing_id=listing_id, at=at)
    return len(ids)
