"""Comparing listings, and what people say of those that are alike."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from decimal import Decimal
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import Q

from yizhan.audit.services import record
from yizhan.directory.queries import own_ids
from yizhan.kernel.actors import Actor
from yizhan.kernel.refusals import Refusal, refuse_if
from yizhan.listings import facts, rules
from yizhan.listings.models import Likeness, Listing, Pair
from yizhan.listings.permissions import is_owner, is_reviewer
from yizhan.listings.queries import (
    Near,
    keys_for,
    listing_for,
    lock_listing,
    lock_pair,
    near_among,
    near_to,
    never_compared,
    paired_ids,
    sharing_keys,
    uncompared,
)
from yizhan.listings.services.drafts import fact_values

SAME, DIFFERENT = Pair.Verdict.SAME, Pair.Verdict.DIFFERENT
_THOUSANDTH = Decimal("0.001")


def await_comparison(listings: Iterable[Listing]) -> None:
    """Put listings before the worker that compares them; costs an import next to nothing."""
    rows = [Likeness(listing=row, version=row.version, keys=[]) for row in listings]
    Likeness.objects.bulk_create(
        rows,
        update_conflicts=True,
        unique_fields=["listing"],
        update_fields=["version", "is_compared"],
    )


def queue_uncompared(*, limit: int) -> int:
    """Put listings without keys before the worker; say how many, 0 when none is left."""
    rows = never_compared(limit)
    await_comparison(rows)
    return len(rows)


@transaction.atomic
def compare_waiting(*, limit: int, at: datetime) -> int:
    """Sign and compare what waits; all keys first, so that a batch is compared with itself."""
    rows = uncompared(limit)
    for row in rows:
        row.keys = keys_for(row.listing)
        row.version, row.is_compared = row.listing.version, True
    Likeness.objects.bulk_update(rows, ["keys", "version", "is_compared"], batch_size=500)
    ids = [row.listing_id for row in rows]
    shared, paired = sharing_keys(ids), paired_ids(ids)
    for row in rows:
        near = near_among(row.listing, row.keys, shared.get(row.listing_id, ()))
        if near or row.listing_id in paired:
            _keep_pairs(row.listing, near, at)
    return len(rows)


def compare_listing(listing: Listing, *, at: datetime) -> None:
    """Sign and compare one listing now, within the running transaction."""
    keys = keys_for(listing)
    Likeness.objects.update_or_create(
        listing=listing,
        defaults={"version": listing.version, "keys": keys, "is_compared": True},
    )
    _keep_pairs(listing, near_to(listing, keys), at)


@transaction.atomic
def answer_pair(
    *, actor: Actor, listing_id: UUID, other_id: UUID, said: str, why: str, at: datetime
) -> Pair:
    """Let the owner say what its listing has to do with another that is alike."""
    listing = lock_listing(actor=actor, listing_id=listing_id)
    if not is_owner(actor, listing):
        raise PermissionDenied
    other = listing_for(actor=actor, listing_id=other_id)
    pair = _pair(listing, other, at)
    refuse_if(rules.against_answer(said=said, why=why, verdict=pair.verdict))
    pair.said, pair.said_why, pair.said_at = said, why.strip(), at
    pair.save(update_fields=["said", "said_why", "said_at"])
    fact = facts.PairAnswered(pair_id=pair.id, said=said, **fact_values(listing))
    record(fact, actor=actor, at=at)
    return pair


@transaction.atomic
def decide_pair(
    *,
    actor: Actor,
    pair_id: UUID,
    verdict: str,
    why: str,
    at: datetime,
    origin_id: UUID | None = None,
) -> Pair:
    """Let a reviewer settle a pair; a later word corrects an earlier one.

    Of two that are the same, the one public first is the origin; another choice needs a reason.
    """
    pair = lock_pair(actor=actor, pair_id=pair_id)
    both = Listing.objects.select_for_update().filter(id__in=[pair.first_id, pair.second_id])
    halves = {half.id: half for half in both.order_by("serial")}
    earlier = min(halves.values(), key=_age).id
    origin = origin_id or earlier
    refuse_if(
        rules.against_verdict(
            verdict=verdict,
            why=why,
            is_of_pair=origin in halves,
            is_earlier=origin == earlier,
            is_own=bool({half.organisation_id for half in halves.values()} & own_ids(actor)),
        )
    )
    copy = next(half for key, half in halves.items() if key != origin)
    if not is_reviewer(actor, copy):
        raise PermissionDenied
    if verdict == SAME:
        _mark(copy, halves[origin], why=why, actor=actor, at=at)
    else:
        _release(list(halves.values()), why=why, actor=actor, at=at)
        fact = facts.PairDecided(pair_id=pair.id, verdict=verdict, **fact_values(copy))
        record(fact, actor=actor, at=at)
    pair.verdict, pair.verdict_why, pair.decided_at = verdict, why.strip(), at
    pair.save(update_fields=["verdict", "verdict_why", "decided_at"])
    return pair


def _mark(copy: Listing, origin: Listing, *, why: str, actor: Actor, at: datetime) -> None:
    """Point the copy, and whatever points to it, to the origin; there are no chains."""
    if origin.origin_id == copy.id:
        _point(origin, None, why=why, actor=actor, at=at)
    root = origin.origin_id or origin.id
    for listing in [copy, *Listing.objects.select_for_update().filter(origin=copy)]:
        if root not in (listing.id, listing.origin_id):
            _point(listing, root, why=why, actor=actor, at=at)


def _release(halves: Sequence[Listing], *, why: str, actor: Actor, at: datetime) -> None:
    ids = {half.id for half in halves}
    for half in halves:
        if half.origin_id in ids:
            _point(half, None, why=why, actor=actor, at=at)


def _point(
    listing: Listing, root: UUID | None, *, why: str, actor: Actor, at: datetime
) -> None:
    before, listing.origin_id = listing.origin_id, root
    listing.save(update_fields=["origin"])
    said = {"reason": why.strip(), **fact_values(listing)}
    if root is not None:
        record(facts.CopyMarked(origin_id=root, **said), actor=actor, at=at)
    elif before is not None:
        record(facts.CopyReleased(origin_id=before, **said), actor=actor, at=at)


def _age(listing: Listing) -> tuple[datetime, int]:
    known = listing.published_at or listing.submitted_at or listing.created_at
    return known, listing.serial


def _pair(listing: Listing, other: Listing, at: datetime) -> Pair:
    first, second = sorted((listing, other), key=lambda half: half.serial)
    pair = Pair.objects.select_for_update().filter(first=first, second=second).first()
    if pair is not None:
        return pair
    near = [n for n in near_to(listing, keys_for(listing)) if n.listing.id == other.id]
    refuse_if([] if near else [Refusal("listings.not_alike")])
    _keep_pairs(listing, near, at)
    return Pair.objects.get(first=first, second=second)


def _keep_pairs(listing: Listing, found: Sequence[Near], at: datetime) -> None:
    """Store what was found; pairs nobody spoke of that are alike no more are dropped."""
    rows = []
    for near in found:
        first, second = sorted((listing, near.listing), key=lambda half: half.serial)
        rows.append(
            Pair(
                first=first,
                second=second,
                reason=near.reason,
                likeness=Decimal(near.measure.likeness).quantize(_THOUSANDTH),
                containment=Decimal(near.measure.containment).quantize(_THOUSANDTH),
                found_at=at,
            )
        )
    silent = Pair.objects.filter(Q(first=listing) | Q(second=listing), said="", verdict="")
    keep = [near.listing.id for near in found]
    silent.exclude(Q(first__in=keep) | Q(second__in=keep)).delete()
    Pair.objects.bulk_create(
        rows,
        update_conflicts=True,
        unique_fields=["first", "second"],
        update_fields=["reason", "likeness", "containment"],
    )
