"""Looking many submissions through at once: what machines propose, what asks for a look."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from yizhan.directory.queries import has_member
from yizhan.kernel.actors import Actor
from yizhan.kernel.refusals import Refusal
from yizhan.listings import rules
from yizhan.listings.checklists import Edition
from yizhan.listings.details import Content
from yizhan.listings.models import Listing
from yizhan.listings.queries.likeness import undecided_pairs
from yizhan.listings.queries.listings import content_of
from yizhan.listings.queries.reviews import barred_ids
from yizhan.listings.rules.claims import claims_of
from yizhan.listings.rules.doubts import Doubts, doubts


@dataclass(frozen=True, slots=True, kw_only=True)
class Looked:
    """One listing as machines see it."""

    listing: Listing
    content: Content
    proposals: Mapping[str, str]
    doubts: Doubts


def look_through(
    listings: Sequence[Listing], *, actor: Actor, edition: Edition, at: datetime
) -> list[Looked]:
    """Say of each listing what the checklist's machines propose, and what stands against it."""
    homes = {listing.organisation_id for listing in listings}
    barred = barred_ids(homes)
    reachable = {home for home in homes if has_member(organisation_id=home)}
    twins = _twins(actor, [listing.id for listing in listings])
    found = []
    for listing in listings:
        content, home = content_of(listing), listing.organisation_id
        case = rules.Case(
            content=content,
            is_verified=listing.organisation.is_verified,
            has_contact=home in reachable,
            today=rules.day_of(at),
        )
        items = edition.items_for(listing.kind)
        said = {item.code: rules.proposal_for(item, case) for item in items}
        proposals = {code: answer for code, answer in said.items() if answer}
        against = rules.against_publication(
            content,
            today=rules.day_of(at),
            organisation_name=listing.organisation.name,
            is_barred=home in barred,
        )
        held = doubts(
            items,
            proposals,
            against=tuple(against),
            twins=twins[listing.id],
            claims=sum(1 for _claim in claims_of(content)),
        )
        found.append(Looked(listing=listing, content=content, proposals=proposals, doubts=held))
    return found


def missing_in(
    listings: Sequence[Listing], *, at: datetime
) -> list[tuple[Listing, list[Refusal]]]:
    """Say of each draft what it still lacks to be handed in."""
    return [
        (
            listing,
            list(
                rules.against_submission(
                    content_of(listing),
                    today=rules.day_of(at),
                    organisation_name=listing.organisation.name,
                )
            ),
        )
        for listing in listings
    ]


def _twins(actor: Actor, ids: Sequence[UUID]) -> Counter[UUID]:
    wanted = set(ids)
    counted: Counter[UUID] = Counter()
    for first, second in undecided_pairs(actor=actor, ids=ids):
        counted.update({first, second} & wanted)
    return counted
